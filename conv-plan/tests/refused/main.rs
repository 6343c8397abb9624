//! Kernels that are asked for with the key `plan`, and what is said where a layer cannot have them.
//!
//! `UPDATE_EXPECT=1 cargo test -p conv-plan` writes the texts anew; read what changed.

#![allow(clippy::needless_raw_string_hashes)] // `expect-test` writes them

mod budget;
mod channels;
mod dictionary;
mod formats;
mod layouts;
mod pixels;
mod rest;
mod rows;
mod table;
mod whole_rows;

use conv_plan::{Plan, granted};
use conv_spec::{Checked, Format, Source, check_any};
use expect_test::Expect;

/// Checks a text that has mistakes against what is said about them.
fn refuse(format: Format, text: &str, expected: &Expect) {
    let name = match format {
        Format::Toml => "stem.toml",
        Format::Json => "stem.json",
        Format::Call => "inline",
    };
    let source = Source { name, text, format };
    let checked = check_any(&source).and_then(|checked| match checked {
        Checked::Layer(layer) => granted(&layer).and_then(|_| Plan::new(&layer)).map(drop),
        Checked::Windows(_) => Ok(()),
    });
    let report = checked.expect_err("the text was accepted");
    for diagnostic in report.diagnostics() {
        let message = diagnostic.message();
        assert!(!message.contains('\n') && !message.ends_with('.'), "{message}");
        assert!(diagnostic.inline_text().starts_with(message));
        assert!(text.get(diagnostic.span()).is_some(), "{message}: {:?}", diagnostic.span());
    }
    expected.assert_eq(&(report.render(&source) + "\n"));
}
