//! Drawn layers without weights: `Unfold` and `Fold`.

use crate::axis::Axis;
use crate::call::{self, Argument};
use crate::random::Random;

/// The most elements of a matrix of windows.
const MOST: usize = 20_000;

pub(crate) struct Windows {
    pub(crate) fold: bool,
    pub(crate) axes: [Axis; 2],
    /// Channels, height, width.
    pub(crate) image: [usize; 3],
    /// Channels times taps, blocks.
    pub(crate) matrix: [usize; 2],
    pub(crate) samples: usize,
    pub(crate) double: bool,
    /// The names of sizes that are open: of `Fold`, the channels alone can be.
    names: [Option<&'static str>; 3],
    /// Whether there is an `input_shape`.
    shape: bool,
}

impl Windows {
    /// The layer number `index`; impossible and large ones are drawn again.
    pub(crate) fn draw(random: &mut Random, index: usize) -> Self {
        loop {
            if let Some(windows) = Self::attempt(random, index.is_multiple_of(2)) {
                return windows;
            }
        }
    }

    fn attempt(random: &mut Random, fold: bool) -> Option<Self> {
        let axes = [(); 2].map(|()| {
            let axis = Axis::draw(random, 2, false);
            Axis { pads: [axis.draw_pad(random); 2], ..axis }
        });
        let sizes = [1, 2, 3, 5, 8, 13, 19];
        let image = [random.pick(&[1, 2, 3, 5]), random.pick(&sizes), random.pick(&sizes)];
        let blocks = axes[0].output(image[1])? * axes[1].output(image[2])?;
        let matrix = [image[0] * axes[0].kernel * axes[1].kernel, blocks];
        let form = random.below(4);
        let only = if fold { 0 } else { random.below(3) };
        let mut names = ["C", "Rows", "BLOCKS"].map(Some);
        for (place, name) in names.iter_mut().enumerate() {
            if form < 2 || (form == 2 && place != only) || (fold && place != 0) {
                *name = None;
            }
        }
        let samples = random.pick(&[1, 1, 2, 3]);
        let double = random.below(4) == 0;
        let windows = Self { fold, axes, image, matrix, samples, double, names, shape: random.below(6) > 0 };
        (matrix[0] * matrix[1] <= MOST).then_some(windows)
    }

    pub(crate) fn name(&self) -> &'static str {
        if self.fold { "Fold" } else { "Unfold" }
    }

    pub(crate) fn is_fixed(&self) -> bool {
        self.shape && self.names.iter().all(Option::is_none)
    }

    pub(crate) fn shape_form(&self) -> &'static str {
        match (self.shape, self.is_fixed()) {
            (false, _) => "left out",
            (_, true) => "fixed",
            _ => "named",
        }
    }

    pub(crate) fn call(&self, random: &mut Random) -> String {
        let per_axis = |random: &mut Random, value: fn(&Axis) -> usize| {
            call::per_axis(random, &self.axes.map(|axis| value(&axis)), false)
        };
        let mut positional = Vec::new();
        if self.fold {
            let size = call::per_axis(random, &self.image[1..], false);
            positional.push(Argument::required("output_size", size));
        }
        let is = |value: fn(&Axis) -> usize, default| self.axes.iter().all(|axis| value(axis) == default);
        positional.push(Argument::required("kernel_size", per_axis(random, |axis| axis.kernel)));
        let dilation: fn(&Axis) -> usize = |axis| axis.dilation;
        let padding: fn(&Axis) -> usize = |axis| axis.pads[0];
        let stride: fn(&Axis) -> usize = |axis| axis.stride;
        for (name, value, default) in [("dilation", dilation, 1), ("padding", padding, 0), ("stride", stride, 1)] {
            positional.push(Argument::optional(name, per_axis(random, value), is(value, default)));
        }
        let mut named = vec![call::dtype(random, self.double)];
        if self.shape {
            let numbers = if self.fold { self.matrix.to_vec() } else { self.image.to_vec() };
            let entry = |(number, name): (&usize, Option<&str>)| {
                name.map_or_else(|| number.to_string(), |name| format!("{name:?}"))
            };
            let entries: Vec<String> = numbers.iter().zip(self.names).map(entry).collect();
            named.push(Argument::required("input_shape", call::list(random, &entries)));
        }
        call::write(random, self.name(), positional, named)
    }
}
