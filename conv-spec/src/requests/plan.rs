//! How the key `plan` is read, and what it can be as far as that can be judged without the layer.

use conv_geometry::Isa;

use crate::diagnostic::Diagnostic;
use crate::fields::Fields;
use crate::numbers::index;
use crate::ops::class::Class;
use crate::ops::key::Values;
use crate::registry::{Form, Member};
use crate::spec::{Field, Spanned};
use crate::tree::{Entry, Kind, Span, Value};
use crate::words::{join, nearest, quote};

use super::{KernelKind, KernelRequest, Number};

/// A kernel, where it is named, and its tile.
type RequestedTile = (KernelKind, Span, Vec<(&'static str, Number)>);

/// A table with a kernel for some instruction sets.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plans;

impl Values for Plans {
    type Read = Vec<KernelRequest>;
    type Default = u32;

    fn read(&self, _: &'static str, value: &Value, fields: &mut Fields<'_>) -> Field<Vec<KernelRequest>> {
        fields.plan(value)
    }

    fn form(&self, _: Class) -> Form {
        let kernels = Form::Any(KernelKind::ALL.map(tile).to_vec());
        let set = |isa: &Isa| Member { name: isa.name(), required: false, about: "", form: kernels.clone() };
        Form::Table(Isa::ALL.iter().map(set).collect())
    }
}

/// The table of a kernel and its tile, as far as it can be judged without the layer.
fn tile(kind: KernelKind) -> Form {
    let about = match kind {
        KernelKind::Channels => "Output channels in the lanes, in strips.",
        KernelKind::WholeRows => "Output channels in the lanes, in whole rows.",
        KernelKind::Pixels => "Output pixels in the lanes.",
        KernelKind::Rows => "Output pixels in the lanes, several rows of them; of depthwise layers.",
    };
    let kernel = Member { name: "kernel", required: true, about, form: Form::Word(kind.word().to_owned()) };
    let numbers = kind.keys().iter().map(|key| {
        let (about, form) = tile_number(kind, key);
        Member { name: key, required: kind.required().contains(key), about, form }
    });
    Form::Table(std::iter::once(kernel).chain(numbers).collect())
}

fn tile_number(kind: KernelKind, key: &str) -> (&'static str, Form) {
    match (kind, key) {
        (KernelKind::Channels, "vectors") => ("Vectors of output channels in a tile.", Form::one_of(&[1, 2, 3, 4])),
        (KernelKind::WholeRows, "vectors") => ("Vectors of output channels in a tile.", Form::one_of(&[1, 2, 3])),
        (KernelKind::Pixels, "vectors") => ("Vectors of pixels in a tile.", Form::one_of(&[1, 2, 3, 4, 7])),
        (KernelKind::Rows, "vectors") => ("Vectors of pixels in a tile.", Form::one_of(&[1, 2, 3])),
        (KernelKind::WholeRows, "pixels") => ("Pixels in a tile.", Form::one_of(&[4, 5, 6, 7, 8, 9, 10, 12, 14])),
        (_, "pixels") => ("Pixels in a tile.", Form::from(1)),
        (KernelKind::WholeRows, "tail") => (
            "Pixels of the smaller tiles that end rows, which these fill; unless given, the last tile overlaps the one \
             before it where they are not filled.",
            Form::one_of(&[4, 5, 6, 7, 8, 10, 12]),
        ),
        (_, "tail") => ("Pixels of the smaller tile that completes lines; 1 unless given.", Form::from(1)),
        (_, "band") => {
            ("Pixels that all output channels visit before the next ones; the planner's unless given.", Form::from(1))
        }
        (_, "phases") => ("Phases of a transposed layer side by side in a tile; 1 unless given.", Form::from(1)),
        (_, "rest") => (
            "Vectors of pixels in a tile of the output channels that fill no vector, for which pixels are in the lanes; \
             unless given, the last vector is filled up.",
            Form::one_of(&[1, 2, 3, 4, 7]),
        ),
        (_, "channels") => ("Output channels in a tile.", Form::one_of(&[1, 2, 3, 4, 5, 6, 7, 8])),
        (_, "rows") => ("Rows of outputs in a tile.", Form::one_of(&[2, 4, 7, 8])),
        _ => ("", Form::from(1)),
    }
}

impl Fields<'_> {
    fn plan(&mut self, value: &Value) -> Field<Vec<KernelRequest>> {
        let Kind::Table(sets) = &value.kind else {
            let message = "`plan` must be a table with a kernel for each instruction set".to_owned();
            self.mistakes.push(self.mismatch(message, value));
            return Field::Faulty;
        };
        // Every instruction set is looked at before the plan is given up.
        let mut requests = Some(Vec::new());
        for set in sets {
            if self.mistakes.is_full() {
                return Field::Faulty;
            }
            let isa = self.isa(set);
            match (isa, self.tile(set)) {
                (Some(isa), Some((kind, span, numbers))) => {
                    if let Some(requests) = &mut requests {
                        requests.push(KernelRequest { isa, kind, span, numbers });
                    }
                }
                _ => requests = None,
            }
        }
        let span = value.span.clone();
        requests.map(|value| Spanned { span, value }).into()
    }

    fn isa(&mut self, Entry { key, key_span, .. }: &Entry) -> Option<Isa> {
        let isa = Isa::ALL.iter().copied().find(|isa| isa.name() == key);
        if isa.is_none() {
            let names: Vec<&str> = Isa::ALL.iter().map(|isa| isa.name()).collect();
            let diagnostic = Diagnostic::new(key_span.clone(), format!("unknown instruction set {}", quote(key)));
            let diagnostic = match nearest(key, names.iter().copied()) {
                Some(meant) => diagnostic.with_label(format!("did you mean `{meant}`?")),
                None => diagnostic,
            };
            self.mistakes.push(diagnostic.with_help(format!("known are {}", list(&names))));
        }
        isa
    }

    /// A kernel, where it is named, and its tile.
    fn tile(&mut self, set: &Entry) -> Option<RequestedTile> {
        let Kind::Table(entries) = &set.value.kind else {
            let message = format!("{} must be a table with a `kernel` and its tile", quote(&set.key));
            self.mistakes.push(self.mismatch(message, &set.value));
            return None;
        };
        let (kind, span) = self.kernel(set, entries)?;
        let known = self.known(entries, kind);
        let mut numbers = Some(Vec::new());
        let mut missing = Vec::new();
        for key in kind.keys() {
            match entries.iter().find(|entry| entry.key == *key) {
                Some(entry) => {
                    let number = self.number(&quote(key), "an integer", &entry.value, 1);
                    // All numbers are looked at before the tile is given up.
                    numbers = numbers.zip(number).map(|(mut numbers, number)| {
                        let Spanned { span, value } = number;
                        numbers.push((*key, Number { span, value: index(value) }));
                        numbers
                    });
                }
                None if kind.required().contains(key) => missing.push(*key),
                None => {}
            }
        }
        // A misspelt key is not missing.
        if !missing.is_empty() && known {
            let plural = if missing.len() > 1 { "s" } else { "" };
            let message = format!("missing key{plural} {} of {}", quoted(&missing), quote(&set.key));
            self.mistakes
                .push(Diagnostic::new(set.key_span.clone(), message).with_help("a kernel needs all of its tile"));
        }
        numbers.filter(|_| known && missing.is_empty()).map(|numbers| (kind, span, numbers))
    }

    /// The kernel of an instruction set, and where it is named.
    fn kernel(&mut self, set: &Entry, entries: &[Entry]) -> Option<(KernelKind, Span)> {
        let words = KernelKind::ALL.map(KernelKind::word);
        let list = join(&words.map(|word| format!("\"{word}\"")), "or");
        let Some(Entry { value, .. }) = entries.iter().find(|entry| entry.key == "kernel") else {
            let message = format!("missing key `kernel` of {}", quote(&set.key));
            self.mistakes.push(Diagnostic::new(set.key_span.clone(), message).with_help(format!("it is {list}")));
            return None;
        };
        let Kind::String(word) = &value.kind else {
            self.mistakes.push(self.mismatch(format!("`kernel` must be {list}"), value));
            return None;
        };
        let kind = KernelKind::ALL.into_iter().find(|kind| kind.word() == word);
        if kind.is_none() {
            self.unknown_word("kernel", word, value, &words);
        }
        kind.map(|kind| (kind, value.span.clone()))
    }

    /// Whether all keys of a tile are known.
    fn known(&mut self, entries: &[Entry], kind: KernelKind) -> bool {
        let names: Vec<&str> = ["kernel"].iter().chain(kind.keys()).copied().collect();
        let mut known = true;
        for Entry { key, key_span, .. } in entries.iter().filter(|entry| !names.contains(&entry.key.as_str())) {
            known = false;
            let diagnostic = Diagnostic::new(key_span.clone(), format!("unknown key {} of a kernel", quote(key)));
            let diagnostic = match nearest(key, names.iter().copied()) {
                Some(meant) => diagnostic.with_label(format!("did you mean `{meant}`?")),
                None => diagnostic,
            };
            self.mistakes.push(diagnostic.with_help(format!("this kernel has {}", quoted(&names))));
        }
        known
    }
}

fn quoted(names: &[&str]) -> String {
    join(&names.iter().map(|name| quote(name)).collect::<Vec<_>>(), "and")
}

fn list(names: &[&str]) -> String {
    join(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), "and")
}
