use crate::geometry::product;
use crate::{Call, Element, Error, Geometry, Operand, Packing};

/// A call whose every slice length has been checked against the layer's geometry.
///
/// The kernels' unchecked accesses rest on what [`Problem::new`] establishes, and on nothing else.
#[derive(Clone, Copy, Debug)]
pub struct Problem {
    geometry: Geometry,
    size: [usize; 3],
    output: [usize; 3],
    group_inputs: usize,
    group_outputs: usize,
    taps: usize,
}

impl Problem {
    /// Checks `geometry`, the spatial input `size` and the slices of `call` against each other.
    ///
    /// On success: every field of the geometry is nonzero where it must be, the groups divide the channels, the outputs
    /// along each axis are those of [`Geometry::output_size`], `call.input` and `call.output` hold the same whole number of
    /// samples, `call.weights` has the length of `packing`, and no index inside them overflows `isize`.
    ///
    /// # Errors
    ///
    /// Whatever does not fit.
    #[inline(always)]
    pub fn new<T: Element>(
        geometry: Geometry,
        packing: Packing,
        size: [usize; 3],
        call: &Call<'_, T>,
    ) -> Result<Self, Error> {
        let output = geometry.output_size(size)?;
        let group_inputs = geometry.group_inputs().ok_or(Error::Geometry)?;
        let group_outputs = geometry.group_outputs().ok_or(Error::Geometry)?;
        let taps = geometry.taps().ok_or(Error::TooLarge)?;
        let input_len = elements::<T>(geometry.in_channels, size).ok_or(Error::TooLarge)?;
        let output_len = elements::<T>(geometry.out_channels, output).ok_or(Error::TooLarge)?;
        // Window arithmetic of `taps` stays below `padded` and so cannot overflow either.
        for (axis, n) in geometry.axes.iter().zip(size) {
            let padded = n.checked_add(axis.pad_before).and_then(|n| n.checked_add(axis.pad_after));
            if padded.is_none_or(|n| isize::try_from(n).is_err()) {
                return Err(Error::TooLarge);
            }
        }
        let packed_len = packing.len::<T>(&geometry).ok_or(Error::TooLarge)?;
        length(Operand::Packed, packed_len, call.weights.len())?;
        if !call.input.len().is_multiple_of(input_len) {
            return Err(Error::Batch { operand: Operand::Input, sample: input_len, found: call.input.len() });
        }
        let samples = call.input.len() / input_len;
        let expected = samples.checked_mul(output_len).ok_or(Error::TooLarge)?;
        length(Operand::Output, expected, call.output.len())?;
        Ok(Self { geometry, size, output, group_inputs, group_outputs, taps })
    }

    /// Whether outputs and inputs correspond one to one along every axis.
    #[inline(always)]
    #[must_use]
    pub const fn is_pointwise(&self) -> bool {
        let [depth, height, width] = &self.geometry.axes;
        depth.is_pointwise() && height.is_pointwise() && width.is_pointwise()
    }

    /// The same problem with its three axes joined into one where outputs and inputs correspond one to one, so that tiles
    /// do not end at the end of a row. Element positions do not change.
    #[inline(always)]
    #[must_use]
    pub fn joined(self) -> Self {
        if !self.is_pointwise() {
            return self;
        }
        // Cannot overflow: checked as part of the input's length.
        let joined = [1, 1, self.size[0] * self.size[1] * self.size[2]];
        Self { size: joined, output: joined, ..self }
    }

    /// The layer's geometry.
    #[inline(always)]
    #[must_use]
    pub const fn geometry(&self) -> &Geometry {
        &self.geometry
    }

    /// Spatial input size: depth, height, width.
    #[inline(always)]
    #[must_use]
    pub const fn size(&self) -> [usize; 3] {
        self.size
    }

    /// Spatial output size: depth, height, width.
    #[inline(always)]
    #[must_use]
    pub const fn output(&self) -> [usize; 3] {
        self.output
    }

    /// Input channels of a group.
    #[inline(always)]
    #[must_use]
    pub const fn group_inputs(&self) -> usize {
        self.group_inputs
    }

    /// Output channels of a group.
    #[inline(always)]
    #[must_use]
    pub const fn group_outputs(&self) -> usize {
        self.group_outputs
    }

    /// Taps of the whole kernel.
    #[inline(always)]
    #[must_use]
    pub const fn taps(&self) -> usize {
        self.taps
    }

    /// Elements of one channel of the input.
    #[inline(always)]
    #[must_use]
    pub const fn input_plane(&self) -> usize {
        self.size[0] * self.size[1] * self.size[2]
    }

    /// Elements of one channel of the output.
    #[inline(always)]
    #[must_use]
    pub const fn output_plane(&self) -> usize {
        self.output[0] * self.output[1] * self.output[2]
    }

    /// Elements of one sample of the input.
    #[inline(always)]
    #[must_use]
    pub const fn input_len(&self) -> usize {
        self.geometry.in_channels * self.input_plane()
    }

    /// Elements of one sample of the output.
    #[inline(always)]
    #[must_use]
    pub const fn output_len(&self) -> usize {
        self.geometry.out_channels * self.output_plane()
    }
}

/// The elements of a tensor, or `None` when its bytes exceed `isize::MAX`. Never `Some(0)`: sizes and channels are checked.
#[inline(always)]
fn elements<T>(channels: usize, size: [usize; 3]) -> Option<usize> {
    let count = product(size)?.checked_mul(channels)?;
    let bytes = count.checked_mul(size_of::<T>())?;
    isize::try_from(bytes).ok().map(|_| count)
}

#[inline(always)]
pub(crate) const fn length(operand: Operand, expected: usize, found: usize) -> Result<(), Error> {
    if expected == found { Ok(()) } else { Err(Error::Length { operand, expected, found }) }
}
