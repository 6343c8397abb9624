//! Finds an input that a layer answers with a wanted output, by gradient descent.
//!
//! ```text
//! cargo run --example gradient
//! ```
//!
//! The gradient with respect to a layer's input is the output of the transposed layer with the same
//! keywords and the same weights, input and output exchanged. Its input is the gradient with
//! respect to the layer's output.

use conv_layer::{Input, Output, Rng, conv_layer};

conv_layer! {
    struct Forward = nn.Conv2d(3, 8, 3, stride=2, padding=1, bias=False, input_shape=(3, 8, 8));
    /// `input_shape` is the other's output; `output_size` the other's input, since several sizes
    /// lead to the same one.
    struct Backward = nn.ConvTranspose2d(8, 3, 3, stride=2, padding=1, bias=False, input_shape=(8, 4, 4), output_size=(8, 8));
}

const _: () = {
    // Types that are equal only if the shapes are.
    let _: fn(Output<Forward>) -> Input<Backward> = |fits| fits;
    let _: fn(Output<Backward>) -> Input<Forward> = |fits| fits;
};

const STEPS: usize = 40;
const RATE: f32 = 0.2;

fn main() {
    let mut losses = Vec::new();
    descend(&mut Rng::seeded(1), |loss| losses.push(loss));
    for (step, loss) in losses.iter().enumerate().step_by(STEPS / 4) {
        println!("step {step:>3}: loss {loss:.6}");
    }
}

/// Tells the loss of every step, the last one included: half the squared distance from the wanted
/// output.
fn descend(rng: &mut Rng, mut tell: impl FnMut(f32)) {
    let mut weight = [[[[0.0; 3]; 3]; 3]; 8];
    fill(weight.as_flattened_mut().as_flattened_mut().as_flattened_mut(), rng);
    let forward = Forward::boxed(&weight);
    let backward = Backward::boxed(&weight);

    let mut input: Input<Forward> = [[[0.0; 8]; 8]; 3];
    fill(input.as_flattened_mut().as_flattened_mut(), rng);
    let mut wanted: Output<Forward> = [[[0.0; 4]; 4]; 8];
    forward.forward(&input, &mut wanted);

    // From nothing to an input that is answered in the same way.
    input = [[[0.0; 8]; 8]; 3];
    let (mut output, mut gradient) = (wanted, input);
    for _ in 0..=STEPS {
        forward.forward(&input, &mut output);
        let mut loss = 0.0;
        for (output, wanted) in flat(&mut output).iter_mut().zip(flat(&mut wanted)) {
            // The gradient with respect to the output is the difference.
            *output -= *wanted;
            loss += 0.5 * *output * *output;
        }
        tell(loss);
        backward.forward(&output, &mut gradient);
        for (input, gradient) in flat(&mut input).iter_mut().zip(flat(&mut gradient)) {
            *input -= RATE * *gradient;
        }
    }
}

/// The numbers of an array of three axes.
fn flat<const H: usize, const W: usize>(array: &mut [[[f32; W]; H]]) -> &mut [f32] {
    array.as_flattened_mut().as_flattened_mut()
}

fn fill(numbers: &mut [f32], rng: &mut Rng) {
    numbers.fill_with(|| rng.uniform_f32(0.5));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loss_falls_at_every_step() {
        let mut losses = Vec::new();
        descend(&mut Rng::seeded(1), |loss| losses.push(loss));
        assert_eq!(losses.len(), STEPS + 1);
        assert!(losses.windows(2).all(|pair| pair[1] < pair[0]), "{losses:?}");
        assert!(losses[STEPS] < 0.01 * losses[0], "{losses:?}");
    }
}
