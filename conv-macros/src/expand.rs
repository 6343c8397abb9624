use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use conv_codegen::{Inline, Item, Message};
use conv_spec::plan::Plan;
use conv_spec::tensors::{self, snake_case};
use conv_spec::{Checked, Diagnostic, Format, Layer, Report, Source};
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::{Attribute, Ident};

use crate::definition::{Definition, Input, Malformed, Specification};
use crate::form::{self, Form};
use crate::path::Written;
use crate::tracker::Tracker;
use crate::{file, slashes, weights};

/// All definitions, each on its own: the mistakes of one do not hide those of another.
pub(crate) fn expand(input: Input) -> TokenStream {
    let Input { facade, alloc, definitions } = input;
    let mut names = Names::default();
    let mut tracker = Tracker::default();
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
            if let Some(message) = conv_codegen::refused(&item.attributes) {
                return conv_codegen::failure(&item, &[message]);
            }
            match specification {
                Specification::File(written) => from_file(item, &written, &mut tracker),
                Specification::Inline(tokens) => from_call(item, tokens, &mut tracker),
            }
        })
        .collect()
}

/// The error of what is no definition, and a stand-in for the layer where its name is known.
fn malformed_item(malformed: Malformed, facade: &syn::Path, names: &mut Names) -> TokenStream {
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
    /// An error where the name was taken before: one instead of those that two types of a name
    /// cause. What is switched on and off by `cfg` may have any name; if both are on, rustc says
    /// so.
    fn repeated(&mut self, name: &Ident, attributes: &[Attribute]) -> Option<TokenStream> {
        if conv_codegen::are_conditional(attributes) {
            return None;
        }
        let text = format!("the name `{name}` is given to two layers\n  = help: give this one another name");
        (!self.0.insert(name.to_string())).then(|| error(name.span(), name.span(), &text))
    }
}

fn from_file(mut item: Item, written: &Written, tracker: &mut Tracker) -> TokenStream {
    let Written { place, first, last } = written;
    let name = place.name();
    let message = |text| Message { first: *first, last: *last, text };
    if form::is_quoted_call(&name) {
        let help = Form { name: item.name.to_string(), specification: name.trim().to_owned() }.help();
        let text = format!("a call stands without quotes\n  = help: {help}");
        return conv_codegen::failure(&item, &[message(text)]);
    }
    let file = match file::read(place) {
        Ok(file) => file,
        Err(refused) => {
            let text = refused.text(&name);
            tracker.track(&mut item, refused.watched);
            return conv_codegen::failure(&item, &[message(text)]);
        }
    };
    tracker.track(&mut item, file.watched);
    let source = Source { name: &name, text: &file.text, format: file.format };
    let layer = Path::new(&name).file_stem().unwrap_or_default().to_string_lossy();
    emit(item, &source, &layer, tracker, |found| match found {
        Found::Mistake(diagnostic) => message(diagnostic.render(&source)),
        Found::Note(_, text) => message(text),
    })
}

fn from_call(item: Item, tokens: TokenStream, tracker: &mut Tracker) -> TokenStream {
    let division = slashes::lost_division(&tokens);
    let inline = Inline::with_lines(tokens, |span| span.unwrap().line());
    if let Some(text) = division {
        let (first, last) = inline.spans(&(0..inline.text().len())).unwrap_or((item.name.span(), item.name.span()));
        return conv_codegen::failure(&item, &[Message { first, last, text }]);
    }
    let source = Source { name: "inline", text: inline.text(), format: Format::Call };
    let name = item.name.clone();
    let layer = snake_case(&name.to_string());
    emit(item, &source, &layer, tracker, |found| {
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
fn emit(
    mut item: Item,
    source: &Source,
    layer: &str,
    tracker: &mut Tracker,
    message: impl Fn(Found) -> Message,
) -> TokenStream {
    match generate(&mut item, source, layer, tracker, &message) {
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
    tracker: &mut Tracker,
    message: impl Fn(Found) -> Message,
) -> Result<TokenStream, Report> {
    match conv_spec::check_any(source)? {
        Checked::Layer(layer) => {
            let plan = Plan::new(&layer);
            train(item, &layer, &plan, (source, name), tracker, message)?;
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
    (source, name): (&Source, &str),
    tracker: &mut Tracker,
    message: impl Fn(Found) -> Message,
) -> Result<(), Report> {
    let Some(named) = layer.weights_file() else { return Ok(()) };
    let path = named.path();
    let beside = match source.format {
        Format::Call => "src",
        Format::Toml | Format::Json => source.name.rsplit_once('/').map_or("", |(folder, _)| folder),
    };
    let file = weights::open(path, beside).map_err(|refused| {
        let report = tensors::unreadable(named, &refused.reason, &refused.helps);
        tracker.track(item, refused.watched);
        report
    })?;
    tracker.track(item, file.watched.iter().cloned());
    let archive = weights::archive(named, &file)?;
    let packed = archive.pack(named, layer, plan, name, &file)?;
    if !packed.notes().is_empty() {
        let text = format!("{path}: {}", packed.notes().join("; "));
        item.warnings.push(message(Found::Note(named.span(), text)));
    }
    item.trained = Some(packed);
    Ok(())
}
