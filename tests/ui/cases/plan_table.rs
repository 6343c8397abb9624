//! Kernels asked for in a table that is none of kernels.

use conv_layer::conv_layer;

conv_layer! {
    pub struct TypeOfPlan = "specs/plan_table/type_of_plan.toml";
    pub struct UnknownSet = "specs/plan_table/unknown_set.toml";
    pub struct UnknownSetFar = "specs/plan_table/unknown_set_far.toml";
    pub struct TypeOfSet = "specs/plan_table/type_of_set.toml";
    pub struct NoKernel = "specs/plan_table/no_kernel.toml";
    pub struct UnknownKernel = "specs/plan_table/unknown_kernel.toml";
    pub struct TypeOfKernel = "specs/plan_table/type_of_kernel.toml";
    pub struct UnknownKey = "specs/plan_table/unknown_key.toml";
    pub struct MissingKeys = "specs/plan_table/missing_keys.toml";
    pub struct Numbers = "specs/plan_table/numbers.toml";
    pub struct Several = "specs/plan_table/several.toml";
}

fn main() {}
