//! A layer's trained weights: from the bytes of a file to packed weights, or to what is wrong with
//! them.
//!
//! Nothing here opens files: whoever has the one that [`WeightsFile::path`] names gives its bytes
//! as a [`File`].

mod archive;
mod choose;
mod file;
mod float;
mod foreign;
mod parametrized;
mod shape;
mod values;

use conv_geometry::Packing;

use crate::layer::{Dtype, Layer, Op, WeightsFile};
use crate::packed::Places;
use crate::words::quote;
use crate::{Diagnostic, Report};

pub use archive::Archive;
pub use file::File;

pub(crate) use archive::SAVE;
pub(crate) use foreign::Foreign;

use choose::{Chosen, FoundTensor};
use float::Float;

/// What a file is that Git LFS has left in place of the one that was meant, and the way to that:
/// `None` for other files.
#[must_use]
pub fn git_lfs(head: &[u8]) -> Option<(&'static str, &'static str)> {
    let pointer = Foreign::of(head).filter(|found| *found == Foreign::GitLfs)?;
    Some((pointer.noun(), pointer.way_out()))
}

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

/// Packs the weights of a layer from a whole file, as [`Archive::read`] and [`Archive::pack`] do.
///
/// # Errors
///
/// Theirs.
pub fn pack(weights: &WeightsFile, layer: &Layer, packing: Packing, name: &str, file: &[u8]) -> Result<Packed, Report> {
    Archive::read(weights, file)?.pack(weights, layer, packing, name, file)
}

impl Archive {
    /// Packs the weights of a layer from the file that this was read from, of which the layer's
    /// tensors are read. `name` is the layer's own name, which its tensors begin with unless the
    /// specification says otherwise.
    ///
    /// # Errors
    ///
    /// All that is wrong with the layer's tensors in the file, at the places of the specification
    /// that name them.
    pub fn pack<F: File + ?Sized>(
        &self,
        weights: &WeightsFile,
        layer: &Layer,
        packing: Packing,
        name: &str,
        file: &F,
    ) -> Result<Packed, Report> {
        let Chosen { weight, bias } = choose::choose(weights, layer, name, self)?;
        let mut packer = Packer::new(layer, packing);
        let mut notes = Vec::new();
        // One after the other, so that no more than one tensor is in memory.
        for (source, role) in [(Some(weight), Role::Weight), (bias, Role::Bias)] {
            let Some(source) = source else { continue };
            let bytes =
                file::bytes(file, source.range.clone()).map_err(|reason| source.unreadable(weights, &reason))?;
            notes.extend(packer.pack(role, &source, &bytes));
        }
        Ok(Packed { bytes: packer.bytes, notes })
    }
}

/// The report for a file that cannot be read.
///
/// `reason` is said at the path, `helps` after the text.
#[must_use]
pub fn unreadable(weights: &WeightsFile, reason: &str, helps: &[String]) -> Report {
    let diagnostic = Diagnostic::new(weights.span(), "the file of `weights` cannot be read").with_label(reason);
    Report::from(helps.iter().fold(diagnostic, Diagnostic::with_help))
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

/// What a tensor is to a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Weight,
    Bias,
}

impl FoundTensor {
    fn unreadable(&self, weights: &WeightsFile, reason: &str) -> Report {
        let message = format!("the tensor {} cannot be read", quote(&self.name));
        Report::from(Diagnostic::new(weights.span(), message).with_label(reason))
    }
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
    fn new(layer: &Layer, packing: Packing) -> Self {
        let mut shape = layer.weight_shape().into_iter();
        let (outer, inner) = (shape.next().unwrap_or(0), shape.next().unwrap_or(0));
        Self {
            dtype: layer.dtype(),
            places: Places::new(layer, packing),
            sizes: [outer, inner, shape.product()],
            transposed: layer.op() == Op::ConvTranspose,
            group_outputs: layer.out_channels() / layer.groups(),
            group_inputs: layer.in_channels() / layer.groups(),
            bytes: vec![0; layer.packed_len(packing) * layer.dtype().bytes()],
        }
    }

    /// Places a tensor's numbers; what is not finite is noted.
    fn pack(&mut self, role: Role, source: &FoundTensor, bytes: &[u8]) -> Option<String> {
        let mut numbers = bytes.chunks_exact(source.float.bytes()).map(|number| source.float.read(number));
        let mut unusual = Unusual::default();
        match role {
            Role::Weight => self.weight(&mut numbers, &mut unusual),
            Role::Bias => {
                for (channel, number) in numbers.enumerate() {
                    self.write(self.places.bias(channel), number, &mut unusual);
                }
            }
        }
        unusual.note(&source.name)
    }

    /// Numbers come in PyTorch's order.
    fn weight(&mut self, numbers: &mut impl Iterator<Item = Option<f64>>, unusual: &mut Unusual) {
        let [outers, inners, taps] = self.sizes;
        for outer in 0..outers {
            for inner in 0..inners {
                let (channel, input) = if self.transposed {
                    (outer / self.group_inputs * self.group_outputs + inner, outer % self.group_inputs)
                } else {
                    (outer, inner)
                };
                for (tap, number) in numbers.by_ref().take(taps).enumerate() {
                    self.write(self.places.weight(channel, input, tap), number, unusual);
                }
            }
        }
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

    fn note(&self, tensor: &str) -> Option<String> {
        let first = self.first?;
        let found = match (self.nan, self.infinite) {
            (nan, 0) => format!("{nan} NaN"),
            (0, infinite) => format!("{infinite} infinite"),
            (nan, infinite) => format!("{nan} NaN and {infinite} infinite"),
        };
        Some(format!("tensor `{tensor}` has {found} among its {} numbers, the first at index {first}", self.seen))
    }
}
