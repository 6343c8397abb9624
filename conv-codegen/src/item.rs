//! What of a definition is not the specification: the struct around it, the files that rustc is to
//! watch, the weights that were read, and warnings.

use conv_spec::tensors::Packed;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Attribute, Path, Visibility};

use crate::Message;
use crate::attributes::{allowances, are_conditional, configuration};

/// A file whose change rebuilds the user's crate, in a way that rustc finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tracked {
    /// Relative to the folder that an environment variable of the build names: the expansion is
    /// then the same wherever the crate is.
    Below {
        /// The variable, for instance `CARGO_MANIFEST_DIR`.
        variable: &'static str,
        /// The path from there, with forward slashes.
        path: String,
    },
    /// Here on this machine, where that variable is itself a relative path: rustc takes these from
    /// the folder of the source file.
    At(String),
}

impl Tracked {
    /// A path, as rustc evaluates it.
    fn path(&self) -> TokenStream {
        match self {
            Self::Below { variable, path } => {
                let path = format!("/{path}");
                quote!(::core::concat!(::core::env!(#variable), #path))
            }
            Self::At(path) => quote!(#path),
        }
    }
}

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
    /// Files that can be read and whose change rebuilds the user's crate: the specification's, that
    /// of the weights.
    pub files: Vec<Tracked>,
    /// The layer's trained weights, where its specification names some.
    pub trained: Option<Packed>,
    /// What the user is warned of.
    pub warnings: Vec<Message>,
}

impl Item {
    /// An item without attributes, files and weights.
    #[must_use]
    pub fn new(visibility: Visibility, name: Ident, facade: Path) -> Self {
        Self {
            attributes: Vec::new(),
            visibility,
            name,
            facade,
            alloc: false,
            files: Vec::new(),
            trained: None,
            warnings: Vec::new(),
        }
    }

    /// Whether attributes may switch the item off, and what it tells rustc of with it.
    #[must_use]
    pub fn is_conditional(&self) -> bool {
        are_conditional(&self.attributes)
    }

    /// The attributes that switch the item on and off; everything generated must follow them.
    pub(crate) fn configuration(&self) -> Vec<TokenStream> {
        configuration(&self.attributes)
    }

    /// Of the blocks whose code uses the layer: it may, though the layer be deprecated.
    pub(crate) fn allowances(&self) -> Vec<TokenStream> {
        allowances(&self.attributes)
    }

    /// Unused closures that make the files dependencies of the user's crate. The bytes are never
    /// evaluated, which would take a second for 16 MB; nor does anything call the closures, so that
    /// rustc neither compiles them nor keeps the bytes in the incremental cache.
    pub(crate) fn tracked(&self) -> Vec<TokenStream> {
        let tracked = |file: &Tracked| {
            let path = file.path();
            quote! {
                const _: fn() = || {
                    let _ = ::core::include_bytes!(#path);
                };
            }
        };
        self.files.iter().map(tracked).collect()
    }
}
