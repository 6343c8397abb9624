//! Arrays that do not fit the fixed axis of a layer whose other axis is generic.

use conv_layer::conv_layer;

conv_layer! {
    struct Partly = nn.Conv2d(1, 1, 3, input_shape=(1, Rows, 8));
}

fn main() {
    Partly::ZERO.forward(&[[[0.0; 9]; 8]], &mut [[[0.0; 6]; 6]]);
    Partly::ZERO.forward(&[[[0.0; 8]; 8]], &mut [[[0.0; 7]; 6]]);
}
