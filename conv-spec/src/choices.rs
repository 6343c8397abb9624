//! Arguments that are words.

use crate::axis::PaddingMode;
use crate::class::{Class, Family};
use crate::diagnostic::Diagnostic;
use crate::fields::Fields;
use crate::layer::{Dtype, Unroll};
use crate::spec::{Field, Spanned};
use crate::tree::{Entry, Kind, Value};
use crate::words::{join, nearest, quote};

impl Fields<'_> {
    pub(crate) fn padding_mode(&mut self) -> Field<PaddingMode> {
        let Some(Entry { value, .. }) = self.find("padding_mode") else {
            return self.absent("padding_mode");
        };
        let span = value.span.clone();
        let Kind::String(word) = &value.kind else {
            let message = "`padding_mode` must be a string".to_owned();
            self.mistakes.push(self.mismatch(message, value));
            return Field::Faulty;
        };
        let mode = match word.as_str() {
            "zeros" => PaddingMode::Zeros,
            _ if self.read_for().is_some_and(|class| class.family == Family::ConvTranspose) => {
                self.mistakes.push(
                    Diagnostic::new(span, "the `padding_mode` of a transposed layer must be \"zeros\"")
                        .with_label("padding crops the output here")
                        .with_help("there is nothing to fill in: leave `padding_mode` out"),
                );
                return Field::Faulty;
            }
            "reflect" => PaddingMode::Reflect,
            "replicate" => PaddingMode::Replicate,
            "circular" => PaddingMode::Circular,
            _ => {
                self.unknown_word("padding_mode", word, value, &["zeros", "reflect", "replicate", "circular"]);
                return Field::Faulty;
            }
        };
        Field::Given(Spanned { span, value: mode })
    }

    pub(crate) fn dtype(&mut self) -> Field<Dtype> {
        let Some(Entry { value, .. }) = self.find("dtype") else {
            return self.absent("dtype");
        };
        let span = value.span.clone();
        match &value.kind {
            Kind::Null => Field::Absent,
            Kind::String(name) => match name.strip_prefix("torch.").unwrap_or(name) {
                "float32" | "float" => Field::Given(Spanned { span, value: Dtype::F32 }),
                "float64" | "double" => Field::Given(Spanned { span, value: Dtype::F64 }),
                "float16" | "half" | "bfloat16" => {
                    let message = format!("layers cannot compute in {}", quote(name));
                    let diagnostic =
                        Diagnostic::new(span, message).with_label("\"float32\" and \"float64\" are possible");
                    let weights = self.read_for().is_none_or(Class::has_weights);
                    self.mistakes.push(if weights {
                        diagnostic.with_help("tensors of `weights` may be of this type: they are converted")
                    } else {
                        diagnostic
                    });
                    Field::Faulty
                }
                _ => {
                    self.unknown_word("dtype", name, value, &["float32", "float64"]);
                    Field::Faulty
                }
            },
            _ => {
                let message = "`dtype` must be a string".to_owned();
                self.mistakes.push(self.mismatch(message, value));
                Field::Faulty
            }
        }
    }

    pub(crate) fn unroll(&mut self) -> Field<Unroll> {
        let Some(Entry { value, .. }) = self.find("unroll") else {
            return self.absent("unroll");
        };
        let span = value.span.clone();
        let Kind::String(word) = &value.kind else {
            let message = "`unroll` must be \"auto\", \"size\" or \"speed\"".to_owned();
            self.mistakes.push(self.mismatch(message, value));
            return Field::Faulty;
        };
        let Some(unroll) = Unroll::ALL.into_iter().find(|unroll| unroll.name() == word) else {
            self.unknown_word("unroll", word, value, &Unroll::ALL.map(Unroll::name));
            return Field::Faulty;
        };
        Field::Given(Spanned { span, value: unroll })
    }

    /// Checked, never ignored, and then of no further use.
    pub(crate) fn device(&mut self) {
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

    pub(crate) fn unknown_word(&mut self, key: &str, word: &str, value: &Value, known: &[&str]) {
        let message = format!("unknown `{key}` {}", quote(word));
        let diagnostic = Diagnostic::new(value.span.clone(), message);
        let quoted: Vec<String> = known.iter().map(|word| format!("\"{word}\"")).collect();
        let diagnostic = match nearest(word, known.iter().copied()) {
            Some(meant) => diagnostic.with_label(format!("did you mean \"{meant}\"?")),
            None => diagnostic,
        };
        self.mistakes.push(diagnostic.with_help(format!("known are {}", join(&quoted, "and"))));
    }
}
