//! The key `budget`: the most memory that a layer may take, and what is said where it takes more.

use crate::diagnostic::{Diagnostic, Report};
use crate::fields::Fields;
use crate::layer::Layer;
use crate::numbers::index;
use crate::ops::class::Class;
use crate::ops::key::Values;
use crate::registry::{Form, Member};
use crate::spec::{Field, Spanned};
use crate::tree::{Entry, Kind, Value};
use crate::words::{join, nearest, quote};

use super::Number;

/// The kinds of memory, and what each limits.
const KINDS: [(&str, &str); 2] = [
    ("flash", "The most bytes of packed weights: FLASH_BYTES of the layer."),
    ("ram", "The most bytes of one sample's input and output: RAM_BYTES of the layer."),
];

/// The most bytes of each kind of memory, where there is a limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Budget {
    limits: [Option<Number>; KINDS.len()],
}

/// A table with a number of bytes for some kinds of memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budgets;

impl Values for Budgets {
    type Read = Budget;
    type Default = u32;

    fn read(&self, _: &'static str, value: &Value, fields: &mut Fields<'_>) -> Field<Budget> {
        fields.budget(value)
    }

    fn form(&self, _: Class) -> Form {
        let member = |(name, about)| Member { name, required: false, about, form: Form::from(1) };
        Form::Table(KINDS.map(member).to_vec())
    }
}

impl Fields<'_> {
    fn budget(&mut self, value: &Value) -> Field<Budget> {
        let names = KINDS.map(|(name, _)| name);
        let known = join(&names.map(quote), "and");
        let Kind::Table(entries) = &value.kind else {
            let message = format!("`budget` must be a table with {known}");
            self.mistakes.push(self.mismatch(message, value));
            return Field::Faulty;
        };
        // Every entry is looked at before the table is given up.
        let mut budget = Some(Budget::default());
        for Entry { key, key_span, value } in entries {
            if self.mistakes.is_full() {
                return Field::Faulty;
            }
            let Some(kind) = names.iter().position(|name| name == key) else {
                let diagnostic = Diagnostic::new(key_span.clone(), format!("unknown key {} of `budget`", quote(key)));
                let diagnostic = match nearest(key, names) {
                    Some(meant) => diagnostic.with_label(format!("did you mean `{meant}`?")),
                    None => diagnostic,
                };
                self.mistakes.push(diagnostic.with_help(format!("it has {known}")));
                budget = None;
                continue;
            };
            let what = format!("{} of `budget`", quote(key));
            let limit = self.number(&what, "an integer, in bytes", value, 1);
            budget = budget.zip(limit).map(|(mut budget, Spanned { span, value })| {
                if let Some(of) = budget.limits.get_mut(kind) {
                    *of = Some(Number { span, value: index(value) });
                }
                budget
            });
        }
        let span = value.span.clone();
        budget.map(|value| Spanned { span, value }).into()
    }
}

impl Layer {
    /// What the layer takes more of than its specification allows: of so many bytes of packed
    /// weights, and of `ram`, where its size is known.
    #[must_use]
    pub fn over_budget(&self, flash: usize, ram: Option<usize>) -> Option<Report> {
        let [flash_limit, ram_limit] = &self.requests.budget.limits;
        let flash_mistake = flash_limit.as_ref().filter(|limit| flash > limit.value).map(|limit| {
            let bytes = self.dtype().bytes();
            let parameters = index_of(self.parameters());
            let filling = (flash / bytes).saturating_sub(parameters);
            let filling =
                if filling == 0 { String::new() } else { format!(", and {filling} zeros that fill blocks up") };
            exceeded(limit, "flash", "the packed weights of this layer take", flash)
                .with_help(format!("{parameters} weights and biases of {bytes} bytes{filling}"))
        });
        let ram_mistake = ram_limit.as_ref().and_then(|limit| match ram {
            None => Some(
                Diagnostic::new(limit.span.clone(), "`ram` of `budget` needs an `input_shape` of numbers")
                    .with_label("what a call takes depends on the size of the input")
                    .with_help("give `input_shape` a number for every axis, or leave `ram` out"),
            ),
            Some(ram) if ram > limit.value => {
                let shape = |shape: Option<Vec<usize>>| {
                    shape.unwrap_or_default().iter().map(usize::to_string).collect::<Vec<_>>().join(", ")
                };
                let (input, output) = (shape(self.input_shape()), shape(self.output_shape()));
                let help = format!("an input of [{input}] and an output of [{output}], in {}", self.dtype().name());
                Some(exceeded(limit, "RAM", "input and output of this layer take", ram).with_help(help))
            }
            Some(_) => None,
        });
        Report::new(flash_mistake.into_iter().chain(ram_mistake).collect())
    }
}

fn exceeded(limit: &Number, kind: &str, taking: &str, bytes: usize) -> Diagnostic {
    let message = format!("{taking} {bytes} bytes of {kind}, and `budget` allows {}", limit.value);
    Diagnostic::new(limit.span.clone(), message).with_label(format!("must be at least {bytes} for this layer"))
}

fn index_of(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
