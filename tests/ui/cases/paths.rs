//! Paths that lead nowhere, or where they may not.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Folder = "specs/name_toml/lower.toml";
    pub struct FarFolder = "models/stem.toml";
    pub struct BelowFile = "specs/names_toml/lower.toml/stem.toml";
    pub struct Outside = "../stem.toml";
    pub struct Around = "specs/../../models/stem.toml";
    pub struct FromSource = "../specs/names_toml/lower.toml";
    pub struct Backslashes = "specs\\names_toml\\lower.toml";
    pub struct Drive = "C:/specs/stem.toml";
    pub struct Utf16 = "specs/generated/utf16.toml";
    pub struct Pointer = "specs/generated/pointer.toml";
    pub struct Dangling = "specs/generated/dangling.toml";
    pub struct Linked = "specs/generated/outside/stem.toml";
    pub struct Built = concat!(env!("OUT_DIR"), "/stem.toml");
    pub struct Weights = nn.Conv2d(3, 4, 3, weights="specs/wieghts/good.safetensors");
    pub struct WeightsBeside = "specs/tensors_toml/beside.toml";
    pub struct WeightsOutside = nn.Conv2d(3, 4, 3, weights="../models/good.safetensors");
    pub struct WeightsBackslashes = nn.Conv2d(3, 4, 3, weights="specs\\weights\\good.safetensors");
    pub struct WeightsPointer = nn.Conv2d(3, 4, 3, weights="specs/generated/pointer.safetensors");
    pub struct WeightsDangling = nn.Conv2d(3, 4, 3, weights="specs/generated/dangling.safetensors");
    pub struct Normalised = nn.Conv2d(3, 4, 3, weights="specs/weights/normalised.safetensors", tensors="stem");
    pub struct Slash = "specs/names_toml/lower.toml/";
    pub struct WeightsSlash = nn.Conv2d(3, 4, 3, weights="specs/weights/good.safetensors/");
}

fn main() {}
