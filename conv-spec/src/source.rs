//! The text of a specification and the notation it is written in.

/// A specification as the user gave it.
///
/// ```
/// use conv_spec::{Format, Source};
///
/// let source = Source {
///     name: "layer_specs/stem.toml",
///     text: "type = \"Conv1d\"\nin_channels = 4\nout_channels = 6\nkernel_size = 3\n",
///     format: Format::from_name("layer_specs/stem.toml").unwrap(),
/// };
/// assert_eq!(conv_spec::check(&source).unwrap().weight_shape(), [6, 4, 3]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source<'a> {
    /// What diagnostics call the text: for a file, its path as the user wrote it.
    pub name: &'a str,
    /// The whole text.
    pub text: &'a str,
    /// The notation of the text.
    pub format: Format,
}

/// The notations a specification can be written in; all of them give the same tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A TOML document: one key for every argument, and `type` for the class.
    Toml,
    /// A JSON object with the same keys.
    Json,
    /// A call of a `torch.nn` constructor, as in Python: `nn.Conv2d(16, 33, 3, stride=2)`.
    Call,
}

impl Format {
    /// The notation of a file by its extension, `.toml` or `.json` in any case.
    ///
    /// ```
    /// use conv_spec::Format;
    ///
    /// assert_eq!(Format::from_name("specs/stem.json"), Some(Format::Json));
    /// assert_eq!(Format::from_name("specs/stem.yaml"), None);
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let (stem, extension) = name.rsplit_once('.')?;
        if stem.is_empty() {
            None
        } else if extension.eq_ignore_ascii_case("toml") {
            Some(Self::Toml)
        } else if extension.eq_ignore_ascii_case("json") {
            Some(Self::Json)
        } else {
            None
        }
    }

    /// What this notation calls a named value.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Toml | Self::Json => "key",
            Self::Call => "argument",
        }
    }
}
