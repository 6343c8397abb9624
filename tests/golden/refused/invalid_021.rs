// kernel_zero; PyTorch: kernel size should be greater than zero, but got kernel_height: 3 kernel_width: 0
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv2d(6, 8, (3, 0), input_shape=(6, 8, 9));
}

fn main() {}
