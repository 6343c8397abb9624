//! Proves while compiling that the first layers of `MobileNet` follow each other and fit a memory budget, then prints them.
//!
//! ```text
//! cargo run --example plan
//! ```
//!
//! Nothing runs the layers: a team that keeps its network's configuration in files has it checked by `cargo check`.
//! With `stride = 1` in `layer_specs/mobilenet_stem.toml`, or a smaller budget below, this example does not compile.

mod facts;

use conv_layer::{Input, Isa, Output, conv_layer};

use facts::Facts;

conv_layer! {
    struct Stem = "layer_specs/mobilenet_stem.toml";
    struct Depthwise = "layer_specs/mobilenet_depthwise.toml";
    struct Pointwise = "layer_specs/mobilenet_pointwise.json";
}

/// Bytes of flash for the weights.
const FLASH: usize = 16 * 1024;
/// Bytes of RAM for the input and the output of any one layer.
const RAM: usize = 5 * 1024 * 1024;

const _: () = {
    // Types that are equal only if the shapes are.
    let _: fn(Output<Stem>) -> Input<Depthwise> = |fits| fits;
    let _: fn(Output<Depthwise>) -> Input<Pointwise> = |fits| fits;
    assert!(Stem::FLASH_BYTES + Depthwise::FLASH_BYTES + Pointwise::FLASH_BYTES <= FLASH, "too much flash");
    assert!(Stem::RAM_BYTES <= RAM && Depthwise::RAM_BYTES <= RAM && Pointwise::RAM_BYTES <= RAM, "too much RAM");
};

fn main() {
    println!("plan for {}", Isa::best());
    println!("{}", Facts::heading());
    for facts in [Facts::of::<Stem>(), Facts::of::<Depthwise>(), Facts::of::<Pointwise>()] {
        println!("{facts}");
    }
}
