// padding_string; PyTorch: Invalid padding string 'Valid', should be one of {'same', 'valid'}
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv1d(6, 8, 3, padding="Valid", input_shape=(6, 10));
}

fn main() {}
