//! Layers of all kinds in a crate that allows no warning and no `unsafe`, has no prelude, knows the
//! dependency by another name, and has items of its own with the names of common ones.

#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unreachable_pub, unused, clippy::all, clippy::pedantic, clippy::cargo)]
#![deny(missing_copy_implementations, single_use_lifetimes, trivial_casts, unused_lifetimes, unused_qualifications)]
// Not about generated code.
#![allow(clippy::cargo_common_metadata, clippy::multiple_crate_versions)]

::cnn::conv_layer! {
    /// Fixed size, from a file.
    #[derive(::core::clone::Clone, ::core::fmt::Debug)]
    pub struct Stem = "specs/stem.toml";

    /// All sizes generic.
    pub struct Open = nn.Conv2d(16, 33, (3, 5), stride=(2, 1), padding=(4, 2), dilation=(3, 1));

    /// Some sizes generic, by names that generated code might use itself.
    pub struct Partly = nn.Conv3d(2, 4, 3, padding=1, input_shape=(2, Rows, 8, OUT_ROWS));

    /// The names of type parameters and constants.
    pub struct Names = nn.Conv3d(2, 4, 3, padding=1, input_shape=(2, S, Store, GEOMETRY));

    /// Names that differ in their case alone.
    pub struct Cases = nn.Conv3d(2, 4, 3, padding=1, input_shape=(2, Rows, ROWS, ROWS_));

    /// Written out.
    pub struct Tiny = nn.Conv1d(1, 1, 3, padding=1, input_shape=(1, 8));

    /// One input channel a group.
    pub struct Depthwise = nn.Conv2d(16, 32, 3, padding="same", groups=16, input_shape=(16, H, W));

    /// Without a bias.
    pub struct Bare = torch.nn.Conv1d(4, 8, 5, bias=False);

    /// With weights from a file.
    #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
    pub struct Trained = nn.Conv2d(3, 4, 3, padding=1, input_shape=(3, 8, 8), weights="specs/trained.safetensors");

    /// In double precision.
    pub struct Double = nn.Conv2d(3, 4, 3, dtype=torch.float64);

    /// Channels that are neighbours, as weights for lanes.
    pub struct Last = nn.Conv2d(20, 20, 3, padding=1, groups=20, memory_format=torch.channels_last);

    /// Contiguous and in blocks.
    pub struct Blocks = nn.Conv1d(3, 16, 3, input_shape=(3, 8), memory_format={"output": "blocked"});

    /// Configured away, with mistakes that nobody sees.
    #[cfg(any())]
    pub struct Nothing = nn.Conv2d(0, 0, 0);

    /// The same in another way.
    #[cfg_attr(all(), derive(::core::clone::Clone), cfg(any()))]
    pub struct NothingElse = nn.Conv2d(0, 0, 0);

    /// Its use is warned of, which generated code is not.
    #[deprecated(note = "use `Open`")]
    #[derive(::core::clone::Clone, ::core::fmt::Debug)]
    #[repr(transparent)]
    pub struct Old = nn.Conv2d(16, 33, (3, 5));

    /// With a `Default` of its own.
    #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::default::Default)]
    pub struct Patches = nn.Unfold(2);
}

/// A module with layers for this crate alone.
pub mod inner {
    ::cnn::conv_layer! {
        pub(crate) struct Shared = nn.Conv1d(2, 2, 3, padding=1);
        pub(super) struct Above = nn.Conv1d(2, 2, 1, input_shape=(2, 4));
        pub(in crate::inner) struct Here = nn.Conv1d(2, 2, 1, bias=False, input_shape=(2, 4));
    }

    /// Runs the layer that nobody else sees.
    #[must_use]
    pub fn run(weight: &[[[f32; 1]; 2]; 2], input: &[[f32; 4]; 2]) -> [[f32; 4]; 2] {
        let mut output = [[0.0; 4]; 2];
        Here::new(weight).forward(input, &mut output);
        output
    }
}

/// Layers inside a function, one with the name of another outside of it.
#[must_use]
pub fn local(input: &[[f32; 4]; 1]) -> [[f32; 4]; 1] {
    ::cnn::conv_layer! {
        struct Stem = nn.Conv1d(1, 1, 3, padding=1, input_shape=(1, 4));
    }
    static STEM: Stem = Stem::new(&[[[0.0, 1.0, 0.0]]], &[0.5]);
    let mut output = [[0.0; 4]];
    STEM.forward(input, &mut output);
    output
}

/// What a macro of this crate hands on.
macro_rules! layers {
    ($($(#[$attribute:meta])* $visibility:vis $name:ident($inputs:expr, $outputs:literal);)*) => {
        ::cnn::conv_layer! {
            $($(#[$attribute])* $visibility struct $name = nn.Conv1d($inputs, $outputs, 3, padding=1);)*
        }
    };
}

layers! {
    /// From a macro.
    pub Handed(4, 8);
    /// Also from a macro.
    #[derive(::core::clone::Clone)]
    pub HandedToo(8, 4);
}

/// Names that generated code must not mean.
#[allow(clippy::module_name_repetitions)]
pub mod shadows {
    /// Not the standard library's.
    pub trait Result {}
    /// Not the standard library's.
    pub trait Option {}
    /// Not the standard library's.
    pub trait Box {}
    /// Not the crate's.
    pub trait Weights {}
    /// Not the crate's.
    pub trait Layer {}
    /// Not the standard library's.
    pub trait AsRef {}
    /// Not the standard library's.
    pub mod core {}
    /// Not the dependency.
    pub mod cnn {}
    /// Not the dependency.
    pub mod conv_layer {}

    ::cnn::conv_layer! {
        /// A layer among them.
        pub struct Error = nn.Conv2d(1, 1, 3, input_shape=(1, 8, 8));
        /// Another one.
        pub struct Ok = nn.Conv2d(1, 1, 3);
        /// Named as a parameter.
        pub struct Store = nn.Conv2d(1, 1, 3);
    }
}

#[cfg(test)]
mod tests {
    use ::cnn::Layer;
    use ::std::iter::Iterator;
    use ::std::{assert, assert_eq};

    use super::{Bare, Cases, Depthwise, Handed, HandedToo, Names, Open, Partly, Stem, Tiny, inner, local, shadows};

    /// The sums of these tests are exact.
    fn bits<const N: usize>(numbers: &[f32; N]) -> [u32; N] {
        numbers.map(f32::to_bits)
    }

    #[test]
    fn fixed() {
        static STEM: Stem = Stem::new(&[[[[0.0; 7]; 7]; 3]; 16], &[2.0; 16]);
        let mut output = [[[0.0; 16]; 16]; 16];
        Layer::forward(&STEM, &[[[1.0; 32]; 32]; 3], &mut output);
        assert!(output.as_flattened().as_flattened().iter().all(|x| x.to_bits() == 2.0_f32.to_bits()));
        assert_eq!((Stem::INPUT_SHAPE, Stem::OUTPUT_SHAPE), ([3, 32, 32], [16, 16, 16]));
    }

    #[test]
    fn generic() {
        static WEIGHT: [[[[f32; 5]; 3]; 16]; 33] = [[[[0.0; 5]; 3]; 16]; 33];
        let mut output = [[[1.0; 10]; 6]; 33];
        Open::boxed(&WEIGHT, &[0.0; 33]).forward(&[[[1.0; 10]; 10]; 16], &mut output);
        assert!(output.as_flattened().as_flattened().iter().all(|x| x.to_bits() == 0));
        let mut output = [[[[1.0; 2]; 8]; 3]; 4];
        Partly::ZERO.forward(&[[[[1.0; 2]; 8]; 3]; 2], &mut output);
        Names::ZERO.forward(&[[[[1.0; 2]; 8]; 3]; 2], &mut output);
        Cases::ZERO.forward(&[[[[1.0; 2]; 8]; 3]; 2], &mut output);
        assert_eq!(Partly::output_size([3, 8, 2]), ::core::result::Result::Ok([3, 8, 2]));
        assert!(Partly::output_size([3, 7, 2]).is_err());
        let mut output = [[[1.0; 5]; 4]; 32];
        Depthwise::ZERO.forward(&[[[1.0; 5]; 4]; 16], &mut output);
        assert_eq!(Bare::output_size([9]), ::core::result::Result::Ok([5]));
    }

    #[test]
    fn small() {
        let mut output = [[0.0; 8]];
        Tiny::new(&[[[1.0, 0.0, 0.0]]], &[0.0]).forward(&[[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]], &mut output);
        assert_eq!(bits(&output[0]), bits(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]));
        assert_eq!(bits(&local(&[[1.0, 2.0, 3.0, 4.0]])[0]), bits(&[1.5, 2.5, 3.5, 4.5]));
        let identity = [[[1.0], [0.0]], [[0.0], [1.0]]];
        assert_eq!(bits(&inner::run(&identity, &[[1.0; 4], [2.0; 4]])[1]), bits(&[2.0; 4]));
        assert_eq!(inner::Shared::output_size([4]), ::core::result::Result::Ok([4]));
        assert_eq!(inner::Above::MACS, 16);
    }

    #[test]
    fn handed_on() {
        assert_eq!((Handed::WEIGHT_SHAPE, HandedToo::WEIGHT_SHAPE), ([8, 4, 3], [4, 8, 3]));
        assert_eq!((shadows::Error::OUTPUT_SHAPE, shadows::Ok::PARAMETERS), ([1, 6, 6], 10));
    }
}
