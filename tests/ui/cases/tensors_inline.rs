//! Tensors that do not fit the layer.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Renamed = nn.Conv2d(3, 4, 3, weights="specs/weights/other_names.safetensors");
    pub struct Stem = nn.Conv2d(3, 4, 3, weights="specs/weights/near_name.safetensors");
    pub struct Many = nn.Conv2d(3, 4, 3, weights="specs/weights/many_names.safetensors");
    pub struct Nothing = nn.Conv2d(3, 4, 3, weights="specs/weights/no_tensors.safetensors");
    pub struct Prefix = nn.Conv2d(3, 4, 3, weights="specs/weights/good.safetensors", tensors="stems");
    pub struct Names = nn.Conv2d(3, 4, 3, weights="specs/weights/good.safetensors", tensors=["stem.wieght", "bias"]);
    pub struct NoBias = nn.Conv2d(3, 4, 3, weights="specs/weights/no_bias.safetensors", tensors="stem");
    pub struct Surplus = nn.Conv2d(3, 4, 3, bias=False, weights="specs/weights/good.safetensors", tensors="stem");
    pub struct Shape = nn.Conv2d(3, 4, 3, weights="specs/weights/wrong_shape.safetensors", tensors="stem");
    pub struct Exchanged = nn.Conv2d(3, 4, 3, weights="specs/weights/transposed.safetensors", tensors="stem");
    pub struct Up = nn.ConvTranspose2d(3, 4, 3, weights="specs/weights/good.safetensors", tensors="stem");
    pub struct Double = nn.Conv2d(3, 4, 3, weights="specs/weights/double.safetensors", tensors="stem");
    pub struct Integers = nn.Conv2d(3, 4, 3, weights="specs/weights/integers.safetensors", tensors="stem");
    pub struct Missing = nn.Conv2d(3, 4, 3, weights="specs/weights/god.safetensors");
    pub struct Folder = nn.Conv2d(3, 4, 3, weights="specs/generated/folder.safetensors");
    pub struct CutOff = nn.Conv2d(3, 4, 3, weights="specs/weights/cut_off.safetensors");
    pub struct Longer = nn.Conv2d(3, 4, 3, weights="specs/weights/longer.safetensors");
    pub struct NotJson = nn.Conv2d(3, 4, 3, weights="specs/weights/not_json.safetensors");
    pub struct Pickled = nn.Conv2d(3, 4, 3, weights="specs/weights/pickled.safetensors");
    pub struct Empty = nn.Conv2d(3, 4, 3, weights="specs/weights/empty.safetensors");
}

fn main() {
    // A stand-in causes no further errors.
    let _ = Renamed::pretrained();
}
