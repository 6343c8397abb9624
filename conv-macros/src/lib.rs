//! The procedural macro behind `conv_layer::conv_layer!`: the door between rustc and the libraries that do the work.
//!
//! It reads the macro's input, lets `conv-build` read, check and plan what is specified there and
//! `conv-codegen` write the tokens, tells rustc which files to watch, and points it at the right
//! place when something is wrong.

#![forbid(unsafe_code)]

mod definition;
mod expand;
mod form;
mod path;
mod slashes;
mod tracker;

use proc_macro::TokenStream;

/// Generates layers; called by `conv_layer::conv_layer!`, which tells it where the facade crate is.
#[proc_macro]
pub fn layers(input: TokenStream) -> TokenStream {
    match syn::parse::<definition::Input>(input) {
        Ok(input) => expand::expand(input).into(),
        Err(error) => error.into_compile_error().into(),
    }
}
