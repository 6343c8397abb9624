//! Every attribute that a struct may have, on a layer of each kind of struct.

use std::fmt::Write as _;

use crate::user;

/// All lints that are about code, and none about what the user leaves out, such as `Debug`.
const STRICT: &str = "
#![deny(warnings, nonstandard_style, unused, future_incompatible, rust_2018_idioms, missing_docs, single_use_lifetimes)]
#![deny(trivial_casts, trivial_numeric_casts, unnameable_types, unreachable_pub, unused_lifetimes, unused_qualifications)]
#![deny(elided_lifetimes_in_paths, explicit_outlives_requirements, let_underscore_drop, redundant_lifetimes)]
#![forbid(unsafe_code)]
//! A crate.
";

const ATTRIBUTES: [&str; 36] = [
    "#[deprecated]",
    "#[deprecated = \"old\"]",
    "#[deprecated(note = \"old\", since = \"1.0\")]",
    "#[deprecated] #[derive(Clone, Debug)]",
    "#[deprecated] #[deny(deprecated)]",
    "#[deprecated] #[forbid(deprecated)]",
    "#[cfg_attr(all(), deprecated(note = \"old\"))]",
    "#[cfg_attr(any(), deprecated)]",
    "#[must_use]",
    "#[must_use = \"or not\"]",
    "#[non_exhaustive]",
    "#[doc(hidden)]",
    "#[doc(alias = \"conv\")]",
    "#[repr(C)]",
    "#[repr(Rust)]",
    "#[repr(transparent)]",
    "#[repr(align(64))]",
    "#[repr(C, align(128))]",
    "#[derive(Clone)]",
    "#[derive(::core::clone::Clone, Debug, PartialEq)]",
    "#[derive(Default)]",
    "#[derive(Clone, ::std::default::Default)]",
    "#[cfg_attr(all(), derive(Debug, Default,))]",
    "#[derive(PartialEq, Eq, Hash, PartialOrd, Ord)]",
    "#[cfg(all())]",
    "#[cfg(any())]",
    "#[cfg_attr(all(), cfg(any()))]",
    "#[cfg_attr(all(), cfg(all()))]",
    "#[cfg_attr(any(), cfg(any()))]",
    "#[cfg_attr(all(), derive(Clone), cfg_attr(true, allow(dead_code), cfg(false)), must_use)]",
    "#[allow(dead_code)]",
    "#[warn(dead_code)]",
    "#[forbid(dead_code)]",
    "#[forbid(deprecated)]",
    "#[allow(missing_docs, clippy::all, reason = \"none\")]",
    "#[rustfmt::skip]",
];

/// Attributes whose effect can be seen: types with a default and what `derive` says of it, lints
/// that are expected.
const EFFECTS: &str = "
/// None.
pub mod effects {
    ::conv_layer::conv_layer! {
        /// Windows.
        #[expect(non_camel_case_types)]
        pub struct windows = nn.Unfold(2);
        /// Weights.
        #[cfg_attr(all(), expect(non_camel_case_types, reason = \"like this\"))]
        pub struct trained = nn.Conv1d(1, 1, 1);
    }
    ::conv_layer::conv_layer! {
        /// Windows.
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct Windows = nn.Unfold(2);
        /// Weights.
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct Trained = nn.Conv1d(1, 1, 1, bias=False, weights=\"trained.safetensors\");
    }
    ::conv_layer::conv_layer! {
        /// One of two.
        #[cfg_attr(all(), cfg(any()))]
        pub struct Either = nn.Conv1d(0, 0, 0);
        /// The other.
        #[cfg_attr(all(), cfg(all()))]
        pub struct Either = nn.Conv1d(1, 1, 1);
    }
    /// Both have one.
    #[must_use]
    pub fn same() -> bool {
        fn is_default<T: Default + PartialEq>(value: &T) -> bool {
            *value == T::default()
        }
        is_default(&Trained::pretrained()) && is_default(&Windows)
    }
}
";

#[test]
fn every_attribute_can_be_a_layers() {
    let kinds = [
        "nn.Conv1d(2, 2, 3, input_shape=(2, 300))",
        "nn.Conv2d(2, 3, 1)",
        "nn.Conv1d(1, 1, 1, bias=False, input_shape=(1, 1), weights=\"trained.safetensors\")",
        "nn.Unfold(2, input_shape=(1, 2, 2))",
        "nn.Fold((4, 3), 2)",
    ];
    let mut text = STRICT.to_owned();
    for (number, attribute) in ATTRIBUTES.iter().enumerate() {
        let _ = writeln!(text, "/** Layers. */ pub mod attribute_{number} {{ ::conv_layer::conv_layer! {{");
        for (kind, call) in kinds.iter().enumerate() {
            let _ = writeln!(text, "/** A layer. */ {attribute} pub struct Layer{kind} = {call};");
            let _ = writeln!(text, "/** A layer. */ {attribute} struct Private{kind} = {call};");
        }
        text.push_str("}}\n");
    }
    user::check("attributes", &(text + EFFECTS));
}
