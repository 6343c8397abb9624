//! Layers on every instruction set against those without vectors: sums of small integers,
//! which are exact in any order.

use conv_layer::__private::Call;
use conv_layer::__private::dispatch::{Dispatch, run_emulated_set};
use conv_layer::Isa;

/// Small integers, in no order that repeats after a row or a plane.
pub(crate) fn numbers<T: From<i8>>(len: usize, shift: u64) -> Vec<T> {
    let number = |n: u64| (n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) % 11;
    (1_000_003 * shift..).take(len).map(|n| T::from(i8::try_from(number(n)).unwrap() - 5)).collect()
}

/// Runs a layer on emulated vectors of a set that it has a kernel of its own for: AVX-512 and AVX2,
/// and SSE2, as of which the others are.
pub(crate) fn emulated<D: Dispatch>(isa: Isa, call: Call<'_, D::Number>) -> bool {
    match isa {
        Isa::Avx512 => run_emulated_set::<D, { Isa::Avx512 as usize }>(call).unwrap(),
        Isa::Avx2 => run_emulated_set::<D, { Isa::Avx2 as usize }>(call).unwrap(),
        Isa::Sse2 => run_emulated_set::<D, { Isa::Sse2 as usize }>(call).unwrap(),
        _ => return false,
    }
    true
}

/// Every instruction set that the CPU has, and long vectors emulated; outputs that begin with a
/// line of the cache and elsewhere. Layers of many multiply-adds also on threads. What is read
/// beside the input is no number.
macro_rules! exact {
    ($type:ident: $($layer:ident)*) => {
        $(exact!(@ $type $layer, &exact::numbers::<$type>($layer::OUTPUT_SHAPE[0], 1));)*
    };
    ($type:ident without bias: $($layer:ident)*) => { $(exact!(@ $type $layer);)* };
    (@ $type:ident $layer:ident $(, $bias:expr)?) => {{
        use conv_layer::__private::Call;
use conv_layer::{Isa, Threads};

        let name = stringify!($layer);
        let weight = exact::numbers::<$type>($layer::WEIGHT_SHAPE.iter().product(), 3);
        let numbers = exact::numbers::<$type>($layer::INPUT_SHAPE.iter().product(), 7);
        let margin = [$type::NAN; 64];
        let around = [&margin[..], &numbers, &margin].concat();
        let input = &around[margin.len()..][..numbers.len()];
        let layer = $layer::boxed_from_slices(&weight $(, $bias)?).unwrap();
        let len: usize = $layer::OUTPUT_SHAPE.iter().product();
        let mut expected = vec![$type::NAN; len];
        layer.on(Isa::Scalar).forward_slice(input, &mut expected).unwrap();
        let mut memory = vec![$type::from(77_u8); len + 64];
        let line = 16 + memory[16..].as_ptr().align_offset(64);
        for &(isa, kernel) in $layer::KERNELS {
            for start in [line, line + 1] {
                let output = &mut memory[start..][..len];
                if Isa::available().any(|available| available == isa) {
                    output.fill($type::NAN);
                    layer.on(isa).forward_slice(input, output).unwrap();
                    assert!(output == expected, "{name} with {isa}, {kernel}");
                }
                // Once is enough, where rows begin within a line of the cache.
                if start != line {
                    output.fill($type::NAN);
                    let call = Call { input, output: &mut *output, weights: layer.weights().as_slice(), bias: None, size: [0; 3] };
                    if exact::emulated::<conv_layer::__private::PlanOf<$layer>>(isa, call) {
                        assert!(output == expected, "{name} with {isa} emulated, {kernel}");
                    }
                }
                output.fill(77.0);
                assert!(memory.iter().all(|around: &$type| around.to_bits() == $type::to_bits(77.0)), "{name} with {isa} writes beyond the output");
            }
        }
        let output = &mut memory[line..][..len];
        for threads in [2, 3] {
            output.fill($type::NAN);
            layer.on(&Threads(threads)).forward_slice(input, output).unwrap();
            assert!(output == expected, "{name} on {threads} threads");
        }
    }};
}
