//! Attributes that no layer can have.

use conv_layer::conv_layer;

conv_layer! {
    #[repr(packed)]
    pub struct Packed = nn.Conv2d(16, 32, 3);
    /// With more around it.
    #[cfg_attr(all(), derive(Debug), repr(C, packed(4)))]
    pub struct PackedC = nn.Conv2d(16, 32, 3);
    #[cfg_attr(all(), cfg(any()))]
    #[repr(packed)]
    pub struct Off = nn.Conv2d(16, 32, 3);
    #[repr(C, align(128))]
    pub struct Aligned = nn.Conv2d(16, 32, 3);
}

fn main() {}
