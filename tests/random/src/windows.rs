//! Layers without weights, against plain loops.

use conv_layer::__private::Axis;
use conv_layer::Error;
use conv_layer_kernels::guarded::Guarded;
use conv_layer_kernels::random::Random;

use crate::Counts;
use crate::check::Number;

/// An `Unfold` or `Fold` as the build script has drawn it.
#[derive(Clone, Copy, Debug)]
pub struct Windows {
    /// Whether it puts windows together.
    pub fold: bool,
    /// Height and width.
    pub axes: [Axis; 2],
    /// Channels, height, width.
    pub image: [usize; 3],
    /// Channels times taps, blocks.
    pub matrix: [usize; 2],
    /// Samples.
    pub samples: usize,
    /// Of the numbers.
    pub seed: usize,
}

/// The generated type's methods, for the drawn size.
#[derive(Clone, Copy, Debug)]
pub struct Ways<T> {
    /// `forward_slice`.
    pub slice: fn(&[T], &mut [T]) -> Result<(), Error>,
    /// `forward` on arrays, sample by sample.
    pub samples: fn(&[T], &mut [T]),
    /// `forward_batch` on arrays.
    pub batch: fn(&[T], &mut [T]) -> Result<(), Error>,
}

/// One way to call a layer.
type Forward<'a, T> = &'a dyn Fn(&[T], &mut [T]) -> Result<(), Error>;

/// Holds a layer against a plain loop, exactly, and counts the comparisons.
///
/// # Errors
///
/// What differs.
pub fn check<T: Number>(windows: &Windows, ways: &Ways<T>, counts: &mut Counts) -> Result<(), String> {
    let mut random = Random::new(windows.seed as u64);
    let lengths = [windows.image.iter().product::<usize>(), windows.matrix.iter().product()];
    let sample = lengths[usize::from(windows.fold)];
    let input: Vec<f32> = (0..windows.samples * sample).map(|_| random.integer()).collect();
    let expected: Vec<f32> = input
        .chunks_exact(sample)
        .flat_map(|sample| windows.plain(sample, lengths[usize::from(!windows.fold)]))
        .collect();
    let numbers: Vec<T> = input.iter().map(|number| T::from(*number)).collect();
    let input = Guarded::new(&numbers, 1);
    let compare = |way: &str, forward: Forward<'_, T>, counts: &mut Counts| {
        let mut output = Guarded::unwritten(expected.len(), 3);
        forward(input.values(), output.values_mut()).map_err(|error| format!("{way}: {error}"))?;
        if !output.is_intact() {
            return Err(format!("{way}: written outside of the output"));
        }
        for (place, (found, expected)) in output.values().iter().zip(&expected).enumerate() {
            let found: f64 = (*found).into();
            #[expect(clippy::float_cmp, reason = "sums of small integers are exact")]
            if found != f64::from(*expected) {
                return Err(format!("{way}: element {place} is {found}, not {expected}"));
            }
        }
        counts.add("compared, windows", way);
        Ok(())
    };
    compare("forward_slice", &ways.slice, counts)?;
    compare(
        "forward",
        &|input, output| {
            (ways.samples)(input, output);
            Ok(())
        },
        counts,
    )?;
    compare("forward_batch", &ways.batch, counts)
}

impl Windows {
    /// One sample, element by element of the matrix.
    fn plain(&self, input: &[f32], len: usize) -> Vec<f32> {
        let [channels, height, width] = self.image;
        let [rows, columns] = &self.axes;
        let across = blocks(columns, width);
        let down = blocks(rows, height);
        let mut output = vec![0.0; len];
        let mut place = 0;
        for channel in 0..channels {
            for tap in 0..rows.kernel * columns.kernel {
                for block in 0..down * across {
                    let y = source(rows, height, block / across, tap / columns.kernel);
                    let x = source(columns, width, block % across, tap % columns.kernel);
                    if let (Some(y), Some(x)) = (y, x) {
                        let pixel = (channel * height + y) * width + x;
                        if self.fold { output[pixel] += input[place] } else { output[place] = input[pixel] }
                    }
                    place += 1;
                }
            }
        }
        output
    }
}

/// Windows that lie within the padded image, counted.
fn blocks(axis: &Axis, size: usize) -> usize {
    let end = axis.pad_before + size + axis.pad_after;
    let reach = (axis.kernel - 1) * axis.dilation;
    (0..end).step_by(axis.stride).filter(|first| first + reach < end).count()
}

/// The element that a window has at a tap, if it is not padding.
fn source(axis: &Axis, size: usize, block: usize, tap: usize) -> Option<usize> {
    (block * axis.stride + tap * axis.dilation).checked_sub(axis.pad_before).filter(|element| *element < size)
}
