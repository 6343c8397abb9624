// bias_shape; PyTorch: Given transposed=1, weight of size [6, 8, 3], expected bias to be 1-dimensional with 8 elements, but got bias of size [6] instead
conv_layer::conv_layer! {
    pub struct Layer = nn.ConvTranspose1d(6, 8, 3, groups=1);
}

fn main() {
    let _ = Layer::new(&[[[0.0; 3]; 8]; 6], &[0.0; 6]);
}
