//! A layer for an input of one size.

use crate::cache::PANEL;
use crate::{Fault, Formats, Geometry, Groups, MemoryFormat, Phase, product};

/// A layer for an input of one size: whatever numbers it has fit together, and in the address
/// space.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    geometry: Geometry,
    size: [usize; 3],
    output: [usize; 3],
    formats: Formats,
    groups: Groups,
    taps: usize,
}

impl Shape {
    /// Checks `geometry` and the spatial input `size`, of numbers of so many `bytes`.
    ///
    /// On success: every field of the geometry is nonzero where it must be, the groups divide the
    /// channels, the outputs along each axis are those of [`Geometry::output_size`], no index into
    /// the input (padded or not) or the output overflows `isize`, and the padding that depends on
    /// the size is [settled](crate::Axis::at).
    ///
    /// # Errors
    ///
    /// Whatever does not fit.
    #[inline(always)]
    pub const fn new(geometry: Geometry, size: [usize; 3], bytes: usize) -> Result<Self, Fault> {
        let output = match geometry.output_size(size) {
            Ok(output) => output,
            Err(fault) => return Err(fault),
        };
        let formats = Formats::CONTIGUOUS;
        let Some(groups) = Groups::of(&geometry, formats) else { return Err(Fault::Geometry) };
        if !geometry.is_sound() {
            return Err(Fault::Geometry);
        }
        let Some(taps) = geometry.taps() else { return Err(Fault::TooLarge) };
        // Axis by axis, not in a loop: what is known of the geometry must stay known to the
        // optimiser.
        let [depth, height, width] = geometry.axes;
        let (Some(depth), Some(height), Some(width)) = (depth.at(size[0]), height.at(size[1]), width.at(size[2]))
        else {
            return Err(Fault::TooLarge);
        };
        let (Some(planes), Some(rows), Some(columns)) =
            (depth.span(size[0]), height.span(size[1]), width.span(size[2]))
        else {
            return Err(Fault::TooLarge);
        };
        let settled = Geometry { axes: [depth, height, width], ..geometry };
        let span = [planes, rows, columns];
        if !fits(1, span, bytes)
            || !fits(geometry.in_channels, size, bytes)
            || !fits(geometry.out_channels, output, bytes)
        {
            return Err(Fault::TooLarge);
        }
        Ok(Self { geometry: settled, size, output, formats, groups, taps })
    }

    /// The same shape, which is of this `geometry`: what follows from that is taken from there,
    /// where it may be a constant.
    #[inline(always)]
    #[must_use]
    pub const fn settled(self, geometry: &Geometry) -> Self {
        // Axis by axis, as in `new`.
        let ([depth, height, width], settled) = (geometry.axes, &self.geometry.axes);
        let axes = [depth.settled(&settled[0]), height.settled(&settled[1]), width.settled(&settled[2])];
        let (groups, taps) = match (Groups::of(geometry, self.formats), geometry.taps()) {
            (Some(groups), Some(taps)) => (groups, taps),
            _ => (self.groups, self.taps),
        };
        Self { geometry: Geometry { axes, ..*geometry }, groups, taps, ..self }
    }

    /// Whether outputs and inputs correspond one to one along every axis.
    #[inline(always)]
    #[must_use]
    pub const fn is_pointwise(&self) -> bool {
        let [depth, height, width] = &self.geometry.axes;
        depth.is_pointwise() && height.is_pointwise() && width.is_pointwise()
    }

    /// The same shape with its three axes joined into one where outputs and inputs correspond one
    /// to one, so that tiles do not end at the end of a row. Element positions do not change.
    #[inline(always)]
    #[must_use]
    pub const fn joined(self) -> Self {
        if !self.is_pointwise() {
            return self;
        }
        // Cannot overflow: checked as part of the input's length.
        let joined = [1, 1, self.size[0] * self.size[1] * self.size[2]];
        Self { size: joined, output: joined, ..self }
    }

    /// The same shape in other memory formats. Where channels can be computed
    /// [side by side](Formats::lanewise), they count as the outputs of one group with one input.
    #[inline(always)]
    #[must_use]
    pub const fn formatted(self, formats: Formats) -> Self {
        match Groups::of(&self.geometry, formats) {
            Some(groups) => Self { formats, groups, ..self },
            None => self,
        }
    }

    /// In which order the elements of input and output lie in memory.
    #[inline(always)]
    #[must_use]
    pub const fn formats(&self) -> Formats {
        self.formats
    }

    /// Groups of channels, as kernels compute them: one where channels are
    /// [side by side](Formats::lanewise).
    #[inline(always)]
    #[must_use]
    pub const fn groups(&self) -> usize {
        self.groups.count
    }

    /// The layer's geometry, its padding settled.
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

    /// The number of phases along each axis: of a transposed layer, the ordinary convolutions that
    /// it consists of.
    #[inline(always)]
    #[must_use]
    pub const fn phases(&self) -> [usize; 3] {
        let [depth, height, width] = &self.geometry.axes;
        let [planes, rows, columns] = self.output;
        [Phase::count(depth, planes), Phase::count(height, rows), Phase::count(width, columns)]
    }

    /// Whether all phases of the last axis have equally many outputs.
    #[inline(always)]
    #[must_use]
    pub const fn has_equal_columns(&self) -> bool {
        self.output[2].is_multiple_of(self.phases()[2])
    }

    /// A phase of an axis, `index` below the number of [`phases`](Self::phases).
    #[inline(always)]
    #[must_use]
    pub const fn phase(&self, axis: usize, index: usize) -> Phase {
        Phase::new(&self.geometry.axes[axis], self.size[axis], self.output[axis], index)
    }

    /// Input channels of a group.
    #[inline(always)]
    #[must_use]
    pub const fn group_inputs(&self) -> usize {
        self.groups.inputs
    }

    /// Output channels of a group.
    #[inline(always)]
    #[must_use]
    pub const fn group_outputs(&self) -> usize {
        self.groups.outputs
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

    /// Whether the output is so large that it is not in L2 when it is written, and that it is worth
    /// while to say so beforehand: of blocks, each of whose pixels is a line of the cache, as soon
    /// as it is larger.
    #[inline(always)]
    #[must_use]
    pub const fn outgrows(&self, bytes: usize) -> bool {
        let cache = if matches!(self.formats.output, MemoryFormat::Blocked) { 1 << 21 } else { 1 << 22 };
        self.output_len() >= cache / bytes
    }

    /// Taps of a phase, the mean of all, rounded up.
    #[inline(always)]
    #[must_use]
    pub const fn phase_taps(&self) -> usize {
        let [depths, heights, widths] = self.phases();
        let phases = depths * heights * widths;
        match (self.taps + phases).saturating_sub(1).checked_div(phases) {
            Some(taps) => taps,
            None => self.taps,
        }
    }

    /// Vectors of output channels whose weights are a panel: a multiple of `vectors`, and at least
    /// so many.
    #[inline(always)]
    #[must_use]
    pub const fn panel(&self, lanes: usize, vectors: usize, bytes: usize) -> usize {
        let bytes = self.group_inputs() * self.phase_taps() * lanes * bytes;
        match PANEL.checked_div(bytes * vectors) {
            Some(0) | None => vectors,
            Some(n) => n * vectors,
        }
    }

    /// Elements of one sample of the output.
    #[inline(always)]
    #[must_use]
    pub const fn output_len(&self) -> usize {
        self.geometry.out_channels * self.output_plane()
    }
}

/// Whether a tensor's bytes fit in `isize`.
#[inline(always)]
const fn fits(channels: usize, size: [usize; 3], bytes: usize) -> bool {
    let Some(plane) = product(size) else { return false };
    let Some(count) = plane.checked_mul(channels) else { return false };
    match count.checked_mul(bytes) {
        Some(all) => all <= isize::MAX.cast_unsigned(),
        None => false,
    }
}
