//! Large sizes compile as quickly as others; only who makes such arrays needs the memory.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Weights = nn.Conv2d(1024, 1024, 4);
    pub struct Image = nn.Conv2d(1, 1, 3, padding=1, input_shape=(1, 1048576, 1048576));
    pub struct Strided = nn.Conv1d(1, 1, 1, stride=2147483647, input_shape=(1, 2147483647));
    pub struct Kernel = nn.Conv3d(1, 1, 127, padding=127, dilation=3);
    pub struct Channels = nn.Conv1d(1048576, 1048576, 1, groups=1048576);
}

fn main() {
    assert_eq!(Weights::PARAMETERS, 1024 * 1024 * 16 + 1024);
    assert_eq!(Image::OUTPUT_SHAPE, [1, 1048576, 1048576]);
    assert_eq!(Strided::OUTPUT_SHAPE, [1, 1]);
    assert_eq!(Kernel::WEIGHT_SHAPE, [1, 1, 127, 127, 127]);
    assert_eq!(Channels::PARAMETERS, 2 * 1048576);
    assert!(Image::ZERO.forward_slice(&[], &mut []).is_ok());
    assert!(Image::ZERO.forward_slice(&[0.0], &mut [0.0]).is_err());
}
