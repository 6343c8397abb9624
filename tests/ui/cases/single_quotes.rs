//! Python's other quotes are none of Rust's: rustc refuses them before the macro is asked.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Quoted = nn.Conv2d(16, 32, 3, padding='same');
}

fn main() {}
