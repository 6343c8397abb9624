//! The argument `padding`: numbers, pairs or words, as far as the operator has them.

use crate::diagnostic::Diagnostic;
use crate::fields::{Fields, IntegersPerAxis};
use crate::ops::class::Class;
use crate::ops::key::Values;
use crate::registry::Form;
use crate::spec::{Field, Padding, Pair, Spanned};
use crate::tree::{Kind, Value};
use crate::words::{nearest, quote};

/// The words that padding can be.
const WORDS: [(&str, Padding); 4] = [
    ("valid", Padding::Valid),
    ("same", Padding::Same),
    ("same_upper", Padding::SameUpper),
    ("same_lower", Padding::SameLower),
];

/// What `padding` can be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paddings {
    /// Whether it can be a word.
    pub(crate) words: bool,
    /// Whether it can be different before and after.
    pub(crate) pairs: bool,
    /// Whether a list of one entry is for all axes, too, however many there are.
    pub(crate) one_stands_for_all: bool,
}

impl Values for Paddings {
    type Read = Padding;
    type Default = u32;

    fn read(&self, key: &'static str, value: &Value, fields: &mut Fields<'_>) -> Field<Padding> {
        match &value.kind {
            Kind::String(word) => fields.padding_word(*self, word, value),
            // What `print` shows of a word.
            Kind::Name(word) if is_mode(word) || WORDS.iter().any(|(known, _)| known == word) => {
                fields.padding_word(*self, word, value)
            }
            Kind::Array(values) if values.iter().any(|value| matches!(value.kind, Kind::Array(_))) => {
                fields.pairs(*self, values, value)
            }
            Kind::Array(_) | Kind::Integer(_) => {
                let amounts = fields.amounts(key, value, 0);
                amounts.map(|Spanned { span, value }| Spanned { span, value: Padding::Amount(value) }).into()
            }
            _ => {
                let message = format!("`padding` must be {}", self.choices());
                fields.mistakes.push(fields.mismatch(message, value));
                Field::Faulty
            }
        }
    }

    fn form(&self, class: Class) -> Form {
        let numbers = IntegersPerAxis { least: 0, one_stands_for_all: self.one_stands_for_all };
        let mut form = numbers.form(class);
        if self.pairs {
            let pair = Form::list(Form::from(0), 2, 2);
            form = form.or(Form::list(pair, class.rank, class.rank));
        }
        if self.words { form.or(Form::words(WORDS.map(|(word, _)| word))) } else { form }
    }
}

impl Paddings {
    fn choices(self) -> &'static str {
        match (self.words, self.pairs) {
            (true, _) => {
                "an integer, one for every axis, a pair [before, after] for every axis, \"valid\", \"same\", \
                 \"same_upper\" or \"same_lower\""
            }
            (false, true) => "an integer, one for every axis, or a pair [before, after] for every axis",
            (false, false) => "an integer or one for every axis",
        }
    }
}

/// Whether a word is one of `padding_mode`.
fn is_mode(word: &str) -> bool {
    ["zeros", "reflect", "replicate", "circular"].contains(&word)
}

impl Fields<'_> {
    fn padding_word(&mut self, values: Paddings, word: &str, value: &Value) -> Field<Padding> {
        let span = value.span.clone();
        let known = WORDS.iter().find(|(known, _)| *known == word);
        if let Some(class) = self.read_for().filter(|_| !values.words) {
            let message = format!("`padding` of {} must be {}", class.one(), values.choices());
            let diagnostic = self.mismatch(message, value);
            self.mistakes.push(match (known, values.pairs) {
                (None, _) => diagnostic,
                (Some(_), true) => diagnostic.with_help("only convolutions that are not transposed take words"),
                (Some(_), false) => diagnostic.with_help("only convolutions take words"),
            });
            return Field::Faulty;
        }
        if let Some((_, padding)) = known {
            return Field::Given(Spanned { span, value: padding.clone() });
        }
        let diagnostic = Diagnostic::new(span, format!("unknown `padding` {}", quote(word)));
        if is_mode(word) {
            let mode = self.assignment("padding_mode", &format!("\"{word}\""));
            self.mistakes.push(
                diagnostic
                    .with_label("a `padding_mode`")
                    .with_help(format!("write {mode}, and how much to pad as `padding`")),
            );
            return Field::Faulty;
        }
        if word.eq_ignore_ascii_case("causal") {
            self.mistakes.push(
                diagnostic
                    .with_label("padding at the beginning alone")
                    .with_help("write it as pairs [before, after]: before is dilation * (kernel_size - 1), after is 0"),
            );
            return Field::Faulty;
        }
        let diagnostic = match nearest(word, WORDS.iter().map(|(known, _)| *known)) {
            Some(meant) => diagnostic.with_label(format!("did you mean \"{meant}\"?")),
            None => diagnostic,
        };
        self.mistakes.push(diagnostic.with_help(format!("`padding` is {}", values.choices())));
        Field::Faulty
    }

    fn pairs(&mut self, allowed: Paddings, values: &[Value], whole: &Value) -> Field<Padding> {
        if let Some(class) = self.read_for().filter(|_| !allowed.pairs) {
            let message = format!("`padding` of {} is the same before and after", class.one());
            self.mistakes.push(
                Diagnostic::new(whole.span.clone(), message)
                    .with_label(format!("must be {}", allowed.choices()))
                    .with_help("only convolutions take pairs [before, after]"),
            );
            return Field::Faulty;
        }
        // Every entry is looked at before the list is given up.
        let mut pairs = Some(Vec::new());
        for value in values {
            match self.pair(value) {
                Some(pair) => {
                    if let Some(pairs) = &mut pairs {
                        pairs.push(pair);
                    }
                }
                None if self.mistakes.is_full() => return Field::Faulty,
                None => pairs = None,
            }
        }
        match pairs {
            Some(pairs) => Field::Given(Spanned { span: whole.span.clone(), value: Padding::Pairs(pairs) }),
            None => Field::Faulty,
        }
    }

    fn pair(&mut self, value: &Value) -> Option<Spanned<Pair>> {
        let span = value.span.clone();
        let Kind::Array(ends) = &value.kind else {
            let message = "`padding` with a pair must have a pair [before, after] for every axis".to_owned();
            self.mistakes.push(self.mismatch(message, value));
            return None;
        };
        let [before, after] = &**ends else {
            let found = ends.len();
            let plural = if found == 1 { "entry" } else { "entries" };
            let message = "a pair of `padding` must be [before, after]";
            self.mistakes.push(Diagnostic::new(span, message).with_label(format!("has {found} {plural}")));
            return None;
        };
        let mut end = |value| self.number("`padding`", "an integer at either end of an axis", value, 0);
        let (before, after) = (end(before), end(after));
        let value = Pair { before: before?.value, after: after?.value };
        Some(Spanned { span, value })
    }
}
