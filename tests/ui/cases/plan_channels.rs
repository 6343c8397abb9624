//! Channels in the lanes asked for, in strips, that cannot be had.

use conv_layer::conv_layer;

conv_layer! {
    pub struct VectorsBeyondFour = "specs/plan_channels/vectors_beyond_four.toml";
    pub struct VectorsDoNotDivide = "specs/plan_channels/vectors_do_not_divide.toml";
    pub struct TooManySums = "specs/plan_channels/too_many_sums.toml";
    pub struct TooManySumsOfPhases = "specs/plan_channels/too_many_sums_of_phases.toml";
    pub struct TailBeyondPixels = "specs/plan_channels/tail_beyond_pixels.toml";
    pub struct NoPhases = "specs/plan_channels/no_phases.toml";
    pub struct PhasesDoNotDivide = "specs/plan_channels/phases_do_not_divide.toml";
    pub struct BlocksOfDepthwise = "specs/plan_channels/blocks_of_depthwise.toml";
    pub struct TailBesidePhases = "specs/plan_channels/tail_beside_phases.toml";
    pub struct OnePixel = "specs/plan_channels/one_pixel.toml";
}

fn main() {}
