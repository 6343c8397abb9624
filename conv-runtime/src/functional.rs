use core::marker::PhantomData;

use crate::pixel_lanes::plain;
use crate::simd::Simd;
use crate::{Call, Error, Geometry, Kernels, Number};

/// The functional form of a layer, as `torch.nn.functional.conv2d`: weights come with every call, in PyTorch's layout, and are
/// read where they are.
///
/// It is for weights that change from call to call; packed once, they are read faster.
#[derive(Debug)]
pub struct Functional<L>(PhantomData<L>);

/// What the functional form of a layer has to know of it; implemented by generated code.
pub trait Described {
    /// The layer's number type.
    type Element: Number;
    /// The sizes that do not depend on the input's.
    const GEOMETRY: Geometry;
    /// Spatial size of the input, where it is fixed.
    const SIZE: Option<[usize; 3]>;
}

/// One method for each instruction set, all of which have the same body.
macro_rules! kernels {
    ($($isa:ident)*) => {
        impl<L: Described> Kernels for Functional<L> {
            type Element = L::Element;

            $(
                #[inline(always)]
                fn $isa<S: Simd<L::Element>>(simd: S, call: Call<'_, L::Element>) -> Result<(), Error> {
                    let size = match L::SIZE {
                        Some(size) => size,
                        None => call.size,
                    };
                    plain(simd, L::GEOMETRY, size, call)
                }
            )*
        }
    };
}

kernels!(avx512 avx2 sse2 neon simd128 scalar);
