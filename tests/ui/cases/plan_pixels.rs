//! Pixels in the lanes asked for that cannot be had.

use conv_layer::conv_layer;

conv_layer! {
    pub struct ChannelsDoNotDivide = "specs/plan_pixels/channels_do_not_divide.toml";
    pub struct TooManySumsOfPixels = "specs/plan_pixels/too_many_sums_of_pixels.toml";
    pub struct VectorsThatNoTileHas = "specs/plan_pixels/vectors_that_no_tile_has.toml";
    pub struct ChannelsThatNoTileHas = "specs/plan_pixels/channels_that_no_tile_has.toml";
    pub struct InterleavedPhases = "specs/plan_pixels/interleaved_phases.toml";
    pub struct InterleavedPhasesOfStride = "specs/plan_pixels/interleaved_phases_of_stride.toml";
    pub struct InterleavedPhasesThatDoNotDivide = "specs/plan_pixels/interleaved_phases_that_do_not_divide.toml";
    pub struct InterleavedPhasesThatSpill = "specs/plan_pixels/interleaved_phases_that_spill.toml";
}

fn main() {}
