//! Cases whose layers have another memory format than `PyTorch`'s default, and some
//! of them another number type.

use std::error::Error;
use std::fmt::Write;

use super::{Case, call};

/// In which order the numbers of a side lie.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Contiguous,
    ChannelsLast,
    Blocked,
}

/// Memory formats of input and output, and the number type, in which a case is to run.
#[derive(Clone, Copy)]
pub(crate) struct Variant {
    pub(crate) input: Order,
    pub(crate) output: Order,
    pub(crate) double: bool,
    /// Whether the layer is of any size; otherwise of the case's.
    open: bool,
}

const LAST: Variant = same(Order::ChannelsLast);
const BLOCKED: Variant = same(Order::Blocked);

const fn same(order: Order) -> Variant {
    Variant { input: order, output: order, double: false, open: false }
}

/// The cases, each in one or two ways: a layer takes the compiler more than a second. The data has
/// no depthwise ones in whole blocks.
const CHOSEN: &[(&str, Variant)] = &[
    ("conv1d_012", LAST),
    ("conv2d_007", Variant { open: true, ..LAST }),
    ("conv2d_008", Variant { output: Order::Blocked, double: true, ..same(Order::Contiguous) }),
    ("conv2d_011", Variant { input: Order::Blocked, double: true, ..LAST }),
    ("conv2d_012", Variant { open: true, ..LAST }),
    ("conv2d_024", LAST),
    ("conv2d_026", Variant { open: true, ..LAST }),
    ("conv2d_030", LAST),
    ("conv2d_037", BLOCKED),
    ("conv2d_037", Variant { output: Order::Blocked, open: true, ..LAST }),
    ("conv3d_007", LAST),
    ("conv_transpose1d_017", Variant { output: Order::Contiguous, ..BLOCKED }),
    ("conv_transpose2d_010", LAST),
    ("conv_transpose2d_017", Variant { double: true, ..BLOCKED }),
    ("conv_transpose3d_007", LAST),
];

impl Order {
    fn word(self) -> &'static str {
        match self {
            Self::Contiguous => "contiguous_format",
            Self::ChannelsLast => "channels_last",
            Self::Blocked => "blocked",
        }
    }

    fn variant(self) -> &'static str {
        match self {
            Self::Contiguous => "Contiguous",
            Self::ChannelsLast => "ChannelsLast",
            Self::Blocked => "Blocked",
        }
    }

    /// The shape of an array whose shape in `PyTorch` is `[channels, spatial…]`.
    pub(crate) fn array(self, shape: &[usize], double: bool) -> Vec<usize> {
        let block = if double { 8 } else { 16 };
        match (self, shape) {
            (Self::ChannelsLast, [channels, spatial @ ..]) => [spatial, &[*channels]].concat(),
            (Self::Blocked, [channels, spatial @ ..]) => [&[channels / block], spatial, &[block]].concat(),
            _ => shape.to_vec(),
        }
    }
}

impl Variant {
    /// That of ordinary cases.
    pub(crate) const PLAIN: Self = same(Order::Contiguous);

    pub(crate) fn number(self) -> &'static str {
        if self.double { "f64" } else { "f32" }
    }

    /// The call of a layer that has it.
    fn call(self, call: &str) -> String {
        let (input, output) = (self.input.word(), self.output.word());
        let formats = if input == output {
            format!("memory_format={input:?}")
        } else {
            format!("memory_format={{\"input\": {input:?}, \"output\": {output:?}}}")
        };
        let call = call::with(call, &formats);
        if self.double { call::with(&call, "dtype=\"float64\"") } else { call }
    }
}

/// A module for each of the chosen cases.
pub(crate) fn modules(cases: &[Case]) -> Result<String, Box<dyn Error>> {
    let mut modules = String::from("use conv_layer_golden::suite::names::*;\n");
    for (number, (id, variant)) in CHOSEN.iter().enumerate() {
        let case = cases.iter().find(|case| case.id == *id).ok_or("a case that the data does not have")?;
        let module = format!("{id}_{number}");
        let formats = format!(
            "Formats {{ input: MemoryFormat::{}, output: MemoryFormat::{} }}",
            variant.input.variant(),
            variant.output.variant()
        );
        let call = variant.call(&call::call(&case.line, Some(case.input.as_slice()).filter(|_| !variant.open)));
        let form = case.form("Formatted", !variant.open, *variant);
        let implementation = form.implementation(&super::Ways {
            best: vec![form.forward_slice(), form.forward_batch(), form.forward()],
            native: vec![form.forward_on()],
            emulated: Vec::new(),
        });
        write!(
            modules,
            "
mod {module} {{
    use super::*;

    conv_layer::conv_layer! {{
        struct Formatted = {call};
    }}
{implementation}
    #[test]
    fn computes() {{
        check_in::<Formatted>({id:?}, {formats});
    }}
}}
"
        )?;
    }
    Ok(modules)
}
