//! The gradient of a layer's input is the transposed layer's output, and the other way round, with
//! the same weights: against PyTorch's.
//!
//! `generate.py` writes the numbers. They are small integers: every sum is exact, and so is every
//! comparison.

#[rustfmt::skip]
mod data;

use conv_layer::conv_layer;

/// A layer and the one that has its gradient, on the numbers of a module of `data`.
macro_rules! cases {
    ($($case:ident, $forward:ident $forward_call:tt, $backward:ident $backward_call:tt;)*) => {$(
        #[test]
        fn $case() {
            conv_layer! {
                struct Forward = nn.$forward $forward_call;
                struct Backward = nn.$backward $backward_call;
            }
            assert_eq!(Forward::WEIGHT_SHAPE, Backward::WEIGHT_SHAPE);

            let mut output = data::$case::RECEIVED;
            Forward::boxed(&data::$case::WEIGHT).forward(&data::$case::INPUT, &mut output);
            assert_eq!(output, data::$case::OUTPUT);

            let mut gradient = data::$case::INPUT;
            Backward::boxed(&data::$case::WEIGHT).forward(&data::$case::RECEIVED, &mut gradient);
            assert_eq!(gradient, data::$case::GRADIENT);
        }
    )*};
}

cases! {
    signal,
        Conv1d(4, 6, 3, stride=2, padding=1, dilation=2, groups=2, bias=False, input_shape=(4, 11)),
        ConvTranspose1d(6, 4, 3, stride=2, padding=1, dilation=2, groups=2, bias=False, input_shape=(6, 5), output_size=(11,));
    same,
        Conv1d(2, 3, 4, padding="same", bias=False, input_shape=(2, 7)),
        ConvTranspose1d(3, 2, 4, padding=[[1, 2]], bias=False, input_shape=(3, 7), output_size=(7,));
    stem,
        Conv2d(3, 8, 3, stride=2, padding=1, bias=False, input_shape=(3, 8, 8)),
        ConvTranspose2d(8, 3, 3, stride=2, padding=1, bias=False, input_shape=(8, 4, 4), output_size=(8, 8));
    odd,
        Conv2d(4, 2, (3, 5), stride=(1, 2), padding=(1, 2), dilation=(2, 1), groups=2, bias=False, input_shape=(4, 7, 9)),
        ConvTranspose2d(2, 4, (3, 5), stride=(1, 2), padding=(1, 2), dilation=(2, 1), groups=2, bias=False, input_shape=(2, 5, 5), output_size=(7, 9));
    volume,
        Conv3d(2, 4, (1, 2, 3), stride=(1, 2, 2), padding=(0, 1, 1), bias=False, input_shape=(2, 2, 4, 5)),
        ConvTranspose3d(4, 2, (1, 2, 3), stride=(1, 2, 2), padding=(0, 1, 1), bias=False, input_shape=(4, 2, 3, 3), output_size=(2, 4, 5));
    up,
        ConvTranspose2d(3, 2, 4, stride=2, padding=1, bias=False, input_shape=(3, 3, 4)),
        Conv2d(2, 3, 4, stride=2, padding=1, bias=False, input_shape=(2, 6, 8));
}
