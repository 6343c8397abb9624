//! Layers with weights from a file, packed by the macro: the same as packed at run time.
//!
//! `tests/weights/generate.py` writes the files.

use conv_layer::conv_layer;

conv_layer! {
    struct Dense = nn.Conv2d(3, 20, 3, input_shape=(3, 16, 16), weights="tests/weights/model.safetensors");
    struct Grouped = nn.Conv2d(4, 36, (3, 2), groups=2, input_shape=(4, 20, 20), weights="tests/weights/model.safetensors");
    struct Depthwise = nn.Conv2d(6, 6, 3, groups=6, bias=False, weights="tests/weights/model.safetensors");
    struct Volume = nn.Conv3d(2, 17, (2, 1, 3), weights="tests/weights/model.safetensors");
    struct Up = nn.ConvTranspose2d(5, 20, 3, stride=2, input_shape=(5, 9, 9), weights="tests/weights/model.safetensors");
    struct UpGrouped = nn.ConvTranspose1d(4, 6, 3, groups=2, weights="tests/weights/model.safetensors");
    struct DenseDouble = nn.Conv2d(3, 20, 3, dtype=torch.float64, input_shape=(3, 16, 16), weights="tests/weights/model.safetensors");
    struct DepthwiseDouble = nn.Conv2d(6, 6, 3, groups=6, bias=False, dtype=torch.float64, weights="tests/weights/model.safetensors");
    struct UpDouble = nn.ConvTranspose2d(5, 20, 3, stride=2, dtype=torch.float64, weights="tests/weights/model.safetensors");
    // Depthwise, its channels side by side, and as groups of one where a side is contiguous.
    struct DepthwiseLast =
        nn.Conv2d(6, 6, 3, groups=6, bias=False, memory_format=torch.channels_last, weights="tests/weights/model.safetensors", tensors="depthwise");
    struct DepthwiseOut =
        nn.Conv2d(6, 6, 3, groups=6, bias=False, memory_format={"output": "channels_last"}, weights="tests/weights/model.safetensors", tensors="depthwise");
    struct DepthwiseUp =
        nn.ConvTranspose2d(6, 6, 3, stride=2, groups=6, bias=False, memory_format="channels_last", weights="tests/weights/model.safetensors", tensors="depthwise");
    struct DepthwiseLastDouble =
        nn.Conv2d(6, 6, 3, groups=6, bias=False, dtype=torch.float64, memory_format="channels_last", weights="tests/weights/model.safetensors", tensors="depthwise_double");
    struct DenseLast = nn.Conv2d(3, 20, 3, memory_format="channels_last", weights="tests/weights/model.safetensors", tensors="dense");
    struct FromHalf = nn.Conv2d(3, 20, 3, weights="tests/weights/model.safetensors");
    struct FromBrain = nn.Conv2d(3, 20, 3, weights="tests/weights/model.safetensors");
    struct DoubleFromHalf = nn.Conv1d(3, 4, 3, dtype=torch.float64, weights="tests/weights/model.safetensors");
    struct DoubleFromBrain = nn.Conv1d(3, 4, 3, dtype=torch.float64, weights="tests/weights/model.safetensors");
    struct DoubleFromSingle = nn.Conv1d(3, 4, 3, dtype=torch.float64, weights="tests/weights/model.safetensors");
    // Of one pixel, or few: there is nothing but channels to fill vectors with.
    struct DensePixel = nn.Conv2d(3, 20, 3, input_shape=(3, 3, 3), weights="tests/weights/model.safetensors", tensors="dense");
    struct GroupedPixel =
        nn.Conv2d(4, 36, (3, 2), groups=2, input_shape=(4, 3, 2), weights="tests/weights/model.safetensors", tensors="grouped");
    struct UpPixel = nn.ConvTranspose2d(5, 20, 3, stride=2, input_shape=(5, 1, 1), weights="tests/weights/model.safetensors", tensors="up");
    struct DenseDoublePixel =
        nn.Conv2d(3, 20, 3, dtype=torch.float64, input_shape=(3, 3, 3), weights="tests/weights/model.safetensors", tensors="dense_double");
    struct UpDoublePixel =
        nn.ConvTranspose2d(5, 20, 3, stride=2, dtype=torch.float64, input_shape=(5, 1, 1), weights="tests/weights/model.safetensors", tensors="up_double");
    // A module that was saved alone, small enough to be written out.
    struct Tiny = nn.Conv1d(1, 2, 3, padding=1, input_shape=(1, 5), weights="tests/weights/single.safetensors");
    // By other names, from a specification whose file is called otherwise.
    struct Renamed = nn.Conv2d(3, 20, 3, weights="tests/weights/model.safetensors", tensors="from_half");
    struct Listed = nn.Conv2d(3, 20, 3, weights="tests/weights/model.safetensors", tensors=["dense.weight", "from_half.bias"]);
    struct WithoutBias = nn.Conv2d(3, 20, 3, bias=False, weights="tests/weights/model.safetensors", tensors=["dense.weight"]);
    struct ByFile = "tests/weights/up_grouped.toml";
}

/// Number `n` of a tensor, as the files have it.
fn numbers<T: From<f32>>(shape: &[usize], shift: usize) -> Vec<T> {
    let number = |n: usize| f32::from(u8::try_from((37 * n + shift) % 61).unwrap());
    (0..shape.iter().product()).map(|n| T::from((number(n) - 30.0) / 16.0)).collect()
}

macro_rules! agree {
    ($($layer:ident: $T:ident $($bias:ident)?;)*) => { $({
        let weight = numbers::<$T>(&$layer::WEIGHT_SHAPE, 0);
        $(let $bias = numbers::<$T>(&[usize::try_from($layer::PARAMETERS).unwrap() - weight.len()], 7);)?
        let packed = $layer::from_slices(&weight $(, &$bias)?).unwrap();
        assert_eq!($layer::pretrained().weights(), packed.weights(), stringify!($layer));
    })* };
}

#[test]
fn packed_by_the_macro_and_at_run_time() {
    agree! {
        Dense: f32 bias;
        Grouped: f32 bias;
        Depthwise: f32;
        Volume: f32 bias;
        Up: f32 bias;
        UpGrouped: f32 bias;
        DenseDouble: f64 bias;
        DepthwiseDouble: f64;
        UpDouble: f64 bias;
        DepthwiseLast: f32;
        DepthwiseOut: f32;
        DepthwiseUp: f32;
        DepthwiseLastDouble: f64;
        DenseLast: f32 bias;
        FromHalf: f32 bias;
        FromBrain: f32 bias;
        DoubleFromHalf: f64 bias;
        DoubleFromBrain: f64 bias;
        DoubleFromSingle: f64 bias;
        DensePixel: f32 bias;
        GroupedPixel: f32 bias;
        UpPixel: f32 bias;
        DenseDoublePixel: f64 bias;
        UpDoublePixel: f64 bias;
        Tiny: f32 bias;
        Renamed: f32 bias;
        Listed: f32 bias;
        WithoutBias: f32;
        ByFile: f32 bias;
    }
}

/// All packings are among them, for both number types and operations.
#[test]
fn blocks_rows_and_lanes() {
    let filled = |flash: usize, parameters: u64, number: usize| flash > usize::try_from(parameters).unwrap() * number;
    assert!(filled(DensePixel::FLASH_BYTES, DensePixel::PARAMETERS, 4));
    assert!(filled(GroupedPixel::FLASH_BYTES, GroupedPixel::PARAMETERS, 4));
    assert!(filled(UpPixel::FLASH_BYTES, UpPixel::PARAMETERS, 4));
    assert!(filled(DenseDoublePixel::FLASH_BYTES, DenseDoublePixel::PARAMETERS, 8));
    assert!(filled(UpDoublePixel::FLASH_BYTES, UpDoublePixel::PARAMETERS, 8));
    // A place for a bias that is not there.
    assert_eq!(Depthwise::FLASH_BYTES, 4 * (6 * 9 + 6));
    assert_eq!(DepthwiseDouble::FLASH_BYTES, 8 * (6 * 9 + 6));
    assert_eq!(DepthwiseLast::FLASH_BYTES, 4 * 16 * 10);
    assert_eq!(DepthwiseOut::FLASH_BYTES, 4 * 6 * 16 * 10);
    assert!(!filled(UpGrouped::FLASH_BYTES, UpGrouped::PARAMETERS, 4));
}

/// One set of weights, aligned, whatever a layer is made from it and when.
#[test]
fn nothing_is_copied() {
    const DENSE: Dense<&conv_layer::Weights<f32, { Dense::FLASH_BYTES / 4 }>> = Dense::pretrained();
    let default: Dense<_> = Dense::default();
    for weights in [DENSE.weights(), default.weights(), Dense::pretrained().weights()] {
        assert!(std::ptr::eq(weights, Dense::pretrained().weights()));
        assert!(std::ptr::from_ref(weights).addr().is_multiple_of(64));
    }
}

#[test]
fn computes() {
    let mut output = [[0.0; 5]; 2];
    Tiny::pretrained().forward(&[[1.0, 2.0, 4.0, 8.0, 16.0]], &mut output);
    let (weight, bias) = (numbers::<f32>(&[6], 0), numbers::<f32>(&[2], 7));
    for (channel, row) in output.iter().enumerate() {
        let [a, b, c] = weight[3 * channel..][..3] else { unreachable!() };
        let d = bias[channel];
        // All sums are exact.
        let expected = [
            d + b + 2.0 * c,
            d + a + 2.0 * b + 4.0 * c,
            d + 2.0 * a + 4.0 * b + 8.0 * c,
            d + 4.0 * a + 8.0 * b + 16.0 * c,
            d + 8.0 * a + 16.0 * b,
        ];
        assert_eq!(row.map(f32::to_bits), expected.map(f32::to_bits));
    }
}

/// All sums are exact in either precision.
#[test]
fn both_precisions_agree() {
    let (input, wide) = (numbers::<f32>(&[3 * 16 * 16], 5), numbers::<f64>(&[3 * 16 * 16], 5));
    let (mut output, mut expected) = (vec![f32::NAN; 20 * 14 * 14], vec![f64::NAN; 20 * 14 * 14]);
    Dense::pretrained().forward_slice(&input, &mut output).unwrap();
    DenseDouble::pretrained().forward_slice(&wide, &mut expected).unwrap();
    assert!(output.iter().copied().map(f64::from).eq(expected));

    let (input, wide) = (numbers::<f32>(&[5 * 9 * 9], 5), numbers::<f64>(&[5 * 9 * 9], 5));
    let (mut output, mut expected) = (vec![f32::NAN; 20 * 19 * 19], vec![f64::NAN; 20 * 19 * 19]);
    Up::pretrained().forward_slice(&input, &mut output).unwrap();
    UpDouble::pretrained().forward_slice([9, 9], &wide, &mut expected).unwrap();
    assert!(output.iter().copied().map(f64::from).eq(expected));
}
