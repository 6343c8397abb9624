use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Path, Token, Visibility, parenthesized};

use crate::path::{self, Written};

/// What the facade passes on: where it is, what it has, and the user's definitions.
pub(crate) struct Input {
    pub(crate) facade: Path,
    pub(crate) alloc: bool,
    pub(crate) definitions: Vec<Definition>,
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

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let environment;
        parenthesized!(environment in input);
        let facade = environment.call(Path::parse_mod_style)?;
        environment.parse::<Token![,]>()?;
        let alloc = environment.parse::<syn::LitBool>()?.value;
        let mut definitions = Vec::new();
        while !input.is_empty() {
            definitions.push(input.parse()?);
        }
        Ok(Self { facade, alloc, definitions })
    }
}

impl Parse for Definition {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        input.parse::<Token![struct]>()?;
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        let specification = if let Some(written) = path::parse(input)? {
            Specification::File(written)
        } else {
            let mut tokens = TokenStream::new();
            while !input.is_empty() && !input.peek(Token![;]) {
                tokens.extend([input.parse::<TokenTree>()?]);
            }
            if tokens.is_empty() {
                return Err(input.error(
                    "expected a specification: the path of a TOML or JSON file as a string, or a call such as \
                     nn.Conv2d(16, 33, 3)",
                ));
            }
            Specification::Inline(tokens)
        };
        input.parse::<Token![;]>()?;
        Ok(Self { attributes, visibility, name, specification })
    }
}
