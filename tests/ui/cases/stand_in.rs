//! Whatever uses a layer that has mistakes causes no further errors: each of these layers has one.

#![deny(missing_docs, unused, clippy::all)]

use conv_layer::{Layer, conv_layer};

conv_layer! {
    /// Attributes stay without effect.
    #[derive(Clone, Debug, PartialEq)]
    #[must_use]
    pub struct Inline = nn.Conv2d(16, 32, 3, groups=3, input_shape=(16, 8, 8));
    pub struct File = "specs/relations_toml/groups_both.toml";
    pub struct Missing = "specs/none.toml";
}

static INLINE: Inline = Inline::new(&[[[[0.0; 3]; 3]; 16]; 32], &[0.0; 32]);

const SHAPE: [usize; 3] = Inline::OUTPUT_SHAPE;

/// Arrays of a size that is not known.
pub struct Buffers {
    /// A constant of the layer is a length.
    pub flat: [f32; Inline::WEIGHT_SHAPE[0]],
    /// An associated type.
    pub output: <Inline as Layer>::Output,
    /// The type itself.
    pub layers: Vec<File>,
}

/// In a signature.
pub fn run(layer: &File, input: &[f32], output: &mut [f32]) -> Result<(), conv_layer::Error> {
    layer.forward_slice(input, output)
}

/// An implementation for it.
impl Default for Buffers {
    fn default() -> Self {
        Self { flat: [0.0; Inline::WEIGHT_SHAPE[0]], output: [[[0.0; 6]; 6]; 32], layers: Vec::new() }
    }
}

trait Named {
    const NAME: &'static str;
}

impl Named for Missing {
    const NAME: &'static str = "missing";
}

fn main() {
    let input = [[[1.0; 8]; 8]; 16];
    let mut output = [[[0.0; 6]; 6]; 32];
    INLINE.forward(&input, &mut output);
    let boxed = File::boxed(&[[[[0.0; 3]; 3]; 16]; 32], &[0.0; 32]);
    let again = INLINE.clone();
    println!("{again:?} {:?} {} {}", boxed.weights(), Missing::NAME, SHAPE[0]);
    let other: Missing = Missing::from_slices(&[], &[]).unwrap();
    match run(&boxed, &[], &mut []) {
        Ok(()) => println!("{} {}", Missing::MACS, other.forward_slice([1, 1], &[], &mut []).is_ok()),
        Err(error) => println!("{error}"),
    }
}
