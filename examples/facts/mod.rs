//! What the compiler knows of a layer, as a row of a table.

use std::fmt;

use conv_layer::Isa;

/// The constants of a generated type, without the type.
pub(crate) struct Facts {
    pub(crate) name: &'static str,
    pub(crate) input: &'static [usize],
    pub(crate) output: &'static [usize],
    pub(crate) macs: u64,
    pub(crate) flash: usize,
    pub(crate) ram: usize,
    pub(crate) kernels: &'static [(Isa, &'static str)],
}

/// The [`Facts`] of a layer of fixed size.
macro_rules! facts {
    ($layer:ident) => {
        Facts {
            name: stringify!($layer),
            input: &$layer::INPUT_SHAPE,
            output: &$layer::OUTPUT_SHAPE,
            macs: $layer::MACS,
            flash: $layer::FLASH_BYTES,
            ram: $layer::RAM_BYTES,
            kernels: &$layer::KERNELS,
        }
    };
}
pub(crate) use facts;

impl Facts {
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
        self.kernels.iter().find(|(of, _)| *of == isa).map_or("none", |(_, kernel)| kernel)
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
