//! What the compiler knows of a layer, as a row of a table.

use std::fmt;

use conv_layer::{Isa, Layer};

/// The constants of a generated type, without the type.
pub(crate) struct Facts {
    pub(crate) name: &'static str,
    pub(crate) input: &'static [usize],
    pub(crate) output: &'static [usize],
    pub(crate) macs: u64,
    pub(crate) flash: usize,
    pub(crate) ram: usize,
    pub(crate) kernel: fn(Isa) -> Option<&'static str>,
}

impl Facts {
    /// Those of a layer of fixed size.
    pub(crate) const fn of<L: Layer>() -> Self {
        Self {
            name: L::NAME,
            input: L::INPUT_SHAPE,
            output: L::OUTPUT_SHAPE,
            macs: L::MACS,
            flash: L::FLASH_BYTES,
            ram: L::RAM_BYTES,
            kernel: L::kernel,
        }
    }

    /// The heading of the table.
    pub(crate) fn heading() -> String {
        format!(
            "{:<11} {:>13}    {:<13} {:>11} {:>10} {:>10}  {}",
            "layer", "input", "output", "MACs", "flash, B", "RAM, B", "kernel"
        )
    }

    /// The row for an instruction set.
    pub(crate) fn row(&self, isa: Isa) -> String {
        let Self { name, input, output, macs, flash, ram, .. } = self;
        let (input, output, kernel) = (shape(input), shape(output), self.kernel(isa));
        format!("{name:<11} {input:>13} -> {output:<13} {macs:>11} {flash:>10} {ram:>10}  {kernel}")
    }

    /// The kernel that `forward` runs on an instruction set.
    fn kernel(&self, isa: Isa) -> &'static str {
        (self.kernel)(isa).unwrap_or("none")
    }
}

impl fmt::Display for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.row(Isa::best()))
    }
}

fn shape(shape: &[usize]) -> String {
    shape.iter().map(ToString::to_string).collect::<Vec<_>>().join("x")
}
