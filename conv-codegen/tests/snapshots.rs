//! The generated code of a layer of each kind.
//!
//! `UPDATE_EXPECT=1 cargo test -p conv-codegen` writes the files anew; read what changed.

use std::collections::BTreeSet;

use conv_codegen::{Inline, Item, Message, Tracked};
use conv_plan::Plan;
use conv_spec::{Format, Source};
use expect_test::{ExpectFile, expect_file};
use proc_macro2::TokenStream;
use syn::visit::Visit;

fn item(attributes: &[syn::Attribute]) -> Item {
    let mut item = Item::new(syn::parse_quote!(pub), syn::parse_quote!(Generated), syn::parse_quote!(::conv_layer));
    item.attributes = attributes.to_vec();
    item.alloc = true;
    item
}

fn check(text: &str, expected: &ExpectFile) {
    let source = Source { name: "inline", text, format: Format::Call };
    let layer = conv_spec::check(&source).expect("the call is valid");
    let item = item(&[syn::parse_quote!(#[doc = " As the user says."])]);
    compare(conv_codegen::layer(&item, &layer, &Plan::new(&layer).unwrap()), expected);
}

fn compare(tokens: TokenStream, expected: &ExpectFile) {
    let file = syn::parse2(tokens).expect("generated code is Rust");
    let mut roots = Roots::default();
    roots.visit_file(&file);
    assert_eq!(roots.foreign, BTreeSet::new(), "names that a user's crate may lack or define otherwise");
    let text = prettyplease::unparse(&file);
    assert!(!text.contains("unsafe"), "{text}");
    expected.assert_eq(&text);
}

/// Looks for paths that begin neither at the facade nor at `core`, nor with a name of the generated
/// code itself.
#[derive(Default)]
struct Roots {
    foreign: BTreeSet<String>,
}

/// What generated code defines or the language does, const generics included.
const OWN: [&str; 23] = [
    "Policy",
    "shapes",
    "PRETRAINED",
    "weights_that_are_not_finite",
    "Generated",
    "__conv_layer_Generated",
    "Plan",
    "Store",
    "Self",
    "self",
    "GEOMETRY",
    "PACKING",
    "LayerGeometry",
    "InputSize",
    "SIZE",
    "D",
    "H",
    "W",
    "L",
    "OUT_D",
    "OUT_H",
    "OUT_W",
    "OUT_L",
];

/// Names that look like variables, and that a user may give to something else.
const PRIMITIVE: [&str; 4] = ["usize", "bool", "str", "char"];

impl<'ast> Visit<'ast> for Roots {
    /// Of `<Type>::function`, the type alone is looked for.
    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        match &path.qself {
            Some(of) if of.position == 0 => self.visit_type(&of.ty),
            _ => syn::visit::visit_expr_path(self, path),
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let first = names.first().map_or("", String::as_str);
        let absolute = path.leading_colon.is_some() && ["conv_layer", "core"].contains(&first);
        // Lower case alone: a variable, or an attribute of the language.
        let local =
            names.len() == 1 && !PRIMITIVE.contains(&first) && first.chars().all(|c| c.is_lowercase() || c == '_');
        if !(absolute || path.leading_colon.is_none() && (local || OWN.contains(&first))) {
            self.foreign.insert(names.join("::"));
        }
        syn::visit::visit_path(self, path);
    }
}

#[test]
fn dense() {
    check("nn.Conv2d(64, 64, 3, padding=1, input_shape=(64, 56, 56))", &expect_file!["expected/dense.rs"]);
}

#[test]
fn generic() {
    check(
        "nn.Conv2d(16, 33, (3, 5), stride=(2, 1), padding=(4, 2), dilation=(3, 1))",
        &expect_file!["expected/generic.rs"],
    );
}

#[test]
fn depthwise() {
    check(
        "nn.Conv2d(32, 32, 3, padding=1, groups=32, input_shape=(32, 112, W))",
        &expect_file!["expected/depthwise.rs"],
    );
}

/// Weights for lanes, one size generic.
#[test]
fn channels_last() {
    check(
        "nn.Conv2d(40, 40, 3, padding=1, groups=40, input_shape=(40, 14, W), memory_format=torch.channels_last)",
        &expect_file!["expected/channels_last.rs"],
    );
}

/// Blocks of the output, from an input that is contiguous.
#[test]
fn blocked() {
    check(
        "nn.Conv1d(3, 32, 3, dtype=torch.float64, input_shape=(3, 20), memory_format={'output': 'blocked'})",
        &expect_file!["expected/blocked.rs"],
    );
}

#[test]
fn tiny() {
    check("nn.Conv1d(1, 2, 3, padding=1, input_shape=(1, 4))", &expect_file!["expected/tiny.rs"]);
}

/// As little code as possible, but for one instruction set, whose kernel is asked for.
#[test]
fn asked() {
    check(
        "nn.ConvTranspose1d(4, 16, 4, stride=2, unroll='size', input_shape=(4, L), \
         plan={'avx2': {'kernel': 'channels', 'vectors': 2, 'pixels': 3, 'phases': 2}})",
        &expect_file!["expected/asked.rs"],
    );
}

/// Straight-line code on targets without vectors, a kernel on others.
#[test]
fn straight_line_for_some_targets() {
    let text = "nn.Conv1d(1, 1, 3, unroll='speed', input_shape=(1, 180))";
    let layer = conv_spec::check(&Source { name: "inline", text, format: Format::Call }).expect("the call is valid");
    let text = conv_codegen::layer(&item(&[]), &layer, &Plan::new(&layer).unwrap()).to_string().replace(' ', "");
    assert!(text.contains("{output[0][0]=weights[1]*input[0][0]"), "{text}");
    let (_, body) = text.split_once("if::conv_layer::__private::dispatch::VECTORS{").expect("two bodies of `forward`");
    let (kernel, straight) = body.split_once("}else{").expect("two bodies of `forward`");
    assert!(kernel.contains("__conv_layer_Generated::compute("), "{kernel}");
    assert!(straight.starts_with("__conv_layer_Generated::straight("), "{straight}");
}

#[test]
fn volume() {
    check(
        "nn.Conv3d(3, 24, (3, 5, 5), padding=\"same\", bias=False, input_shape=(3, 8, 32, 32))",
        &expect_file!["expected/volume.rs"],
    );
}

/// In double precision, with weights from a file that are not all finite.
#[test]
fn trained() {
    let text =
        "nn.ConvTranspose1d(1, 1, 2, bias=False, dtype=torch.float64, input_shape=(1, 3), weights='m.safetensors')";
    let layer = conv_spec::check(&Source { name: "inline", text, format: Format::Call }).expect("the call is valid");
    let plan = Plan::new(&layer).unwrap();
    let header = br#"{"up.weight":{"dtype":"F32","shape":[1,1,2],"data_offsets":[0,8]}}"#;
    let numbers = [1.5_f32, f32::NAN].map(f32::to_le_bytes);
    let file = [&(header.len() as u64).to_le_bytes()[..], header, numbers.as_flattened()].concat();
    let weights = layer.weights_file().expect("named above");
    let packed = conv_spec::tensors::pack(weights, &layer, plan.packing(), "up", &file).expect("the tensor fits");
    let mut item = item(&[]);
    let [text] = packed.notes() else { panic!("one tensor has a NaN") };
    item.warnings = vec![Message { first: item.name.span(), last: item.name.span(), text: text.clone() }];
    item.trained = Some(packed);
    compare(conv_codegen::layer(&item, &layer, &plan), &expect_file!["expected/trained.rs"]);
}

#[test]
fn failure() {
    let inline = Inline::new("nn.Conv2d(16, 32, 0, groups=3)".parse().expect("Rust tokens"));
    let report = conv_spec::check(&Source { name: "inline", text: inline.text(), format: Format::Call }).unwrap_err();
    let messages: Vec<Message> = report
        .diagnostics()
        .iter()
        .map(|diagnostic| {
            let (first, last) = inline.spans(&diagnostic.span()).expect("there are tokens");
            Message { first, last, text: diagnostic.inline_text() }
        })
        .collect();
    let mut item = item(&[syn::parse_quote!(#[derive(Clone)]), syn::parse_quote!(#[cfg(test)])]);
    item.files = vec![Tracked::Below { variable: "CARGO_MANIFEST_DIR", path: "specs/stem.toml".into() }];
    compare(conv_codegen::failure(&item, &messages), &expect_file!["expected/failure.rs"]);
}

/// A layer of a file has the file among what it depends on, and its attributes on the struct alone
/// but for `cfg`.
#[test]
fn file_and_attributes() {
    let source = Source { name: "inline", text: "nn.Conv1d(4, 4, 3)", format: Format::Call };
    let layer = conv_spec::check(&source).expect("the call is valid");
    let mut item = item(&[syn::parse_quote!(#[derive(Clone, PartialEq)]), syn::parse_quote!(#[cfg(test)])]);
    item.files = vec![Tracked::Below { variable: "CARGO_MANIFEST_DIR", path: "specs/line.toml".into() }];
    item.alloc = false;
    item.files.push(Tracked::At("/somewhere/line.toml".into()));
    let text = conv_codegen::layer(&item, &layer, &Plan::new(&layer).unwrap()).to_string();
    // What all layers have is not derived.
    assert_eq!(text.matches("derive (PartialEq)").count(), 1);
    assert_eq!(text.matches("derive (").count(), 1);
    // The struct, its module and everything about it.
    assert_eq!(text.matches("cfg").count(), 3);
    assert_eq!(text.matches("\"/specs/line.toml\"").count(), 1);
    assert_eq!(text.matches("include_bytes ! (\"/somewhere/line.toml\")").count(), 1);
    assert!(!text.contains("boxed"));
}
