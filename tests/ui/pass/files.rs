//! Paths and files as they may be, too.

use conv_layer::conv_layer;

conv_layer! {
    // With a mark of its encoding.
    struct Toml = "specs/generated/marked.toml";
    struct Json = "specs/generated/marked.json";
    struct Here = concat!(env!("CARGO_MANIFEST_DIR"), "/specs/pass/", "odd.toml");
    // The matrix of a `Linear`, of a layer whose kernel covers its input; and of one without a
    // kernel.
    struct Classes = nn.Conv2d(3, 4, 3, input_shape=(3, 3, 3), weights="specs/weights/linear.safetensors");
    struct Mix = nn.Conv2d(27, 4, 1, weights="specs/weights/linear.safetensors", tensors="classes");
    struct Kernels = nn.Conv2d(3, 4, 3, input_shape=(3, 3, 3), weights="specs/weights/good.safetensors", tensors="stem");
}

fn main() {
    assert_eq!(Toml::WEIGHT_SHAPE, [2, 1, 3]);
    assert_eq!(Json::WEIGHT_SHAPE, [2, 1, 3]);
    assert_eq!(Here::WEIGHT_SHAPE, [33, 16, 3, 5]);
    // The same numbers in the same order.
    assert_eq!(Classes::pretrained().weights().as_slice(), Kernels::pretrained().weights().as_slice());
    let mut pixel = [[[0.0; 3]; 3]; 3];
    for (n, number) in pixel.as_flattened_mut().as_flattened_mut().iter_mut().enumerate() {
        *number = n as f32;
    }
    let (mut classes, mut kernels) = ([[[0.0]]; 4], [[[0.0]]; 4]);
    Classes::pretrained().forward(&pixel, &mut classes);
    Kernels::pretrained().forward(&pixel, &mut kernels);
    assert_eq!(classes, kernels);
    assert_eq!(Mix::WEIGHT_SHAPE, [4, 27, 1, 1]);
    let channels: Vec<[[f32; 1]; 1]> = pixel.as_flattened().as_flattened().iter().map(|number| [[*number]]).collect();
    let mut mixed = [[[0.0]]; 4];
    Mix::pretrained().forward(<&[[[f32; 1]; 1]; 27]>::try_from(&*channels).unwrap(), &mut mixed);
    for (mixed, expected) in mixed.iter().zip(kernels) {
        // The order of additions may differ: 27 products of at most 1.9 and 26.
        assert!((mixed[0][0] - expected[0][0]).abs() < 1e-3, "{mixed:?} {expected:?}");
    }
}
