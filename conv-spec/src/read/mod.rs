//! Readers: one for each notation, all giving the same tree.

mod call;
mod cursor;
pub(crate) mod json;
mod toml;

use crate::diagnostic::Diagnostic;
use crate::mistakes::Mistakes;
use crate::source::{Format, Source};
use crate::tree::Value;

/// No specification comes near this; larger files were named by mistake.
const MAX_BYTES: usize = 1 << 20;

/// The tree of a text, a table at its root; `None` where the text cannot be read to its end.
///
/// Mistakes that leave the rest readable, such as a key given twice, are reported and passed over.
pub(crate) fn read(source: &Source, mistakes: &mut Mistakes) -> Option<Value> {
    if source.text.len() > MAX_BYTES {
        let message = format!("the text is larger than {MAX_BYTES} bytes");
        mistakes.push(
            Diagnostic::new(0..0, message)
                .with_label(format!("{} bytes", source.text.len()))
                .with_help("is this the specification of one layer?"),
        );
        return None;
    }
    match source.format {
        Format::Toml => toml::read(source.text, mistakes),
        Format::Json => json::read(source.text, mistakes),
        Format::Call => call::read(source.text, mistakes),
    }
}
