//! Kernels asked for that cannot be had.

use conv_layer::conv_layer;

conv_layer! {
    pub struct TypeOfPlan = "specs/plan_toml/type_of_plan.toml";
    pub struct UnknownSet = "specs/plan_toml/unknown_set.toml";
    pub struct UnknownSetFar = "specs/plan_toml/unknown_set_far.toml";
    pub struct TypeOfSet = "specs/plan_toml/type_of_set.toml";
    pub struct NoKernel = "specs/plan_toml/no_kernel.toml";
    pub struct UnknownKernel = "specs/plan_toml/unknown_kernel.toml";
    pub struct TypeOfKernel = "specs/plan_toml/type_of_kernel.toml";
    pub struct UnknownKey = "specs/plan_toml/unknown_key.toml";
    pub struct MissingKeys = "specs/plan_toml/missing_keys.toml";
    pub struct Numbers = "specs/plan_toml/numbers.toml";
    pub struct VectorsBeyondFour = "specs/plan_toml/vectors_beyond_four.toml";
    pub struct VectorsDoNotDivide = "specs/plan_toml/vectors_do_not_divide.toml";
    pub struct ChannelsDoNotDivide = "specs/plan_toml/channels_do_not_divide.toml";
    pub struct TooManySums = "specs/plan_toml/too_many_sums.toml";
    pub struct TooManySumsOfPixels = "specs/plan_toml/too_many_sums_of_pixels.toml";
    pub struct TooManySumsOfPhases = "specs/plan_toml/too_many_sums_of_phases.toml";
    pub struct TailBeyondPixels = "specs/plan_toml/tail_beyond_pixels.toml";
    pub struct NoPhases = "specs/plan_toml/no_phases.toml";
    pub struct PhasesDoNotDivide = "specs/plan_toml/phases_do_not_divide.toml";
    pub struct TwoLayouts = "specs/plan_toml/two_layouts.toml";
    pub struct BlocksOfDepthwise = "specs/plan_toml/blocks_of_depthwise.toml";
    pub struct Several = "specs/plan_toml/several.toml";
}

fn main() {}
