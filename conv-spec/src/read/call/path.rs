//! The class in front of the parenthesis, behind its optional module.

use super::{Read, Reader};
use crate::diagnostic::Diagnostic;
use crate::foreign;
use crate::ops::class::look_up;
use crate::source::Format;
use crate::tree::Span;
use crate::words::quote;

/// Names with their bytes, as dots join them.
type Path<'a> = Vec<(&'a str, Span)>;

impl<'a> Reader<'a, '_> {
    /// The class name behind its optional module.
    pub(super) fn class(&mut self) -> Read<(String, Span)> {
        let path = self.path()?;
        let start = path.first().map_or(0, |(_, span)| span.start);
        let Some(((class, span), modules)) = path.split_last() else { return Err(Box::new(self.no_constructor())) };
        let whole = start..span.end;
        if self.cursor.peek() == Some('=') {
            let message = format!("expected a call, found an assignment to {}", quote(&joined(&path)));
            let diagnostic = Diagnostic::new(whole, message);
            return Err(Box::new(
                diagnostic.with_help("the struct is the layer's name: write what stands behind `=` alone"),
            ));
        }
        if let Some(diagnostic) = self.no_call(class, whole.clone()) {
            return Err(Box::new(diagnostic));
        }
        let names: Vec<&str> = modules.iter().map(|(name, _)| *name).collect();
        if is_module_of_classes(&names) && !(names.is_empty() && is_of_keras(class)) {
            return Ok(((*class).to_owned(), span.clone()));
        }
        if foreign::is_known(class) {
            return Err(Box::new(foreign::refused(class, whole, Format::Call)));
        }
        if is_module_of_functions(&names) {
            return Err(Box::new(function(&joined(&path), class, whole)));
        }
        let end = modules.last().map_or(span.end, |(_, span)| span.end);
        Err(Box::new(if modules.is_empty() {
            elsewhere(Diagnostic::new(whole, format!("unknown layer {}", quote(class))), class, &names)
        } else {
            let message = format!("unknown module {}", quote(&joined(modules)));
            let diagnostic = Diagnostic::new(start..end, message).with_label("expected `nn` or `torch.nn`");
            elsewhere(diagnostic, class, &names)
        }))
    }

    fn path(&mut self) -> Read<Path<'a>> {
        let mut path = Path::new();
        loop {
            let start = self.cursor.at();
            let name = self.name();
            if name.is_empty() {
                return Err(Box::new(self.no_constructor()));
            }
            path.push((name, self.cursor.span_from(start)));
            self.space();
            if self.cursor.rest().starts_with("::") {
                let start = self.cursor.at();
                let diagnostic = Diagnostic::new(start..start.saturating_add(2), "expected `.`, found `::`");
                return Err(Box::new(diagnostic.with_help("the call is written as in Python: `nn.Conv2d(…)`")));
            }
            if !self.cursor.eat('.') {
                return Ok(path);
            }
            self.space();
        }
    }

    /// What names stand in front of that are no call: a path without quotes, or a macro.
    fn no_call(&self, last: &str, span: Span) -> Option<Diagnostic> {
        let next = self.cursor.peek();
        if next == Some('!') {
            let message = format!("{} has no value here", quote(&format!("{last}!")));
            let diagnostic = Diagnostic::new(span, message).with_label("macros are not expanded");
            return Some(
                diagnostic.with_help("write the path itself, in quotes, relative to the folder of Cargo.toml"),
            );
        }
        let file = |name: &str| ["toml", "json"].iter().any(|extension| name.eq_ignore_ascii_case(extension));
        if next == Some('/') || (next.is_none() && file(last)) {
            return Some(Diagnostic::new(span, "a path stands in quotes").with_help("for instance `\"stem.toml\"`"));
        }
        None
    }

    fn no_constructor(&self) -> Diagnostic {
        let diagnostic = self.cursor.unexpected("a constructor of `torch.nn`");
        if self.cursor.peek() == Some('(') && self.cursor.rest().contains("):") {
            return diagnostic.with_help("leave out the name in front that `print` shows: begin with the class");
        }
        diagnostic.with_help("for instance `nn.Conv2d(3, 64, 3, padding=1)`")
    }
}

fn joined(path: &[(&str, Span)]) -> String {
    let names: Vec<&str> = path.iter().map(|(name, _)| *name).collect();
    names.join(".")
}

/// Whether the classes of `torch.nn` can be found there.
fn is_module_of_classes(names: &[&str]) -> bool {
    let names = names.strip_prefix(&["torch"]).filter(|names| names.first() == Some(&"nn")).unwrap_or(names);
    matches!(names, [] | ["nn"] | ["nn", "modules"] | ["nn", "modules", "conv" | "fold"])
}

/// Whether functions stand there, such as `F.conv2d`.
fn is_module_of_functions(names: &[&str]) -> bool {
    matches!(names, ["torch" | "F"] | [.., "functional"])
}

/// Keras writes the number of axes with a capital, and gives no input channels.
fn is_of_keras(class: &str) -> bool {
    class.contains("1D") || class.contains("2D") || class.contains("3D")
}

fn function(path: &str, function: &str, span: Span) -> Diagnostic {
    let message = format!("{} is a function, and a layer is a class", quote(path));
    let diagnostic = Diagnostic::new(span, message);
    match look_up(function).map_or_else(|meant| meant, Some) {
        Some(class) => {
            let diagnostic = diagnostic.with_label(format!("did you mean `nn.{}`?", class.name));
            if class.has_weights() {
                diagnostic.with_help("weights that come with the call are what a layer's own `functional` takes")
            } else {
                diagnostic
            }
        }
        None => diagnostic.with_help(foreign::supported()),
    }
}

/// What to write for a class of another framework.
fn elsewhere(diagnostic: Diagnostic, class: &str, modules: &[&str]) -> Diagnostic {
    if modules.iter().any(|module| ["quantized", "quantizable", "qat", "intrinsic"].contains(module)) {
        return diagnostic
            .with_help("layers compute in float32 or float64: take the module as it was before quantization");
    }
    let Some(meant) = look_up(class).map_or_else(|meant| meant, Some) else {
        return diagnostic.with_help("write out the constructor of `torch.nn` that it calls");
    };
    let diagnostic = diagnostic.with_help(format!("write `nn.{}(…)`", meant.name));
    let keras = modules.iter().all(|module| ["tf", "tensorflow", "keras", "layers"].contains(module));
    if keras {
        diagnostic.with_help("its arguments are PyTorch's: first `in_channels`, which Keras takes from the input; `filters` is `out_channels`")
    } else {
        diagnostic
    }
}
