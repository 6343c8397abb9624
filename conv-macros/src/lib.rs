//! The procedural macro behind `conv_layer::conv_layer!`: the door between rustc and the libraries that do the work.
//!
//! It reads the macro's input and the specification's file, lets `conv-spec` check and plan and `conv-codegen` write the
//! tokens, and points rustc at the right place when something is wrong.

#![forbid(unsafe_code)]

mod definition;
mod expand;
mod file;
mod form;
mod missing;
mod path;
mod place;
mod refused;
mod roots;
mod slashes;
mod tracker;
mod weights;

use proc_macro::TokenStream;

/// Generates layers; called by `conv_layer::conv_layer!`, which tells it where the facade crate is.
#[proc_macro]
pub fn layers(input: TokenStream) -> TokenStream {
    match syn::parse::<definition::Input>(input) {
        Ok(input) => expand::expand(input).into(),
        Err(error) => error.into_compile_error().into(),
    }
}
