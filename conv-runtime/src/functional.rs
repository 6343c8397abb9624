//! Layers whose weights come with every call.

use core::marker::PhantomData;

use crate::kernel::{Plain, Planned};
use crate::{Described, Formats, Geometry, Packing, Unroll};

/// The functional form of a layer, as `torch.nn.functional.conv2d`: weights come with every call,
/// in PyTorch's layout, and are read where they are.
///
/// It is for weights that change from call to call; packed once, they are read faster.
#[derive(Debug)]
pub struct Functional<L>(PhantomData<L>);

impl<L: Described> Described for Functional<L> {
    type Element = L::Element;
    const GEOMETRY: Option<Geometry> = L::GEOMETRY;
    const SIZE: Option<[usize; 3]> = L::SIZE;
    /// PyTorch's weights as they are.
    const PACKING: Option<Packing> = None;
    const FORMATS: Formats = L::FORMATS;
    const UNROLL: Unroll = L::UNROLL;
}

macro_rules! plain {
    ($(
        $(#[$doc:meta])*
        $Set:ident, $set:ident, $enter:ident: $bytes:tt bytes, $registers:tt registers,
        on [$target:meta] with [$($feature:tt)*];
    )*) => {
        impl<L: Described> Planned for Functional<L> {
            $(type $Set = Plain;)*
        }
    };
}

conv_geometry::isa_table! { plain }
