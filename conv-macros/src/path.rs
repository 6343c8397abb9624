//! How the path of a specification is written in the macro's input.

use conv_build::{Base, Place};
use proc_macro2::Span;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Lit, LitStr, Macro, Token};

/// A path, and the tokens that it was read from.
pub(crate) struct Written {
    pub(crate) place: Place,
    pub(crate) first: Span,
    pub(crate) last: Span,
}

/// What the macro understands, since macros in its input are not expanded before it.
const FORMS: &str = "expected a path as a string, or `concat!(env!(\"OUT_DIR\"), \"/….toml\")` for a file that a build script \
                     writes: other macros are not expanded here";

/// A string, or a `concat!` that begins with an `env!`; nothing where neither stands here.
///
/// # Errors
///
/// Another macro, and what these two cannot be given.
pub(crate) fn parse(input: ParseStream<'_>) -> syn::Result<Option<Written>> {
    if input.peek(LitStr) {
        let literal: LitStr = input.parse()?;
        let place = Place { base: Base::Manifest, path: literal.value() };
        return Ok(Some(Written { place, first: literal.span(), last: literal.span() }));
    }
    let ahead = input.fork();
    let Ok(invocation) = ahead.parse::<Macro>() else { return Ok(None) };
    input.advance_to(&ahead);
    let place = concatenated(&invocation)?;
    let first = invocation.path.span();
    Ok(Some(Written { place, first, last: invocation.delimiter.span().close() }))
}

/// `concat!(env!("OUT_DIR"), "/layers/", "stem.toml")`.
fn concatenated(invocation: &Macro) -> syn::Result<Place> {
    let unknown = || syn::Error::new(invocation.path.span(), FORMS);
    if !is(invocation, "concat") {
        return Err(unknown());
    }
    let parts = Punctuated::<Part, Token![,]>::parse_terminated.parse2(invocation.tokens.clone())?;
    let mut parts = parts.into_iter();
    let Some(Part::Variable(base)) = parts.next() else { return Err(unknown()) };
    let mut path = String::new();
    for part in parts {
        match part {
            Part::Text(text) => path.push_str(&text),
            Part::Variable(_) => return Err(unknown()),
        }
    }
    let Some(path) = path.strip_prefix('/') else {
        let message = format!("the path behind {} must begin with a slash: `\"/….toml\"`", base.variable());
        return Err(syn::Error::new(invocation.path.span(), message));
    };
    Ok(Place { base, path: path.to_owned() })
}

/// An argument of `concat!`.
enum Part {
    Variable(Base),
    Text(String),
}

impl syn::parse::Parse for Part {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Lit) {
            return Ok(Self::Text(input.parse::<LitStr>()?.value()));
        }
        let invocation: Macro = input.parse().map_err(|error| syn::Error::new(error.span(), FORMS))?;
        if !is(&invocation, "env") {
            return Err(syn::Error::new(invocation.path.span(), FORMS));
        }
        let arguments = invocation.parse_body_with(Punctuated::<LitStr, Token![,]>::parse_terminated)?;
        let variable = arguments.first().ok_or_else(|| syn::Error::new(invocation.path.span(), FORMS))?;
        let base = Base::named(&variable.value()).ok_or_else(|| {
            let message = "a path can begin with OUT_DIR, where build scripts write, or with CARGO_MANIFEST_DIR";
            syn::Error::new(variable.span(), message)
        })?;
        Ok(Self::Variable(base))
    }
}

/// Whether it is this macro, by whatever path.
fn is(invocation: &Macro, name: &str) -> bool {
    invocation.path.segments.last().is_some_and(|segment| segment.ident == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Option<(Base, String)>, String> {
        let parser = |input: ParseStream<'_>| {
            let written = parse(input)?;
            input.parse::<proc_macro2::TokenStream>()?;
            Ok(written.map(|Written { place: Place { base, path }, .. }| (base, path)))
        };
        parser.parse_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn paths_are_strings_or_begin_with_a_folder_of_the_build() {
        let of = |base, path: &str| Ok(Some((base, path.to_owned())));
        assert_eq!(read("\"specs/a.toml\";"), of(Base::Manifest, "specs/a.toml"));
        assert_eq!(read("concat!(env!(\"OUT_DIR\"), \"/a.toml\")"), of(Base::Out, "a.toml"));
        assert_eq!(read("::core::concat![std::env!(\"OUT_DIR\",), \"/a/\", \"b.json\",]"), of(Base::Out, "a/b.json"));
        assert_eq!(read("concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/a.toml\")"), of(Base::Manifest, "a.toml"));
        for specification in ["nn.Conv1d(1, 1, 1)", "Conv1d(1, 1, 1)", "a != b", ""] {
            assert_eq!(read(specification), Ok(None), "{specification}");
        }
    }

    #[test]
    fn other_macros_are_refused() {
        let unknown = [
            "include_str!(\"a.toml\")",
            "format!(\"{}/a.toml\", 1)",
            "env!(\"OUT_DIR\")",
            "concat!(\"a\", \".toml\")",
            "concat!()",
            "concat!(stringify!(a), \"/a.toml\")",
            "concat!(env!(\"OUT_DIR\"), env!(\"OUT_DIR\"))",
            "concat!(DIR, \"/a.toml\")",
        ];
        for text in unknown {
            assert_eq!(read(text), Err(FORMS.to_owned()), "{text}");
        }
        assert!(read("concat!(env!(\"HOME\"), \"/a.toml\")").unwrap_err().starts_with("a path can begin with OUT_DIR"));
        let slash = "the path behind OUT_DIR must begin with a slash: `\"/….toml\"`";
        assert_eq!(read("concat!(env!(\"OUT_DIR\"), \"a.toml\")"), Err(slash.into()));
        assert!(read("concat!(env!(\"OUT_DIR\"), 1)").is_err());
    }
}
