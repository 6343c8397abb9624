//! Runs a form on its case in every way there is, and compares.

use conv_layer::__private::Formats;
use conv_layer::Isa;

use crate::case::{Case, Expected, Formula};
use crate::form::{Data, Facts, Form, Number};
use crate::runs::{Runs, each};

/// Runs a form in all its ways.
///
/// # Panics
///
/// When anything is not as the case says.
#[must_use]
pub fn check<F: Form>(id: &str) -> Runs {
    check_case::<F>(&Case::read(id))
}

/// Runs a form in all its ways on a case whose numbers are in the order of memory formats.
///
/// # Panics
///
/// When anything is not as the case says, or has not run.
pub fn check_in<F: Form>(id: &str, formats: Formats) {
    let runs = check_case::<F>(&Case::read(id).in_formats(formats, size_of::<F::Number>()));
    let each_once = |expected: fn(Isa) -> bool| each(|isa| usize::from(expected(isa)));
    for way in ["forward", "forward_slice", "forward_batch"] {
        assert_eq!(runs.of(way), each_once(|isa| isa == Isa::best()), "{way}");
    }
    assert_eq!(runs.of("forward_on"), each_once(|isa| isa.is_available() && cfg!(target_arch = "x86_64")));
}

fn check_case<F: Form>(case: &Case) -> Runs {
    facts(&F::facts(), case);
    let numbers = Numbers::<F::Number>::new(case);
    let layer = F::make(&numbers.weight, numbers.bias.as_deref()).expect("the case's weights fit");
    let mut runs = Runs::default();
    for (way, forward) in F::BEST {
        run(case, &numbers, way, |data| forward(&layer, data));
        runs.count(way, Isa::best());
    }
    for (way, forward) in F::NATIVE {
        for isa in Isa::available() {
            run(case, &numbers, &format!("{way} {isa}"), |data| forward(&layer, isa, data));
            runs.count(way, isa);
        }
    }
    for (way, forward) in F::EMULATED {
        for isa in Isa::ALL.iter().copied() {
            run(case, &numbers, &format!("{way} {isa}"), |data| forward(&layer, isa, data));
            runs.count(way, isa);
        }
    }
    runs
}

fn facts(facts: &Facts, case: &Case) {
    assert_eq!(facts.weight, case.weight_shape(), "WEIGHT_SHAPE");
    let (input, output) = (case.input_shape(), case.output_shape());
    assert!(facts.input.as_ref().is_none_or(|shape| *shape == input), "INPUT_SHAPE {:?}", facts.input);
    assert!(facts.output.as_ref().is_none_or(|shape| *shape == output), "OUTPUT_SHAPE {:?}", facts.output);
    let weights = case.weight.len();
    let biases = case.bias.as_ref().map_or(0, Vec::len);
    assert_eq!(facts.parameters, case.weight_shape().map(|_| (weights + biases) as u64), "PARAMETERS");
    // Every weight meets every output, or, of a transposed layer, every input.
    let positions: usize = if case.is_transposed() { &input } else { &output }[1..].iter().product();
    assert!(facts.macs.is_none_or(|macs| macs == (weights * positions) as u64), "MACS {:?}", facts.macs);
}

/// A case's numbers as a layer takes them.
struct Numbers<T> {
    input: Vec<T>,
    weight: Vec<T>,
    bias: Option<Vec<T>>,
}

impl<T: Number> Numbers<T> {
    fn new(case: &Case) -> Self {
        let all = |numbers: &[f32]| numbers.iter().copied().map(T::exactly).collect();
        Self { input: all(&case.input), weight: all(&case.weight), bias: case.bias.as_deref().map(all) }
    }
}

/// Runs one way and compares; what it does not write stays NaN and fails.
fn run<T: Number>(
    case: &Case,
    Numbers { input, weight, bias }: &Numbers<T>,
    way: &str,
    forward: impl FnOnce(Data<'_, T>) -> Result<(), conv_layer::Error>,
) {
    let len = match &case.expected {
        Expected::Tensor(expected, _) => expected.len(),
        Expected::Formula(formula) => formula.len,
    };
    let mut output = vec![T::NAN; len];
    let data = Data { input, weight, bias: bias.as_deref(), output: &mut output };
    assert_eq!(forward(data), Ok(()), "{way}");
    let output: Vec<f32> = output.into_iter().map(T::rounded).collect();
    match &case.expected {
        Expected::Tensor(expected, Some(atol)) => close(way, &output, expected, *atol),
        Expected::Tensor(expected, None) => same(way, &output, expected),
        Expected::Formula(formula) => by_formula(way, &output, formula),
    }
}

fn close(way: &str, output: &[f32], expected: &[f32], atol: f64) {
    for (i, (found, expected)) in output.iter().zip(expected).enumerate() {
        let off = (f64::from(*found) - f64::from(*expected)).abs();
        assert!(off <= atol, "{way}: element {i} is {found}, not {expected}: off by {off:e}, allowed {atol:e}");
    }
}

fn same(way: &str, output: &[f32], expected: &[f32]) {
    for (i, (found, expected)) in output.iter().zip(expected).enumerate() {
        assert_eq!(found.to_bits(), expected.to_bits(), "{way}: element {i} is {found}, not exactly {expected}");
    }
}

fn by_formula(way: &str, output: &[f32], formula: &Formula) {
    assert!(formula.samples.len() > 1, "{way}: no element to compare");
    for (i, expected) in &formula.samples {
        let off = (f64::from(output[*i]) - expected).abs();
        assert!(off <= formula.atol, "{way}: element {i} is {}, not {expected}: off by {off:e}", output[*i]);
    }
    let (mut sum, mut weighted) = ([0.0, 0.0], [0.0, 0.0]);
    for (value, weight) in output.iter().zip((1..=251_u8).cycle()) {
        let value = f64::from(*value);
        let product = value * f64::from(weight);
        sum = [sum[0] + value, sum[1] + value.abs()];
        weighted = [weighted[0] + product, weighted[1] + product.abs()];
    }
    for (found, expected) in [(sum, formula.sum), (weighted, formula.weighted_sum)] {
        for (found, wanted) in found.into_iter().zip(expected) {
            let off = (found - wanted).abs();
            assert!(off <= formula.rtol * expected[1], "{way}: total is {found}, not {wanted}: off by {off:e}");
        }
    }
}
