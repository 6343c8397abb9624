//! Runs a form on its case in every way there is, and compares.

use conv_layer::Isa;

use crate::case::{Case, Expected, Formula, numbers};
use crate::{Emulated, EveryIsa, Form, Native, Runs};

/// Runs a form on the best instruction set.
///
/// # Panics
///
/// When anything is not as the case says.
#[must_use]
pub fn best_isa<F: Native>(id: &str) -> Runs {
    let case = Case::read(id);
    facts::<F>(&case);
    let layer = make::<F>(&case);
    best(&layer, &case);
    let mut runs = Runs::default();
    runs.native(Isa::best());
    runs
}

/// Runs a form on the best and on every available instruction set.
///
/// # Panics
///
/// When anything is not as the case says.
#[must_use]
pub fn every_isa<F: EveryIsa>(id: &str) -> Runs {
    let case = Case::read(id);
    facts::<F>(&case);
    let layer = make::<F>(&case);
    best(&layer, &case);
    let mut runs = Runs::default();
    for isa in Isa::available() {
        run(&case, &format!("forward_on {isa}"), |input, output| layer.on(isa, input, output).unwrap());
        runs.native(isa);
    }
    runs
}

/// Runs the plans of all instruction sets on plain arrays.
///
/// # Panics
///
/// When anything is not as the case says.
#[must_use]
pub fn emulated<F: Emulated>(id: &str) -> Runs {
    let case = Case::read(id);
    let layer = make::<F>(&case);
    let mut runs = Runs::default();
    for isa in Isa::ALL {
        run(&case, &format!("run_emulated {isa}"), |input, output| layer.emulated(isa, input, output).unwrap());
        runs.emulated(isa);
    }
    runs
}

fn facts<F: Native>(case: &Case) {
    let facts = F::facts();
    let weight = numbers(&case.line["weight_shape"]);
    assert_eq!(facts.weight, weight, "WEIGHT_SHAPE");
    assert_eq!(facts.input, case.input_shape(), "INPUT_SHAPE");
    assert_eq!(facts.output, case.output_shape(), "OUTPUT_SHAPE");
    let weights: usize = weight.iter().product();
    let biases = case.bias.as_ref().map_or(0, Vec::len);
    assert_eq!(facts.parameters, (weights + biases) as u64, "PARAMETERS");
    if let Some(macs) = facts.macs {
        let pixels: usize = facts.output[1..].iter().product();
        assert_eq!(macs, (weights * pixels) as u64, "MACS");
    }
}

fn make<F: Form>(case: &Case) -> F {
    F::make(&case.weight, case.bias.as_deref()).expect("the case's weights fit")
}

fn best(layer: &impl Native, case: &Case) {
    run(case, "forward_slice", |input, output| layer.slice(input, output).unwrap());
    run(case, "forward_batch", |input, output| layer.batch(input, output).unwrap());
    run(case, "forward", |input, output| layer.samples(input, output));
}

/// Runs one way and compares; what it does not write stays NaN and fails.
fn run(case: &Case, way: &str, forward: impl FnOnce(&[f32], &mut [f32])) {
    let len = match &case.expected {
        Expected::Tensor(expected, _) => expected.len(),
        Expected::Formula(formula) => formula.len,
    };
    let mut output = vec![f32::NAN; len];
    forward(&case.input, &mut output);
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
