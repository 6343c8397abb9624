//! What a causal layer remembers.
//!
//! Output `o` of a convolution without padding sees inputs `o` to `o + (kernel - 1) * dilation`.
//! Counted from the end, it sees one input and the `(kernel - 1) * dilation` before it: the layer's
//! history. With these in front of a block, the layer gives as many frames as the block has. Before
//! the first block they are silence, which is what padding at the beginning alone would be.

use conv_layer::Error;

/// The history of one layer with stride 1.
pub(crate) struct Causal {
    frames: usize,
    /// Of every channel, one after the other.
    history: Vec<f32>,
    /// History and block of every channel, kept for its memory.
    input: Vec<f32>,
}

impl Causal {
    /// Silence, for a layer with so many channels, which gives `frames` less than it is given.
    pub(crate) fn new(channels: usize, frames: usize) -> Self {
        Self { frames, history: vec![0.0; channels * frames], input: Vec::new() }
    }

    /// Computes a block of any length, each channel after the other, with the layer's
    /// `forward_slice`.
    pub(crate) fn push(
        &mut self,
        channels: usize,
        block: &[f32],
        forward: impl FnOnce([usize; 1], &[f32]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let frames = block.len() / channels;
        if frames == 0 {
            return Ok(());
        }
        let length = self.frames + frames;
        self.input.clear();
        for (past, new) in self.history.chunks_exact(self.frames).zip(block.chunks_exact(frames)) {
            self.input.extend_from_slice(past);
            self.input.extend_from_slice(new);
        }
        for (past, input) in self.history.chunks_exact_mut(self.frames).zip(self.input.chunks_exact(length)) {
            past.copy_from_slice(&input[frames..]);
        }
        forward([length], &self.input)
    }
}
