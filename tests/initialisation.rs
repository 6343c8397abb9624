//! Layers with random weights, drawn as PyTorch does by default.

use conv_layer::{Rng, conv_layer};

conv_layer! {
    struct Dense = nn.Conv2d(64, 128, 3, padding=1, input_shape=(64, 14, 14));
    struct Depthwise = nn.Conv2d(12, 24, (3, 5), groups=12, bias=False);
    struct Up = nn.ConvTranspose2d(96, 16, 3, stride=2);
    struct Double = nn.Conv1d(50, 70, 3, dtype=torch.float64);
    struct Tiny = nn.Conv1d(2, 2, 2, input_shape=(2, 5));
}

static TINY: Tiny = Tiny::random(&mut Rng::seeded(42));

/// All weights and biases, without what fills up the blocks.
fn parameters<T: Copy + Into<f64>>(weights: &[T], count: u64) -> Vec<f64> {
    let parameters: Vec<f64> = weights.iter().map(|weight| (*weight).into()).filter(|weight| *weight != 0.0).collect();
    assert_eq!(parameters.len() as u64, count);
    parameters
}

fn is_uniform(parameters: &[f64], bound: f64) {
    #[expect(clippy::cast_precision_loss, reason = "few")]
    let n = parameters.len() as f64;
    let mean = parameters.iter().sum::<f64>() / n;
    let variance = parameters.iter().map(|value| value * value).sum::<f64>() / n;
    // Five standard deviations of the mean and of the variance of n uniform draws.
    assert!(mean.abs() < 5.0 * bound / (3.0 * n).sqrt(), "mean {mean}");
    let expected = bound * bound / 3.0;
    assert!((variance - expected).abs() < 5.0 * bound * bound * (4.0 / 45.0 / n).sqrt(), "variance {variance}");
    let (least, most) =
        parameters.iter().fold((0.0, 0.0), |(least, most): (f64, f64), v| (least.min(*v), most.max(*v)));
    assert!(-bound <= least && most < bound, "{least} to {most}");
    assert!(least < -0.97 * bound && most > 0.97 * bound, "{least} to {most} leave room to {bound}");
}

#[test]
fn uniform_within_one_over_the_root_of_fan_in() {
    let dense = Dense::boxed_random(&mut Rng::seeded(1));
    is_uniform(&parameters(dense.weights().as_slice(), Dense::PARAMETERS), 1.0 / (64.0 * 9.0_f64).sqrt());
    // Each output channel sees one input channel.
    let depthwise = Depthwise::random(&mut Rng::seeded(1));
    is_uniform(&parameters(depthwise.weights().as_slice(), 24 * 15), 1.0 / 15.0_f64.sqrt());
    // What counts is the second size of the weight: here the output channels.
    let up = Up::random(&mut Rng::seeded(1));
    is_uniform(&parameters(up.weights().as_slice(), Up::PARAMETERS), 1.0 / (16.0 * 9.0_f64).sqrt());
    let double = Double::random(&mut Rng::seeded(1));
    is_uniform(&parameters(double.weights().as_slice(), Double::PARAMETERS), 1.0 / 150.0_f64.sqrt());
    // A number of single precision ends with 29 zeros.
    let narrow = double.weights().as_slice().iter().filter(|value| value.to_bits().trailing_zeros() >= 29).count();
    assert!(narrow < 5000, "{narrow} numbers have 24 bits, not 53");
}

#[test]
fn in_place_and_boxed_draw_alike() {
    let (mut first, mut second) = (Rng::seeded(9), Rng::seeded(9));
    let (boxed, in_place) = (Depthwise::boxed_random(&mut first), Depthwise::random(&mut second));
    assert_eq!(boxed.weights(), in_place.weights());
    assert_eq!(first, second);
    let next = Depthwise::boxed_random(&mut first);
    assert_ne!(next.weights(), boxed.weights(), "layers of one generator differ");
}

/// The numbers of a seed never change: weights, in PyTorch's order, then the bias.
#[test]
fn a_seed_means_the_same_forever() {
    let mut rng = Rng::seeded(42);
    // fan_in is 4.
    let weight: [[[f32; 2]; 2]; 2] =
        std::array::from_fn(|_| std::array::from_fn(|_| std::array::from_fn(|_| rng.uniform_f32(0.5))));
    let bias: [f32; 2] = std::array::from_fn(|_| rng.uniform_f32(0.5));
    assert_eq!(TINY.weights(), Tiny::new(&weight, &bias).weights());
    let flat = weight.as_flattened().as_flattened();
    let found: Vec<u32> = flat.iter().chain(&bias).map(|value| value.to_bits()).collect();
    // From the definition of the generator, computed without it.
    let expected = [
        0x3E77_5CC8,
        0xBEAE_203A,
        0xBE62_B664,
        0xBE1F_8C7C,
        0xBEEC_8750,
        0x3EBC_8862,
        0xBE90_2D32,
        0x3E99_EC6A,
        0xBE23_E920,
        0x3DF2_A6B8,
    ];
    assert_eq!(found, expected);
}
