//! Tiles for channels left over, where there are none or no such tiles.

use conv_layer::conv_layer;

conv_layer! {
    pub struct RestOfTransposed = "specs/plan_rest/rest_of_transposed.toml";
    pub struct RestOfChannelsLast = "specs/plan_rest/rest_of_channels_last.toml";
    pub struct RestOfNoVector = "specs/plan_rest/rest_of_no_vector.toml";
    pub struct RestOfWholeVectors = "specs/plan_rest/rest_of_whole_vectors.toml";
    pub struct RestBetween = "specs/plan_rest/rest_between.toml";
    pub struct RestThatDoesNotDivide = "specs/plan_rest/rest_that_does_not_divide.toml";
}

fn main() {}
