//! Whatever a layer is called, and whatever else has the names that generated code uses, it
//! compiles without a warning.

mod attributes;
mod user;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use conv_codegen::Item;
use conv_plan::Plan;
use conv_spec::{Checked, Format, Source};
use proc_macro2::{TokenStream, TokenTree};

/// A layer of each kind of expansion.
const KINDS: [&str; 9] = [
    "nn.Conv1d(2, 2, 3, input_shape=(2, 300))",
    "nn.Conv2d(2, 3, 1, bias=False)",
    "nn.Conv3d(2, 2, 3, padding=1, padding_mode=\"reflect\", input_shape=(2, Rows, 8, OUT_ROWS), dtype=torch.float64)",
    "nn.Conv1d(1, 1, 1, input_shape=(1, 2))",
    "nn.Conv1d(16, 16, 3, groups=16, input_shape=(16, 8), memory_format={\"input\": \"channels_last\", \"output\": \"blocked\"})",
    "nn.ConvTranspose1d(1, 1, 1, bias=False, input_shape=(1, 1), weights=\"trained.safetensors\")",
    "nn.Unfold(2, input_shape=(1, 2, 2))",
    "nn.Unfold(2)",
    "nn.Fold((4, 3), 2)",
];

/// Names in the expansions of trained weights, and of Rust and its standard library.
const MORE: [&str; 27] = [
    "PRETRAINED",
    "u8",
    "pretrained",
    "default",
    "weights_that_are_not_finite",
    "bool",
    "char",
    "i32",
    "isize",
    "type",
    "struct",
    "async",
    "box",
    "gen",
    "Vec",
    "Rc",
    "Sync",
    "Copy",
    "Clone",
    "From",
    "T",
    "N",
    "alloc",
    "std",
    "panic",
    "debug_assert",
    "vec",
];

/// The words that cannot be names even with `r#`.
const RESERVED: [&str; 5] = ["self", "Self", "super", "crate", "_"];

/// The expansion of a layer of a kind.
fn expansion(kind: &str) -> TokenStream {
    let mut item = Item::new(syn::parse_quote!(pub), syn::parse_quote!(Generated), syn::parse_quote!(::conv_layer));
    item.alloc = true;
    let source = Source { name: "inline", text: kind, format: Format::Call };
    match conv_spec::check_any(&source).expect("the call is valid") {
        Checked::Layer(layer) => conv_codegen::layer(&item, &layer, &Plan::new(&layer).unwrap()),
        Checked::Windows(windows) => conv_codegen::windows(&item, &windows),
    }
}

fn identifiers(tokens: TokenStream, found: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => identifiers(group.stream(), found),
            TokenTree::Ident(name) => drop(found.insert(name.to_string())),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// The identifiers of an expansion and other words, as they can be the names of items.
fn names(tokens: TokenStream) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = MORE.map(str::to_owned).into();
    identifiers(tokens, &mut found);
    // The layer's module has a name of its own, whatever the layer is called.
    found.retain(|name| !RESERVED.contains(&name.as_str()) && !name.starts_with("__conv_layer_"));
    let is_name = |name: &str| name != "gen" && syn::parse_str::<syn::Ident>(name).is_ok();
    found.into_iter().map(|name| if is_name(&name) { name } else { format!("r#{name}") }).collect()
}

/// A layer of each kind has each name of its expansion: all of a kind in one module, so that they
/// are beside one another, too. (Kinds of several libraries are checked at the same time.)
#[test]
fn every_name_can_be_a_layers() {
    const LIBRARIES: usize = 3;
    let mut texts = vec![String::from(user::STRICT); LIBRARIES];
    for (number, kind) in KINDS.iter().enumerate() {
        let text = &mut texts[number % LIBRARIES];
        let _ = writeln!(text, "pub mod kind_{number} {{ ::conv_layer::conv_layer! {{");
        for name in names(expansion(kind)) {
            let _ = writeln!(text, "pub struct {name} = {kind};");
        }
        text.push_str("}}\n");
    }
    user::check_all("names", &texts);
}

/// Types, values and macros of the user have all the names where the layers are.
#[test]
fn every_name_can_be_something_elses() {
    let mut text = String::from(user::STRICT);
    for name in names(KINDS.into_iter().map(expansion).collect()) {
        let _ = writeln!(text, "pub struct {name}; macro_rules! {name} {{ () => {{}} }} {name}!();");
    }
    text.push_str("::conv_layer::conv_layer! {\n");
    for (number, kind) in KINDS.iter().enumerate() {
        let _ = writeln!(text, "pub struct Layer{number} = {kind};");
    }
    text.push_str("}\n");
    user::check("neighbours", &text);
}

/// Traits that all types implement have methods of all the names, where the layers are.
#[test]
fn every_name_can_be_a_method_of_everything() {
    let names = names(KINDS.into_iter().map(expansion).collect());
    let mut text = String::from(user::STRICT);
    for (number, receiver) in ["self", "&self", "&mut self"].into_iter().enumerate() {
        let _ = writeln!(text, "pub mod receiver_{number} {{ pub trait Everything: Sized {{");
        for name in &names {
            let _ = writeln!(text, "fn {name}({receiver}) {{}}");
        }
        text.push_str("}\nimpl<T> Everything for T {}\n::conv_layer::conv_layer! {\n");
        for (number, kind) in KINDS.iter().enumerate() {
            let _ = writeln!(text, "pub struct Layer{number} = {kind};");
        }
        text.push_str("}}\n");
    }
    user::check("methods", &text);
}
