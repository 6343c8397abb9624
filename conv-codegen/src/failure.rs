//! What stands in place of a layer that has mistakes: its errors, and a type that causes no others.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::Item;

/// A compile error: where in the user's code it stands, and its text.
#[derive(Clone, Debug)]
pub struct Message {
    /// The first token that rustc underlines.
    pub first: Span,
    /// The last token that rustc underlines.
    pub last: Span,
    /// The whole text, of any number of lines.
    pub text: String,
}

impl Message {
    /// rustc underlines from the start of an invocation to its end, wherever their tokens come from.
    fn invocation(&self) -> TokenStream {
        let Self { first, last, text } = self;
        let arguments = quote_spanned!(*last=> { #text });
        quote_spanned!(*first=> ::core::compile_error! #arguments)
    }
}

/// The expansion of a layer that has mistakes: an error for each message, and a type that causes no further ones.
///
/// The type is an alias of an array whose length is itself the last error. rustc knows that such a type is the consequence of
/// an error it has reported and keeps quiet about everything that depends on it: methods, constants, array sizes. The error
/// stands in for a length and not for the type because rustc takes a macro's failed type for `()`.
#[must_use]
pub fn failure(item: &Item, messages: &[Message]) -> TokenStream {
    let Some((last, first)) = messages.split_last() else { return TokenStream::new() };
    let Item { visibility, name, .. } = item;
    let configuration = item.configuration();
    let tracked = item.tracked().into_iter().map(|tracked| quote!(#(#configuration)* #tracked));
    let errors = first.iter().map(|message| {
        let error = message.invocation();
        quote!(#(#configuration)* const _: () = #error;)
    });
    let last = last.invocation();
    quote! {
        #(#tracked)*
        #(#errors)*
        #(#configuration)*
        #[doc = "A layer whose specification has mistakes."]
        #visibility type #name = [(); #last];
    }
}
