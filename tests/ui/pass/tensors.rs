//! Layers with weights, those that are not finite among them: a warning does not stop the build.

use conv_layer::{Weights, conv_layer};

conv_layer! {
    #[derive(Clone, Copy, Debug)]
    pub struct Stem = nn.Conv2d(3, 4, 3, weights="specs/weights/good.safetensors");
    struct NotFinite = nn.Conv2d(3, 4, 3, weights="specs/weights/not_finite.safetensors", tensors="stem");
    #[cfg(any())]
    struct Nothing = nn.Conv2d(3, 4, 3, weights="specs/weights/not_finite.safetensors", tensors="stem");
}

static STEM: Stem<&Weights<f32, { Stem::FLASH_BYTES / 4 }>> = Stem::pretrained();

fn main() {
    let weights = STEM.weights().as_slice();
    assert!(weights.iter().all(|weight| weight.is_finite()));
    let copy: Stem<_> = Stem::default();
    assert!(std::ptr::eq(copy.weights(), STEM.weights()));
    let strange = NotFinite::pretrained();
    let strange = strange.weights().as_slice();
    assert_eq!(strange.iter().filter(|weight| weight.is_nan()).count(), 2);
    assert_eq!(strange.iter().filter(|weight| weight.is_infinite()).count(), 2);
}
