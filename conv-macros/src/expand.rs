use std::ops::Range;
use std::path::Path;

use conv_codegen::{Inline, Item, Message};
use conv_spec::plan::Plan;
use conv_spec::tensors::{self, snake_case};
use conv_spec::{Checked, Diagnostic, Format, Layer, Report, Source};
use proc_macro2::TokenStream;

use crate::definition::{Definition, Input, Specification};
use crate::path::Written;
use crate::tracker::Tracker;
use crate::{file, weights};

/// All definitions, each on its own: the mistakes of one do not hide those of another.
pub(crate) fn expand(input: Input) -> TokenStream {
    let Input { facade, alloc, definitions } = input;
    let mut tracker = Tracker::default();
    definitions
        .into_iter()
        .map(|definition| {
            let Definition { attributes, visibility, name, specification } = definition;
            let mut item = Item::new(visibility, name, facade.clone());
            item.attributes = attributes;
            item.alloc = alloc;
            match specification {
                Specification::File(written) => from_file(item, &written, &mut tracker),
                Specification::Inline(tokens) => from_call(item, &Inline::new(tokens), &mut tracker),
            }
        })
        .collect()
}

fn from_file(mut item: Item, written: &Written, tracker: &mut Tracker) -> TokenStream {
    let Written { place, first, last } = written;
    let name = place.name();
    let message = |text| Message { first: *first, last: *last, text };
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

fn from_call(item: Item, inline: &Inline, tracker: &mut Tracker) -> TokenStream {
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
            train(item, &layer, &plan, name, tracker, message)?;
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
    tracker: &mut Tracker,
    message: impl Fn(Found) -> Message,
) -> Result<(), Report> {
    let Some(named) = layer.weights_file() else { return Ok(()) };
    let path = named.path();
    let file = weights::open(path).map_err(|refused| {
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
