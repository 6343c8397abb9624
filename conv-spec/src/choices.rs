//! Arguments that are words, and the shape of the input.

use crate::class::{Class, MAX_RANK};
use crate::diagnostic::Diagnostic;
use crate::fields::Fields;
use crate::spec::{Extent, Field, Padding, Spanned};
use crate::tree::{Entry, Kind, Value};
use crate::words::{join, nearest, quote};

/// Rust's keywords, which cannot name a const generic, as far as they begin with a capital.
const CAPITAL_KEYWORD: &str = "Self";

impl Fields<'_> {
    pub(crate) fn padding(&mut self) -> Field<Padding> {
        let Some(Entry { value, .. }) = self.find("padding") else {
            return self.absent("padding");
        };
        let span = value.span.clone();
        match &value.kind {
            Kind::String(word) => {
                let value = match word.as_str() {
                    "valid" => Padding::Valid,
                    "same" => Padding::Same,
                    "same_upper" | "same_lower" => {
                        self.mistakes.push(
                            Diagnostic::new(
                                span,
                                format!("`padding = \"{word}\"` is not supported yet in this version"),
                            )
                            .with_help("supported are integers, \"valid\" and \"same\""),
                        );
                        return Field::Faulty;
                    }
                    _ => {
                        self.unknown_word("padding", word, value, &["valid", "same"]);
                        return Field::Faulty;
                    }
                };
                Field::Given(Spanned { span, value })
            }
            Kind::Array(values) => {
                if let Some(pair) = values.iter().find(|value| matches!(value.kind, Kind::Array(_))) {
                    self.mistakes.push(
                        Diagnostic::new(
                            pair.span.clone(),
                            "different padding before and after is not supported yet in this version",
                        )
                        .with_help("give one integer for every axis: as much before as after"),
                    );
                    return Field::Faulty;
                }
                self.amount(value)
            }
            Kind::Integer(_) => self.amount(value),
            _ => {
                let message = "`padding` must be an integer, one for every axis, \"valid\" or \"same\"";
                self.mistakes.push(self.mismatch(message.to_owned(), value));
                Field::Faulty
            }
        }
    }

    fn amount(&mut self, value: &Value) -> Field<Padding> {
        let amounts = self.amounts("padding", value, 0);
        amounts.map(|Spanned { span, value }| Spanned { span, value: Padding::Amount(value) }).into()
    }

    /// Arguments of which one value is supported: checked, never ignored, and then of no further use.
    pub(crate) fn fixed_choices(&mut self) {
        self.padding_mode();
        self.dtype();
        self.device();
    }

    fn padding_mode(&mut self) {
        let Some(Entry { value, .. }) = self.find("padding_mode") else {
            return;
        };
        let Kind::String(mode) = &value.kind else {
            let message = "`padding_mode` must be a string".to_owned();
            self.mistakes.push(self.mismatch(message, value));
            return;
        };
        let known = ["zeros", "reflect", "replicate", "circular"];
        if known.iter().skip(1).any(|known| known == mode) {
            self.not_yet("padding_mode", mode, value, "zeros");
        } else if mode != "zeros" {
            self.unknown_word("padding_mode", mode, value, &known);
        }
    }

    fn dtype(&mut self) {
        let Some(Entry { value, .. }) = self.find("dtype") else {
            return;
        };
        match &value.kind {
            Kind::Null => {}
            Kind::String(name) => match name.strip_prefix("torch.").unwrap_or(name) {
                "float32" | "float" => {}
                "float64" | "double" | "float16" | "half" | "bfloat16" => {
                    self.not_yet("dtype", name, value, "float32");
                }
                _ => self.unknown_word("dtype", name, value, &["float32"]),
            },
            _ => {
                let message = "`dtype` must be a string".to_owned();
                self.mistakes.push(self.mismatch(message, value));
            }
        }
    }

    fn device(&mut self) {
        let Some(Entry { value, .. }) = self.find("device") else {
            return;
        };
        match &value.kind {
            Kind::Null => {}
            Kind::String(name) if name == "cpu" => {}
            Kind::String(name) => {
                let message = format!("unsupported `device` {}", quote(name));
                self.mistakes.push(
                    Diagnostic::new(value.span.clone(), message)
                        .with_help("layers are compiled for the CPU: leave `device` out"),
                );
            }
            _ => {
                let message = "`device` must be a string".to_owned();
                self.mistakes.push(self.mismatch(message, value));
            }
        }
    }

    fn not_yet(&mut self, key: &str, word: &str, value: &Value, supported: &str) {
        let message = format!("`{key}` {} is not supported yet in this version", quote(word));
        self.mistakes
            .push(Diagnostic::new(value.span.clone(), message).with_help(format!("supported is \"{supported}\"")));
    }

    fn unknown_word(&mut self, key: &str, word: &str, value: &Value, known: &[&str]) {
        let message = format!("unknown `{key}` {}", quote(word));
        let diagnostic = Diagnostic::new(value.span.clone(), message);
        let quoted: Vec<String> = known.iter().map(|word| format!("\"{word}\"")).collect();
        let known_words = match (key, &*quoted) {
            ("padding", _) => format!("`padding` is an integer, one for every axis, {}", join(&quoted, "or")),
            (_, [word]) => format!("known is {word}"),
            _ => format!("known are {}", join(&quoted, "and")),
        };
        let diagnostic = match nearest(word, known.iter().copied()) {
            Some(meant) => diagnostic.with_label(format!("did you mean \"{meant}\"?")),
            None => diagnostic,
        };
        self.mistakes.push(diagnostic.with_help(known_words));
    }

    /// The entries of `input_shape`; their number is checked here too, since their meaning hangs on it.
    pub(crate) fn input_shape(&mut self, class: &Field<Class>) -> Field<Vec<Spanned<Extent>>> {
        let Some(Entry { value, .. }) = self.find("input_shape") else {
            return self.absent("input_shape");
        };
        let span = value.span.clone();
        let values = match &value.kind {
            Kind::Null => return Field::Absent,
            Kind::Array(values) => values,
            _ => {
                let message = "`input_shape` must be a list: the channels, then every axis".to_owned();
                self.mistakes.push(self.mismatch(message, value));
                return Field::Faulty;
            }
        };
        let class = class.given().map(|class| class.value);
        if let Some(class) = class
            && values.len() != class.rank.saturating_add(1)
        {
            self.wrong_rank(class, value, values);
            return Field::Faulty;
        }
        if values.len() > MAX_RANK.saturating_add(1) {
            // Wrong for whatever class was meant; that one is unknown has been said.
            return Field::Faulty;
        }
        let mut entries = Vec::new();
        let mut sound = true;
        for (index, value) in values.iter().enumerate() {
            let name = index.checked_sub(1).and_then(|index| {
                let axes = class.map_or(&[] as &[_], Class::axes);
                axes.get(index).copied()
            });
            match self.entry(index, name, value, &entries) {
                Some(value) => entries.push(value),
                None => sound = false,
            }
            if self.mistakes.is_full() {
                return Field::Faulty;
            }
        }
        if sound {
            let value = entries;
            Field::Given(Spanned { span, value })
        } else {
            Field::Faulty
        }
    }

    /// One entry, by its place: the channels or an axis.
    fn entry(
        &mut self,
        index: usize,
        axis: Option<&str>,
        value: &Value,
        before: &[Spanned<Extent>],
    ) -> Option<Spanned<Extent>> {
        let span = value.span.clone();
        let name = match &value.kind {
            Kind::String(name) | Kind::Name(name) if index > 0 => name,
            Kind::String(_) | Kind::Name(_) => {
                let message = "the channels in `input_shape` must be a number";
                let diagnostic = Diagnostic::new(span, message);
                self.mistakes.push(diagnostic.with_help("only the spatial sizes can be left open by a name"));
                return None;
            }
            Kind::Integer(0) => {
                let place = match (index, axis) {
                    (0, _) => "channels",
                    (_, Some(axis)) => axis,
                    (_, None) => "an axis",
                };
                let message = format!("`input_shape` is empty: the size of {place} is 0");
                let diagnostic = Diagnostic::new(span, message);
                let diagnostic = diagnostic.with_label("must be at least 1");
                self.mistakes.push(diagnostic.with_help("an empty batch is allowed, and is not part of `input_shape`"));
                return None;
            }
            _ => {
                let expected = "an integer or a name";
                let Spanned { span, value } = self.number("every size in `input_shape`", expected, value, 1)?;
                let value = Extent::Number(value);
                return Some(Spanned { span, value });
            }
        };
        if let Some(first) = before.iter().find(|entry| entry.value == Extent::Name(name.clone())) {
            let message = format!("`input_shape` has the name {} twice", quote(name));
            self.mistakes.push(
                Diagnostic::new(span, message)
                    .with_label("given again")
                    .with_note(first.span.clone(), "given here first")
                    .with_help("every open size needs a name of its own, such as `H` and `W`"),
            );
            return None;
        }
        if is_generic(name) {
            let value = Extent::Name(name.clone());
            return Some(Spanned { span, value });
        }
        let message = format!("{} cannot name an open size", quote(name));
        let diagnostic = Diagnostic::new(span, message)
            .with_label("not the name of a const generic: a capital, then letters, digits and `_`");
        let capitals = name.to_uppercase();
        self.mistakes.push(if is_generic(&capitals) && name != CAPITAL_KEYWORD {
            diagnostic.with_help(format!("for instance {}", quote(&capitals)))
        } else {
            diagnostic
        });
        None
    }

    fn wrong_rank(&mut self, class: Class, value: &Value, values: &[Value]) {
        let entries = class.rank.saturating_add(1);
        let found = values.len();
        let message = format!("`input_shape` of a {} must have {entries} entries, not {found}", class.name);
        let mut shape = vec!["channels"];
        shape.extend(class.axes());
        let diagnostic =
            Diagnostic::new(value.span.clone(), message).with_label(format!("expected [{}]", shape.join(", ")));
        self.mistakes.push(if found == entries.saturating_add(1) {
            diagnostic.with_help("leave the batch out: a layer takes batches of any size")
        } else if found == class.rank {
            diagnostic.with_help("it begins with the channels")
        } else {
            diagnostic
        });
    }
}

/// Whether rustc takes it as the name of a const generic, written as such names are.
fn is_generic(name: &str) -> bool {
    name.len() <= 40
        && name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
        && name != CAPITAL_KEYWORD
}
