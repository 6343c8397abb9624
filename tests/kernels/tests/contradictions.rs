//! Geometries that no specification gives, but safe code can: they are refused, or computed without overflow.

use conv_layer_kernels::formats::Formatted;
use conv_runtime::__private::channel_lanes::channel_lanes;
use conv_runtime::__private::simd::Scalar;
use conv_runtime::__private::windows::Windows;
use conv_runtime::__private::{Axis, Border, Call, Error, Geometry, Packing, Sampling, Unknown, pack};

const TRANSPOSED: Sampling = Sampling::Transposed { output_padding: 0 };

fn geometry(axes: [Axis; 3]) -> Geometry {
    Geometry { in_channels: 1, out_channels: 1, groups: 1, axes }
}

/// The output of a layer of one channel whose weights are all 1.
fn run(geometry: Geometry, size: [usize; 3], input: &[f32], output: &mut [f32]) -> Result<(), Error> {
    let mut weights = vec![0.0; Packing::Blocks.len(&geometry, 4).ok_or(Error::Geometry)?];
    let taps = geometry.taps().ok_or(Error::Geometry)?;
    pack(Packing::Blocks, &geometry, &vec![1.0; taps], None, &mut weights)?;
    let call = Call { input, output, weights: &weights, bias: None, size };
    channel_lanes::<Unknown<f32>, _, 1, 1, 1, 1>(Scalar, geometry, size, 1, call)
}

/// The kernel took the place of a phase's weights from one axis and their strides from another, and read past them.
#[test]
fn axes_that_are_not_all_transposed_are_refused() {
    for outer in [0, 1] {
        let mut axes = [Axis::UNIT; 3];
        axes[outer] = Axis::conv(2, 2, 1, [0, 0]).sampled(TRANSPOSED);
        let geometry = geometry(axes);
        assert_eq!(run(geometry, [1; 3], &[1.0], &mut [0.0; 2]), Err(Error::Geometry));
        let mut output = [0.0; 2];
        let call = Call { input: &[1.0], output: &mut output[..], weights: &[0.0; 48], bias: None, size: [1; 3] };
        let result = channel_lanes::<Unknown<f32>, _, 1, 1, 1, 1>(Scalar, geometry, [1; 3], 1, call);
        assert_eq!(result, Err(Error::Geometry));
    }
}

/// `dilation * stride` overflows; the dilation of a single tap does not matter.
#[test]
fn a_dilation_of_any_size_divides_by_nothing() {
    let dilation = (isize::MAX.cast_unsigned() / 3) * 2 + 1;
    let axis = Axis::conv(1, 3, dilation, [0, 0]).sampled(TRANSPOSED);
    let mut output = [f32::NAN; 10];
    run(geometry([Axis::UNIT, Axis::UNIT, axis]), [1, 1, 4], &[1.0, 2.0, 3.0, 4.0], &mut output).unwrap();
    assert_eq!(output.map(f32::to_bits), [1.0, 0.0, 0.0, 2.0, 0.0, 0.0, 3.0, 0.0, 0.0, 4.0_f32].map(f32::to_bits));
    let axis = Axis::conv(1, 1, usize::MAX, [0, 0]).sampled(TRANSPOSED);
    let geometry = geometry([Axis::UNIT, Axis::UNIT, axis]);
    assert_eq!(run(geometry, [1, 1, 4], &[0.0; 4], &mut [0.0; 4]), Err(Error::Geometry));
}

#[test]
fn a_stride_of_zero_cannot_be_packed() {
    for dilation in [0, 1] {
        let axis = Axis { stride: 0, ..Axis::conv(1, 1, dilation, [0, 0]) }.sampled(TRANSPOSED);
        let geometry = geometry([Axis::UNIT, Axis::UNIT, axis]);
        assert_eq!(pack(Packing::Blocks, &geometry, &[1.0_f32], None, &mut [0.0; 32]), Err(Error::Geometry));
    }
}

/// Each of many planes without a tap was looked at together with all that follow it.
#[test]
fn planes_without_taps_are_looked_at_once() {
    const PLANES: usize = 30_001;
    let axis = Axis::conv(1, 1, 1, [0, 0]).sampled(Sampling::Transposed { output_padding: PLANES - 1 });
    let mut output = vec![f32::NAN; PLANES];
    let begin = std::time::Instant::now();
    run(geometry([axis, axis_of_one(), axis_of_one()]), [1; 3], &[5.0], &mut output).unwrap();
    assert!(output[0] > 4.0 && output[1..].iter().all(|value| *value == 0.0));
    assert!(begin.elapsed().as_secs() < 5, "{:?}", begin.elapsed());
}

fn axis_of_one() -> Axis {
    Axis::conv(1, 1, 1, [0, 0]).sampled(TRANSPOSED)
}

/// A stride between pixels of more than one element multiplies what padding and dilation have made large already: one tap of two lies in the input.
#[test]
fn addresses_of_pixels_wrap() {
    fn run<const FORMAT: usize>(geometry: Geometry, packing: Packing) -> Result<f32, Error> {
        let mut weights = vec![0.0; packing.len(&geometry, 4).ok_or(Error::Geometry)?];
        pack(
            packing,
            &geometry,
            &vec![1.0; 2 * geometry.in_channels * geometry.out_channels / geometry.groups],
            None,
            &mut weights,
        )?;
        let (input, mut output) = (vec![1.0_f32; geometry.in_channels], vec![f32::NAN; geometry.out_channels]);
        let call = Call { input: &input, output: &mut output[..], weights: &weights, bias: None, size: [1; 3] };
        channel_lanes::<Formatted<f32, FORMAT, FORMAT>, _, 1, 1, 1, 1>(Scalar, geometry, [1; 3], 1, call)?;
        assert!(output.iter().all(|value| value.to_bits() == output[0].to_bits()), "{output:?}");
        Ok(output[0])
    }
    // Times 4 bytes, the padded input fills half of the address space; times 16 or 48 channels, it would overflow.
    let far = isize::MAX.cast_unsigned() / 4 / 2;
    for axis in [Axis::conv(2, far, far, [far, 0]), Axis::conv(2, far, far, [0, far])] {
        let axes = [Axis::UNIT, Axis::UNIT, axis];
        for (groups, packing, sum) in [(1, Packing::Blocks, 48.0_f32), (48, Packing::Lanes, 1.0)] {
            let geometry = Geometry { in_channels: 48, out_channels: 48, groups, axes };
            for found in [run::<1>(geometry, packing), run::<2>(geometry, packing)] {
                assert_eq!(found.map(f32::to_bits), Ok(sum.to_bits()));
            }
        }
    }
}

/// Channels that are no whole blocks have no place in blocked tensors.
#[test]
fn ragged_blocks_are_refused() {
    for (inputs, outputs, expected) in [(16, 16, Ok(())), (16, 17, Err(Error::Geometry)), (1, 16, Err(Error::Geometry))]
    {
        let geometry = Geometry { in_channels: inputs, out_channels: outputs, groups: 1, axes: [Axis::UNIT; 3] };
        let weights = vec![0.0; Packing::Blocks.len(&geometry, 4).expect("few")];
        let (input, mut output) = (vec![0.0; inputs], vec![0.0; outputs]);
        let call = Call { input: &input, output: &mut output[..], weights: &weights, bias: None, size: [1; 3] };
        let result = channel_lanes::<Formatted<f32, 2, 2>, _, 1, 1, 1, 1>(Scalar, geometry, [1; 3], 1, call);
        assert_eq!(result, expected);
    }
}

#[test]
fn windows_are_of_plain_axes() {
    let plain = Axis::conv(3, 1, 1, [0, 0]);
    for odd in [plain.sampled(Sampling::SameUpper), plain.sampled(TRANSPOSED), plain.bordered(Border::Circular)] {
        let windows = Windows { axes: [Axis::UNIT, odd] };
        assert_eq!(windows.unfold([1, 1, 3], &[1.0_f32; 3], &mut [0.0; 9]), Err(Error::Geometry));
    }
}
