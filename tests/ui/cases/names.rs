//! One name for two layers: an error at the second.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Stem = nn.Conv2d(16, 32, 3, input_shape=(16, 8, 8));
    pub struct Other = nn.Conv1d(16, 32, 3);
    pub struct Stem = nn.Conv2d(3, 32, 7);
    pub struct Stem = "specs/none.toml";
    #[cfg(any())]
    pub struct Other = nn.Conv1d(4, 4, 1);
}

fn main() {
    let layer = Stem::new(&[[[[0.0; 3]; 3]; 16]; 32], &[0.0; 32]);
    let mut output = [[[0.0; 6]; 6]; 32];
    layer.forward(&[[[0.0; 8]; 8]; 16], &mut output);
}
