use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Attribute, Path, Visibility};

/// What the user wrote around a layer's specification, and where the generated code finds the facade crate.
#[derive(Clone)]
#[non_exhaustive]
pub struct Item {
    /// Attributes and doc comments; they end up on the struct.
    pub attributes: Vec<Attribute>,
    /// Visibility of the struct.
    pub visibility: Visibility,
    /// Name of the struct.
    pub name: Ident,
    /// Path of the facade crate, `$crate` as its macro saw it.
    pub facade: Path,
    /// Whether the facade has an allocator.
    pub alloc: bool,
    /// The specification's file, relative to the user's manifest, if it can be read: changing it rebuilds the user's crate.
    pub file: Option<String>,
}

impl Item {
    /// An item without attributes and file.
    #[must_use]
    pub fn new(visibility: Visibility, name: Ident, facade: Path) -> Self {
        Self { attributes: Vec::new(), visibility, name, facade, alloc: false, file: None }
    }

    /// The attributes that switch the item on and off; everything generated must follow them.
    pub(crate) fn configuration(&self) -> Vec<&Attribute> {
        self.attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).collect()
    }

    /// An unused constant whose initialiser makes the file a dependency of the user's crate.
    pub(crate) fn tracked(&self) -> Option<TokenStream> {
        let file = format!("/{}", self.file.as_ref()?);
        Some(quote! {
            const _: &[u8] = ::core::include_bytes!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), #file));
        })
    }
}
