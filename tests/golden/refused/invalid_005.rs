// groups_not_positive; PyTorch: groups must be a positive integer
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv3d(6, 8, 3, groups=0, input_shape=(6, 6, 7, 8));
}

fn main() {}
