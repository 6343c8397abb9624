//! Sample memory on the heap.

/// Row-major `(C, H, W)` numbers. The layers' argument types decide `C`, `H` and `W`, so
/// that nobody has to write them.
pub(crate) struct Tensor<const C: usize, const H: usize, const W: usize>(Vec<f32>);

impl<const C: usize, const H: usize, const W: usize> Tensor<C, H, W> {
    /// All zeros. `Box::new([[[0.0; W]; H]; C])` may build the array on
    /// the stack first; this does not.
    pub(crate) fn zeros() -> Self {
        Self(vec![0.0; C * H * W])
    }

    /// The values of a function of channel, row and column.
    pub(crate) fn from_fn(mut value: impl FnMut(usize, u16, u16) -> f32) -> Self {
        let mut tensor = Self::zeros();
        for (c, channel) in tensor.array_mut().iter_mut().enumerate() {
            for (y, row) in (0..).zip(channel) {
                for (x, element) in (0..).zip(row) {
                    *element = value(c, y, x);
                }
            }
        }
        tensor
    }

    /// As layers take it.
    pub(crate) fn array(&self) -> &[[[f32; W]; H]; C] {
        let (rows, _) = self.0.as_chunks();
        let (channels, _) = rows.as_chunks();
        channels.first_chunk().expect("C * H * W numbers")
    }

    /// As layers fill it.
    pub(crate) fn array_mut(&mut self) -> &mut [[[f32; W]; H]; C] {
        let (rows, _) = self.0.as_chunks_mut();
        let (channels, _) = rows.as_chunks_mut();
        channels.first_chunk_mut().expect("C * H * W numbers")
    }
}
