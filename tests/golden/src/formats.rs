//! Cases with their numbers in another order.

use conv_layer::__private::Formats;
use conv_layer::MemoryFormat;

use crate::case::{Case, Expected};

impl Case {
    /// The case with input and output in the order of memory formats, for numbers of so many bytes.
    ///
    /// # Panics
    ///
    /// When it is one by formula.
    #[must_use]
    pub fn in_formats(mut self, formats: Formats, bytes: usize) -> Self {
        let Expected::Tensor(output, _) = &self.expected else { panic!("a case without all of its output") };
        let output = reordered(output, formats.output, &self.output_shape(), bytes);
        self.input = reordered(&self.input, formats.input, &self.input_shape(), bytes);
        if let Expected::Tensor(expected, _) = &mut self.expected {
            *expected = output;
        }
        self
    }
}

/// Samples of a shape, from the contiguous order.
fn reordered(values: &[f32], format: MemoryFormat, shape: &[usize], bytes: usize) -> Vec<f32> {
    let (channels, pixels, block) = (shape[0], shape[1..].iter().product::<usize>(), 64 / bytes);
    let mut reordered = vec![f32::NAN; values.len()];
    for (sample, values) in reordered.chunks_exact_mut(channels * pixels).zip(values.chunks_exact(channels * pixels)) {
        for (place, value) in values.iter().enumerate() {
            let (channel, pixel) = (place / pixels, place % pixels);
            sample[match format {
                MemoryFormat::Contiguous => place,
                MemoryFormat::ChannelsLast => pixel * channels + channel,
                _ => (channel / block * pixels + pixel) * block + channel % block,
            }] = *value;
        }
    }
    reordered
}
