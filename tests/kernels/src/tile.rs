//! The tiles that planning may choose.

use std::marker::PhantomData;

use conv_runtime::__private::channel_lanes::{channel_lanes, fits, whole_rows};
use conv_runtime::__private::pixel_lanes::{pixel_lanes, plain};
use conv_runtime::__private::simd::Simd;
use conv_runtime::__private::stacked_rows::{MOST_ROWS, stacked_rows};
use conv_runtime::__private::threaded::Outputs;
use conv_runtime::__private::{Call, Element, Error, Formats, Isa, Kernels, Number, Packing, Shape, Unknown};

use crate::task::{Task, current};

/// A kernel and its tile, as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kernel {
    /// `channel_lanes`.
    Channels {
        /// Vectors of channels.
        vectors: usize,
        /// Pixels.
        pixels: usize,
        /// Pixels of the tile that completes lines.
        tail: usize,
        /// Phases side by side.
        phases: usize,
    },
    /// `whole_rows`.
    Whole {
        /// Vectors of channels.
        vectors: usize,
        /// Pixels.
        pixels: usize,
        /// Pixels of the tiles that end rows; as many as of the others,
        /// where the last one overlaps.
        tail: usize,
    },
    /// `pixel_lanes`.
    Pixels {
        /// Channels.
        channels: usize,
        /// Vectors of pixels.
        vectors: usize,
        /// Phases side by side.
        phases: usize,
    },
    /// `stacked_rows`.
    Rows {
        /// Rows of outputs.
        rows: usize,
        /// Vectors of pixels.
        vectors: usize,
    },
    /// `pixel_lanes::plain`.
    Plain,
    /// `channel_lanes` or `whole_rows` for the first channels of a group,
    /// `pixel_lanes` for the rest.
    Parted {
        /// `whole_rows`.
        whole: bool,
        /// Vectors of channels.
        vectors: usize,
        /// Pixels.
        pixels: usize,
        /// Channels of a tile of the rest.
        channels: usize,
        /// Channels that the first kernel computes.
        filled: usize,
    },
}

impl Kernel {
    /// The layout of weights that it reads for a task, of numbers of so
    /// many bytes; `None`: `PyTorch`'s.
    fn packing(self, task: &Task, bytes: usize) -> Option<Packing> {
        match self {
            Self::Channels { .. } | Self::Whole { .. } | Self::Parted { .. } => Some(Packing::Blocks),
            // Either, where the channels of a tile stand in one block.
            Self::Pixels { channels, .. } if task.band <= 2 && (64 / bytes).is_multiple_of(channels) => {
                Some(Packing::Blocks)
            }
            Self::Pixels { .. } | Self::Rows { .. } => Some(Packing::Rows),
            Self::Plain => None,
        }
    }

    /// Whether the tile divides a group's `outputs` of a task, on vectors of so many lanes and
    /// in blocks of so many channels.
    fn fits(self, task: &Task, outputs: usize, lanes: usize, block: usize) -> bool {
        match self {
            Self::Channels { vectors, phases, .. } => {
                outputs.div_ceil(lanes).is_multiple_of(vectors) && (phases == 1 || task.has_phases(phases))
            }
            Self::Whole { vectors, pixels, tail } => {
                let fits =
                    Shape::new(task.geometry, task.size, 4).is_ok_and(|problem| fits(&problem.joined(), pixels, tail));
                outputs.div_ceil(lanes).is_multiple_of(vectors) && fits
            }
            Self::Pixels { channels, phases, .. } => {
                let axis = &task.geometry.axes[2];
                let interleaved = phases == 1 || (task.geometry.is_transposed() && axis.stride == phases);
                outputs.is_multiple_of(channels) && interleaved
            }
            Self::Rows { rows, .. } => {
                let height = &task.geometry.axes[1];
                let span = (rows - 1) * height.stride + (height.kernel - 1) * height.dilation + 1;
                !task.geometry.is_transposed() && span <= MOST_ROWS
            }
            Self::Plain => true,
            Self::Parted { channels, filled, .. } => {
                let own = filled.min(outputs);
                let one_block = own == outputs || own / block == (outputs - 1) / block;
                let blocks = block.is_multiple_of(channels) && own.is_multiple_of(channels);
                self.first_fits(task, outputs, lanes, block)
                    && (outputs - own).is_multiple_of(channels)
                    && (one_block || blocks)
            }
        }
    }

    /// Whether the first of two kernels fits.
    fn first_fits(self, task: &Task, outputs: usize, lanes: usize, block: usize) -> bool {
        let Self::Parted { whole, vectors, pixels, filled, .. } = self else { return false };
        let first = if whole {
            Self::Whole { vectors, pixels, tail: pixels }
        } else {
            Self::Channels { vectors, pixels, tail: 1, phases: 1 }
        };
        first.fits(task, filled.min(outputs), lanes, block)
    }
}

/// A kernel, compiled for an instruction set and a number type.
#[derive(Clone, Copy, Debug)]
pub struct Tile<T = f32> {
    /// The instruction set.
    pub isa: Isa,
    /// The memory formats that it is compiled for.
    pub formats: Formats,
    /// Which kernel it is.
    pub kernel: Kernel,
    /// One of the [`ways`](crate::ways), for this kernel.
    pub run: fn(Isa, Call<'_, T>) -> Result<(), Error>,
}

impl<T> Tile<T> {
    /// The layout of weights that it reads for a task; `None`: `PyTorch`'s.
    #[must_use]
    pub fn packing(&self, task: &Task) -> Option<Packing> {
        if self.formats.lanewise(&task.geometry) {
            return Some(Packing::Lanes);
        }
        self.kernel.packing(task, size_of::<T>())
    }

    /// Whether the tile divides the channels of a task, which can have its formats.
    #[must_use]
    pub fn fits(&self, task: &Task) -> bool
    where
        T: Element,
    {
        let outputs =
            if self.formats.lanewise(&task.geometry) { task.geometry.out_channels } else { task.group_outputs() };
        self.formats.fit(&task.geometry, size_of::<T>()) && self.kernel.fits(task, outputs, self.lanes(), T::BLOCK)
    }

    /// Whether the first of two kernels fits a task, and has written its
    /// outputs when the second refuses.
    #[must_use]
    pub fn first_fits(&self, task: &Task) -> bool
    where
        T: Element,
    {
        self.kernel.first_fits(task, task.group_outputs(), self.lanes(), T::BLOCK)
    }

    /// Elements of a vector.
    #[must_use]
    pub fn lanes(&self) -> usize {
        match self.isa {
            Isa::Avx512 => 64 / size_of::<T>(),
            Isa::Avx2 => 32 / size_of::<T>(),
            Isa::Scalar => 1,
            _ => 16 / size_of::<T>(),
        }
    }
}

/// What a generated layer's method does: call a kernel with literal tiles.
pub trait Body {
    /// Runs the current task.
    ///
    /// # Errors
    ///
    /// Those of the kernel.
    fn run<T: Number, S: Simd<T>>(simd: S, call: Call<'_, T, impl Outputs<T>>) -> Result<(), Error>;
}

/// `channel_lanes` with a tile.
#[derive(Debug)]
pub struct Channels<const NV: usize, const NP: usize, const TAIL: usize, const PH: usize>;

impl<const NV: usize, const NP: usize, const TAIL: usize, const PH: usize> Body for Channels<NV, NP, TAIL, PH> {
    #[expect(clippy::inline_always, reason = "only what is always inlined has the instruction set's features")]
    #[inline(always)]
    fn run<T: Number, S: Simd<T>>(simd: S, call: Call<'_, T, impl Outputs<T>>) -> Result<(), Error> {
        let (geometry, band, _) = current();
        channel_lanes::<Unknown<T>, S, NV, NP, TAIL, PH>(simd, geometry, call.size, band, call)
    }
}

/// `whole_rows` with a tile.
#[derive(Debug)]
pub struct Whole<const NV: usize, const NP: usize, const TAIL: usize>;

impl<const NV: usize, const NP: usize, const TAIL: usize> Body for Whole<NV, NP, TAIL> {
    #[expect(clippy::inline_always, reason = "only what is always inlined has the instruction set's features")]
    #[inline(always)]
    fn run<T: Number, S: Simd<T>>(simd: S, call: Call<'_, T, impl Outputs<T>>) -> Result<(), Error> {
        let (geometry, band, _) = current();
        whole_rows::<Unknown<T>, S, NV, NP, TAIL>(simd, geometry, call.size, band, call)
    }
}

/// `pixel_lanes` with a tile.
#[derive(Debug)]
pub struct Pixels<const NC: usize, const NV: usize, const PH: usize>;

impl<const NC: usize, const NV: usize, const PH: usize> Body for Pixels<NC, NV, PH> {
    #[expect(clippy::inline_always, reason = "only what is always inlined has the instruction set's features")]
    #[inline(always)]
    fn run<T: Number, S: Simd<T>>(simd: S, call: Call<'_, T, impl Outputs<T>>) -> Result<(), Error> {
        let (geometry, _, packing) = current();
        let packing = packing.unwrap_or(Packing::Rows);
        pixel_lanes::<Unknown<T>, S, NC, NV, PH>(simd, geometry, packing, call.size, call)
    }
}

/// `stacked_rows` with a tile.
#[derive(Debug)]
pub struct Rows<const NR: usize, const NV: usize>;

impl<const NR: usize, const NV: usize> Body for Rows<NR, NV> {
    #[expect(clippy::inline_always, reason = "only what is always inlined has the instruction set's features")]
    #[inline(always)]
    fn run<T: Number, S: Simd<T>>(simd: S, call: Call<'_, T, impl Outputs<T>>) -> Result<(), Error> {
        let (geometry, ..) = current();
        stacked_rows::<Unknown<T>, S, NR, NV>(simd, geometry, call.size, call)
    }
}

/// `pixel_lanes::plain`.
#[derive(Debug)]
pub struct Plain;

impl Body for Plain {
    #[expect(clippy::inline_always, reason = "only what is always inlined has the instruction set's features")]
    #[inline(always)]
    fn run<T: Number, S: Simd<T>>(simd: S, call: Call<'_, T, impl Outputs<T>>) -> Result<(), Error> {
        let (geometry, ..) = current();
        plain::<Unknown<T>, S>(simd, geometry, call.size, call)
    }
}

/// One type for each instruction set, whose other methods refuse: dispatching
/// compiles all methods of a type.
macro_rules! only {
    ($($name:ident: $active:ident, not $($other:ident)*;)*) => { $(
        #[doc = concat!("A kernel for `", stringify!($active), "` alone.")]
        #[derive(Debug)]
        pub struct $name<B, T>(PhantomData<(B, T)>);

        impl<B: Body, T: Number> Kernels for $name<B, T> {
            type Element = T;

            #[inline(always)]
            fn $active<S: Simd<T>>(simd: S, call: Call<'_, T, impl Outputs<T>>) -> Result<(), Error> {
                B::run(simd, call)
            }

            $(
                fn $other<S: Simd<T>>(_: S, _: Call<'_, T, impl Outputs<T>>) -> Result<(), Error> {
                    Err(Error::UnsupportedIsa(Isa::$name))
                }
            )*
        }
    )* };
}

only! {
    Avx512: avx512, not avx2 sse2 neon relaxed_simd simd128 scalar;
    Avx2: avx2, not avx512 sse2 neon relaxed_simd simd128 scalar;
    Sse2: sse2, not avx512 avx2 neon relaxed_simd simd128 scalar;
    Neon: neon, not avx512 avx2 sse2 relaxed_simd simd128 scalar;
    RelaxedSimd: relaxed_simd, not avx512 avx2 sse2 neon simd128 scalar;
    Simd128: simd128, not avx512 avx2 sse2 neon relaxed_simd scalar;
    Scalar: scalar, not avx512 avx2 sse2 neon relaxed_simd simd128;
}

/// All tiles, compiled with one of the [`ways`](crate::ways): an expression of type `Vec<Tile>`.
///
/// A macro, so that they are compiled by the package that tests them. That planning chooses no
/// other is tested beside them. For `channels` and `whole`, the vectors of channels stand before
/// the pixels, for `ended`, before those and the tail; for `pixels`, and `interleaved` for two
/// phases of a stride of 2, the channels before the vectors of pixels; for `rows`, these before the
/// vectors. The tail is every smaller number of pixels once, and on real vectors only the smallest
/// and the largest: tiles of the other sizes are there on their own, and each combination is
/// another kernel to optimise. `long` tiles have one tail beside single pixels. For `together`, the
/// phases that lie side by side stand before the vectors of channels and the pixels.
#[macro_export]
macro_rules! every_tile {
    ($run:ident) => {{
        let mut tiles = Vec::new();
        $crate::tiles! { tiles $run Avx512
            channels [1: 2 3 4 5 6 7 8] [2: 2 3 4 5 6 7 8] [3: 2 3 4 5 6] [4: 2 3 4 5]
            long [1: 14 7] [2: 10 5] [2: 12 6] [2: 14 7] [3: 9 4] [4: 6 3]
            whole [1: 4 5 6 7 8 14] [2: 4 5 6 7 8 10 12 14] [3: 4 5 6 9]
            ended [2: 5 4] [2: 6 4] [2: 6 5] [2: 7 5] [2: 7 6] [2: 8 6] [2: 8 7] [2: 10 8] [2: 12 10] [2: 14 12] [3: 5 4] [3: 6 4] [3: 6 5]
            pixels [1: 1 2 3 4 7] [2: 1 2 3 4 7] [3: 1 2 3 4 7] [4: 1 2 3 4] [5: 1 2 3 4] [6: 1 2 3 4] [7: 1 2 3] [8: 1 2 3]            interleaved [1: 1 2 3 4 7] [2: 1 2 3 4] [3: 1 2 3 4] [4: 1 2 3] [5: 1 2] [6: 1 2] [7: 1] [8: 1]            rows [2: 1 2 3] [4: 1 2 3] [7: 1 2] [8: 1 2]
            together [2 1: 1 2 3 4 5 6 7] [2 2: 1 2 3 4] [2 3: 1 2 3] [2 4: 1 2] [3 1: 1 2 3 4] [3 2: 1 2] [3 3: 1 2] [3 4: 1] [4 1: 1 2 3] [4 2: 1 2] [4 3: 1] [4 4: 1]
        }
        $crate::tiles! { tiles $run Avx2
            channels [1: 2 3 4 5 6 7 8] [2: 2 3 4 5 6] [3: 2 3] [4: 2]
            whole [1: 4 5 6 7 8] [2: 4 5 6]
            ended [2: 5 4] [2: 6 4] [2: 6 5]
            pixels [1: 1 2 3 4 7] [2: 1 2 3 4] [3: 1 2 3] [4: 1 2] [5: 1 2] [6: 1] [7: 1] [8: 1]            interleaved [1: 1 2 3 4] [2: 1 2 3] [3: 1 2] [4: 1] [5: 1] [6: 1]            rows [2: 1 2 3] [4: 1 2] [7: 1] [8: 1]
            together [2 1: 1 2 3 4] [2 2: 1 2 3] [2 3: 1] [2 4: 1] [3 1: 1 2] [3 2: 1 2] [3 3: 1] [4 1: 1 2] [4 2: 1]
        }
        $crate::tiles! { tiles $run Sse2
            channels [1: 2 3 4 5 6 7 8] [2: 2 3 4 5] [3: 2 3] [4: 2]
            whole [1: 4 5 6 7 8] [2: 4 5]
            pixels [1: 1 2 3 4 7] [2: 1 2 3 4] [3: 1 2] [4: 1 2] [5: 1] [6: 1] [7: 1] [8: 1]            interleaved [1: 1 2 3 4] [2: 1 2] [3: 1] [4: 1]            rows [2: 1 2 3] [4: 1 2] [7: 1] [8: 1]
            together [2 1: 1 2 3 4] [2 2: 1 2] [2 3: 1] [2 4: 1] [3 1: 1 2] [3 2: 1] [3 3: 1] [4 1: 1 2] [4 2: 1]
        }
        $crate::tiles! { tiles $run Neon
            channels [1: 2 3 4 5 6 7 8 9 10 11 12 13 14] [2: 2 3 4 5 6 7 8] [3: 2 3 4 5 6] [4: 2 3 4 5]
            long [2: 10 5] [2: 12 6] [2: 14 7] [3: 9 4]
            whole [1: 4 5 6 7 8 14] [2: 4 5 6 7 8 10 12 14] [3: 4 5 6 9]
            ended [2: 5 4] [2: 6 4] [2: 6 5] [2: 7 5] [2: 7 6] [2: 8 6] [2: 8 7] [2: 10 8] [2: 12 10] [2: 14 12] [3: 5 4] [3: 6 4] [3: 6 5]
            pixels [1: 1 2 3 4 7] [2: 1 2 3 4 7] [3: 1 2 3 4] [4: 1 2 3 4] [5: 1 2 3 4] [6: 1 2 3] [7: 1 2] [8: 1 2]            interleaved [1: 1 2 3 4 7] [2: 1 2 3 4] [3: 1 2 3] [4: 1 2] [5: 1 2] [6: 1] [7: 1] [8: 1]            rows [2: 1 2 3] [4: 1 2 3] [7: 1 2] [8: 1 2]
            together [2 1: 1 2 3 4 5 6 7] [2 2: 1 2 3 4] [2 3: 1 2 3] [2 4: 1 2] [3 1: 1 2 3 4] [3 2: 1 2] [3 3: 1 2] [3 4: 1] [4 1: 1 2 3] [4 2: 1 2] [4 3: 1] [4 4: 1]
        }
        // The loops are those of `simd128`, which has every tile: here is one of each kind.
        $crate::tiles! { tiles $run RelaxedSimd
            channels [1: 5] [2: 5] whole [1: 5] pixels [1: 3] [4: 2] interleaved [2: 1] rows [4: 1]
            together [2 1: 2]
        }
        $crate::tiles! { tiles $run Simd128
            channels [1: 2 3 4 5 6 7 8] [2: 2 3 4 5] [3: 2 3] [4: 2]
            whole [1: 4 5 6 7 8] [2: 4 5]
            pixels [1: 1 2 3 4 7] [2: 1 2 3 4] [3: 1 2] [4: 1 2] [5: 1] [6: 1] [7: 1] [8: 1]            interleaved [1: 1 2 3 4] [2: 1 2] [3: 1] [4: 1]            rows [2: 1 2 3] [4: 1 2] [7: 1] [8: 1]
            together [2 1: 1 2 3 4] [2 2: 1 2] [2 3: 1] [2 4: 1] [3 1: 1 2] [3 2: 1] [3 3: 1] [4 1: 1 2] [4 2: 1]
        }
        $crate::tiles! { tiles $run Scalar
            channels [1: 2 3 4 5 6 7 8] [2: 2 3 4 5 6 7 8] [3: 2 3 4 5 6] [4: 2 3 4 5]
            whole
            pixels [1: 1 2 3 4 7] [2: 1 2 3 4 7] [3: 1 2 3 4] [4: 1 2 3 4] [5: 1 2 3] [6: 1 2] [7: 1 2] [8: 1 2]            interleaved [1: 1 2 3 4 7] [2: 1 2 3 4] [3: 1 2] [4: 1 2] [5: 1] [6: 1] [7: 1] [8: 1]            rows [2: 1 2 3] [4: 1 2 3] [7: 1] [8: 1]
            together [2 1: 1 2 3 4] [2 2: 1 2 3 4] [2 3: 1 2 3] [2 4: 1 2] [3 1: 1 2] [3 2: 1 2] [3 3: 1 2] [3 4: 1] [4 1: 1 2] [4 2: 1 2] [4 3: 1] [4 4: 1]
        }
        $crate::parted_tiles! { tiles $run Avx512 [16: strips 1 6, 1 7] [16: whole 1 14, 3 4] [32: whole 2 10, 1 2] [32: strips 2 8, 3 1] }
        $crate::parted_tiles! { tiles $run Avx2 [8: strips 1 8, 1 4] [16: whole 2 5, 1 3] [16: strips 2 6, 8 1] [32: whole 1 7, 3 2] }
        $crate::parted_tiles! { tiles $run Sse2 [4: strips 1 8, 1 4] [16: whole 2 5, 1 3] [32: strips 4 2, 3 1] }
        $crate::parted_tiles! { tiles $run Neon [4: strips 1 8, 1 4] [16: whole 2 5, 8 1] [32: strips 4 5, 3 1] }
        $crate::parted_tiles! { tiles $run Simd128 [4: strips 1 8, 1 4] [16: whole 2 5, 1 3] [32: strips 4 2, 3 1] }
        $crate::parted_tiles! { tiles $run Scalar [3: strips 1 8, 1 4] [16: strips 4 2, 3 2] }
        tiles
    }};
}

/// A few tiles of each instruction set for `f64`, of both kernels: an
/// expression of type `Vec<Tile<f64>>`.
///
/// What a tile does does not depend on the number type, so that these are enough.
#[macro_export]
macro_rules! some_tiles {
    ($run:ident) => {{
        let mut tiles = Vec::new();
        $crate::tiles! { tiles $run Avx512 channels [1: 2 5] [2: 2 4] [4: 5] whole [1: 5] ended [2: 6 4] pixels [1: 1 2] [4: 4] [3: 2] interleaved [2: 1] [3: 1] rows [2: 1] [4: 1] together [2 1: 2] [2 2: 1] }
        $crate::tiles! { tiles $run Avx2 channels [1: 2 5] [2: 2 6] [3: 3] whole [1: 5] ended [2: 6 5] pixels [1: 1 3] [2: 4] [5: 2] interleaved [2: 1] [3: 1] rows [2: 1] [4: 1] together [2 1: 2] [2 2: 1] }
        $crate::tiles! { tiles $run Sse2 channels [1: 2 5] [2: 2 5] [4: 2] whole [1: 5] pixels [1: 1 3] [2: 4] [4: 2] interleaved [2: 1] [3: 1] rows [2: 1] [4: 1] together [2 1: 2] [2 2: 1] }
        $crate::tiles! { tiles $run Neon channels [1: 2 5] [2: 2 6] [4: 5] whole [1: 5] pixels [1: 1 3] [2: 4] [4: 4] interleaved [2: 1] [3: 1] rows [2: 1] [4: 1] together [2 1: 2] [2 2: 1] }
        $crate::tiles! { tiles $run Simd128 channels [1: 2 5] [2: 2 5] [4: 2] whole [1: 5] pixels [1: 1 3] [2: 4] [4: 2] interleaved [2: 1] [3: 1] rows [2: 1] [4: 1] together [2 1: 2] [2 2: 1] }
        $crate::tiles! { tiles $run Scalar channels [1: 2 5] [2: 2 6] [3: 4] whole pixels [1: 1 3] [2: 4] [4: 4] interleaved [2: 1] [3: 1] rows [2: 1] [4: 1] together [2 1: 2] [2 2: 1] }
        $crate::parted_tiles! { tiles $run Avx512 [16: strips 1 6, 1 7] [16: whole 1 14, 3 4] }
        $crate::parted_tiles! { tiles $run Avx2 [8: strips 1 8, 1 4] [16: whole 2 5, 1 3] }
        $crate::parted_tiles! { tiles $run Sse2 [4: strips 1 8, 1 4] [16: whole 2 5, 1 3] }
        $crate::parted_tiles! { tiles $run Neon [4: strips 1 8, 1 4] [16: whole 2 5, 8 1] }
        $crate::parted_tiles! { tiles $run Simd128 [4: strips 1 8, 1 4] [16: whole 2 5, 1 3] }
        $crate::parted_tiles! { tiles $run Scalar [3: strips 1 8, 1 4] [16: strips 4 2, 3 2] }
        tiles
    }};
}

/// The rows of [`every_tile!`] and [`some_tiles!`].
#[macro_export]
macro_rules! tiles {
    (
        $tiles:ident $run:ident $isa:ident
        channels $([$vectors:literal: $($pixels:literal)*])* $(long $([$few:literal: $longer:literal $($more:literal)+])+)? whole $([$whole:literal: $($long:literal)*])* $(ended $([$ended:literal: $before:literal $end:literal])+)?
        pixels $([$channels:literal: $($wide:literal)*])*
        interleaved $([$mixed:literal: $($pairs:literal)*])* rows $([$rows:literal: $($across:literal)*])*
        together $([$phases:literal $vectors_together:literal: $($each:literal)*])*
    ) => {
        $tiles.push($crate::Tile {
            isa: conv_runtime::__private::Isa::$isa,
            formats: conv_runtime::__private::Formats::CONTIGUOUS,
            kernel: $crate::Kernel::Plain,
            run: $crate::ways::$run::<$crate::tile::$isa<$crate::tile::Plain, _>>,
        });
        $($crate::tiles! { @tails $tiles $run $isa $vectors [1] $($pixels)* })*
        $($($crate::tiles! { @all $tiles $run $isa $few $longer $($more)+ 1 })+)?
        $($($tiles.push($crate::Tile {
            isa: conv_runtime::__private::Isa::$isa,
            formats: conv_runtime::__private::Formats::CONTIGUOUS,
            kernel: $crate::Kernel::Whole { vectors: $whole, pixels: $long, tail: $long },
            run: $crate::ways::$run::<$crate::tile::$isa<$crate::tile::Whole<$whole, $long, $long>, _>>,
        });)*)*
        $($($tiles.push($crate::Tile {
            isa: conv_runtime::__private::Isa::$isa,
            formats: conv_runtime::__private::Formats::CONTIGUOUS,
            kernel: $crate::Kernel::Whole { vectors: $ended, pixels: $before, tail: $end },
            run: $crate::ways::$run::<$crate::tile::$isa<$crate::tile::Whole<$ended, $before, $end>, _>>,
        });)+)?
        $($($crate::tiles! { @pixels $tiles $run $isa $channels $wide 1 })*)*
        $($($crate::tiles! { @pixels $tiles $run $isa $mixed $pairs 2 })*)*
        $($($tiles.push($crate::Tile {
            isa: conv_runtime::__private::Isa::$isa,
            formats: conv_runtime::__private::Formats::CONTIGUOUS,
            kernel: $crate::Kernel::Rows { rows: $rows, vectors: $across },
            run: $crate::ways::$run::<$crate::tile::$isa<$crate::tile::Rows<$rows, $across>, _>>,
        });)*)*
        $($($crate::tiles! { @one $tiles $run $isa $vectors_together $each 1 $phases })*)*
    };
    (@pixels $tiles:ident $run:ident $isa:ident $channels:literal $vectors:literal $phases:literal) => {
        $tiles.push($crate::Tile {
            isa: conv_runtime::__private::Isa::$isa,
            formats: conv_runtime::__private::Formats::CONTIGUOUS,
            kernel: $crate::Kernel::Pixels { channels: $channels, vectors: $vectors, phases: $phases },
            run: $crate::ways::$run::<
                $crate::tile::$isa<$crate::tile::Pixels<$channels, $vectors, $phases>, _>,
            >,
        });
    };
    // The numbers below `pixels`, largest first.
    (@tails $tiles:ident $run:ident $isa:ident $vectors:literal [$($tail:literal)*]) => {};
    (@tails $tiles:ident $run:ident $isa:ident $vectors:literal [$($tail:literal)*] $pixels:literal $($more:literal)*) => {
        $crate::tiles! { @some $tiles $run $isa $vectors $pixels $($tail)* }
        $crate::tiles! { @tails $tiles $run $isa $vectors [$pixels $($tail)*] $($more)* }
    };
    (@some $tiles:ident run_on $isa:ident $vectors:literal $pixels:literal $largest:literal $($tail:literal)+) => {
        $crate::tiles! { @all $tiles run_on $isa $vectors $pixels $largest 1 }
    };
    (@some $tiles:ident $run:ident $isa:ident $vectors:literal $pixels:literal $($tail:literal)+) => {
        $crate::tiles! { @all $tiles $run $isa $vectors $pixels $($tail)+ }
    };
    (@all $tiles:ident $run:ident $isa:ident $vectors:literal $pixels:literal $($tail:literal)+) => {
        $($crate::tiles! { @one $tiles $run $isa $vectors $pixels $tail 1 })+
    };
    (@one $tiles:ident $run:ident $isa:ident $vectors:literal $pixels:literal $tail:literal $phases:literal) => {
        $tiles.push($crate::Tile {
            isa: conv_runtime::__private::Isa::$isa,
            formats: conv_runtime::__private::Formats::CONTIGUOUS,
            kernel: $crate::Kernel::Channels { vectors: $vectors, pixels: $pixels, tail: $tail, phases: $phases },
            run: $crate::ways::$run::<
                $crate::tile::$isa<$crate::tile::Channels<$vectors, $pixels, $tail, $phases>, _>,
            >,
        });
    };
}
