use std::collections::BTreeSet;
use std::ops::Range;
use std::path;

use conv_codegen::{Inline, Item, Message};
use conv_spec::plan::Plan;
use conv_spec::tensors::{self, snake_case};
use conv_spec::{Checked, Diagnostic, Format, Layer, Report, Source};
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::{Attribute, Ident, LitStr, Path};

use crate::definition::{Definition, Input, Malformed, Specification};
use crate::form::{self, Form};
use crate::{file, slashes};

/// All definitions, each on its own: the mistakes of one do not hide those of another.
pub(crate) fn expand(input: Input) -> TokenStream {
    let Input { facade, alloc, definitions } = input;
    let mut names = Names::default();
    definitions
        .into_iter()
        .map(|definition| {
            let Definition { attributes, visibility, name, specification } = match definition {
                Ok(definition) => definition,
                Err(malformed) => return malformed_item(malformed, &facade, &mut names),
            };
            if let Some(error) = names.repeated(&name, &attributes) {
                return error;
            }
            let mut item = Item::new(visibility, name, facade.clone());
            item.attributes = attributes;
            item.alloc = alloc;
            match specification {
                Specification::File(path) => from_file(item, &path),
                Specification::Inline(tokens) => from_call(item, tokens),
            }
        })
        .collect()
}

/// The error of what is no definition, and a stand-in for the layer where its name is known.
fn malformed_item(malformed: Malformed, facade: &Path, names: &mut Names) -> TokenStream {
    let Malformed { attributes, visibility, name, first, last, text } = malformed;
    let Some(name) = name.filter(|name| names.repeated(name, &attributes).is_none()) else {
        return error(first, last, &text);
    };
    let mut item = Item::new(visibility, name, facade.clone());
    item.attributes = attributes;
    conv_codegen::failure(&item, &[Message { first, last, text }])
}

/// An error that stands for no layer.
fn error(first: Span, last: Span, text: &str) -> TokenStream {
    let arguments = quote_spanned!(last=> { #text });
    quote_spanned!(first=> ::core::compile_error! #arguments)
}

/// The names of the layers so far.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    /// An error where the name was taken before: one instead of those that two types of a name cause. What is switched on and off
    /// by `cfg` may have any name; if both are on, rustc says so.
    fn repeated(&mut self, name: &Ident, attributes: &[Attribute]) -> Option<TokenStream> {
        if attributes.iter().any(|attribute| attribute.path().is_ident("cfg")) {
            return None;
        }
        let text = format!("the name `{name}` is given to two layers\n  = help: give this one another name");
        (!self.0.insert(name.to_string())).then(|| error(name.span(), name.span(), &text))
    }
}

fn from_file(mut item: Item, path: &LitStr) -> TokenStream {
    let name = path.value();
    let message = |text| Message { first: path.span(), last: path.span(), text };
    if form::is_quoted_call(&name) {
        let help = Form { name: item.name.to_string(), specification: name.trim().to_owned() }.help();
        let text = format!("a call stands without quotes\n  = help: {help}");
        return conv_codegen::failure(&item, &[message(text)]);
    }
    let file = match file::read(&name) {
        Ok(file) => file,
        Err(refused) => {
            item.files.extend(refused.exists.then_some(name));
            return conv_codegen::failure(&item, &[message(refused.text)]);
        }
    };
    item.files.push(name.clone());
    let source = Source { name: &name, text: &file.text, format: file.format };
    let layer = path::Path::new(&name).file_stem().unwrap_or_default().to_string_lossy();
    emit(item, &source, &layer, |found| match found {
        Found::Mistake(diagnostic) => message(diagnostic.render(&source)),
        Found::Note(_, text) => message(text),
    })
}

fn from_call(item: Item, tokens: TokenStream) -> TokenStream {
    let division = slashes::lost_division(&tokens);
    let inline = Inline::with_lines(tokens, |span| span.unwrap().line());
    if let Some(text) = division {
        let (first, last) = inline.spans(&(0..inline.text().len())).unwrap_or((item.name.span(), item.name.span()));
        return conv_codegen::failure(&item, &[Message { first, last, text }]);
    }
    let source = Source { name: "inline", text: inline.text(), format: Format::Call };
    let name = item.name.clone();
    let layer = snake_case(&name.to_string());
    emit(item, &source, &layer, |found| {
        let (span, text) = match found {
            Found::Mistake(diagnostic) => (diagnostic.span(), diagnostic.inline_text()),
            Found::Note(span, text) => (span, text),
        };
        let (first, last) = inline.spans(&span).unwrap_or((name.span(), name.span()));
        Message { first, last, text }
    })
}

/// What the user is told.
enum Found<'a> {
    Mistake(&'a Diagnostic),
    /// About these bytes of the specification; no error.
    Note(Range<usize>, String),
}

/// The expansion for a specification; `layer` is what its tensors are called, `message` finds the place of what is told.
fn emit(mut item: Item, source: &Source, layer: &str, message: impl Fn(Found) -> Message) -> TokenStream {
    match generate(&mut item, source, layer, &message) {
        Ok(tokens) => tokens,
        Err(report) => {
            let messages: Vec<Message> =
                report.diagnostics().iter().map(|diagnostic| message(Found::Mistake(diagnostic))).collect();
            conv_codegen::failure(&item, &messages)
        }
    }
}

fn generate(
    item: &mut Item,
    source: &Source,
    name: &str,
    message: impl Fn(Found) -> Message,
) -> Result<TokenStream, Report> {
    match conv_spec::check_any(source)? {
        Checked::Layer(layer) => {
            let plan = Plan::new(&layer);
            train(item, &layer, &plan, name, message)?;
            Ok(conv_codegen::layer(item, &layer, &plan))
        }
        Checked::Windows(windows) => Ok(conv_codegen::windows(item, &windows)),
    }
}

/// Reads the layer's weights, if its specification names some.
fn train(
    item: &mut Item,
    layer: &Layer,
    plan: &Plan,
    name: &str,
    message: impl Fn(Found) -> Message,
) -> Result<(), Report> {
    let Some(weights) = layer.weights_file() else { return Ok(()) };
    let path = weights.path();
    let file = file::read_weights(path).map_err(|refused| {
        item.files.extend(refused.exists.then(|| path.to_owned()));
        tensors::unreadable(weights, &refused.reason, &refused.help)
    })?;
    item.files.push(path.to_owned());
    let packed = tensors::pack(weights, layer, plan, name, &file)?;
    if !packed.notes().is_empty() {
        let text = format!("{path}: {}", packed.notes().join("; "));
        item.warnings.push(message(Found::Note(weights.span(), text)));
    }
    item.trained = Some(packed);
    Ok(())
}
