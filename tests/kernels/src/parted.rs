//! Calls by two kernels: one computes the first channels of each group, the other the rest.

use std::marker::PhantomData;

use conv_runtime::__private::simd::Simd;
use conv_runtime::__private::threaded::Outputs;
use conv_runtime::__private::{Call, Error, Number};

use crate::tile::Body;

/// A kernel for the first `N` channels of each group, and one for the rest.
#[derive(Debug)]
pub struct Parted<First, Rest, const N: usize>(PhantomData<(First, Rest)>);

impl<First: Body, Rest: Body, const N: usize> Body for Parted<First, Rest, N> {
    #[expect(clippy::inline_always, reason = "only what is always inlined has the instruction set's features")]
    #[inline(always)]
    fn run<T: Number, S: Simd<T>>(simd: S, mut call: Call<'_, T, impl Outputs<T>>) -> Result<(), Error> {
        First::run(simd, call.first::<N>())?;
        Rest::run(simd, call.rest::<N>())
    }
}

/// Adds tiles to a vector: for each number of channels that fill vectors, the kernel, vectors and
/// pixels of its tile, and channels and vectors of the rest's.
#[macro_export]
macro_rules! parted_tiles {
    ($tiles:ident $run:ident $isa:ident $([$filled:literal: $kind:ident $vectors:literal $pixels:literal, $channels:literal $wide:literal])*) => {
        $($tiles.push($crate::Tile {
            isa: conv_runtime::__private::Isa::$isa,
            formats: conv_runtime::__private::Formats::CONTIGUOUS,
            kernel: $crate::Kernel::Parted {
                whole: $crate::parted_tiles!(@is_whole $kind),
                vectors: $vectors,
                pixels: $pixels,
                channels: $channels,
                filled: $filled,
            },
            run: $crate::ways::$run::<
                $crate::tile::$isa<
                    $crate::parted::Parted<
                        $crate::parted_tiles!(@ $kind $vectors $pixels),
                        $crate::tile::Pixels<$channels, $wide, 1>,
                        $filled,
                    >,
                    _,
                >,
            >,
        });)*
    };
    (@is_whole whole) => { true };
    (@is_whole strips) => { false };
    (@ whole $vectors:literal $pixels:literal) => { $crate::tile::Whole<$vectors, $pixels, $pixels> };
    (@ strips $vectors:literal $pixels:literal) => { $crate::tile::Channels<$vectors, $pixels, 1, 1> };
}
