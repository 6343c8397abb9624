//! Output arrays that do not fit a layer of generic size: an assertion fails while compiling.

use conv_layer::conv_layer;

conv_layer! {
    struct Open = nn.Conv2d(1, 1, (3, 5), stride=(2, 1), padding=(4, 2), dilation=(3, 1));
    struct Partly = nn.Conv2d(1, 1, 3, input_shape=(1, Rows, 8));
    struct Line = nn.Conv1d(1, 1, 5);
    struct Windows = nn.Unfold(2);
    struct Image = nn.Fold((2, 3), 2);
}

fn main() {
    // 26 rows would fit.
    Open::ZERO.forward(&[[[0.0; 100]; 50]], &mut [[[0.0; 100]; 25]]);
    // 6 rows would fit.
    Partly::ZERO.forward(&[[[0.0; 8]; 8]], &mut [[[0.0; 6]; 8]]);
    // The kernel does not.
    Line::ZERO.forward(&[[0.0; 4]], &mut [[0.0; 1]]);
    // 2 * 2 windows.
    Windows::new().forward(&[[[0.0; 3]; 3]; 2], &mut [[0.0; 5]; 8]);
    // 3 channels * 2 * 2 taps.
    Image::new().forward(&[[0.0; 2]; 8], &mut [[[0.0; 3]; 2]; 3]);
}
