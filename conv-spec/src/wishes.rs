//! The key `plan`: kernels that a user asks for, as written.

use crate::diagnostic::Diagnostic;
use crate::fields::Fields;
use crate::plan::Isa;
use crate::spec::{Field, Spanned};
use crate::tree::{Entry, Kind, Span};
use crate::words::{join, nearest, quote};

/// A kernel for an instruction set.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wish {
    pub(crate) isa: Isa,
    /// Where the kernel is named.
    pub(crate) span: Span,
    pub(crate) tile: Tile,
}

/// A tile, in the words of [`Kernel`](crate::plan::Kernel).
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tile {
    Channels {
        vectors: Spanned<u32>,
        pixels: Spanned<u32>,
        tail: Option<Spanned<u32>>,
        band: Option<Spanned<u32>>,
        phases: Option<Spanned<u32>>,
    },
    Pixels {
        channels: Spanned<u32>,
        vectors: Spanned<u32>,
    },
}

/// Kernels exist for so many vectors of channels.
const MAX_VECTORS: u32 = 4;

/// The keys of a tile: those without a default, and the others.
struct Keys {
    required: &'static [&'static str],
    optional: &'static [&'static str],
}

const CHANNELS: Keys = Keys { required: &["vectors", "pixels"], optional: &["tail", "band", "phases"] };
const PIXELS: Keys = Keys { required: &["channels", "vectors"], optional: &[] };

impl Fields<'_> {
    pub(crate) fn plan(&mut self) -> Field<Vec<Wish>> {
        let Some(Entry { value, .. }) = self.find("plan") else {
            return self.absent("plan");
        };
        let Kind::Table(sets) = &value.kind else {
            let message = "`plan` must be a table with a kernel for each instruction set".to_owned();
            self.mistakes.push(self.mismatch(message, value));
            return Field::Faulty;
        };
        // Every instruction set is looked at before the plan is given up.
        let mut wishes = Some(Vec::new());
        for set in sets {
            if self.mistakes.is_full() {
                return Field::Faulty;
            }
            let isa = self.isa(set);
            match (isa, self.tile(set)) {
                (Some(isa), Some((span, tile))) => {
                    if let Some(wishes) = &mut wishes {
                        wishes.push(Wish { isa, span, tile });
                    }
                }
                _ => wishes = None,
            }
        }
        let span = value.span.clone();
        wishes.map(|value| Spanned { span, value }).into()
    }

    fn isa(&mut self, Entry { key, key_span, .. }: &Entry) -> Option<Isa> {
        let isa = Isa::ALL.into_iter().find(|isa| isa.name() == key);
        if isa.is_none() {
            let names = Isa::ALL.map(Isa::name);
            let diagnostic = Diagnostic::new(key_span.clone(), format!("unknown instruction set {}", quote(key)));
            let diagnostic = match nearest(key, names) {
                Some(meant) => diagnostic.with_label(format!("did you mean `{meant}`?")),
                None => diagnostic,
            };
            self.mistakes.push(diagnostic.with_help(format!("known are {}", list(&names))));
        }
        isa
    }

    /// A kernel's tile, and where the kernel is named.
    fn tile(&mut self, set: &Entry) -> Option<(Span, Tile)> {
        let Kind::Table(entries) = &set.value.kind else {
            let message = format!("{} must be a table with a `kernel` and its tile", quote(&set.key));
            self.mistakes.push(self.mismatch(message, &set.value));
            return None;
        };
        let Some(Entry { value: kernel, .. }) = entries.iter().find(|entry| entry.key == "kernel") else {
            let message = format!("missing key `kernel` of {}", quote(&set.key));
            self.mistakes.push(
                Diagnostic::new(set.key_span.clone(), message)
                    .with_help("it is \"channels\" or \"pixels\": what the lanes hold"),
            );
            return None;
        };
        let keys = match &kernel.kind {
            Kind::String(word) if word == "channels" => CHANNELS,
            Kind::String(word) if word == "pixels" => PIXELS,
            Kind::String(word) => {
                self.unknown_word("kernel", word, kernel, &["channels", "pixels"]);
                return None;
            }
            _ => {
                self.mistakes.push(self.mismatch("`kernel` must be \"channels\" or \"pixels\"".to_owned(), kernel));
                return None;
            }
        };
        let known = self.known(entries, &keys);
        let mut number = |key: &str| {
            let entry = entries.iter().find(|entry| entry.key == key)?;
            Some(self.number(&quote(key), "an integer", &entry.value, 1))
        };
        let required: Vec<Option<Option<Spanned<u32>>>> = keys.required.iter().map(|key| number(key)).collect();
        let optional: Vec<Option<Option<Spanned<u32>>>> = keys.optional.iter().map(|key| number(key)).collect();
        let missing: Vec<&str> =
            keys.required.iter().zip(&required).filter(|(_, found)| found.is_none()).map(|(key, _)| *key).collect();
        // A misspelt key is not missing.
        if !missing.is_empty() && known {
            let plural = if missing.len() > 1 { "s" } else { "" };
            let message = format!("missing key{plural} {} of {}", quoted(&missing), quote(&set.key));
            self.mistakes
                .push(Diagnostic::new(set.key_span.clone(), message).with_help("a kernel needs all of its tile"));
        }
        let faulty = |found: &Option<Option<Spanned<u32>>>| matches!(found, Some(None));
        if !known || required.iter().chain(&optional).any(faulty) {
            return None;
        }
        let mut required = required.into_iter().map(Option::flatten);
        let mut optional = optional.into_iter().map(Option::flatten);
        let (first, second) = (required.next()??, required.next()??);
        let tile = if keys.optional.is_empty() {
            Tile::Pixels { channels: first, vectors: second }
        } else {
            if first.value > MAX_VECTORS {
                let message = format!("`vectors` must be at most {MAX_VECTORS}");
                self.mistakes.push(Diagnostic::new(first.span, message).with_label(format!("more than {MAX_VECTORS}")));
                return None;
            }
            let mut next = || optional.next().flatten();
            Tile::Channels { vectors: first, pixels: second, tail: next(), band: next(), phases: next() }
        };
        Some((kernel.span.clone(), tile))
    }

    /// Whether all keys of a tile are known.
    fn known(&mut self, entries: &[Entry], keys: &Keys) -> bool {
        let names: Vec<&str> = ["kernel"].iter().chain(keys.required).chain(keys.optional).copied().collect();
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
