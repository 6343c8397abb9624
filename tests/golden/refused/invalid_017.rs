// padding_mode_unknown; PyTorch: padding_mode must be one of {'replicate', 'reflect', 'zeros', 'circular'}, but got padding_mode='edge'
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv2d(6, 8, 3, padding_mode="edge", input_shape=(6, 8, 9));
}

fn main() {}
