//! Specifications of convolution layers: read, checked, and their mistakes explained.
//!
//! A specification is text: a TOML document, a JSON object, or a call of a `torch.nn` constructor
//! as in Python. Its classes are `PyTorch`'s convolutions ([`torch.nn.Conv2d`],
//! [`torch.nn.ConvTranspose2d`], [`torch.nn.LazyConv2d`] and their like of one and three
//! dimensions), [`torch.nn.Unfold`] and [`torch.nn.Fold`]; its arguments are theirs, with their
//! meaning. Ours are `input_shape`, `memory_format`, `weights`, `tensors`, `unroll`, `plan`,
//! `budget`, `output_size` of a transposed layer, `dtype` of `Unfold` and `Fold`, and padding in
//! pairs or by the words `same_upper` and `same_lower`. [`check_any`] gives what is specified, in
//! which everything fits together, or a [`Report`] with all mistakes at once; [`check`] wants a
//! [`Layer`].
//!
//! The way through this crate: text → tree of values with their bytes (`read`) → names and values
//! of arguments (`fields`, and a reader for each kind of value) → what concerns several of them
//! (`ops`, a module for each operator) → [`Checked`]. No input makes it panic, hang or overflow.
//!
//! ```
//! use conv_spec::{Format, Source};
//!
//! let text = r#"
//! type = "Conv2d"
//! in_channels = 16
//! out_channels = 32
//! kernel_size = 3
//! groups = 3
//! "#;
//! let source = Source { name: "layer.toml", text, format: Format::Toml };
//! let report = conv_spec::check(&source).unwrap_err();
//! assert!(report.render(&source).starts_with("layer.toml: `groups` divides neither"));
//! ```
//!
//! [`torch.nn.Conv2d`]: https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
//! [`torch.nn.ConvTranspose2d`]: https://docs.pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html
//! [`torch.nn.LazyConv2d`]: https://docs.pytorch.org/docs/stable/generated/torch.nn.LazyConv2d.html
//! [`torch.nn.Unfold`]: https://docs.pytorch.org/docs/stable/generated/torch.nn.Unfold.html
//! [`torch.nn.Fold`]: https://docs.pytorch.org/docs/stable/generated/torch.nn.Fold.html

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod axis;
mod axis_numbers;
mod choices;
mod diagnostic;
mod divisors;
mod fields;
mod foreign;
mod formats;
mod layer;
mod mistakes;
mod numbers;
mod ops;
mod packed;
mod padding;
mod paths;
mod per_axis;
mod read;
pub mod registry;
mod render;
pub mod requests;
mod shapes;
mod sizes;
mod source;
mod spec;
pub mod tensors;
mod transposed;
mod tree;
mod weights;
mod windows;
mod words;

pub use axis::{Axis, Size};
pub use conv_geometry::{Border, Formats, MemoryFormat, Sampling, Unroll};
pub use diagnostic::{Diagnostic, Report};
pub use layer::{Dtype, Layer, Op, WeightsFile};
pub use paths::PathSlip;
pub use source::{Format, Source};
pub use windows::{Windows, WindowsOp};
pub use words::{join, nearest, quote, sort_by_likeness};

use fields::Fields;
use mistakes::Mistakes;
use tree::Value;

/// What a specification describes, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// A layer with weights.
    Layer(Layer),
    /// `Unfold` or `Fold`.
    Windows(Windows),
}

/// Reads and checks the specification of a layer with weights, as [`check_any`] does.
///
/// # Errors
///
/// As [`check_any`]; `Unfold` and `Fold` are refused.
pub fn check(source: &Source) -> Result<Layer, Report> {
    match check_any(source)? {
        Checked::Layer(layer) => Ok(layer),
        Checked::Windows(_) => Err(Report::from(Diagnostic::new(0..source.text.len(), "the layer has no weights"))),
    }
}

/// From the tree to what it describes; `None` where something is wrong, which has been reported.
fn understand(source: &Source, root: &Value, mistakes: &mut Mistakes) -> Option<Checked> {
    let mut fields = Fields::new(source, root, mistakes)?;
    // Of a class that is none of ours, the arguments are not ours to judge.
    let class = fields.class()?;
    fields.names();
    ops::check(&class, &mut fields)
}

/// Reads and checks a specification.
///
/// # Errors
///
/// All mistakes of the specification, without those that only follow from others.
///
/// ```
/// use conv_spec::{Format, Source};
///
/// let text = "nn.Conv2d(16, 33, (3, 5), stride=(2, 1), padding=(4, 2), dilation=(3, 1))";
/// let source = Source { name: "inline", text, format: Format::Call };
/// let layer = conv_spec::check(&source).unwrap();
/// assert_eq!(layer.axes()[0].output(50), Some(26));
///
/// let source = Source { text: "nn.Conv2d(16, 33, 0, stride=(2, 1, 1))", ..source };
/// assert_eq!(conv_spec::check(&source).unwrap_err().diagnostics().len(), 2);
/// ```
pub fn check_any(source: &Source) -> Result<Checked, Report> {
    let mut mistakes = Mistakes::default();
    let layer = read::read(source, &mut mistakes).and_then(|root| understand(source, &root, &mut mistakes));
    match (mistakes.into_report(), layer) {
        (Some(report), _) => Err(report),
        (None, Some(checked)) => Ok(checked),
        // Whoever gives up says why; were it forgotten, the user would still get an error and not a
        // wrong layer.
        (None, None) => {
            Err(Report::from(Diagnostic::new(0..source.text.len(), "the specification cannot be understood")))
        }
    }
}
