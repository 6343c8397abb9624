//! Arguments that are words: `padding_mode`, `dtype`, `device`, `unroll`.

use conv_geometry::Unroll;

use crate::axis::PaddingMode;
use crate::diagnostic::Diagnostic;
use crate::fields::Fields;
use crate::layer::Dtype;
use crate::ops::class::Class;
use crate::ops::key::{Shown, Values};
use crate::registry::Form;
use crate::spec::{Field, Spanned};
use crate::tree::{Kind, Value};
use crate::words::{join, nearest, quote};

const NO_DEVICE: &str = "layers are compiled for the CPU: leave `device` out";

/// What others call the modes of padding, in lower case; symmetric padding has none.
const MODES: [(&str, &str); 14] = [
    ("border", "replicate"),
    ("clamp", "replicate"),
    ("constant", "zeros"),
    ("cyclic", "circular"),
    ("edge", "replicate"),
    ("mirror", "reflect"),
    ("nearest", "replicate"),
    ("none", "zeros"),
    ("periodic", "circular"),
    ("reflection", "reflect"),
    ("replication", "replicate"),
    ("symmetric", ""),
    ("wrap", "circular"),
    ("zero", "zeros"),
];

/// The modes, by name.
const MODE_NAMES: [(&str, PaddingMode); 4] = [
    ("zeros", PaddingMode::Zeros),
    ("reflect", PaddingMode::Reflect),
    ("replicate", PaddingMode::Replicate),
    ("circular", PaddingMode::Circular),
];

/// `PyTorch`'s names of the types that layers compute in; each may have `torch.` in front.
const DTYPE_NAMES: [(&str, Dtype); 4] =
    [("float32", Dtype::F32), ("float64", Dtype::F64), ("float", Dtype::F32), ("double", Dtype::F64)];

/// Types that layers cannot compute in, and whether tensors of `weights` may have them.
const UNCOMPUTED: [(&str, bool); 26] = [
    ("bf16", true),
    ("bfloat16", true),
    ("bool", false),
    ("cdouble", false),
    ("cfloat", false),
    ("complex128", false),
    ("complex32", false),
    ("complex64", false),
    ("f16", true),
    ("float16", true),
    ("float8_e4m3fn", false),
    ("float8_e5m2", false),
    ("fp16", true),
    ("half", true),
    ("int", false),
    ("int16", false),
    ("int32", false),
    ("int64", false),
    ("int8", false),
    ("long", false),
    ("qint8", false),
    ("quint8", false),
    ("short", false),
    ("uint16", false),
    ("uint32", false),
    ("uint8", false),
];

/// What others call the types that layers compute in.
const DTYPES: [(&str, &str); 5] =
    [("f32", "float32"), ("f64", "float64"), ("fp32", "float32"), ("fp64", "float64"), ("single", "float32")];

/// The modes of padding.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PaddingModes {
    /// Whether there is nothing to fill in, so that the first is the only one.
    pub(crate) zeros_alone: bool,
}

impl Values for PaddingModes {
    type Read = PaddingMode;
    type Default = PaddingMode;

    fn read(&self, _: &'static str, value: &Value, fields: &mut Fields<'_>) -> Field<PaddingMode> {
        fields.padding_mode(*self, value)
    }

    fn form(&self, _: Class) -> Form {
        let names = MODE_NAMES.map(|(name, _)| name);
        Form::words(names.into_iter().take(if self.zeros_alone { 1 } else { names.len() }))
    }
}

impl Shown for PaddingMode {
    fn shown(self) -> String {
        MODE_NAMES.iter().find(|(_, mode)| *mode == self).map_or("", |(name, _)| *name).shown()
    }
}

/// The types that layers compute in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dtypes;

impl Values for Dtypes {
    type Read = Dtype;
    type Default = Dtype;

    fn read(&self, _: &'static str, value: &Value, fields: &mut Fields<'_>) -> Field<Dtype> {
        fields.dtype(value)
    }

    fn form(&self, _: Class) -> Form {
        let names = DTYPE_NAMES.map(|(name, _)| name);
        let objects = names.map(|name| Form::Word(format!("torch.{name}")));
        Form::words(names).or(Form::Any(objects.to_vec())).or(Form::Null)
    }
}

impl Shown for Dtype {
    fn shown(self) -> String {
        DTYPE_NAMES.iter().find(|(_, dtype)| *dtype == self).map_or("", |(name, _)| *name).shown()
    }
}

/// Where a layer may be said to run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Devices;

impl Values for Devices {
    type Read = ();
    type Default = &'static str;

    fn read(&self, _: &'static str, value: &Value, fields: &mut Fields<'_>) -> Field<()> {
        fields.device(value)
    }

    fn form(&self, _: Class) -> Form {
        Form::words(["cpu"]).or(Form::Null)
    }
}

/// How much may be written out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unrolls;

impl Values for Unrolls {
    type Read = Unroll;
    type Default = Unroll;

    fn read(&self, _: &'static str, value: &Value, fields: &mut Fields<'_>) -> Field<Unroll> {
        fields.unroll(value)
    }

    fn form(&self, _: Class) -> Form {
        Form::words(Unroll::ALL.iter().map(|unroll| unroll.name()))
    }
}

impl Shown for Unroll {
    fn shown(self) -> String {
        self.name().shown()
    }
}

impl Fields<'_> {
    fn padding_mode(&mut self, modes: PaddingModes, value: &Value) -> Field<PaddingMode> {
        let span = value.span.clone();
        // A name is what `print` shows of a word.
        let (Kind::String(word) | Kind::Name(word)) = &value.kind else {
            let message = "`padding_mode` must be a string".to_owned();
            self.mistakes.push(self.mismatch(message, value));
            return Field::Faulty;
        };
        if modes.zeros_alone && word != "zeros" {
            self.mistakes.push(
                Diagnostic::new(span, "the `padding_mode` of a transposed layer must be \"zeros\"")
                    .with_label("padding crops the output here")
                    .with_help("there is nothing to fill in: leave `padding_mode` out"),
            );
            return Field::Faulty;
        }
        let Some((_, mode)) = MODE_NAMES.iter().find(|(name, _)| name == word) else {
            self.unknown_mode(word, value);
            return Field::Faulty;
        };
        Field::Given(Spanned { span, value: *mode })
    }

    fn unknown_mode(&mut self, word: &str, value: &Value) {
        let plain = word.to_ascii_lowercase();
        match MODES.iter().find(|(alias, _)| *alias == plain) {
            Some((_, meant)) if !meant.is_empty() => {
                let diagnostic = Diagnostic::new(value.span.clone(), format!("unknown `padding_mode` {}", quote(word)));
                self.mistakes.push(diagnostic.with_label(format!("did you mean \"{meant}\"?")));
            }
            Some(_) => {
                let diagnostic =
                    Diagnostic::new(value.span.clone(), format!("unsupported `padding_mode` {}", quote(word)));
                self.mistakes.push(
                    diagnostic
                        .with_label("PyTorch's layers have no such mode")
                        .with_help("\"reflect\" mirrors, too, without repeating the element at the border")
                        .with_help("or pad the input beforehand, and give the layer no `padding`"),
                );
            }
            None => self.unknown_word("padding_mode", word, value, &MODE_NAMES.map(|(name, _)| name)),
        }
    }

    fn dtype(&mut self, value: &Value) -> Field<Dtype> {
        let span = value.span.clone();
        match &value.kind {
            Kind::Null => Field::Absent,
            Kind::String(name) => {
                let plain = name.strip_prefix("torch.").unwrap_or(name);
                if let Some((_, dtype)) = DTYPE_NAMES.iter().find(|(known, _)| *known == plain) {
                    return Field::Given(Spanned { span, value: *dtype });
                }
                self.other_dtype(name, plain, value);
                Field::Faulty
            }
            _ => {
                let message = "`dtype` must be a string".to_owned();
                self.mistakes.push(self.mismatch(message, value));
                Field::Faulty
            }
        }
    }

    fn other_dtype(&mut self, name: &str, plain: &str, value: &Value) {
        let span = value.span.clone();
        if let Some((_, converted)) = UNCOMPUTED.iter().find(|(dtype, _)| *dtype == plain) {
            let message = format!("layers cannot compute in {}", quote(name));
            let diagnostic = Diagnostic::new(span, message).with_label("\"float32\" and \"float64\" are possible");
            let weights = self.read_for().is_none_or(Class::has_weights);
            self.mistakes.push(if weights && *converted {
                diagnostic.with_help("tensors of `weights` may be of this type: they are converted")
            } else {
                diagnostic
            });
        } else if let Some((_, meant)) = DTYPES.iter().find(|(alias, _)| *alias == plain) {
            let diagnostic = Diagnostic::new(span, format!("unknown `dtype` {}", quote(name)));
            self.mistakes.push(diagnostic.with_label(format!("did you mean \"{meant}\"?")));
        } else {
            self.unknown_word("dtype", name, value, &["float32", "float64"]);
        }
    }

    fn unroll(&mut self, value: &Value) -> Field<Unroll> {
        let span = value.span.clone();
        let Kind::String(word) = &value.kind else {
            let message = "`unroll` must be \"auto\", \"size\" or \"speed\"".to_owned();
            self.mistakes.push(self.mismatch(message, value));
            return Field::Faulty;
        };
        let Some(unroll) = Unroll::ALL.iter().copied().find(|unroll| unroll.name() == word) else {
            let names: Vec<&str> = Unroll::ALL.iter().map(|unroll| unroll.name()).collect();
            self.unknown_word("unroll", word, value, &names);
            return Field::Faulty;
        };
        Field::Given(Spanned { span, value: unroll })
    }

    /// Checked, never ignored, and then of no further use.
    fn device(&mut self, value: &Value) -> Field<()> {
        let span = value.span.clone();
        match &value.kind {
            Kind::Null => return Field::Absent,
            Kind::String(name) if name == "cpu" => return Field::Given(Spanned { span, value: () }),
            Kind::String(name) => {
                let message = format!("unsupported `device` {}", quote(name));
                self.mistakes.push(Diagnostic::new(value.span.clone(), message).with_help(NO_DEVICE));
            }
            kind => {
                let diagnostic = Diagnostic::new(value.span.clone(), "`device` must be \"cpu\"");
                let diagnostic = diagnostic.with_label(format!("found {}", kind.describe(self.format)));
                self.mistakes.push(diagnostic.with_help(NO_DEVICE));
            }
        }
        Field::Faulty
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
