//! What a causal layer remembers.
//!
//! Output `o` of a convolution without padding sees inputs `o` to `o + (kernel - 1) * dilation`.
//! Counted from the end, it sees one input and the `(kernel - 1) * dilation` before it: the layer's
//! history. With these in front of a block, the layer gives as many frames as the block has. Before
//! the first block they are silence, which is what padding at the beginning alone would be.

use conv_layer::{Error, Operand};

/// The history of one layer with stride 1.
pub(crate) struct Causal {
    channels: usize,
    /// Of its history.
    frames: usize,
    /// Of every channel, one after the other.
    history: Vec<f32>,
    /// History and block of every channel, kept for its memory.
    input: Vec<f32>,
}

impl Causal {
    /// Silence, for a layer with so many channels, which gives `frames` less than it is given.
    pub(crate) fn new(channels: usize, frames: usize) -> Self {
        Self { channels, frames, history: vec![0.0; channels * frames], input: Vec::new() }
    }

    /// Computes a block of any length, each channel after the other, with the layer's
    /// `forward_slice`.
    ///
    /// # Errors
    ///
    /// The block does not have all channels of each frame; those of `forward`.
    pub(crate) fn push(
        &mut self,
        block: &[f32],
        forward: impl FnOnce([usize; 1], &[f32]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let frames = block.len().checked_div(self.channels).filter(|frames| frames * self.channels == block.len());
        let frames =
            frames.ok_or(Error::Batch { operand: Operand::Input, sample: self.channels, found: block.len() })?;
        if frames == 0 {
            return Ok(());
        }
        if self.frames == 0 {
            return forward([frames], block);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_that_sees_one_input_has_no_history() {
        let mut causal = Causal::new(2, 0);
        let mut seen = Vec::new();
        let pushed = causal.push(&[1.0, 2.0, 3.0, 4.0], |size, input| {
            seen.push((size, input.to_vec()));
            Ok(())
        });
        assert_eq!((pushed, seen), (Ok(()), vec![([2], vec![1.0, 2.0, 3.0, 4.0])]));
    }

    #[test]
    fn blocks_have_whole_frames() {
        for (channels, found) in [(2, 3), (0, 1), (0, 0)] {
            let mut causal = Causal::new(channels, 4);
            let refused = causal.push(&vec![0.0; found], |_, _| panic!("a layer was called"));
            assert_eq!(refused, Err(Error::Batch { operand: Operand::Input, sample: channels, found }));
        }
        assert_eq!(Causal::new(2, 4).push(&[], |_, _| panic!("a layer was called")), Ok(()));
    }
}
