// weight_groups; PyTorch: Given groups=2, expected weight to be divisible by 2 at dimension 0, but got weight of size [[5, 3, 3]] instead
conv_layer::conv_layer! {
    pub struct Layer = nn.Conv1d(6, 6, 3, groups=2, bias=False);
}

fn main() {
    let _ = Layer::new(&[[[0.0; 3]; 3]; 5]);
}
