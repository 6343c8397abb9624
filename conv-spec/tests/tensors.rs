//! Files of weights, whatever is in them.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;

use conv_plan::{Packing, Plan};
use conv_spec::tensors::{Archive, File, Packed, pack};
use conv_spec::{Format, Layer, Report, Source};
use proptest::prelude::*;
use safetensors::Dtype;
use safetensors::tensor::TensorView;

fn layer(text: &str) -> Layer {
    conv_spec::check(&Source { name: "inline", text, format: Format::Call }).unwrap()
}

/// A file with these tensors of `f32`, written by the format's own library.
fn file(tensors: &[(&str, &[usize], &[f32])]) -> Vec<u8> {
    let bytes: Vec<Vec<u8>> =
        tensors.iter().map(|(.., values)| values.iter().flat_map(|value| value.to_le_bytes()).collect()).collect();
    let views: BTreeMap<String, TensorView> = tensors
        .iter()
        .zip(&bytes)
        .map(|((name, shape, _), bytes)| ((*name).into(), TensorView::new(Dtype::F32, shape.to_vec(), bytes).unwrap()))
        .collect();
    safetensors::serialize(&views, None).unwrap()
}

fn packed(layer: &Layer, name: &str, file: &[u8]) -> Result<Packed, Report> {
    pack(layer.weights_file().unwrap(), layer, Plan::new(layer).unwrap().packing(), name, file)
}

fn numbers(packed: &Packed) -> Vec<f32> {
    packed.bytes().chunks_exact(4).map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap())).collect()
}

const LINE: &str = "nn.Conv1d(2, 2, 3, input_shape=(2, 9), weights='m.safetensors')";
const WEIGHT: [f32; 12] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0];
const BIAS: [f32; 2] = [0.25, 0.5];

#[test]
fn biases_stand_before_weights() {
    let layer = layer(LINE);
    assert_eq!(Plan::new(&layer).unwrap().packing(), Packing::Rows);
    let file = file(&[("line.weight", &[2, 2, 3], &WEIGHT), ("line.bias", &[2], &BIAS)]);
    let packed = packed(&layer, "line", &file).unwrap();
    let expected = [0.25, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 0.5, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0];
    assert_eq!(numbers(&packed), expected);
    assert!(packed.notes().is_empty());
}

#[test]
fn a_layer_goes_by_its_own_name_before_none() {
    let other = WEIGHT.map(|weight| -weight);
    let tensors: [(&str, &[usize], &[f32]); 4] = [
        ("line.weight", &[2, 2, 3], &WEIGHT),
        ("line.bias", &[2], &BIAS),
        ("weight", &[2, 2, 3], &other),
        ("bias", &[2], &BIAS),
    ];
    let file = file(&tensors);
    assert_eq!(numbers(&packed(&layer(LINE), "line", &file).unwrap())[1..2], [1.0]);
    assert_eq!(numbers(&packed(&layer(LINE), "other", &file).unwrap())[1..2], [-1.0]);
    // A layer that is named goes by no other name.
    let named = layer("nn.Conv1d(2, 2, 3, weights='m.safetensors', tensors='other')");
    let report = packed(&named, "line", &file).unwrap_err();
    assert_eq!(report.diagnostics()[0].message(), "the file of `weights` has no tensor `other.weight`");
}

/// The matrix of a `Linear` behind a `Flatten` has the weight of a convolution whose kernel covers
/// the input, whatever the memory format; axes of size 1 in front of a kernel of another rank
/// change nothing either.
#[test]
fn matrices_and_other_ranks_have_the_same_numbers() {
    let lines = [
        LINE,
        "nn.Conv1d(2, 2, 3, input_shape=(2, 3), weights='m.safetensors')",
        "nn.Conv1d(2, 2, 3, input_shape=(2, 3), memory_format='channels_last', weights='m.safetensors')",
        "nn.Conv2d(2, 2, (1, 3), input_shape=(2, 1, 3), weights='m.safetensors')",
    ];
    for text in lines {
        let layer = layer(text);
        let shape = layer.weight_shape();
        let of = |shape: &[usize]| {
            let file = file(&[("weight", shape, &WEIGHT), ("bias", &[2], &BIAS)]);
            numbers(&packed(&layer, "line", &file).unwrap())
        };
        let expected = of(&shape);
        for shape in [&[2, 6][..], &[2, 2, 3], &[2, 2, 1, 3], &[2, 2, 1, 1, 3]] {
            assert_eq!(of(shape), expected, "{text}: {shape:?}");
        }
    }
    let pointwise = layer("nn.Conv2d(6, 2, 1, bias=False, weights='m.safetensors')");
    let of = |shape: &[usize]| numbers(&packed(&pointwise, "mix", &file(&[("weight", shape, &WEIGHT)])).unwrap());
    assert_eq!(of(&[2, 6]), of(&[2, 6, 1, 1]));
    assert_eq!(of(&[2, 6, 1]), of(&[2, 6, 1, 1]));
}

/// A file that counts what is read of it.
struct Counted<'a> {
    file: &'a [u8],
    read: Cell<u64>,
}

impl File for Counted<'_> {
    fn length(&self) -> u64 {
        self.file.length()
    }

    fn bytes(&self, range: Range<u64>) -> Result<Cow<'_, [u8]>, String> {
        self.read.set(self.read.get() + range.end - range.start);
        self.file.bytes(range)
    }
}

#[test]
fn no_more_is_read_than_the_layer_has() {
    let other = vec![0.0; 25_000];
    let file = file(&[("line.weight", &[2, 2, 3], &WEIGHT), ("line.bias", &[2], &BIAS), ("other", &[25_000], &other)]);
    let layer = layer(LINE);
    let (plan, weights) = (Plan::new(&layer).unwrap(), layer.weights_file().unwrap());
    let counted = Counted { file: &file, read: Cell::new(0) };
    let archive = Archive::read(weights, &counted).unwrap();
    let header = counted.read.replace(0);
    assert!(header < 1024, "{header} bytes");
    let found = archive.pack(weights, &layer, plan.packing(), "line", &counted).unwrap();
    assert_eq!(counted.read.get(), 4 * (12 + 2));
    assert_eq!(found, packed(&layer, "line", &file).unwrap());
}

#[test]
fn what_is_not_finite_is_noted() {
    let mut weight = WEIGHT;
    (weight[3], weight[8], weight[9]) = (f32::INFINITY, f32::NAN, f32::NEG_INFINITY);
    let file = file(&[("weight", &[2, 2, 3], &weight), ("bias", &[2], &[f32::MAX, f32::NAN])]);
    let packed = packed(&layer(LINE), "line", &file).unwrap();
    let expected = [
        "tensor `weight` has 1 NaN and 2 infinite among its 12 numbers, the first at index 3",
        "tensor `bias` has 1 NaN among its 2 numbers, the first at index 1",
    ];
    assert_eq!(packed.notes(), expected);
    let found = numbers(&packed);
    assert!(found[4] == f32::INFINITY && found[9 + 1].is_nan() && found[10 + 1] == f32::NEG_INFINITY);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(5000) })]

    /// A file is taken or refused, and what is taken has the length of the layer.
    #[test]
    fn no_file_makes_it_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        end in prop::option::of(any::<prop::sample::Index>()),
        text in prop::sample::select(vec![
            LINE,
            "nn.ConvTranspose1d(2, 2, 3, weights='m.safetensors')",
            "nn.Conv1d(2, 2, 3, bias=False, dtype=torch.float64, weights='m.safetensors', tensors=['weight'])",
        ]),
    ) {
        let layer = layer(text);
        let mut file = file(&[("weight", &[2, 2, 3], &WEIGHT), ("bias", &[2], &BIAS)]);
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        if let Some(end) = end {
            file.truncate(end.index(file.len()));
        }
        if let Ok(packed) = packed(&layer, "line", &file) {
            prop_assert_eq!(packed.bytes().len(), Plan::new(&layer).unwrap().weight_bytes());
        }
    }
}
