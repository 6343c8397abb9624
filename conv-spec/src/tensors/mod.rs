//! A layer's trained weights: from the bytes of a file to packed weights, or to what is wrong with them.
//!
//! Nothing here opens files: whoever has read the one that [`WeightsFile::path`] names calls [`pack`].

mod archive;
mod choose;
mod float;

use crate::layer::{Dtype, Layer, Op, WeightsFile};
use crate::plan::{Places, Plan};
use crate::{Diagnostic, Report};

use choose::Chosen;
use float::Float;

/// Weights as the kernels of a layer read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    bytes: Vec<u8>,
    notes: Vec<String>,
}

impl Packed {
    /// The packed elements in the layer's number type, little-endian.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What the user should be warned of: numbers that are not finite.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}

/// Packs the weights of a layer from its file. `name` is the layer's own name, which its tensors begin with unless the
/// specification says otherwise.
///
/// # Errors
///
/// All that is wrong with the file and the layer's tensors in it, at the places of the specification that name them.
pub fn pack(weights: &WeightsFile, layer: &Layer, plan: &Plan, name: &str, file: &[u8]) -> Result<Packed, Report> {
    let archive = archive::read(file).map_err(|reason| {
        let diagnostic = Diagnostic::new(weights.span(), "the file of `weights` is not in the safetensors format");
        diagnostic
            .with_label(reason)
            .with_help("save the weights with `safetensors.torch.save_file(module.state_dict(), \"….safetensors\")`")
    })?;
    let Chosen { weight, bias } = choose::choose(weights, layer, name, &archive)?;
    let mut packer = Packer::new(layer, plan);
    let mut notes: Vec<String> = packer.weight(&weight).into_iter().collect();
    notes.extend(bias.and_then(|bias| packer.bias(&bias)));
    Ok(Packed { bytes: packer.bytes, notes })
}

/// The report for a file that cannot be read.
///
/// `reason` is said at the path, `help` after the text.
#[must_use]
pub fn unreadable(weights: &WeightsFile, reason: &str, help: &str) -> Report {
    let diagnostic = Diagnostic::new(weights.span(), "the file of `weights` cannot be read");
    Report::from(diagnostic.with_label(reason).with_help(help))
}

/// The name of a layer for its tensors, from the name of its type: `RGBStem` gives `rgb_stem`.
///
/// ```
/// use conv_spec::tensors::snake_case;
/// assert_eq!(["Stem", "RGBStem", "Layer1Conv2d", "r#Up"].map(snake_case), ["stem", "rgb_stem", "layer1_conv2d", "up"]);
/// ```
#[must_use]
pub fn snake_case(type_name: &str) -> String {
    let characters: Vec<char> = type_name.trim_start_matches("r#").chars().collect();
    let mut name = String::new();
    for (at, character) in characters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| characters.get(at));
        let after = characters.get(at.saturating_add(1));
        let begins = match before {
            Some(before) if before.is_uppercase() => after.is_some_and(|after| after.is_lowercase()),
            Some(before) => *before != '_',
            None => false,
        };
        if character.is_uppercase() && begins {
            name.push('_');
        }
        name.extend(character.to_lowercase());
    }
    name
}

/// A tensor that fits the layer.
pub(crate) struct Source<'a> {
    name: String,
    float: Float,
    bytes: &'a [u8],
}

/// Fills the packed weights.
struct Packer {
    dtype: Dtype,
    places: Places,
    /// Sizes of the weight: its two of channels, and the taps.
    sizes: [usize; 3],
    transposed: bool,
    group_outputs: usize,
    group_inputs: usize,
    bytes: Vec<u8>,
}

impl Packer {
    fn new(layer: &Layer, plan: &Plan) -> Self {
        let mut shape = layer.weight_shape().into_iter();
        let (outer, inner) = (shape.next().unwrap_or(0), shape.next().unwrap_or(0));
        Self {
            dtype: layer.dtype(),
            places: Places::new(layer, plan),
            sizes: [outer, inner, shape.product()],
            transposed: layer.op() == Op::ConvTranspose,
            group_outputs: layer.out_channels() / layer.groups(),
            group_inputs: layer.in_channels() / layer.groups(),
            bytes: vec![0; plan.weight_bytes()],
        }
    }

    /// Places the weight, in PyTorch's order; what is not finite is noted.
    fn weight(&mut self, source: &Source) -> Option<String> {
        let [outers, inners, taps] = self.sizes;
        let mut numbers = source.bytes.chunks_exact(source.float.bytes());
        let mut unusual = Unusual::default();
        for outer in 0..outers {
            for inner in 0..inners {
                let (channel, input) = if self.transposed {
                    (outer / self.group_inputs * self.group_outputs + inner, outer % self.group_inputs)
                } else {
                    (outer, inner)
                };
                for (tap, number) in numbers.by_ref().take(taps).enumerate() {
                    self.write(self.places.weight(channel, input, tap), source.float.read(number), &mut unusual);
                }
            }
        }
        unusual.note(source)
    }

    fn bias(&mut self, source: &Source) -> Option<String> {
        let mut unusual = Unusual::default();
        for (channel, number) in source.bytes.chunks_exact(source.float.bytes()).enumerate() {
            self.write(self.places.bias(channel), source.float.read(number), &mut unusual);
        }
        unusual.note(source)
    }

    fn write(&mut self, place: usize, number: Option<f64>, unusual: &mut Unusual) {
        let number = number.unwrap_or_default();
        unusual.count(number);
        let start = place * self.dtype.bytes();
        let Some(target) = self.bytes.get_mut(start..start + self.dtype.bytes()) else { return };
        match self.dtype {
            // No tensor of a wider type has been chosen: exact.
            #[expect(clippy::cast_possible_truncation, reason = "see above")]
            Dtype::F32 => target.copy_from_slice(&(number as f32).to_le_bytes()),
            Dtype::F64 => target.copy_from_slice(&number.to_le_bytes()),
        }
    }
}

/// Counts numbers that are not finite.
#[derive(Default)]
struct Unusual {
    seen: usize,
    nan: usize,
    infinite: usize,
    first: Option<usize>,
}

impl Unusual {
    fn count(&mut self, number: f64) {
        if !number.is_finite() {
            self.nan += usize::from(number.is_nan());
            self.infinite += usize::from(number.is_infinite());
            self.first = self.first.or(Some(self.seen));
        }
        self.seen += 1;
    }

    fn note(&self, source: &Source) -> Option<String> {
        let first = self.first?;
        let found = match (self.nan, self.infinite) {
            (nan, 0) => format!("{nan} NaN"),
            (0, infinite) => format!("{infinite} infinite"),
            (nan, infinite) => format!("{nan} NaN and {infinite} infinite"),
        };
        Some(format!(
            "tensor `{}` has {found} among its {} numbers, the first at index {first}",
            source.name, self.seen
        ))
    }
}
