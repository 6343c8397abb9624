use core::marker::PhantomData;

use crate::pixel_lanes::plain;
use crate::simd::Simd;
use crate::threaded::Outputs;
use crate::{Call, Described, Error, Kernels};

/// The functional form of a layer, as `torch.nn.functional.conv2d`: weights come with every call, in PyTorch's layout, and are
/// read where they are.
///
/// It is for weights that change from call to call; packed once, they are read faster.
#[derive(Debug)]
pub struct Functional<L>(PhantomData<L>);

/// One method for each instruction set, all of which have the same body.
macro_rules! kernels {
    ($($isa:ident)*) => {
        impl<L: Described> Kernels for Functional<L> {
            type Element = L::Element;

            $(
                #[inline(always)]
                fn $isa<S: Simd<L::Element>>(
                    simd: S,
                    call: Call<'_, L::Element, impl Outputs<L::Element>>,
                ) -> Result<(), Error> {
                    match L::GEOMETRY {
                        Some(geometry) => plain::<L, S>(simd, geometry, call.size, call),
                        None => Err(Error::Geometry),
                    }
                }
            )*
        }
    };
}

kernels!(avx512 avx2 sse2 neon simd128 scalar);
