//! Stacked rows asked for that cannot be had.

use conv_layer::conv_layer;

conv_layer! {
    pub struct RowsOfDense = "specs/plan_rows/rows_of_dense.toml";
    pub struct RowsOfGroups = "specs/plan_rows/rows_of_groups.toml";
    pub struct RowsOfTransposed = "specs/plan_rows/rows_of_transposed.toml";
    pub struct RowsOfOneAxis = "specs/plan_rows/rows_of_one_axis.toml";
    pub struct RowsOfTallKernels = "specs/plan_rows/rows_of_tall_kernels.toml";
    pub struct RowsOfLargeKernels = "specs/plan_rows/rows_of_large_kernels.toml";
    pub struct RowsThatNoTileHas = "specs/plan_rows/rows_that_no_tile_has.toml";
    pub struct RowsThatReadTooMany = "specs/plan_rows/rows_that_read_too_many.toml";
    pub struct RowsThatAreWrittenOut = "specs/plan_rows/rows_that_are_written_out.toml";
    pub struct RowsThatSpill = "specs/plan_rows/rows_that_spill.toml";
    pub struct KeysOfRows = "specs/plan_rows/keys_of_rows.toml";
}

fn main() {}
