//! Layers that take more memory than their budget allows.

use conv_layer::conv_layer;

conv_layer! {
    struct Large = nn.Conv2d(3, 20, 3, input_shape=(3, 16, 16), budget={"flash": 2000, "ram": 4096});
    struct Open = nn.Conv2d(3, 20, 3, budget={"ram": 4096});
}

fn main() {}
