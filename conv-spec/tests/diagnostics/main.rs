//! Every diagnostic, as the user sees it.
//!
//! `UPDATE_EXPECT=1 cargo test -p conv-spec` writes the texts anew; read what changed.

#![allow(clippy::needless_raw_string_hashes)] // `expect-test` writes them

mod arithmetic;
mod booleans;
mod choices;
mod classes;
mod devices;
mod dtypes;
mod folds;
mod foreign;
mod formats;
mod frameworks;
mod input_shape;
mod keys;
mod lazy;
mod output_size;
mod padding;
mod padding_modes;
mod places;
mod python;
mod relations;
mod several;
mod sizes;
mod syntax;
mod tables;
mod tensors;
mod transposed;
mod types;
mod weights;
mod windows;

use conv_spec::{Format, Source, check_any};
use expect_test::Expect;

/// Checks a text that has mistakes against what is said about them.
fn refuse(format: Format, text: &str, expected: &Expect) {
    let name = match format {
        Format::Toml => "stem.toml",
        Format::Json => "stem.json",
        Format::Call => "inline",
    };
    let source = Source { name, text, format };
    let report = check_any(&source).expect_err("the text was accepted");
    for diagnostic in report.diagnostics() {
        let message = diagnostic.message();
        assert!(!message.contains('\n') && !message.ends_with('.'), "{message}");
        assert!(diagnostic.inline_text().starts_with(message));
        assert!(text.get(diagnostic.span()).is_some(), "{message}: {:?}", diagnostic.span());
    }
    expected.assert_eq(&(report.render(&source) + "\n"));
}
