//! Kernels asked for that read different layouts of the packed weights.

use conv_layer::conv_layer;

conv_layer! {
    pub struct TwoLayouts = "specs/plan_layouts/two_layouts.toml";
    pub struct TwoLayoutsOfPixels = "specs/plan_layouts/two_layouts_of_pixels.toml";
}

fn main() {}
