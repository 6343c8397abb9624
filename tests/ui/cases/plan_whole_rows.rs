//! Whole rows asked for that cannot be had.

use conv_layer::conv_layer;

conv_layer! {
    pub struct WholeRowsOfTransposed = "specs/plan_whole_rows/whole_rows_of_transposed.toml";
    pub struct WholeRowsOfOpenSize = "specs/plan_whole_rows/whole_rows_of_open_size.toml";
    pub struct WholeRowsWithoutSize = "specs/plan_whole_rows/whole_rows_without_size.toml";
    pub struct WholeRowsOfPointwise = "specs/plan_whole_rows/whole_rows_of_pointwise.toml";
    pub struct WholeRowsOfManyTaps = "specs/plan_whole_rows/whole_rows_of_many_taps.toml";
    pub struct WholeRowsOfNumbers = "specs/plan_whole_rows/whole_rows_of_numbers.toml";
    pub struct WholeRowsTooShort = "specs/plan_whole_rows/whole_rows_too_short.toml";
    pub struct WholeRowsOfWidePadding = "specs/plan_whole_rows/whole_rows_of_wide_padding.toml";
    pub struct WholeRowsOfBlocks = "specs/plan_whole_rows/whole_rows_of_blocks.toml";
    pub struct WholeRowsThatDoNotDivide = "specs/plan_whole_rows/whole_rows_that_do_not_divide.toml";
    pub struct WholeRowsThatSpill = "specs/plan_whole_rows/whole_rows_that_spill.toml";
    pub struct WholeRowsLongerThanRows = "specs/plan_whole_rows/whole_rows_longer_than_rows.toml";
    pub struct WholeRowsShorterThanPadding = "specs/plan_whole_rows/whole_rows_shorter_than_padding.toml";
    pub struct WholeRowsTailAsWideAsTiles = "specs/plan_whole_rows/whole_rows_tail_as_wide_as_tiles.toml";
    pub struct WholeRowsTailOfFilledRows = "specs/plan_whole_rows/whole_rows_tail_of_filled_rows.toml";
    pub struct WholeRowsTailOfOneVector = "specs/plan_whole_rows/whole_rows_tail_of_one_vector.toml";
    pub struct WholeRowsTailTooNarrow = "specs/plan_whole_rows/whole_rows_tail_too_narrow.toml";
    pub struct WholeRowsTailThatFillsNoRow = "specs/plan_whole_rows/whole_rows_tail_that_fills_no_row.toml";
    pub struct WholeRowsTailShorterThanPadding = "specs/plan_whole_rows/whole_rows_tail_shorter_than_padding.toml";
}

fn main() {}
