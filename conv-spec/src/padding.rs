//! The argument `padding`.

use crate::class::{Class, Family};
use crate::diagnostic::Diagnostic;
use crate::fields::Fields;
use crate::spec::{Field, Padding, Pair, Spanned};
use crate::tree::{Entry, Kind, Value};
use crate::words::{nearest, quote};

/// The words that padding can be.
const WORDS: [(&str, Padding); 4] = [
    ("valid", Padding::Valid),
    ("same", Padding::Same),
    ("same_upper", Padding::SameUpper),
    ("same_lower", Padding::SameLower),
];

/// What padding can be, for a class; where there is none, whatever any class has.
fn choices(class: Option<Class>) -> &'static str {
    match class.map_or(Family::Conv, |class| class.family) {
        Family::Conv => {
            "an integer, one for every axis, a pair [before, after] for every axis, \"valid\", \"same\", \"same_upper\" or \
             \"same_lower\""
        }
        Family::ConvTranspose => "an integer, one for every axis, or a pair [before, after] for every axis",
        Family::Unfold | Family::Fold => "an integer or one for every axis",
    }
}

/// Whether a word is one of `padding_mode`.
fn is_mode(word: &str) -> bool {
    ["zeros", "reflect", "replicate", "circular"].contains(&word)
}

impl Fields<'_> {
    pub(crate) fn padding(&mut self) -> Field<Padding> {
        let Some(Entry { value, .. }) = self.find("padding") else {
            return self.absent("padding");
        };
        match &value.kind {
            Kind::String(word) => self.word(word, value),
            // What `print` shows of a word.
            Kind::Name(word) if is_mode(word) || WORDS.iter().any(|(known, _)| known == word) => self.word(word, value),
            Kind::Array(values) if values.iter().any(|value| matches!(value.kind, Kind::Array(_))) => {
                self.pairs(values, value)
            }
            Kind::Array(_) | Kind::Integer(_) => {
                let amounts = self.amounts("padding", value, 0);
                amounts.map(|Spanned { span, value }| Spanned { span, value: Padding::Amount(value) }).into()
            }
            _ => {
                let message = format!("`padding` must be {}", choices(self.read_for()));
                self.mistakes.push(self.mismatch(message, value));
                Field::Faulty
            }
        }
    }

    fn word(&mut self, word: &str, value: &Value) -> Field<Padding> {
        let span = value.span.clone();
        let known = WORDS.iter().find(|(known, _)| *known == word);
        if let Some(class) = self.read_for().filter(|class| class.family != Family::Conv) {
            let message = format!("`padding` of {} must be {}", class.one(), choices(Some(class)));
            let diagnostic = self.mismatch(message, value);
            self.mistakes.push(match (known, class.has_weights()) {
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
        self.mistakes.push(diagnostic.with_help(format!("`padding` is {}", choices(self.read_for()))));
        Field::Faulty
    }

    fn pairs(&mut self, values: &[Value], whole: &Value) -> Field<Padding> {
        if let Some(class) = self.read_for().filter(|class| !class.has_weights()) {
            let message = format!("`padding` of {} is the same before and after", class.one());
            self.mistakes.push(
                Diagnostic::new(whole.span.clone(), message)
                    .with_label(format!("must be {}", choices(Some(class))))
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
