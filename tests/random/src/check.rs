//! Runs a layer in every way and compares.

use std::fmt::Debug;

use conv_layer::{Error, Isa};
use conv_layer_kernels::formats::{contiguous, reordered};
use conv_layer_kernels::guarded::{Guarded, Mark};
use conv_layer_kernels::random::Random;
use conv_layer_oracle::{Output, Real, convolve};

use crate::{Counts, Drawn, Outcome, Run, Subject};

/// A number type of layers.
pub trait Number: Real + Mark + From<f32> + Debug {}

impl Number for f32 {}
impl Number for f64 {}

/// What makes a layer of weight and bias.
pub type Make<T> = fn(&[T], &[T]) -> Result<Box<dyn Subject<T>>, Error>;

/// Holds a layer against the oracle and counts the comparisons.
///
/// # Errors
///
/// What differs.
pub fn check<T: Number>(drawn: &Drawn, make: Make<T>, counts: &mut Counts) -> Result<(), String> {
    let mut random = Random::new(drawn.seed as u64);
    let weight = numbers(&mut random, drawn.weight.iter().product(), drawn.exact);
    let bias = numbers(&mut random, if drawn.bias { drawn.geometry.out_channels } else { 0 }, drawn.exact);
    let layer = make(&weight, &bias).map_err(|error| format!("cannot be made: {error}"))?;
    for (number, run) in drawn.runs.iter().enumerate() {
        facts(drawn, &*layer, run)?;
        let size = run.size.iter().product::<usize>() * drawn.geometry.in_channels;
        let input = numbers(&mut random, run.samples * size, drawn.exact);
        let bias_given = drawn.bias.then_some(&*bias);
        let expected = convolve(&drawn.geometry, run.size, &input, &weight, bias_given);
        if expected.size != run.output {
            return Err(format!(
                "the oracle has an output of {:?}, the build script of {:?}",
                expected.size, run.output
            ));
        }
        let shift = random.below(5);
        let input = reordered(&input, drawn.formats.input, drawn.geometry.in_channels, run.size);
        let task = Task {
            layer: &*layer,
            drawn,
            size: run.size,
            parameters: (Guarded::new(&weight, shift % 3), Guarded::new(&bias, shift)),
            input: Guarded::new(&input, shift),
            expected,
        };
        task.every_way(counts)?;
        if number == 0 {
            task.arrays(counts)?;
        }
        task.nothing(run)?;
    }
    let facts = layer.facts(drawn.runs[0].size).map_err(|error| error.to_string())?;
    for &(isa, kernel) in facts.kernels.iter().filter(|(isa, _)| isa.is_available()) {
        // `f32_conv_channels_2x6_avx2`: what the lanes hold; of whole rows, channels.
        let lanes = if ["channels", "whole"].iter().any(|word| kernel.contains(word)) {
            "channels in the lanes"
        } else {
            "pixels in the lanes"
        };
        counts.add(&format!("kernel, {isa}"), lanes);
    }
    Ok(())
}

fn numbers<T: Number>(random: &mut Random, len: usize, exact: bool) -> Vec<T> {
    (0..len).map(|_| T::from(if exact { random.integer() } else { random.fraction() })).collect()
}

/// Whether the type says of itself what was drawn.
fn facts<T>(drawn: &Drawn, layer: &dyn Subject<T>, run: &Run) -> Result<(), String> {
    let facts = layer.facts(run.size).map_err(|error| format!("input {:?} is refused: {error}", run.size))?;
    let same = |what: &str, found: &[usize], expected: &[usize]| {
        if found == expected { Ok(()) } else { Err(format!("{what} is {found:?}, not {expected:?}")) }
    };
    let rank = drawn.weight.len() - 2;
    same("WEIGHT_SHAPE", &facts.weight, drawn.weight)?;
    same("output", &facts.output, &run.output[3 - rank..])?;
    let parameters = drawn.weight.iter().product::<usize>() + if drawn.bias { drawn.geometry.out_channels } else { 0 };
    if facts.parameters != parameters as u64 {
        return Err(format!("PARAMETERS is {}, not {parameters}", facts.parameters));
    }
    for (isa, asked) in drawn.asked {
        if !facts.kernels.iter().any(|(of, kernel)| of.name() == *isa && kernel == asked) {
            return Err(format!("{asked} was asked for: {:?}", facts.kernels));
        }
    }
    if facts.macs.is_some() != drawn.fixed {
        return Err("the size is open, or fixed, by mistake".to_owned());
    }
    if let Some(macs) = facts.macs {
        same("INPUT_SHAPE", &facts.input[1..], &run.size[3 - rank..])?;
        if macs != drawn.macs as u64 {
            return Err(format!("MACS is {macs}, not {}", drawn.macs));
        }
    }
    Ok(())
}

/// A layer, one input, and what it should give.
struct Task<'a, T> {
    layer: &'a dyn Subject<T>,
    drawn: &'a Drawn,
    size: [usize; 3],
    parameters: (Guarded<T>, Guarded<T>),
    input: Guarded<T>,
    expected: Output,
}

impl<T: Number> Task<'_, T> {
    /// On slices.
    fn every_way(&self, counts: &mut Counts) -> Result<(), String> {
        let Self { layer, size, .. } = *self;
        let parameters = (self.parameters.0.values(), self.parameters.1.values());
        self.compare("forward_slice", counts, |input, output| Some(layer.slice(size, input, output)))?;
        self.compare("functional_slice", counts, |input, output| layer.functional(size, input, parameters, output))?;
        for isa in Isa::available() {
            let way = format!("forward_on {isa}");
            self.compare(&way, counts, |input, output| Some(layer.on(isa, size, input, output)))?;
        }
        for isa in EMULATED {
            let way = format!("emulated {isa}");
            self.compare(&way, counts, |input, output| Some(layer.emulated(isa, size, input, output)))?;
        }
        Ok(())
    }

    fn arrays(&self, counts: &mut Counts) -> Result<(), String> {
        let layer = self.layer;
        let parameters = (self.parameters.0.values(), self.parameters.1.values());
        self.compare("forward", counts, |input, output| {
            layer.samples(input, output);
            Some(Ok(()))
        })?;
        self.compare("forward_batch", counts, |input, output| Some(layer.batch(input, output)))?;
        self.compare("functional", counts, |input, output| layer.functional_samples(input, parameters, output))
    }

    /// No samples; and one element too few, which is refused.
    fn nothing(&self, run: &Run) -> Result<(), String> {
        let empty: Result<(), Error> = self.layer.slice(self.size, &[], &mut []);
        empty.map_err(|error| format!("a batch of no samples: {error}"))?;
        let len = run.output.iter().product::<usize>() * self.drawn.geometry.out_channels;
        let mut output = Guarded::unwritten(run.samples * len, 0);
        let (_, short) = output.values_mut().split_at_mut(1);
        if self.layer.slice(self.size, self.input.values(), short).is_ok() {
            return Err("an output that is too short is accepted".to_owned());
        }
        if output.is_unwritten() { Ok(()) } else { Err("written in spite of an error".to_owned()) }
    }

    /// Runs the layer in one way, unless it does not have it.
    fn compare(
        &self,
        way: &str,
        counts: &mut Counts,
        forward: impl FnOnce(&[T], &mut [T]) -> Outcome,
    ) -> Result<(), String> {
        let (Output { values, bounds, size }, Drawn { geometry, formats, exact, .. }) = (&self.expected, self.drawn);
        let mut output = Guarded::unwritten(values.len(), 1);
        let context = || format!("{way}, input of {:?}", self.size);
        let Some(result) = forward(self.input.values(), output.values_mut()) else { return Ok(()) };
        result.map_err(|error| format!("{}: {error}", context()))?;
        if !output.is_intact() {
            return Err(format!("{}: written outside of the output", context()));
        }
        // In double precision, the oracle rounds as much as the layer.
        let roundings = if T::UNIT < f64::EPSILON { 2.0 } else { 1.0 };
        let found = contiguous(output.values(), formats.output, geometry.out_channels, *size);
        for (place, found) in found.iter().enumerate() {
            let (expected, found): (f64, f64) = (values[place], (*found).into());
            let bound = if *exact { 0.0 } else { roundings * bounds[place] };
            let off = (found - expected).abs();
            if off.is_nan() || off > bound {
                return Err(format!(
                    "{}: element {place} is {found}, not {expected}: off by {off:e}, allowed {bound:e}",
                    context()
                ));
            }
        }
        counts.add("compared, outputs", way);
        Ok(())
    }
}

/// Instruction sets whose plans run on plain arrays: the widest vectors and the
/// narrowest with most registers.
const EMULATED: [Isa; 2] = [Isa::Avx512, Isa::Neon];
