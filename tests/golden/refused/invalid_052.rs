// bias_shape; PyTorch: Given weight of size [8, 6, 3, 3], expected bias to be 1-dimensional with 8 elements, but got bias of size [6] instead
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv2d(6, 8, 3, groups=1);
}

fn main() {
    let _ = Layer::new(&[[[[0.0; 3]; 3]; 6]; 8], &[0.0; 6]);
}
