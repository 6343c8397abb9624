//! Macro input that is no definition of a layer.

use conv_layer::conv_layer;

conv_layer! {
    pub struct NoSpecification = ;
    pub struct NothingAtAll;
    pub struct NoEqual nn.Conv2d(16, 32, 3);
    pub struct Colon: nn.Conv2d(16, 32, 3);
    pub struct Generic<T> = nn.Conv2d(16, 32, 3);
    pub struct Fields { weight: f32 }
    pub struct NoSemicolon = nn.Conv2d(16, 32, 3)
    pub struct NoSemicolonBehindAPath = "specs/stem.toml"
    /// The next is not swallowed.
    pub struct Next = nn.Conv2d(16, 32, 3);
    pub struct Call = "nn.Conv2d(16, 32, 3)";
    pub struct PathAndMore = "specs/stem.toml" + ".bak";
    pub struct type = nn.Conv2d(16, 32, 3);
    pub enum NotAStruct = nn.Conv2d(16, 32, 3);
    self.conv1 = nn.Conv2d(16, 32, 3);
    let mut down_conv: Layer = nn.Conv2d(16, 32, 3);
    # Comments of Python
    conv2 = "specs/stem.toml"
}

conv_layer! {
    pub struct Last = nn.Conv2d(16, 32, 3)
}

conv_layer!("specs/mobilenet_stem.toml");

conv_layer!(nn.Conv2d(16, 32, 3));

conv_layer! {}

/// Layers that are no definitions cause no further errors.
pub fn use_them(_: &NoSpecification, _: &NoEqual, _: &NoSemicolon, _: &Next, _: &Call, _: &Last) {}

fn main() {}
