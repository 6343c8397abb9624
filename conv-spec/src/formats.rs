//! The key `memory_format`: how it is read, and what it asks of the channels.

use conv_geometry::{Formats, MemoryFormat};

use crate::diagnostic::Diagnostic;
use crate::fields::Fields;
use crate::mistakes::Mistakes;
use crate::numbers::index;
use crate::ops::class::Class;
use crate::ops::key::{Shown, Values};
use crate::ops::shared::DTYPE;
use crate::registry::{Form, Member};
use crate::spec::{Field, Spanned, Spec};
use crate::tree::{Entry, Kind, Span, Value};
use crate::words::{counted, join, nearest, quote};

/// The keys of the table.
const SIDES: [&str; 2] = ["input", "output"];

/// What others call them, in lower case without separators.
const ALIASES: [(&str, MemoryFormat); 11] = [
    ("channelsfirst", MemoryFormat::Contiguous),
    ("contiguous", MemoryFormat::Contiguous),
    ("nchw", MemoryFormat::Contiguous),
    ("nchw16c", MemoryFormat::Blocked),
    ("nchw8c", MemoryFormat::Blocked),
    ("nchwc", MemoryFormat::Blocked),
    ("ncw", MemoryFormat::Contiguous),
    ("ncdhw", MemoryFormat::Contiguous),
    ("ndhwc", MemoryFormat::ChannelsLast),
    ("nhwc", MemoryFormat::ChannelsLast),
    ("nwc", MemoryFormat::ChannelsLast),
];

/// The formats as written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sides {
    pub(crate) input: Spanned<MemoryFormat>,
    pub(crate) output: Spanned<MemoryFormat>,
}

impl Sides {
    pub(crate) fn formats(&self) -> Formats {
        Formats { input: self.input.value, output: self.output.value }
    }
}

/// A word for both sides, or a table with a word for each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MemoryFormats;

impl Values for MemoryFormats {
    type Read = Sides;
    type Default = MemoryFormat;

    fn read(&self, _: &'static str, value: &Value, fields: &mut Fields<'_>) -> Field<Sides> {
        fields.memory_format(value)
    }

    fn form(&self, class: Class) -> Form {
        let volumes = if class.rank == 3 { &["channels_last_3d", "torch.channels_last_3d"] } else { &[][..] };
        let names = MemoryFormat::ALL.iter().map(|format| format.name());
        let objects = ["torch.contiguous_format", "torch.channels_last"];
        let word = Form::words(names.chain(objects).chain(volumes.iter().copied()));
        let side = |name, about| Member { name, required: false, about, form: word.clone() };
        let [input, output] = SIDES;
        word.clone().or(Form::Table(vec![
            side(input, "Of the input; \"contiguous_format\" unless given."),
            side(output, "Of the output; \"contiguous_format\" unless given."),
        ]))
    }
}

impl Shown for MemoryFormat {
    fn shown(self) -> String {
        self.name().shown()
    }
}

impl Fields<'_> {
    fn memory_format(&mut self, value: &Value) -> Field<Sides> {
        let span = value.span.clone();
        let sides = match &value.kind {
            Kind::String(word) => self.format_word(word, value).map(|format| {
                let side = Spanned { span: span.clone(), value: format };
                Sides { input: side.clone(), output: side }
            }),
            Kind::Table(entries) => self.sides(entries, &span),
            _ => {
                let message = "`memory_format` must be a string or a table with `input` and `output`".to_owned();
                self.mistakes.push(self.mismatch(message, value));
                None
            }
        };
        sides.map(|value| Spanned { span, value }).into()
    }

    fn sides(&mut self, entries: &[Entry], span: &Span) -> Option<Sides> {
        // Every side is looked at before the table is given up.
        let mut sides = Some(SIDES.map(|_| Spanned { span: span.clone(), value: MemoryFormat::default() }));
        for Entry { key, key_span, value } in entries {
            if self.mistakes.is_full() {
                return None;
            }
            let Some(side) = SIDES.iter().position(|side| side == key) else {
                let diagnostic =
                    Diagnostic::new(key_span.clone(), format!("unknown key {} of `memory_format`", quote(key)));
                let diagnostic = match nearest(key, SIDES) {
                    Some(meant) => diagnostic.with_label(format!("did you mean `{meant}`?")),
                    None => diagnostic,
                };
                self.mistakes.push(diagnostic.with_help("it has `input` and `output`"));
                sides = None;
                continue;
            };
            let format = if let Kind::String(word) = &value.kind {
                self.format_word(word, value)
            } else {
                let message = format!("{} of `memory_format` must be a string", quote(key));
                self.mistakes.push(self.mismatch(message, value));
                None
            };
            sides = sides.zip(format).map(|(mut sides, format)| {
                if let Some(given) = sides.get_mut(side) {
                    *given = Spanned { span: value.span.clone(), value: format };
                }
                sides
            });
        }
        let [input, output] = sides?;
        Some(Sides { input, output })
    }

    fn format_word(&mut self, word: &str, value: &Value) -> Option<MemoryFormat> {
        match word.strip_prefix("torch.").unwrap_or(word) {
            "contiguous_format" => return Some(MemoryFormat::Contiguous),
            "channels_last" => return Some(MemoryFormat::ChannelsLast),
            // The only one that PyTorch does not have.
            "blocked" if word == "blocked" => return Some(MemoryFormat::Blocked),
            "channels_last_3d" => match self.certain() {
                Some(class) if class.rank != 3 => {
                    self.mistakes.push(
                        Diagnostic::new(value.span.clone(), "\"channels_last_3d\" is for layers of three axes")
                            .with_label(format!("{} has {}", class.one(), axes(class.rank)))
                            .with_help("write \"channels_last\""),
                    );
                    return None;
                }
                _ => return Some(MemoryFormat::ChannelsLast),
            },
            _ => {}
        }
        let plain: String =
            word.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let names: Vec<&str> = MemoryFormat::ALL.iter().map(|format| format.name()).collect();
        if let Some((_, meant)) = ALIASES.iter().find(|(alias, _)| *alias == plain) {
            let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
            self.mistakes.push(
                Diagnostic::new(value.span.clone(), format!("unknown `memory_format` {}", quote(word)))
                    .with_label(format!("did you mean \"{}\"?", meant.name()))
                    .with_help(format!("known are {}", join(&quoted, "and"))),
            );
        } else {
            self.unknown_word("memory_format", word, value, &names);
        }
        None
    }
}

fn axes(rank: usize) -> &'static str {
    if rank == 1 { "one axis" } else { "two axes" }
}

/// Whole blocks are wanted of the channels of a side that is blocked.
pub(crate) fn check(spec: &Spec, mistakes: &mut Mistakes) {
    let (Some(sides), Some(dtype)) = (spec.memory_format.given(), DTYPE.or_default(&spec.dtype)) else {
        return;
    };
    let Sides { input, output } = &sides.value;
    let block = dtype.block();
    let sides = [("input", input, &spec.in_channels), ("output", output, &spec.out_channels)];
    let ragged = sides.into_iter().filter_map(|(side, format, channels)| {
        let channels = channels.given()?;
        let ragged = format.value == MemoryFormat::Blocked && !index(channels.value).is_multiple_of(block);
        ragged.then_some((side, &format.span, channels))
    });
    let ragged: Vec<(&str, &Span, &Spanned<u32>)> = ragged.collect();
    // A word for both sides is wrong once.
    let together = |a: &(_, &Span, _), b: &(_, &Span, _)| a.1 == b.1;
    for sides in ragged.chunk_by(together) {
        let Some((_, span, _)) = sides.first() else { continue };
        let message = format!("`memory_format` \"blocked\" is for channels in whole blocks of {block}");
        let label = format!("64 bytes of {}", dtype.name());
        let mut diagnostic = Diagnostic::new((*span).clone(), message).with_label(label);
        let mut least = Vec::new();
        for (side, _, channels) in sides {
            let note = counted(channels.value, &format!("{side} channel"));
            diagnostic = diagnostic.with_note(channels.span.clone(), note);
            least.push(format!("{} {side} channels", index(channels.value).next_multiple_of(block)));
        }
        let help = "\"channels_last\" goes with any number of channels";
        mistakes.push(diagnostic.with_help(help).with_help(format!("{} would be whole blocks", join(&least, "and"))));
    }
}
