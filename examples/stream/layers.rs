//! Two causal layers: one parts low tones from high ones, the other mixes them again, with an echo.

use std::f32::consts::PI;

use conv_layer::{Error, conv_layer};

use crate::causal::Causal;

/// Taps of the first layer.
const TAPS: u16 = 65;

conv_layer! {
    /// Channel 0 is what is below an eighth of the rate, channel 1 what is above.
    struct Bands = nn.Conv1d(1, 2, 65, bias=False);
    /// The taps are 2000 frames apart.
    struct Echo = nn.Conv1d(2, 1, 2, dilation=2000, bias=False);
}

/// The last tap is the present.
static ECHO: Echo = Echo::new(&[[[0.6, 1.0], [0.0, 0.1]]]);

/// The layers and what they remember.
pub(crate) struct Filter {
    bands: Bands,
    bands_past: Causal,
    echo_past: Causal,
    /// What is between the two.
    between: Vec<f32>,
}

impl Filter {
    /// A filter that has heard nothing but silence.
    pub(crate) fn new() -> Result<Self, Error> {
        Ok(Self {
            bands: Bands::from_slices(&bands())?,
            bands_past: Causal::new(1, history(Bands::output_size)?),
            echo_past: Causal::new(2, history(Echo::output_size)?),
            between: Vec::new(),
        })
    }

    /// The next block, of any length. Nothing is allocated unless it is longer than all before it.
    pub(crate) fn push(&mut self, input: &[f32], output: &mut [f32]) -> Result<(), Error> {
        self.between.clear();
        self.between.resize(2 * input.len(), 0.0);
        self.bands_past.push(input, |size, input| self.bands.forward_slice(size, input, &mut self.between))?;
        self.echo_past.push(&self.between, |size, input| ECHO.forward_slice(size, input, output))
    }
}

/// How many frames fewer than it is given a layer gives: `(kernel - 1) * dilation`.
fn history(output_size: impl Fn([usize; 1]) -> Result<[usize; 1], Error>) -> Result<usize, Error> {
    const MANY: usize = 1 << 20;
    let [left] = output_size([MANY])?;
    Ok(MANY - left)
}

/// A low-pass filter (a sinc under Hann's window), and what it leaves.
fn bands() -> Vec<f32> {
    let middle = f32::from(TAPS / 2);
    let low = (0..TAPS).map(|tap| {
        let x = f32::from(tap) - middle;
        let sinc = if x == 0.0 { 0.25 } else { (0.25 * PI * x).sin() / (PI * x) };
        sinc * (0.5 + 0.5 * (PI * x / (middle + 1.0)).cos())
    });
    let low: Vec<f32> = low.collect();
    let high = (0..TAPS).zip(&low).map(|(tap, low)| if tap == TAPS / 2 { 1.0 - low } else { -low });
    low.iter().copied().chain(high).collect()
}

/// All of a sound at once: silence before it in memory, and each layer called a single time.
#[cfg(test)]
pub(crate) fn whole(samples: &[f32]) -> Result<Vec<f32>, Error> {
    let (first, second) = (history(Bands::output_size)?, history(Echo::output_size)?);
    assert_eq!((first, second), (usize::from(TAPS) - 1, 2000));
    let length = second + samples.len();
    let silence = vec![0.0; first + second];
    let mut between = vec![0.0; 2 * length];
    Bands::from_slices(&bands())?.forward_slice([first + length], &[&silence, samples].concat(), &mut between)?;
    let mut output = vec![0.0; samples.len()];
    ECHO.forward_slice([length], &between, &mut output)?;
    Ok(output)
}
