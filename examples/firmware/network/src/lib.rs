//! The head of `DS-CNN`, the network of `MLPerf` Tiny that spots keywords: a convolution and
//! two depthwise-separable blocks.
//!
//! ```text
//! 1 × 49 × 10 ── 10 × 4, stride 2 ──▶ 64 × 25 × 5 ── 3 × 3 depthwise ── 1 × 1 ── 3 × 3 depthwise ── 1 × 1 ──▶ 64 × 25 × 5
//! ```
//!
//! Weights are part of the program, packed when it is compiled; activations are two maps
//! of the caller's, used in turn.

#![no_std]
#![forbid(unsafe_code)]

use conv_layer::{Layer, conv_layer};

conv_layer! {
    /// From frames of coefficients to 64 maps.
    pub struct Features = "layer_specs/features.toml";
    /// Block 1, within channels.
    pub struct Depthwise1 = "layer_specs/depthwise_1.toml";
    /// Block 1, across channels.
    pub struct Pointwise1 = "layer_specs/pointwise_1.toml";
    /// Block 2, within channels.
    pub struct Depthwise2 = "layer_specs/depthwise_2.toml";
    /// Block 2, across channels.
    pub struct Pointwise2 = "layer_specs/pointwise_2.toml";
}

/// 49 frames of 10 coefficients.
pub type Frames = conv_layer::Input<Features>;

/// 64 channels of 25 × 5 pixels: what every layer gives.
pub type Map = [[[f32; 5]; 25]; 64];

/// What the program must hold for a layer, by the layer's own account.
#[derive(Clone, Copy, Debug)]
pub struct Needs {
    /// The layer's name.
    pub name: &'static str,
    /// `FLASH_BYTES`.
    pub flash: usize,
    /// `RAM_BYTES`.
    pub ram: usize,
    /// `STACK_BYTES`.
    pub stack: usize,
    /// `MACS`.
    pub macs: u64,
}

impl Needs {
    /// Those of a layer.
    #[must_use]
    pub const fn of<L: Layer>() -> Self {
        Self { name: L::NAME, flash: L::FLASH_BYTES, ram: L::RAM_BYTES, stack: L::STACK_BYTES, macs: L::MACS }
    }
}

/// Of all five layers.
pub const NEEDS: [Needs; 5] = [
    Needs::of::<Features>(),
    Needs::of::<Depthwise1>(),
    Needs::of::<Pointwise1>(),
    Needs::of::<Depthwise2>(),
    Needs::of::<Pointwise2>(),
];

/// The output for [`fill`]'s input, as a host computes it: little-endian bytes.
/// `tests/expected.rs` computes it again.
pub static EXPECTED: [u8; size_of::<Map>()] = *include_bytes!("../expected.bin");

/// How far another target's output may be off: each of five layers adds at most 65 numbers, and
/// what comes in is below 1; that is about 5 × 65 roundings of 2⁻²⁴.
pub const TOLERANCE: f32 = 2e-5;

/// Computes the network; the result is in `front`.
pub fn run(frames: &Frames, front: &mut Map, back: &mut Map) {
    Features::pretrained().forward(frames, front);
    rectify(front);
    Depthwise1::pretrained().forward(front, back);
    rectify(back);
    Pointwise1::pretrained().forward(back, front);
    rectify(front);
    Depthwise2::pretrained().forward(front, back);
    rectify(back);
    Pointwise2::pretrained().forward(back, front);
}

/// The activation between layers: negative numbers become zero.
fn rectify(map: &mut Map) {
    for value in map.as_flattened_mut().as_flattened_mut() {
        if *value < 0.0 {
            *value = 0.0;
        }
    }
}

/// An input to check with: numbers between -0.5 and 0.5, from a multiplicative sequence.
pub fn fill(frames: &mut Frames) {
    let mut state = 0_u32;
    for value in frames.as_flattened_mut().as_flattened_mut() {
        // 16 bits, exact in single precision.
        *value = f32::from((state >> 16) as u16) / 65536.0 - 0.5;
        state = state.wrapping_add(2_654_435_761);
    }
}

/// The largest difference between an output and [`EXPECTED`].
#[must_use]
pub fn difference(map: &Map) -> f32 {
    let values = map.as_flattened().as_flattened();
    let mut largest = 0.0;
    for (value, bytes) in values.iter().zip(EXPECTED.as_chunks::<4>().0) {
        let off = value - f32::from_le_bytes(*bytes);
        let off = if off < 0.0 { -off } else { off };
        // What is no number counts as the largest, and stays it.
        if off > largest || off.is_nan() {
            largest = off;
        }
    }
    largest
}
