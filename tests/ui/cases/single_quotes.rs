//! What Python writes and Rust's tokens cannot be: rustc refuses it before the macro is asked.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Quoted = nn.Conv2d(16, 32, 3, padding='same', padding_mode='reflect');
    pub struct Prefixed = nn.Conv2d(16, 32, 3, padding=f"same");
    pub struct Comment = nn.Conv2d(16, 32, 3,  # it's the first
        padding=1);
}

fn main() {}
