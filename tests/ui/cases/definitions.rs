//! Macro input that is no definition of a layer.

use conv_layer::conv_layer;

conv_layer! {
    pub struct NoSpecification = ;
}

conv_layer! {
    pub struct NoEqual nn.Conv2d(16, 32, 3);
}

conv_layer! {
    pub struct NoSemicolon = nn.Conv2d(16, 32, 3)
}

conv_layer! {
    pub enum NotAStruct = nn.Conv2d(16, 32, 3);
}

conv_layer! {
    pub struct Generic<T> = nn.Conv2d(16, 32, 3);
}

conv_layer! {
    pub struct Fields { weight: f32 }
}

conv_layer! {
    nn.Conv2d(16, 32, 3)
}

conv_layer! {
    pub struct PathAndMore = "specs/stem.toml" + ".bak";
}

conv_layer! {}

fn main() {}
