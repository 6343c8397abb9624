use conv_codegen::{Inline, Item, Message};
use conv_spec::plan::Plan;
use conv_spec::{Checked, Format, Source};
use proc_macro2::TokenStream;
use syn::LitStr;

use crate::definition::{Definition, Input, Specification};
use crate::file;

/// All definitions, each on its own: the mistakes of one do not hide those of another.
pub(crate) fn expand(input: Input) -> TokenStream {
    let Input { facade, alloc, definitions } = input;
    definitions
        .into_iter()
        .map(|definition| {
            let Definition { attributes, visibility, name, specification } = definition;
            let mut item = Item::new(visibility, name, facade.clone());
            item.attributes = attributes;
            item.alloc = alloc;
            match specification {
                Specification::File(path) => from_file(item, &path),
                Specification::Inline(tokens) => from_call(&item, &Inline::new(tokens)),
            }
        })
        .collect()
}

fn from_file(mut item: Item, path: &LitStr) -> TokenStream {
    let name = path.value();
    let message = |text| Message { first: path.span(), last: path.span(), text };
    let file = match file::read(&name) {
        Ok(file) => file,
        Err(refused) => {
            item.file = refused.exists.then_some(name);
            return conv_codegen::failure(&item, &[message(refused.text)]);
        }
    };
    item.file = Some(name.clone());
    let source = Source { name: &name, text: &file.text, format: file.format };
    match conv_spec::check_any(&source) {
        Ok(checked) => emit(&item, &checked),
        Err(report) => {
            let messages: Vec<Message> =
                report.diagnostics().iter().map(|diagnostic| message(diagnostic.render(&source))).collect();
            conv_codegen::failure(&item, &messages)
        }
    }
}

fn from_call(item: &Item, inline: &Inline) -> TokenStream {
    let source = Source { name: "inline", text: inline.text(), format: Format::Call };
    match conv_spec::check_any(&source) {
        Ok(checked) => emit(item, &checked),
        Err(report) => {
            let messages: Vec<Message> = report
                .diagnostics()
                .iter()
                .map(|diagnostic| {
                    let (first, last) =
                        inline.spans(&diagnostic.span()).unwrap_or((item.name.span(), item.name.span()));
                    Message { first, last, text: diagnostic.inline_text() }
                })
                .collect();
            conv_codegen::failure(item, &messages)
        }
    }
}

fn emit(item: &Item, checked: &Checked) -> TokenStream {
    match checked {
        Checked::Layer(layer) => conv_codegen::layer(item, layer, &Plan::new(layer)),
        Checked::Windows(windows) => conv_codegen::windows(item, windows),
    }
}
