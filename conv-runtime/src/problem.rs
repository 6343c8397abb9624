use conv_geometry::cache::PANEL;
use conv_geometry::product;

use crate::simd::AHEAD;
use crate::taps::Phase;
use crate::threaded::Outputs;
use crate::{Call, Element, Error, Formats, Geometry, MemoryFormat, Operand, Packing};

/// A call whose every slice length has been checked against the layer's geometry.
///
/// The kernels' unchecked accesses rest on what [`Problem::new`] establishes, and on nothing else.
#[derive(Clone, Copy, Debug)]
pub struct Problem {
    geometry: Geometry,
    size: [usize; 3],
    output: [usize; 3],
    formats: Formats,
    groups: usize,
    group_inputs: usize,
    group_outputs: usize,
    taps: usize,
}

impl Problem {
    /// Checks `geometry` and the spatial input `size`.
    ///
    /// On success: every field of the geometry is nonzero where it must be, the groups divide the channels, the outputs along
    /// each axis are those of [`Geometry::output_size`], no index into the input (padded or not) or the output overflows `isize`, and
    /// the padding that depends on the size is [settled](crate::Axis::at).
    ///
    /// # Errors
    ///
    /// Whatever does not fit.
    #[inline(always)]
    pub const fn sized<T: Element>(geometry: Geometry, size: [usize; 3]) -> Result<Self, Error> {
        let output = match geometry.output_size(size) {
            Ok(output) => output,
            Err(fault) => return Err(Error::of(fault)),
        };
        let (Some(group_inputs), Some(group_outputs)) = (geometry.group_inputs(), geometry.group_outputs()) else {
            return Err(Error::Geometry);
        };
        if !geometry.is_sound() {
            return Err(Error::Geometry);
        }
        let Some(taps) = geometry.taps() else { return Err(Error::TooLarge) };
        // Axis by axis, not in a loop: what is known of the geometry must stay known to the optimiser.
        let [depth, height, width] = geometry.axes;
        let (Some(depth), Some(height), Some(width)) = (depth.at(size[0]), height.at(size[1]), width.at(size[2]))
        else {
            return Err(Error::TooLarge);
        };
        let (Some(planes), Some(rows), Some(columns)) =
            (depth.span(size[0]), height.span(size[1]), width.span(size[2]))
        else {
            return Err(Error::TooLarge);
        };
        let settled = Geometry { axes: [depth, height, width], ..geometry };
        let span = [planes, rows, columns];
        if !fits::<T>(1, span) || !fits::<T>(geometry.in_channels, size) || !fits::<T>(geometry.out_channels, output) {
            return Err(Error::TooLarge);
        }
        let (formats, groups) = (Formats::CONTIGUOUS, geometry.groups);
        Ok(Self { geometry: settled, size, output, formats, groups, group_inputs, group_outputs, taps })
    }

    /// Checks a call: beyond [`sized`](Self::sized), that `call.weights` has the length of `packing` (`None`: of PyTorch's weights as
    /// they are), that a bias has one element for each output channel, and that `call.input` and `call.output` hold the same whole
    /// number of samples.
    ///
    /// # Errors
    ///
    /// Whatever does not fit.
    #[inline(always)]
    pub fn new<T: Element>(
        geometry: Geometry,
        packing: Option<Packing>,
        size: [usize; 3],
        call: &Call<'_, T, impl Outputs<T>>,
    ) -> Result<Self, Error> {
        let problem = Self::sized::<T>(geometry, size)?;
        problem.check(packing, call)?;
        Ok(problem)
    }

    /// What [`new`](Self::new) checks of a call beyond the sizes.
    #[inline(always)]
    pub(crate) fn check<T: Element>(
        &self,
        packing: Option<Packing>,
        call: &Call<'_, T, impl Outputs<T>>,
    ) -> Result<(), Error> {
        let geometry = &self.geometry;
        let weights = self.weights::<T>(packing).ok_or(Error::TooLarge)?;
        let operand = if packing.is_some() { Operand::Packed } else { Operand::Weight };
        length(operand, weights, call.weights.len())?;
        if let Some(bias) = call.bias {
            length(Operand::Bias, geometry.out_channels, bias.len())?;
        }
        let input_len = self.input_len();
        if !call.input.len().is_multiple_of(input_len) {
            return Err(Error::Batch { operand: Operand::Input, sample: input_len, found: call.input.len() });
        }
        let samples = call.input.len() / input_len;
        let expected = samples.checked_mul(self.output_len()).ok_or(Error::TooLarge)?;
        length(Operand::Output, expected, call.output.len())
    }

    /// Elements of the weights, packed or PyTorch's as they are.
    #[inline(always)]
    const fn weights<T: Element>(&self, packing: Option<Packing>) -> Option<usize> {
        let geometry = &self.geometry;
        match (packing, geometry.fan_in()) {
            (Some(packing), _) => packing.len(geometry, size_of::<T>()),
            (None, Some(fan_in)) => fan_in.checked_mul(geometry.out_channels),
            (None, None) => None,
        }
    }

    /// Whether the layer has so many weights.
    pub(crate) const fn takes<T: Element>(&self, packing: Option<Packing>, found: usize) -> bool {
        matches!(self.weights::<T>(packing), Some(weights) if weights == found)
    }

    /// The same problem, which is of this `geometry`: what follows from that is taken from there,
    /// where it may be a constant.
    #[inline(always)]
    #[must_use]
    pub(crate) const fn settled(self, geometry: &Geometry) -> Self {
        // Axis by axis, as in `sized`.
        let ([depth, height, width], settled) = (geometry.axes, &self.geometry.axes);
        let axes = [depth.settled(&settled[0]), height.settled(&settled[1]), width.settled(&settled[2])];
        let (group_inputs, group_outputs, taps) =
            match (geometry.group_inputs(), geometry.group_outputs(), geometry.taps()) {
                (Some(inputs), Some(outputs), Some(taps)) => (inputs, outputs, taps),
                _ => (self.group_inputs, self.group_outputs, self.taps),
            };
        let geometry = Geometry { axes, ..*geometry };
        Self { geometry, groups: geometry.groups, group_inputs, group_outputs, taps, ..self }
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
    pub const fn joined(self) -> Self {
        if !self.is_pointwise() {
            return self;
        }
        // Cannot overflow: checked as part of the input's length.
        let joined = [1, 1, self.size[0] * self.size[1] * self.size[2]];
        Self { size: joined, output: joined, ..self }
    }

    /// The same problem in other memory formats. Where channels can be computed [side by side](Formats::lanewise), they count as the outputs of
    /// one group with one input.
    #[inline(always)]
    #[must_use]
    pub(crate) const fn formatted(self, formats: Formats) -> Self {
        if formats.lanewise(&self.geometry) {
            return Self { formats, groups: 1, group_inputs: 1, group_outputs: self.geometry.out_channels, ..self };
        }
        Self { formats, ..self }
    }

    /// In which order the elements of input and output lie in memory.
    #[inline(always)]
    #[must_use]
    pub(crate) const fn formats(&self) -> Formats {
        self.formats
    }

    /// Groups of channels, as kernels compute them: one where channels are [side by side](Formats::lanewise).
    #[inline(always)]
    #[must_use]
    pub(crate) const fn groups(&self) -> usize {
        self.groups
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

    /// The number of phases along each axis: of a transposed layer, the ordinary convolutions that it consists of.
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
    pub(crate) const fn phase(&self, axis: usize, index: usize) -> Phase {
        Phase::new(&self.geometry.axes[axis], self.size[axis], self.output[axis], index)
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

    /// Whether the output is so large that it is not in L2 when it is written, and that it is worth while to say so beforehand: of blocks, each of whose pixels
    /// is a line of the cache, as soon as it is larger.
    #[inline(always)]
    pub(crate) const fn outgrows<T>(&self) -> bool {
        let cache = if matches!(self.formats.output, MemoryFormat::Blocked) { 1 << 21 } else { 1 << 22 };
        self.output_len() >= cache / size_of::<T>()
    }

    /// Whether a group's input channels are many, and do not stay in L1 from one tile to the next.
    #[inline(always)]
    pub(crate) const fn overflows<T>(&self) -> bool {
        let inputs = self.group_inputs();
        inputs > 2 * AHEAD && inputs * self.input_plane() >= (1 << 15) / size_of::<T>()
    }

    /// Taps of a phase, the mean of all, rounded up.
    #[inline(always)]
    pub(crate) const fn phase_taps(&self) -> usize {
        let [depths, heights, widths] = self.phases();
        let phases = depths * heights * widths;
        match (self.taps + phases).saturating_sub(1).checked_div(phases) {
            Some(taps) => taps,
            None => self.taps,
        }
    }

    /// Vectors of output channels whose weights are a panel: a multiple of `vectors`, and at least so many.
    #[inline(always)]
    pub(crate) const fn panel<T>(&self, lanes: usize, vectors: usize) -> usize {
        let bytes = self.group_inputs() * self.phase_taps() * lanes * size_of::<T>();
        match PANEL.checked_div(bytes * vectors) {
            Some(0) | None => vectors,
            Some(n) => n * vectors,
        }
    }

    /// Samples of a checked call.
    #[inline(always)]
    #[must_use]
    pub(crate) const fn samples<T>(&self, input: &[T]) -> usize {
        // A division that says that a sample has elements is no panic in firmware.
        match input.len().checked_div(self.input_len()) {
            Some(samples) => samples,
            None => 0,
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
const fn fits<T>(channels: usize, size: [usize; 3]) -> bool {
    let Some(plane) = product(size) else { return false };
    let Some(count) = plane.checked_mul(channels) else { return false };
    match count.checked_mul(size_of::<T>()) {
        Some(bytes) => bytes <= isize::MAX.cast_unsigned(),
        None => false,
    }
}

#[inline(always)]
pub(crate) const fn length(operand: Operand, expected: usize, found: usize) -> Result<(), Error> {
    if expected == found { Ok(()) } else { Err(Error::Length { operand, expected, found }) }
}
