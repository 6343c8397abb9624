//! Layers on every instruction set against those without vectors: sums of small integers, which are exact in any order.

/// Small integers, in no order that repeats after a row or a plane.
pub(crate) fn numbers<T: From<i8>>(len: usize, shift: u64) -> Vec<T> {
    let number = |n: u64| (n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) % 11;
    (1_000_003 * shift..).take(len).map(|n| T::from(i8::try_from(number(n)).unwrap() - 5)).collect()
}

/// Two samples, on every instruction set that the CPU has, and each on emulated vectors; outputs that begin with a line of the cache and elsewhere; in shares. What is read
/// beside the input is no number.
macro_rules! exact {
    ($type:ident: $($layer:ident)*) => {
        $(exact!(@ $type $layer, &exact::numbers::<$type>($layer::OUTPUT_SHAPE[0], 1));)*
    };
    ($type:ident without bias: $($layer:ident)*) => { $(exact!(@ $type $layer);)* };
    (@ $type:ident $layer:ident $(, $bias:expr)?) => {{
        use conv_layer::{Call, Isa, dispatch, threaded};

        let name = stringify!($layer);
        let weight = exact::numbers::<$type>($layer::WEIGHT_SHAPE.iter().product(), 3);
        let numbers = exact::numbers::<$type>(2 * $layer::INPUT_SHAPE.iter().product::<usize>(), 7);
        let margin = [$type::NAN; 64];
        let around = [&margin[..], &numbers, &margin].concat();
        let input = &around[margin.len()..][..numbers.len()];
        let layer = $layer::boxed_from_slices(&weight $(, $bias)?).unwrap();
        let weights = layer.weights().as_slice();
        let len = 2 * $layer::OUTPUT_SHAPE.iter().product::<usize>();
        let mut expected = vec![$type::NAN; len];
        let call = Call { input, output: &mut expected[..], weights, bias: None, size: [0; 3] };
        dispatch::run_on::<$layer>(Isa::Scalar, call).unwrap();
        let mut memory = vec![$type::from(77_u8); len + 64];
        let line = 16 + memory[16..].as_ptr().align_offset(64);
        for (isa, kernel) in $layer::KERNELS {
            for (start, emulated, shares) in [
                (line, false, 1), (line + 1, false, 1), (line, false, 2), (line + 1, false, 5), (line + 1, true, 1), (line, true, 3),
            ] {
                if !emulated && !Isa::available().any(|available| available == isa) {
                    continue;
                }
                let output = &mut memory[start..][..len];
                output.fill($type::NAN);
                let call = Call { input, output: &mut *output, weights, bias: None, size: [0; 3] };
                if shares > 1 {
                    threaded::run_each::<$layer>(shares, (isa, emulated), call, &mut |_| ()).unwrap();
                } else if emulated {
                    dispatch::run_emulated::<$layer>(isa, call).unwrap();
                } else {
                    dispatch::run_on::<$layer>(isa, call).unwrap();
                }
                assert!(output == expected, "{name} with {isa}, emulated: {emulated}, {shares} shares, {kernel}");
                output.fill(77.0);
                assert!(memory.iter().all(|around: &$type| around.to_bits() == $type::to_bits(77.0)), "{name} with {isa} writes beyond the output");
            }
        }
    }};
}
