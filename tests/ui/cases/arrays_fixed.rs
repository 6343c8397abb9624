//! Arrays that do not fit a layer of fixed size.

use conv_layer::{Layer, conv_layer};

conv_layer! {
    struct First = nn.Conv2d(3, 8, 3, stride=2, padding=1, input_shape=(3, 32, 32));
    struct Second = nn.Conv2d(8, 8, 3, padding=1, input_shape=(8, 14, 14));
    struct Bare = nn.Conv1d(1, 4, 3, bias=False, input_shape=(1, 8));
}

/// Runs two layers of which the second takes what the first gives.
fn chain<A: Layer, B: Layer<Input = A::Output>>(_: &A, _: &B) {}

fn main() {
    let first = First::ZERO;
    let second = Second::ZERO;
    let mut between = [[[0.0; 16]; 16]; 8];
    let mut output = [[[0.0; 14]; 14]; 8];
    first.forward(&[[[0.0; 32]; 32]; 3], &mut between);
    second.forward(&between, &mut output);
    chain(&first, &second);
    let _ = First::new(&[[[[0.0; 3]; 3]; 8]; 3], &[0.0; 8]);
    let _ = First::new(&[[[[0.0; 3]; 3]; 3]; 8]);
    let _ = Bare::new(&[[[0.0; 3]; 1]; 4], &[0.0; 4]);
    let _ = second.forward_batch(&[[[[0.0; 14]; 14]; 8]; 2], &mut [[[0.0; 14]; 14]; 8]);
}
