//! Tiles that read or write pixels whose channels are neighbours.

use std::marker::PhantomData;

use conv_runtime::__private::channel_lanes::{channel_lanes, whole_rows};
use conv_runtime::__private::simd::Simd;
use conv_runtime::__private::threaded::Outputs;
use conv_runtime::__private::{Call, Described, Error, Formats, Geometry, MemoryFormat, Number};

use crate::task::current;
use crate::tile::Body;

/// A layer of which nothing but its memory formats is known, each as the place among [`FORMATS`].
#[derive(Debug)]
pub struct Formatted<T, const IN: usize, const OUT: usize>(PhantomData<T>);

/// All formats.
pub const FORMATS: [MemoryFormat; 3] = [MemoryFormat::Contiguous, MemoryFormat::ChannelsLast, MemoryFormat::Blocked];

/// The formats at two places among [`FORMATS`].
#[must_use]
pub const fn formats(input: usize, output: usize) -> Formats {
    Formats { input: FORMATS[input], output: FORMATS[output] }
}

impl<T: Number, const IN: usize, const OUT: usize> Described for Formatted<T, IN, OUT> {
    type Element = T;
    const GEOMETRY: Option<Geometry> = None;
    const SIZE: Option<[usize; 3]> = None;
    const FORMATS: Formats = formats(IN, OUT);
}

/// `channel_lanes` with a tile and formats.
#[derive(Debug)]
pub struct Channels<const NV: usize, const NP: usize, const PH: usize, const IN: usize, const OUT: usize>;

impl<const NV: usize, const NP: usize, const PH: usize, const IN: usize, const OUT: usize> Body
    for Channels<NV, NP, PH, IN, OUT>
{
    #[expect(clippy::inline_always, reason = "only what is always inlined has the instruction set's features")]
    #[inline(always)]
    fn run<T: Number, S: Simd<T>>(simd: S, call: Call<'_, T, impl Outputs<T>>) -> Result<(), Error> {
        let (geometry, band, _) = current();
        channel_lanes::<Formatted<T, IN, OUT>, S, NV, NP, 1, PH>(simd, geometry, call.size, band, call)
    }
}

/// `whole_rows` with a tile and formats.
#[derive(Debug)]
pub struct Whole<const NV: usize, const NP: usize, const TAIL: usize, const IN: usize, const OUT: usize>;

impl<const NV: usize, const NP: usize, const TAIL: usize, const IN: usize, const OUT: usize> Body
    for Whole<NV, NP, TAIL, IN, OUT>
{
    #[expect(clippy::inline_always, reason = "only what is always inlined has the instruction set's features")]
    #[inline(always)]
    fn run<T: Number, S: Simd<T>>(simd: S, call: Call<'_, T, impl Outputs<T>>) -> Result<(), Error> {
        let (geometry, band, _) = current();
        whole_rows::<Formatted<T, IN, OUT>, S, NV, NP, TAIL>(simd, geometry, call.size, band, call)
    }
}

/// Samples in another order, from the contiguous one.
#[must_use]
pub fn reordered<T: Copy>(values: &[T], format: MemoryFormat, channels: usize, size: [usize; 3]) -> Vec<T> {
    let mut reordered = values.to_vec();
    each::<T>(values.len(), format, channels, size, |from, to| reordered[to] = values[from]);
    reordered
}

/// Samples in the contiguous order, from another one.
#[must_use]
pub fn contiguous<T: Copy>(values: &[T], format: MemoryFormat, channels: usize, size: [usize; 3]) -> Vec<T> {
    let mut contiguous = values.to_vec();
    each::<T>(values.len(), format, channels, size, |to, from| contiguous[to] = values[from]);
    contiguous
}

/// The places of every element of samples: in the contiguous order and in `format`, from the definition of either.
fn each<T>(len: usize, format: MemoryFormat, channels: usize, size: [usize; 3], mut of: impl FnMut(usize, usize)) {
    // 64 bytes of channels.
    let block = 64 / size_of::<T>();
    let plane: usize = size.iter().product();
    for contiguous in 0..len {
        let (sample, channel, pixel) =
            (contiguous / (channels * plane), contiguous / plane % channels, contiguous % plane);
        let within = match format {
            MemoryFormat::Contiguous => channel * plane + pixel,
            MemoryFormat::ChannelsLast => pixel * channels + channel,
            _ => (channel / block * plane + pixel) * block + channel % block,
        };
        of(contiguous, sample * channels * plane + within);
    }
}

/// Tiles of all instruction sets with all pairs of formats but the contiguous one: an expression of type `Vec<Tile>`.
///
/// Which elements a tile touches depends on its formats; how it keeps sums does not, so that few tiles are enough.
#[macro_export]
macro_rules! formatted_tiles {
    ($run:ident) => {{
        let mut tiles = Vec::new();
        $crate::formatted_tiles! { @sets tiles $run Avx512 Avx2 Sse2 Neon Simd128 Scalar }
        tiles
    }};
    (@sets $tiles:ident $run:ident $($isa:ident)*) => { $(
        $crate::formatted_tiles! { @alike $tiles $run $isa 1 1, 2 2 }
        $crate::formatted_tiles! { @mixed $tiles $run $isa 0 1, 0 2, 1 0, 2 0, 1 2, 2 1 }
    )* };
    (@alike $tiles:ident $run:ident $isa:ident $($in:literal $out:literal),*) => { $(
        $crate::formatted_tiles! { @strips $tiles $run $isa 1 4 1 $in $out }
        $crate::formatted_tiles! { @strips $tiles $run $isa 1 2 2 $in $out }
        $crate::formatted_tiles! { @whole $tiles $run $isa 2 4 4 $in $out }
        $crate::formatted_tiles! { @whole $tiles $run $isa 1 4 3 $in $out }
    )* };
    (@mixed $tiles:ident $run:ident $isa:ident $($in:literal $out:literal),*) => { $(
        $crate::formatted_tiles! { @strips $tiles $run $isa 2 5 1 $in $out }
        $crate::formatted_tiles! { @whole $tiles $run $isa 1 4 4 $in $out }
    )* };
    (@strips $tiles:ident $run:ident $isa:ident $vectors:literal $pixels:literal $phases:literal $in:literal $out:literal) => {
        $tiles.push($crate::Tile {
            isa: conv_runtime::__private::Isa::$isa,
            formats: $crate::formats::formats($in, $out),
            kernel: $crate::Kernel::Channels { vectors: $vectors, pixels: $pixels, tail: 1, phases: $phases },
            run: $crate::ways::$run::<
                $crate::tile::$isa<$crate::formats::Channels<$vectors, $pixels, $phases, $in, $out>, _>,
            >,
        });
    };
    (@whole $tiles:ident $run:ident $isa:ident $vectors:literal $pixels:literal $tail:literal $in:literal $out:literal) => {
        $tiles.push($crate::Tile {
            isa: conv_runtime::__private::Isa::$isa,
            formats: $crate::formats::formats($in, $out),
            kernel: $crate::Kernel::Whole { vectors: $vectors, pixels: $pixels, tail: $tail },
            run: $crate::ways::$run::<$crate::tile::$isa<$crate::formats::Whole<$vectors, $pixels, $tail, $in, $out>, _>>,
        });
    };
}
