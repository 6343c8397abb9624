//! The public interface of `conv-layer` and of what it re-exports, as signatures, against a
//! recorded list: whatever changes it shows in `expected.txt`, and is meant to.
//!
//! `UPDATE_EXPECT=1 cargo test --test public_api` writes the list anew; read what changed, and tell
//! users of it in the changelog. What generated types have is recorded in
//! `conv-codegen/tests/expected/`.

mod signature;
mod sources;

use expect_test::expect_file;

use sources::{Found, Sources};

#[test]
fn interface() {
    let sources = Sources::load();
    let mut text = String::new();
    for export in sources.exports() {
        text.extend(["\n// ", &export.conditions, &export.name, "\n"]);
        match sources.resolve("conv_layer", &[], &export.name) {
            Some(Found::Item(item)) => text.push_str(&signature::item(item)),
            Some(Found::Macros(items)) => text.push_str(&signature::macros(items)),
            // Of another crate, or a chapter.
            None => continue,
        }
        for implementation in sources.implementations(&export.name) {
            text.push_str(&signature::implementation(implementation));
        }
    }
    expect_file!["expected.txt"].assert_eq(&text);
}

/// The list has what users have, and not what is hidden.
#[test]
fn the_list_is_of_visible_items() {
    let sources = Sources::load();
    let names: Vec<String> = sources.exports().into_iter().map(|export| export.name).collect();
    for visible in ["Layer", "OpenLayer", "Error", "Pool", "Isa", "zeroed", "conv_layer", "recipes"] {
        assert!(names.iter().any(|name| name == visible), "{visible} is missing");
    }
    for hidden in ["__private", "Call", "Kernels", "dispatch", "variables"] {
        assert!(names.iter().all(|name| name != hidden), "{hidden} is visible");
    }
    for name in ["Layer", "Weights", "Error", "Threads"] {
        assert!(matches!(sources.resolve("conv_layer", &[], name), Some(Found::Item(_))), "{name} is not found");
    }
    assert!(matches!(sources.resolve("conv_layer", &[], "Isa"), Some(Found::Macros(_))));
}
