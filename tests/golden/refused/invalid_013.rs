// padding_string; PyTorch: Invalid padding string 'fulll', should be one of {'same', 'valid'}
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv2d(6, 8, 3, padding="fulll", input_shape=(6, 8, 9));
}

fn main() {}
