//! Which tensors are a layer's, and whether they fit it.

use std::ops::Range;

use super::archive::{Archive, Tensor};
use super::parametrized::Parametrized;
use super::shape::{Shape, sizes};
use super::{Float, Role};
use crate::Report;
use crate::diagnostic::Diagnostic;
use crate::layer::{Dtype, Layer, Op, Tensors, WeightsFile};
use crate::mistakes::Mistakes;
use crate::tree::Span;
use crate::words::{join, nearest, quote};

/// Names of tensors that are listed where one is missing.
const MAX_LISTED: usize = 8;

/// A tensor that fits the layer.
pub(super) struct FoundTensor {
    pub(super) name: String,
    pub(super) float: Float,
    /// Its place in the file.
    pub(super) range: Range<u64>,
}

/// A layer's tensors.
pub(super) struct Chosen {
    pub(super) weight: FoundTensor,
    pub(super) bias: Option<FoundTensor>,
}

/// Finds a layer's tensors and checks them, both before anything is reported.
pub(super) fn choose(weights: &WeightsFile, layer: &Layer, owner: &str, archive: &Archive) -> Result<Chosen, Report> {
    let mut choice = Choice { layer, archive, mistakes: Mistakes::default() };
    let names = WantedNames::new(weights, owner, archive);
    let weight = choice.tensor(&names.weight, Role::Weight);
    let bias = if layer.bias() {
        // Where the layer goes by another name, its bias does, too: said once.
        if !names.exact && !archive.has(&names.weight.tensor) {
            return Err(choice.give_up(weights));
        }
        choice.tensor(&names.bias, Role::Bias)
    } else {
        choice.surplus(&names);
        None
    };
    match weight {
        Some(weight) if choice.mistakes.is_empty() => Ok(Chosen { weight, bias }),
        _ => Err(choice.give_up(weights)),
    }
}

/// A tensor's name and the bytes of the specification that it comes from.
struct Wanted {
    tensor: String,
    span: Span,
    /// The other name that was looked for.
    other: Option<String>,
}

struct WantedNames {
    weight: Wanted,
    bias: Wanted,
    /// Whether each tensor is named on its own, so that another one is none of the layer's.
    exact: bool,
}

impl WantedNames {
    fn new(weights: &WeightsFile, owner: &str, archive: &Archive) -> Self {
        let of = |owner: &str, span: &Span| {
            let wanted = |what: &str| Wanted { tensor: format!("{owner}.{what}"), span: span.clone(), other: None };
            Self { weight: wanted("weight"), bias: wanted("bias"), exact: false }
        };
        match &weights.tensors {
            Tensors::Layer(owner, span) => of(owner, span),
            Tensors::Default => {
                let mut names = of(owner, &weights.span);
                if !archive.has(&names.weight.tensor) {
                    // A single module's own tensors have no name in front.
                    if archive.has("weight") {
                        names.weight.tensor = String::from("weight");
                        names.bias.tensor = String::from("bias");
                    } else {
                        names.weight.other = Some("weight".to_owned());
                    }
                }
                names
            }
            Tensors::Names(names) => {
                let wanted = |at: usize| {
                    let (tensor, span) =
                        names.get(at).cloned().unwrap_or_else(|| (String::new(), weights.span.clone()));
                    Wanted { tensor, span, other: None }
                };
                Self { weight: wanted(0), bias: wanted(1), exact: true }
            }
        }
    }
}

struct Choice<'a> {
    layer: &'a Layer,
    archive: &'a Archive,
    mistakes: Mistakes,
}

impl Choice<'_> {
    fn give_up(self, weights: &WeightsFile) -> Report {
        // Whoever finds no tensor says so; were it forgotten, the user would still get an error.
        let forgotten = || Report::from(Diagnostic::new(weights.span(), "the weights cannot be understood"));
        self.mistakes.into_report().unwrap_or_else(forgotten)
    }

    /// The tensor of this name, if it is there and fits.
    fn tensor(&mut self, wanted: &Wanted, role: Role) -> Option<FoundTensor> {
        let Some(tensor) = self.archive.get(&wanted.tensor) else {
            self.missing(wanted, role);
            return None;
        };
        if let Some(parametrized) = Parametrized::with(&wanted.tensor, self.archive) {
            let what = if role == Role::Weight { "weight" } else { "bias" };
            let message = format!("the tensor {} is no {what}", quote(&wanted.tensor));
            self.computed(wanted, message, &parametrized);
            return None;
        }
        let float = self.float(wanted, tensor);
        let shape = Shape::of(self.layer, role);
        let fits = shape.fits(&tensor.shape);
        if !fits {
            self.misshapen(wanted, tensor, &shape, role);
        }
        let float = float.filter(|_| fits)?;
        Some(FoundTensor { name: wanted.tensor.clone(), float, range: tensor.range.clone() })
    }

    fn missing(&mut self, wanted: &Wanted, role: Role) {
        let message = format!("the file of `weights` has no tensor {}", quote(&wanted.tensor));
        let mut looked_for = std::iter::once(&wanted.tensor).chain(&wanted.other);
        if let Some(parametrized) = looked_for.find_map(|name| Parametrized::of(name, self.archive)) {
            self.computed(wanted, message, &parametrized);
            return;
        }
        let mut diagnostic = Diagnostic::new(wanted.span.clone(), message);
        if let Some(other) = &wanted.other {
            diagnostic = diagnostic.with_label(format!("nor one that is called {}", quote(other)));
        }
        let shape = Shape::of(self.layer, role);
        // A part of a parametrization is not offered: it may have the name, nearly, and the shape.
        let (parts, whole): (Vec<_>, Vec<_>) =
            self.archive.tensors().partition(|(name, _)| Parametrized::with(name, self.archive).is_some());
        let fitting = |tensors: &[(&str, &Tensor)]| -> Vec<String> {
            let fitting = tensors.iter().filter(|(_, tensor)| tensor.shape == shape.sizes());
            fitting.map(|(name, _)| (*name).to_owned()).collect()
        };
        let alike: Vec<String> = fitting(&whole).iter().map(|name| quote(name)).collect();
        if let Some(near) = nearest(&wanted.tensor, whole.iter().map(|(name, _)| *name)) {
            diagnostic = diagnostic.with_help(format!("did you mean {}?", quote(near)));
        } else if role == Role::Weight && (1..=MAX_LISTED).contains(&alike.len()) {
            let have = if alike.len() == 1 { "has" } else { "have" };
            diagnostic = diagnostic.with_help(format!("{} {have} the layer's shape", join(&alike, "and")));
        } else {
            diagnostic = diagnostic.with_help(self.listed());
        }
        let part = fitting(&parts).into_iter().find_map(|name| Parametrized::with(&name, self.archive));
        if let Some(parametrized) = part.filter(|_| role == Role::Weight && alike.is_empty()) {
            diagnostic = diagnostic.with_help(parametrized.describe()).with_help(parametrized.way_out());
        }
        diagnostic = match role {
            Role::Weight if wanted.other.is_some() => {
                diagnostic.with_help("`tensors` names the layer or its tensors in the file")
            }
            Role::Weight => diagnostic,
            Role::Bias => diagnostic.with_help("set `bias` to false if the layer has none"),
        };
        self.mistakes.push(diagnostic);
    }

    /// A tensor that is computed from others, which are in the file.
    fn computed(&mut self, wanted: &Wanted, message: String, parametrized: &Parametrized) {
        let diagnostic = Diagnostic::new(wanted.span.clone(), message);
        self.mistakes.push(diagnostic.with_label(parametrized.describe()).with_help(parametrized.way_out()));
    }

    /// What there is, cut short.
    fn listed(&self) -> String {
        let mut names: Vec<String> = self.archive.names().take(MAX_LISTED).map(quote).collect();
        if names.is_empty() {
            return "the file has no tensors".to_owned();
        }
        if let Some(more) = self.archive.names().len().checked_sub(MAX_LISTED).filter(|more| *more > 0) {
            names.push(format!("{more} more"));
        }
        format!("the file has {}", join(&names, "and"))
    }

    /// The number type, if the layer's can hold it.
    fn float(&mut self, wanted: &Wanted, tensor: &Tensor) -> Option<Float> {
        let (quoted, dtype) = (quote(&wanted.tensor), quote(&tensor.dtype));
        let Some(float) = Float::named(&tensor.dtype) else {
            let message = format!("the tensor {quoted} has numbers of the type {dtype}");
            self.mistakes.push(
                Diagnostic::new(wanted.span.clone(), message)
                    .with_label("not a type of floating point numbers that is known")
                    .with_help("F16, BF16, F32 and F64 are; in `PyTorch`, `tensor.float()` converts"),
            );
            return None;
        };
        if float == Float::F64 && self.layer.dtype() == Dtype::F32 {
            let message = format!("the tensor {quoted} would lose precision");
            self.mistakes.push(
                Diagnostic::new(wanted.span.clone(), message)
                    .with_label("F64, in a layer of float32")
                    .with_help("convert it in `PyTorch` with `tensor.float()`, or give the layer `dtype` float64"),
            );
            return None;
        }
        Some(float)
    }

    fn misshapen(&mut self, wanted: &Wanted, tensor: &Tensor, shape: &Shape, role: Role) {
        let found: Vec<String> = tensor.shape.iter().map(u64::to_string).collect();
        let expected: Vec<String> = shape.sizes().iter().map(u64::to_string).collect();
        let message = format!("the tensor {} has the shape [{}]", quote(&wanted.tensor), found.join(", "));
        let mut diagnostic = Diagnostic::new(wanted.span.clone(), message)
            .with_label(format!("the layer's is [{}]", expected.join(", ")));
        if role == Role::Weight && tensor.shape == self.opposite() {
            diagnostic = diagnostic.with_help(match self.layer.op() {
                Op::Conv => "this is the order of a transposed layer: (in, out/groups, kernel…)",
                Op::ConvTranspose => "this is the order of a layer that is not transposed: (out, in/groups, kernel…)",
            });
        } else if shape.is_flat(&tensor.shape) {
            // Of a transposed layer's, a `Linear` has the two channels in the other order.
            diagnostic = diagnostic.with_help(match self.layer.op() {
                Op::Conv => {
                    "another number of axes is taken of layers without groups: here, `tensor.reshape` to the layer's \
                     shape is right only if each row has one group's inputs"
                }
                Op::ConvTranspose => {
                    "another number of axes is taken of layers that are not transposed: the order here is (in, \
                     out/groups, kernel…)"
                }
            });
        }
        self.mistakes.push(diagnostic);
    }

    /// The shape that the weight of the opposite operation has, with the same channels.
    fn opposite(&self) -> Vec<u64> {
        let Layer { in_channels, out_channels, groups, .. } = self.layer;
        let channels = match self.layer.op() {
            Op::Conv => [*in_channels, out_channels.checked_div(*groups).unwrap_or(0)],
            Op::ConvTranspose => [*out_channels, in_channels.checked_div(*groups).unwrap_or(0)],
        };
        sizes(channels.into_iter().chain(self.layer.axes().iter().map(crate::Axis::kernel)))
    }

    /// A bias that a layer without one has in the file.
    fn surplus(&mut self, names: &WantedNames) {
        if names.exact || !self.archive.has(&names.bias.tensor) {
            return;
        }
        let message = format!("the file of `weights` has the tensor {}", quote(&names.bias.tensor));
        self.mistakes.push(
            Diagnostic::new(names.bias.span.clone(), message).with_label("of a layer whose `bias` is false").with_help(
                format!(
                    "set `bias` to true, or name the weight alone: `tensors = [\"{}\"]`",
                    names.weight.tensor.escape_debug()
                ),
            ),
        );
    }
}
