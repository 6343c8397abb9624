//! A keyword spotter's first layers in firmware: weights in flash,
//! activations in memory of the caller.

#![no_std]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, clippy::all, clippy::pedantic)]

use conv_layer::{Error, Executor, Rng, conv_layer};

conv_layer! {
    /// 40 features in, a window of 49 frames.
    pub struct Features = nn.Conv1d(40, 16, 3, padding=1, input_shape=(40, 49));
    /// One filter a channel.
    pub struct Filters = nn.Conv1d(16, 16, 9, stride=2, padding=4, groups=16, bias=False, input_shape=(16, 49));
    /// With weights from a file.
    pub struct Trained = nn.Conv1d(1, 2, 3, padding=1, input_shape=(1, 40), weights="trained.safetensors");
    /// Large enough for two cores.
    pub struct Mix = nn.Conv1d(64, 64, 3, padding=1, input_shape=(64, 49));
    /// Any number of frames.
    pub struct Any = nn.Conv1d(16, 16, 1);
}

static FEATURES: Features = Features::new(&[[[0.25; 3]; 40]; 16], &[1.0; 16]);
static FILTERS: Filters = Filters::new(&[[[0.5; 9]; 1]; 16]);

/// What a call needs; everything else is flash and a stack of `STACK_BYTES` at most.
pub const RAM: usize = Features::RAM_BYTES + Filters::RAM_BYTES;

/// Weights in flash.
pub const FLASH: usize = Features::FLASH_BYTES + Filters::FLASH_BYTES;

/// Two layers one after the other.
pub fn run(input: &[[f32; 49]; 40], between: &mut [[f32; 49]; 16], output: &mut [[f32; 25]; 16]) {
    FEATURES.forward(input, between);
    FILTERS.forward(between, output);
}

/// Weights that are packed already when the firmware is flashed.
pub fn trained(input: &[[f32; 40]; 1], output: &mut [[f32; 40]; 2]) {
    Trained::pretrained().forward(input, output);
}

/// Weights drawn on the device, in place.
#[must_use]
pub fn untrained(seed: u64) -> Any {
    Any::random(&mut Rng::seeded(seed))
}

/// The two cores of a microcontroller, as its software has them.
pub struct Cores {
    /// Runs `work` on both cores, and returns when both are done.
    pub both: fn(work: &(dyn Fn() + Sync)),
}

impl Executor for Cores {
    fn width(&self) -> usize {
        2
    }

    fn run(&self, work: &(dyn Fn() + Sync)) {
        (self.both)(work);
    }
}

/// A layer on both cores.
pub fn shared(layer: &Mix, cores: &Cores, input: &[[f32; 49]; 64], output: &mut [[f32; 49]; 64]) {
    layer.on(cores).forward(input, output);
}

/// A layer of any size, weights from wherever they are stored.
///
/// # Errors
///
/// When a slice has the wrong length.
pub fn any(weight: &[f32], bias: &[f32], frames: usize, input: &[f32], output: &mut [f32]) -> Result<(), Error> {
    Any::from_slices(weight, bias)?.forward_slice([frames], input, output)
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::thread::scope;

    use super::{Cores, FLASH, Mix, RAM, any, run, shared};

    /// The sums of these tests are exact.
    fn is(number: f32, expected: f32) -> bool {
        number.to_bits() == expected.to_bits()
    }

    #[test]
    fn runs() {
        let mut between = [[0.0; 49]; 16];
        let mut output = [[0.0; 25]; 16];
        run(&[[1.0; 49]; 40], &mut between, &mut output);
        // 40 channels of three taps, two at the ends.
        assert!(is(between[0][0], 21.0) && is(between[15][24], 31.0) && is(between[7][48], 21.0));
        // Half of nine taps, of five at the ends.
        assert!(is(output[0][12], 139.5) && is(output[15][0], 72.5));
        assert_eq!(FLASH, (16 * 121 + 16 * 10) * 4);
        assert_eq!(RAM, ((40 + 16) * 49 + 16 * 49 + 16 * 25) * 4);
    }

    #[test]
    fn both_cores() {
        static MIX: Mix = Mix::new(&[[[0.25; 3]; 64]; 64], &[1.0; 64]);
        let both: fn(&(dyn Fn() + Sync)) = |work| {
            scope(|scope| {
                scope.spawn(work);
                work();
            });
        };
        let mut output = [[0.0; 49]; 64];
        shared(&MIX, &Cores { both }, &[[1.0; 49]; 64], &mut output);
        // 64 channels of three taps, two at the ends.
        assert!(output.iter().all(|row| is(row[0], 33.0) && is(row[24], 49.0) && is(row[48], 33.0)));
    }

    #[test]
    fn any_number_of_frames() {
        let mut output = [0.0; 32];
        assert!(any(&[1.0; 256], &[0.0; 16], 2, &[0.5; 32], &mut output).is_ok());
        assert!(output.iter().all(|number| is(*number, 8.0)));
        assert!(any(&[1.0; 255], &[0.0; 16], 2, &[0.5; 32], &mut output).is_err());
        assert!(any(&[1.0; 256], &[0.0; 16], 2, &[0.5; 31], &mut output).is_err());
    }
}
