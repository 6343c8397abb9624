//! What the macro does with a specification, without a compiler around it.

use conv_codegen::{Inline, Item, Message};
use conv_plan::Plan;
use conv_spec::{Checked, Format, Source};
use proc_macro2::{Ident, Span, TokenStream};

/// Text of a file.
pub fn file(bytes: &[u8], format: Format) {
    // What is not UTF-8 is refused where files are read.
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    run(&Source { name: "layer_specs/fuzz", text, format }, None);
}

/// Tokens of the macro's input. Bytes that are no Rust tokens never reach the macro, but the
/// text of a call is public, too.
pub fn call(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let name = "inline";
    match text.parse::<TokenStream>() {
        Ok(tokens) => {
            let inline = Inline::new(tokens);
            run(&Source { name, text: inline.text(), format: Format::Call }, Some(&inline));
        }
        Err(_) => run(&Source { name, text, format: Format::Call }, None),
    }
}

fn run(source: &Source, inline: Option<&Inline>) {
    let mut item =
        Item::new(syn::parse_quote!(pub), Ident::new("Fuzzed", Span::call_site()), syn::parse_quote!(conv_layer));
    item.alloc = true;
    let generated = conv_spec::check_any(source).and_then(|checked| match checked {
        Checked::Layer(layer) => {
            assert!(layer.parameters() > 0);
            Ok(conv_codegen::layer(&item, &layer, &Plan::new(&layer)?))
        }
        Checked::Windows(windows) => Ok(conv_codegen::windows(&item, &windows)),
    });
    let tokens = match generated {
        Ok(tokens) => tokens,
        Err(report) => {
            assert!(!report.diagnostics().is_empty());
            let messages: Vec<Message> = report
                .diagnostics()
                .iter()
                .map(|diagnostic| {
                    let span = diagnostic.span();
                    assert!(span.start <= span.end && span.end <= source.text.len(), "{span:?}");
                    let text = diagnostic.render(source);
                    assert!(text.starts_with(source.name) && !diagnostic.message().contains('\n'), "{text}");
                    let call_site = (Span::call_site(), Span::call_site());
                    let (first, last) = inline.and_then(|inline| inline.spans(&span)).unwrap_or(call_site);
                    Message { first, last, text: if inline.is_some() { diagnostic.inline_text() } else { text } }
                })
                .collect();
            conv_codegen::failure(&item, &messages)
        }
    };
    // Generated code is always Rust.
    let text = tokens.to_string();
    assert!(!text.contains("unsafe") || source.text.contains("unsafe"));
    if let Err(error) = syn::parse2::<syn::File>(tokens) {
        panic!("{error}: {text}");
    }
}
