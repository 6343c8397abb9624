//! Arguments spread over the axes of a layer.

use crate::diagnostic::Diagnostic;
use crate::fields::IntegersPerAxis;
use crate::mistakes::Mistakes;
use crate::ops::class::Class;
use crate::ops::key::Key;
use crate::padding::Paddings;
use crate::spec::{Field, Padding, Pair, PerAxis, Spanned, Spec};
use crate::tree::Span;

/// A number along one axis, and where it was given; a default was given nowhere.
#[derive(Clone, Debug)]
pub(crate) struct Amount {
    pub(crate) value: u32,
    pub(crate) span: Option<Span>,
}

/// The padding along one axis.
#[derive(Clone, Debug)]
pub(crate) enum Pad {
    /// Not given: none.
    None,
    /// In numbers.
    Given { before: u32, after: u32, span: Span },
    /// As much as keeps the size.
    Same(Span),
    /// As much as gives one output for every step of the stride, the odd element after.
    SameUpper(Span),
    /// The same, the odd element before.
    SameLower(Span),
}

impl Pad {
    pub(crate) fn span(&self) -> Option<Span> {
        match self {
            Self::None => None,
            Self::Given { span, .. } | Self::Same(span) | Self::SameUpper(span) | Self::SameLower(span) => {
                Some(span.clone())
            }
        }
    }
}

/// One number for every axis.
pub(crate) fn per_axis(
    class: Class,
    (key, row): (&str, &Key<IntegersPerAxis>),
    field: &Field<PerAxis>,
    mistakes: &mut Mistakes,
) -> Option<Vec<Amount>> {
    match field {
        Field::Faulty => None,
        Field::Absent => {
            let value = row.default()?;
            Some(vec![Amount { value, span: None }; class.rank])
        }
        Field::Given(given) => {
            let one_stands_for_all = row.values.one_stands_for_all;
            let list = List { key, one_stands_for_all, pairs: false };
            list.expand(class, &given.value, &given.span, mistakes)
        }
    }
}

/// A key whose numbers stand in a list.
struct List<'a> {
    key: &'a str,
    /// As in `PyTorch`, except for the kernel, whose length is that of the weight's shape, and in layers
    /// without weights.
    one_stands_for_all: bool,
    /// Whether both ends of every axis may have numbers of their own, in another form.
    pairs: bool,
}

impl List<'_> {
    fn expand(&self, class: Class, amounts: &PerAxis, span: &Span, mistakes: &mut Mistakes) -> Option<Vec<Amount>> {
        let same = |value: u32, span: &Span| {
            let span = Some(span.clone());
            Some(vec![Amount { value, span }; class.rank])
        };
        let entries = match amounts {
            PerAxis::All(value) => return same(*value, span),
            PerAxis::Each(entries) => entries,
        };
        match &**entries {
            [Spanned { span, value }] if self.one_stands_for_all => return same(*value, span),
            entries if entries.len() == class.rank => {
                return Some(
                    entries.iter().map(|entry| Amount { value: entry.value, span: Some(entry.span.clone()) }).collect(),
                );
            }
            _ => {}
        }
        let found = entries.len();
        let plural = if found == 1 { "entry" } else { "entries" };
        let message = format!("`{}` of {} cannot have {found} {plural}", self.key, class.one());
        let diagnostic = Diagnostic::new(span.clone(), message).with_label(expected(class, "entry", "entries"));
        mistakes.push(if self.pairs && Some(found) == class.rank.checked_mul(2) {
            diagnostic.with_help("different padding before and after is a list of pairs: [[before, after], …]")
        } else {
            diagnostic.with_help("or one integer for all axes")
        });
        None
    }
}

/// How many of a thing a list must have, and for which axes.
fn expected(class: Class, one: &str, many: &str) -> String {
    let axes = class.axes().join(", ");
    match class.rank {
        1 => format!("expected 1 {one}: {axes}"),
        rank => format!("expected {rank} {many}: {axes}"),
    }
}

/// The padding along every axis.
pub(crate) fn padding(class: Class, values: Paddings, spec: &Spec, mistakes: &mut Mistakes) -> Option<Vec<Pad>> {
    let Spanned { span, value } = match &spec.padding {
        Field::Faulty => return None,
        Field::Absent => return Some(vec![Pad::None; class.rank]),
        Field::Given(given) => given,
    };
    let all = |pad| Some(vec![pad; class.rank]);
    let span = span.clone();
    match value {
        Padding::Valid => all(Pad::Given { before: 0, after: 0, span }),
        Padding::Same => all(Pad::Same(span)),
        Padding::SameUpper => all(Pad::SameUpper(span)),
        Padding::SameLower => all(Pad::SameLower(span)),
        Padding::Amount(amounts) => {
            let Paddings { one_stands_for_all, pairs, .. } = values;
            let list = List { key: "padding", one_stands_for_all, pairs };
            let amounts = list.expand(class, amounts, &span, mistakes)?;
            let pad = |Amount { value, span: own }| Pad::Given {
                before: value,
                after: value,
                span: own.unwrap_or_else(|| span.clone()),
            };
            Some(amounts.into_iter().map(pad).collect())
        }
        Padding::Pairs(pairs) if pairs.len() == class.rank => {
            let pad = |Spanned { span, value }: &Spanned<_>| {
                let Pair { before, after } = *value;
                Pad::Given { before, after, span: span.clone() }
            };
            Some(pairs.iter().map(pad).collect())
        }
        Padding::Pairs(pairs) => {
            let found = pairs.len();
            let plural = if found == 1 { "pair" } else { "pairs" };
            let message = format!("`padding` of {} cannot have {found} {plural}", class.one());
            mistakes.push(Diagnostic::new(span, message).with_label(expected(class, "pair", "pairs")));
            None
        }
    }
}
