//! The macro's input: definitions of layers, as far as they can be read.
//!
//! What is no definition does not end the reading: it is kept as malformed, with its place and,
//! where it has one, the name of its layer, so that all mistakes of a call are reported at once and
//! a type of that name exists.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, LitStr, Path, Token, Visibility, parenthesized, token};

use crate::form::{self, Form};
use crate::path::{self, Written};

/// What the facade passes on: where it is, what it has, and the user's definitions.
pub(crate) struct Input {
    pub(crate) facade: Path,
    pub(crate) alloc: bool,
    pub(crate) definitions: Vec<Result<Definition, Malformed>>,
}

/// `#[…] pub struct Name = specification;`
pub(crate) struct Definition {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    pub(crate) specification: Specification,
}

/// Where a layer is specified.
pub(crate) enum Specification {
    /// In a file.
    File(Written),
    /// Here, as a call of PyTorch's constructor.
    Inline(TokenStream),
}

/// What is no definition, though it may name a layer.
pub(crate) struct Malformed {
    /// Of the definition, as far as it could be read.
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Option<Ident>,
    /// What is underlined, from the first token to the last.
    pub(crate) first: Span,
    pub(crate) last: Span,
    pub(crate) text: String,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let environment;
        parenthesized!(environment in input);
        let facade = environment.call(Path::parse_mod_style)?;
        environment.parse::<Token![,]>()?;
        let alloc = environment.parse::<syn::LitBool>()?.value;
        let mut definitions = Vec::new();
        while !input.is_empty() {
            definitions.push(Head::parse(input)?);
        }
        Ok(Self { facade, alloc, definitions })
    }
}

/// A definition up to what is being read.
struct Head {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    name: Option<Ident>,
}

impl Head {
    /// One definition, or what stands in its place; at least one token is read.
    fn parse(input: ParseStream<'_>) -> syn::Result<Result<Definition, Malformed>> {
        let mut head = Self { attributes: Vec::new(), visibility: Visibility::Inherited, name: None };
        if input.peek(Token![#]) && !input.peek2(token::Bracket) {
            let malformed =
                head.malformed(input.span(), "expected a definition, found `#`", "comments begin with `//`");
            input.parse::<Token![#]>()?;
            skip(input)?;
            return Ok(Err(malformed));
        }
        head.attributes = input.call(Attribute::parse_outer)?;
        head.visibility = input.parse()?;
        if !input.peek(Token![struct]) {
            return Ok(Err(head.no_struct(input)?));
        }
        input.parse::<Token![struct]>()?;
        if !input.peek(Ident) {
            let found = form::found(input);
            let malformed =
                head.malformed(input.span(), &format!("expected a name, found {found}"), &Form::default().help());
            skip(input)?;
            return Ok(Err(malformed));
        }
        let name: Ident = input.parse()?;
        head.name = Some(name.clone());
        if !input.peek(Token![=]) {
            return Ok(Err(head.no_equals(&name, input)?));
        }
        input.parse::<Token![=]>()?;
        let read = match specification(input) {
            Ok(read) => read,
            Err(error) => {
                let malformed = head.malformed(error.span(), &error.to_string(), "");
                skip(input)?;
                return Ok(Err(malformed));
            }
        };
        let Some((specification, last)) = read else {
            let message = "expected a specification: the path of a TOML or JSON file as a string, or a call such as \
                nn.Conv2d(16, 33, 3)";
            let malformed = head.malformed(input.span(), message, "");
            skip(input)?;
            return Ok(Err(malformed));
        };
        let whole = Form { name: name.to_string(), specification: form::shown(&specification) };
        if input.peek(Token![;]) {
            input.parse::<Token![;]>()?;
            let Self { attributes, visibility, .. } = head;
            return Ok(Ok(Definition { attributes, visibility, name, specification }));
        }
        if input.is_empty() || begins(input) {
            return Ok(Err(head.malformed(last, "expected `;` behind the specification", &whole.help())));
        }
        let message = format!("expected `;`, found {}", form::found(input));
        let malformed = head.malformed(input.span(), &message, &whole.help());
        skip(input)?;
        Ok(Err(malformed))
    }

    /// What begins otherwise than with `struct`.
    fn no_struct(self, input: ParseStream<'_>) -> syn::Result<Malformed> {
        let (first, found, path) = (input.span(), form::found(input), input.peek(LitStr));
        let tokens = skip(input)?;
        let form = Form::of(&tokens);
        let message = if path || form::is_call(&tokens) {
            "a layer needs a name".to_owned()
        } else {
            format!("expected `struct`, found {found}")
        };
        Ok(self.malformed(first, &message, &form.help()))
    }

    /// What goes on otherwise than with `=` behind the name.
    fn no_equals(self, name: &Ident, input: ParseStream<'_>) -> syn::Result<Malformed> {
        let (first, found) = (input.span(), form::found(input));
        let generics = input.peek(Token![<]);
        let end = input.is_empty() || input.peek(Token![;]);
        let tokens = skip(input)?;
        let form = Form { name: name.to_string(), ..Form::of(&tokens) };
        Ok(if generics {
            let help = format!("names in `input_shape` leave sizes open; {}", form.help());
            self.malformed(first, "a layer is written without generics", &help)
        } else if end {
            self.malformed(name.span(), "the layer has no specification", &form.help())
        } else {
            self.malformed(first, &format!("expected `=`, found {found}"), &form.help())
        })
    }

    fn malformed(self, span: Span, message: &str, help: &str) -> Malformed {
        let Self { attributes, visibility, name } = self;
        let help = if help.is_empty() { String::new() } else { format!("\n  = help: {help}") };
        let text = format!("{message}{help}");
        Malformed { attributes, visibility, name, first: span, last: span, text }
    }
}

/// The specification and its last token; `None` where there is nothing.
fn specification(input: ParseStream<'_>) -> syn::Result<Option<(Specification, Span)>> {
    if let Some(written) = path::parse(input)? {
        let last = written.last;
        return Ok(Some((Specification::File(written), last)));
    }
    let mut tokens = Vec::new();
    while !input.is_empty() && !input.peek(Token![;]) && !begins(input) {
        tokens.push(input.parse::<TokenTree>()?);
    }
    let last = match tokens.last() {
        None => return Ok(None),
        Some(TokenTree::Group(group)) => group.span_close(),
        Some(token) => token.span(),
    };
    Ok(Some((Specification::Inline(tokens.into_iter().collect()), last)))
}

/// Whether a definition begins here.
fn begins(input: ParseStream<'_>) -> bool {
    input.peek(Token![struct]) || input.peek(Token![pub]) || (input.peek(Token![#]) && input.peek2(token::Bracket))
}

/// The tokens up to the end of what is no definition, so that the next is read for itself.
fn skip(input: ParseStream<'_>) -> syn::Result<Vec<TokenTree>> {
    let mut tokens = Vec::new();
    while !input.is_empty() {
        if input.peek(Token![;]) {
            input.parse::<Token![;]>()?;
            break;
        }
        if !tokens.is_empty() && begins(input) {
            break;
        }
        tokens.push(input.parse::<TokenTree>()?);
    }
    Ok(tokens)
}
