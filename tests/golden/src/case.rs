//! A line of `cases.jsonl` and its tensors.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use safetensors::{Dtype, SafeTensors};
use serde_json::Value;

/// Everything about a case.
#[derive(Debug)]
pub struct Case {
    /// The line.
    pub line: Value,
    /// Input, one sample of a case by formula.
    pub input: Vec<f32>,
    /// Weight in `PyTorch`'s layout; layers without weights have none.
    pub weight: Vec<f32>,
    /// Bias, if there is one.
    pub bias: Option<Vec<f32>>,
    /// What the output has to be.
    pub expected: Expected,
}

/// What is known of an output.
#[derive(Debug)]
pub enum Expected {
    /// All of it, and how far each element may be off; `None`: not at all.
    Tensor(Vec<f32>, Option<f64>),
    /// Some elements and several sums of a sample.
    Formula(Formula),
}

/// The output of a case by formula.
#[derive(Debug)]
pub struct Formula {
    /// Elements in one sample of the output.
    pub len: usize,
    /// Some elements of the first sample.
    pub samples: Vec<(usize, f64)>,
    /// How far each of them may be off.
    pub atol: f64,
    /// Sum, and the same of absolute values.
    pub sum: [f64; 2],
    /// Sum of elements times `index mod 251 + 1`, and the same of absolute values.
    pub weighted_sum: [f64; 2],
    /// How far a sum may be off, as a part of that of absolute values.
    pub rtol: f64,
}

static CASES: LazyLock<Vec<Value>> = LazyLock::new(|| lines("cases.jsonl"));
static TENSORS: LazyLock<SafeTensors<'static>> = LazyLock::new(|| {
    let path = folder().join("tensors.safetensors");
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    // Read once, for as long as the tests run.
    SafeTensors::deserialize(bytes.leak()).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
});

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// The lines of a file of the golden data.
///
/// # Panics
///
/// When the file cannot be read.
#[must_use]
pub fn lines(file: &str) -> Vec<Value> {
    let path = folder().join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().map(|line| serde_json::from_str(line).expect("a line is a JSON object")).collect()
}

/// The ids of all cases that are tested together: those of an operation which have tensors,
/// or `large`, those by formula.
#[must_use]
pub fn ids(file: &str) -> Vec<&'static str> {
    let is_in = |line: &&Value| if line.get("formula").is_some() { file == "large" } else { line["op"] == file };
    CASES.iter().filter(is_in).filter_map(|line| line["id"].as_str()).collect()
}

/// A list of sizes.
///
/// # Panics
///
/// When it is none.
#[must_use]
pub fn numbers(value: &Value) -> Vec<usize> {
    let number = |entry: &Value| entry.as_u64().and_then(|n| usize::try_from(n).ok()).expect("a size");
    value.as_array().expect("a list of sizes").iter().map(number).collect()
}

impl Case {
    /// The case of this id.
    ///
    /// # Panics
    ///
    /// When there is none, or its tensors are not as the data's description says.
    #[must_use]
    pub fn read(id: &str) -> Self {
        let line = CASES.iter().find(|line| line["id"] == id).unwrap_or_else(|| panic!("no case {id}")).clone();
        if line.get("formula").is_some() { Self::by_formula(line) } else { Self::with_tensors(line) }
    }

    /// Whether the case is one by formula.
    #[must_use]
    pub fn is_large(&self) -> bool {
        matches!(self.expected, Expected::Formula(_))
    }

    /// Whether the layer has weights.
    #[must_use]
    pub fn has_weights(&self) -> bool {
        self.weight_shape().is_some()
    }

    /// Whether the layer is a transposed convolution.
    #[must_use]
    pub fn is_transposed(&self) -> bool {
        self.line["op"].as_str().is_some_and(|op| op.starts_with("conv_transpose"))
    }

    /// Whether the output's size is an argument, of a transposed layer.
    #[must_use]
    pub fn has_output_size(&self) -> bool {
        self.is_transposed() && !self.line["params"]["output_size"].is_null()
    }

    /// The shape of the weight, where there is one.
    #[must_use]
    pub fn weight_shape(&self) -> Option<Vec<usize>> {
        Some(&self.line["weight_shape"]).filter(|shape| !shape.is_null()).map(numbers)
    }

    /// The shape of a sample of the input.
    #[must_use]
    pub fn input_shape(&self) -> Vec<usize> {
        numbers(&self.line["input_shape"]).split_off(self.batch_axes())
    }

    /// The shape of a sample of the output.
    #[must_use]
    pub fn output_shape(&self) -> Vec<usize> {
        numbers(&self.line["output_shape"]).split_off(self.batch_axes())
    }

    /// The output in double precision, where the data has it.
    #[must_use]
    pub fn output_f64(&self) -> Option<Vec<f64>> {
        let key = self.line["tensors"]["output_f64"].as_str()?;
        Some(tensor(key, Dtype::F64, &self.line["output_shape"], f64::from_le_bytes))
    }

    fn batch_axes(&self) -> usize {
        usize::from(self.line["batched"] == true)
    }

    fn with_tensors(line: Value) -> Self {
        let read = |role: &str| {
            let key = line["tensors"][role].as_str()?;
            Some(tensor(key, Dtype::F32, &line[format!("{role}_shape")], f32::from_le_bytes))
        };
        let tolerance = &line["tolerance"];
        let atol = tolerance["atol"].as_f64();
        let exact = line["integer_exact"] == true || tolerance["kind"] == "bitwise";
        let bound = if exact { None } else { Some(atol.expect("a bound")) };
        let expected = Expected::Tensor(read("output").expect("an output"), bound);
        let input = read("input").expect("an input");
        let (weight, bias) = (read("weight").unwrap_or_default(), read("bias"));
        Self { line, input, weight, bias, expected }
    }

    fn by_formula(line: Value) -> Self {
        let fill = |role: &str, len: usize| {
            let multiplier = line["formula"][format!("{role}_multiplier")].as_u64()?;
            Some((0..len as u64).map(|i| element(i, multiplier)).collect::<Vec<f32>>())
        };
        let len = |role: &str| numbers(&line[format!("{role}_shape")]).iter().product::<usize>();
        let sample = |role: &str| numbers(&line[format!("{role}_shape")])[1..].iter().product::<usize>();
        let bias_len = if line["bias_shape"].is_null() { 0 } else { len("bias") };
        let number = |value: &Value| value.as_f64().expect("a number");
        let totals = &line["totals_first_sample"];
        let index = numbers(&line["samples"]["index"]);
        let values = line["samples"]["value"].as_array().expect("values").iter().map(number);
        let formula = Formula {
            len: sample("output"),
            samples: index.into_iter().zip(values).filter(|(index, _)| *index < sample("output")).collect(),
            atol: number(&line["tolerance"]["atol"]),
            sum: [number(&totals["sum"]), number(&totals["sum_abs"])],
            weighted_sum: [number(&totals["weighted_sum"]), number(&totals["weighted_sum_abs"])],
            rtol: number(&line["tolerance"]["sum_rtol_of_abs"]),
        };
        let input = fill("input", sample("input")).expect("an input");
        let weight = fill("weight", len("weight")).expect("a weight");
        let bias = fill("bias", bias_len);
        Self { line, input, weight, bias, expected: Expected::Formula(formula) }
    }
}

/// Element `i` of a tensor with this multiplier, as the data's description says.
fn element(i: u64, multiplier: u64) -> f32 {
    let high = (i.wrapping_mul(multiplier) & 0xFFFF_FFFF) >> 8;
    #[expect(clippy::cast_precision_loss, reason = "24 bits are exact")]
    let value = high as f32;
    value / 16_777_216.0 - 0.5
}

fn tensor<T, const N: usize>(key: &str, dtype: Dtype, shape: &Value, number: fn([u8; N]) -> T) -> Vec<T> {
    let tensor = TENSORS.tensor(key).unwrap_or_else(|error| panic!("{key}: {error}"));
    assert_eq!(tensor.dtype(), dtype, "{key}");
    assert_eq!(tensor.shape(), numbers(shape), "{key}");
    let (elements, rest) = tensor.data().as_chunks();
    assert!(rest.is_empty(), "{key}");
    elements.iter().map(|bytes| number(*bytes)).collect()
}
