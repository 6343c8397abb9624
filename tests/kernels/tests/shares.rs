//! A few tiles of each kernel in shares, as several threads run them: each output is written in one
//! share, and comes out the same.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use conv_layer_kernels::formats::Formatted;
use conv_layer_kernels::{Tile, check, some_tiles};
use conv_runtime::__private::channel_lanes::channel_lanes;
use conv_runtime::__private::pixel_lanes::pixel_lanes;
use conv_runtime::__private::simd::{Emulated, Simd};
use conv_runtime::__private::stacked_rows::stacked_rows;
use conv_runtime::__private::threaded::{Outputs, run_on};
use conv_runtime::__private::{Axis, ByHand, Call, Error, Geometry, Isa, Kernels, Packing, Sampling, Threads, Unknown};

static TILES: LazyLock<Vec<Tile>> = LazyLock::new(|| some_tiles!(in_shares));

#[test]
fn available_instruction_sets() {
    for isa in Isa::available() {
        check::shares(&TILES, isa, 100);
    }
}

macro_rules! refuses {
    ($($isa:ident)*) => { $(
        fn $isa<S: Simd<f32>>(_: S, _: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
            Err(Error::Geometry)
        }
    )* };
}

/// One tile or another, at every other call.
struct Fickle;

static CALLS: AtomicUsize = AtomicUsize::new(0);

const GEOMETRY: Geometry = Geometry {
    in_channels: 1,
    out_channels: 64,
    groups: 1,
    axes: [Axis::UNIT, Axis::UNIT, Axis::conv(1, 1, 1, [0, 0])],
};

impl Kernels for Fickle {
    type Element = f32;

    fn scalar<S: Simd<f32>>(simd: S, call: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
        let size = [1, 1, 8];
        if CALLS.fetch_add(1, Ordering::Relaxed).is_multiple_of(2) {
            channel_lanes::<Unknown<f32>, S, 1, 2, 1, 1>(simd, GEOMETRY, size, 8, call)
        } else {
            channel_lanes::<Unknown<f32>, S, 2, 2, 1, 1>(simd, GEOMETRY, size, 8, call)
        }
    }

    refuses! { avx512 avx2 sse2 neon simd128 }
}

/// One memory format of the output or another, at every other call: another place for the same
/// share.
struct Turned;

impl Kernels for Turned {
    type Element = f32;

    fn scalar<S: Simd<f32>>(simd: S, call: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
        static CALLS: AtomicUsize = AtomicUsize::new(0);
        let size = [1, 1, 8];
        if CALLS.fetch_add(1, Ordering::Relaxed).is_multiple_of(2) {
            channel_lanes::<Formatted<f32, 0, 1>, S, 1, 2, 1, 1>(simd, GEOMETRY, size, 8, call)
        } else {
            channel_lanes::<Formatted<f32, 0, 2>, S, 1, 2, 1, 1>(simd, GEOMETRY, size, 8, call)
        }
    }

    refuses! { avx512 avx2 sse2 neon simd128 }
}

/// One kernel for the first channels, and one for the rest, or for some of the first, too.
struct Parted<const FIRST: usize, const REST: usize>;

impl<const FIRST: usize, const REST: usize> Kernels for Parted<FIRST, REST> {
    type Element = f32;

    fn scalar<S: Simd<f32>>(simd: S, mut call: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
        let size = [1, 1, 8];
        channel_lanes::<Unknown<f32>, S, 1, 2, 1, 1>(simd, GEOMETRY, size, 8, call.first::<FIRST>())?;
        pixel_lanes::<Unknown<f32>, S, 1, 2, 1>(simd, GEOMETRY, Packing::Blocks, size, call.rest::<REST>())
    }

    refuses! { avx512 avx2 sse2 neon simd128 }
}

/// Two kernels that do not see the same outputs: another number of groups, or another memory
/// format.
struct Regrouped;

impl Kernels for Regrouped {
    type Element = f32;

    fn scalar<S: Simd<f32>>(simd: S, mut call: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
        let size = [1, 1, 8];
        let axes = |axis| [Axis::UNIT, Axis::UNIT, axis];
        // As many weights, inputs and outputs.
        let two = Geometry { in_channels: 2, groups: 2, axes: axes(Axis::conv(2, 1, 1, [1, 0])), ..GEOMETRY };
        let one = Geometry { in_channels: 2, ..GEOMETRY };
        channel_lanes::<Unknown<f32>, S, 1, 2, 1, 1>(simd, two, size, 8, call.first::<16>())?;
        pixel_lanes::<Unknown<f32>, S, 1, 2, 1>(simd, one, Packing::Blocks, size, call.rest::<16>())
    }

    refuses! { avx512 avx2 sse2 neon simd128 }
}

/// As [`Regrouped`].
struct Reformatted;

impl Kernels for Reformatted {
    type Element = f32;

    fn scalar<S: Simd<f32>>(simd: S, mut call: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
        let size = [1, 1, 8];
        channel_lanes::<Formatted<f32, 0, 1>, S, 1, 2, 1, 1>(simd, GEOMETRY, size, 8, call.first::<32>())?;
        pixel_lanes::<Unknown<f32>, S, 1, 2, 1>(simd, GEOMETRY, Packing::Blocks, size, call.rest::<32>())
    }

    refuses! { avx512 avx2 sse2 neon simd128 }
}

/// A first kernel without channels, whose grid cuts pixels, and a second that keeps these together.
struct Uncut;

impl Kernels for Uncut {
    type Element = f32;

    fn scalar<S: Simd<f32>>(simd: S, mut call: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
        let size = [1, 1, 8];
        pixel_lanes::<Unknown<f32>, S, 1, 2, 1>(simd, GEOMETRY, Packing::Rows, size, call.first::<0>())?;
        stacked_rows::<Unknown<f32>, S, 2, 2>(simd, GEOMETRY, size, call.rest::<0>())
    }

    refuses! { avx512 avx2 sse2 neon simd128 }
}

/// The first channels by two tiles, or the rest before them.
struct Disordered<const TWICE: bool>;

impl<const TWICE: bool> Kernels for Disordered<TWICE> {
    type Element = f32;

    fn scalar<S: Simd<f32>>(simd: S, mut call: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
        let size = [1, 1, 8];
        if TWICE {
            channel_lanes::<Unknown<f32>, S, 1, 2, 1, 1>(simd, GEOMETRY, size, 8, call.first::<32>())?;
            channel_lanes::<Unknown<f32>, S, 2, 2, 1, 1>(simd, GEOMETRY, size, 8, call.first::<32>())
        } else {
            pixel_lanes::<Unknown<f32>, S, 1, 2, 1>(simd, GEOMETRY, Packing::Blocks, size, call.rest::<32>())?;
            channel_lanes::<Unknown<f32>, S, 1, 2, 1, 1>(simd, GEOMETRY, size, 8, call.first::<32>())
        }
    }

    refuses! { avx512 avx2 sse2 neon simd128 }
}

/// Three kernels: the rest of the first channels is between these and the others.
struct Nested;

impl Kernels for Nested {
    type Element = f32;

    fn scalar<S: Simd<f32>>(simd: S, mut call: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
        let size = [1, 1, 8];
        channel_lanes::<Unknown<f32>, S, 1, 2, 1, 1>(simd, GEOMETRY, size, 8, call.first::<32>().first::<16>())?;
        pixel_lanes::<Unknown<f32>, S, 1, 2, 1>(
            simd,
            GEOMETRY,
            Packing::Blocks,
            size,
            call.first::<32>().rest::<16>(),
        )?;
        pixel_lanes::<Unknown<f32>, S, 1, 2, 1>(simd, GEOMETRY, Packing::Blocks, size, call.rest::<32>())
    }

    refuses! { avx512 avx2 sse2 neon simd128 }
}

/// The rest in one tile or another, at every other call.
struct FickleRest;

impl Kernels for FickleRest {
    type Element = f32;

    fn scalar<S: Simd<f32>>(simd: S, mut call: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
        static CALLS: AtomicUsize = AtomicUsize::new(0);
        let size = [1, 1, 8];
        channel_lanes::<Unknown<f32>, S, 1, 2, 1, 1>(simd, GEOMETRY, size, 8, call.first::<32>())?;
        let call = call.rest::<32>();
        if CALLS.fetch_add(1, Ordering::Relaxed).is_multiple_of(2) {
            pixel_lanes::<Unknown<f32>, S, 1, 2, 1>(simd, GEOMETRY, Packing::Blocks, size, call)
        } else {
            pixel_lanes::<Unknown<f32>, S, 2, 2, 1>(simd, GEOMETRY, Packing::Blocks, size, call)
        }
    }

    refuses! { avx512 avx2 sse2 neon simd128 }
}

/// The rest without a kernel before it.
struct Orphan;

impl Kernels for Orphan {
    type Element = f32;

    fn scalar<S: Simd<f32>>(simd: S, mut call: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
        pixel_lanes::<Unknown<f32>, S, 1, 2, 1>(simd, GEOMETRY, Packing::Blocks, [1, 1, 8], call.rest::<32>())
    }

    refuses! { avx512 avx2 sse2 neon simd128 }
}

/// Nothing at all.
struct Idle;

impl Kernels for Idle {
    type Element = f32;

    fn scalar<S: Simd<f32>>(_: S, _: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
        Ok(())
    }

    refuses! { avx512 avx2 sse2 neon simd128 }
}

/// A layer of two phases, of which the first has ten outputs and the second nine.
const PHASES: Geometry = Geometry {
    in_channels: 1,
    out_channels: 1,
    groups: 1,
    axes: [Axis::UNIT, Axis::UNIT, Axis::conv(3, 2, 1, [0, 0]).sampled(Sampling::Transposed { output_padding: 0 })],
};

/// The same with channels that fill a vector.
const WIDE: Geometry = Geometry { out_channels: 16, ..PHASES };

/// Two ways to cut the phases of a row, at every other call: by the first one's outputs, or each by
/// its own.
struct FicklePhases<const PAIR: usize>;

static PHASE_CALLS: AtomicUsize = AtomicUsize::new(0);

/// By how much [`PHASE_CALLS`] grows with each call: an even number, and the way stays the same.
static PHASE_STEP: AtomicUsize = AtomicUsize::new(1);

impl<const PAIR: usize> Kernels for FicklePhases<PAIR> {
    type Element = f32;

    fn scalar<S: Simd<f32>>(simd: S, call: Call<'_, f32, impl Outputs<f32>>) -> Result<(), Error> {
        type L = Unknown<f32>;
        let size = [1, 1, 9];
        let first = PHASE_CALLS.fetch_add(PHASE_STEP.load(Ordering::Relaxed), Ordering::Relaxed).is_multiple_of(2);
        match (PAIR, first) {
            // Two phases in a tile, or one.
            (0, true) => pixel_lanes::<L, S, 1, 1, 1>(simd, PHASES, Packing::Rows, size, call),
            (0, false) => pixel_lanes::<L, S, 1, 1, 2>(simd, PHASES, Packing::Rows, size, call),
            // Rows put together in a buffer, or strips.
            (1, true) => channel_lanes::<L, S, 16, 1, 1, 1>(simd, WIDE, size, 8, call),
            (1, false) => channel_lanes::<L, _, 1, 1, 1, 1>(Emulated::<16>, WIDE, size, 8, call),
            // Two phases in a tile, or strips.
            (_, true) => channel_lanes::<L, S, 1, 1, 1, 1>(simd, PHASES, size, 8, call),
            (_, false) => pixel_lanes::<L, S, 1, 1, 2>(simd, PHASES, Packing::Blocks, size, call),
        }
    }

    refuses! { avx512 avx2 sse2 neon simd128 }
}

/// Phases with different numbers of outputs: cut by one number, a share has others than cut each by
/// its own.
#[test]
fn kernels_that_cut_phases_differently_at_every_call_are_refused() {
    fn result<const PAIR: usize>(geometry: &Geometry, packing: Packing) {
        let weights = vec![1.0; packing.len(geometry, 4).unwrap()];
        let run = |first: usize, step: usize| {
            PHASE_CALLS.store(first, Ordering::Relaxed);
            PHASE_STEP.store(step, Ordering::Relaxed);
            let output = &mut vec![0.0; 19 * geometry.out_channels];
            let call =
                Call { input: &[1.0; 9], output: &mut output[..], weights: &weights, bias: None, size: [1, 1, 9] };
            run_on::<ByHand<FicklePhases<PAIR>>>(&Threads(1), 3, Isa::Scalar, call)
        };
        assert_eq!([run(0, 2), run(1, 2)], [Ok(()); 2], "pair {PAIR}, each of the ways by itself");
        assert_eq!([run(0, 1), run(1, 1)], [Err(Error::Geometry); 2], "pair {PAIR}");
    }
    result::<0>(&PHASES, Packing::Rows);
    result::<1>(&WIDE, Packing::Blocks);
    result::<2>(&PHASES, Packing::Blocks);
}

/// Kernels that anybody may write: threads must not compute shares of two different ways to cut the
/// outputs.
#[test]
fn kernels_that_cut_differently_at_every_call_are_refused() {
    fn result<K: Kernels<Element = f32>>() -> Result<(), Error> {
        on::<K>(&[1.0; 8], &[1.0; 128])
    }
    fn on<K: Kernels<Element = f32>>(input: &[f32], weights: &[f32]) -> Result<(), Error> {
        let output = &mut [0.0; 512];
        let call = Call { input, output: &mut output[..], weights, bias: None, size: [1, 1, 8] };
        run_on::<ByHand<K>>(&Threads(2), 4, Isa::Scalar, call)
    }
    assert_eq!(result::<Fickle>(), Err(Error::Geometry));
    assert_eq!(result::<Turned>(), Err(Error::Geometry));
    assert_eq!(result::<Idle>(), Err(Error::Geometry));
    assert_eq!(result::<Parted<32, 32>>(), Ok(()));
    assert_eq!(result::<Parted<32, 31>>(), Err(Error::Geometry));
    assert_eq!(result::<FickleRest>(), Err(Error::Geometry));
    assert_eq!(result::<Orphan>(), Err(Error::Geometry));
    assert_eq!(on::<Regrouped>(&[1.0; 16], &[1.0; 192]), Err(Error::Geometry));
    assert_eq!(result::<Reformatted>(), Err(Error::Geometry));
    assert_eq!(result::<Uncut>(), Err(Error::Geometry));
    assert_eq!(result::<Disordered<true>>(), Err(Error::Geometry));
    assert_eq!(result::<Disordered<false>>(), Err(Error::Geometry));
    // A grid is for two.
    assert_eq!(result::<Nested>(), Err(Error::Geometry));
}
