//! What Rust's types are expected to have: layers, weights, errors and executors can be copied,
//! printed and used by several threads.

use std::fmt::Debug;
use std::hash::Hash;

use conv_layer::{
    Borrowed, Boxed, Error, Isa, Limit, MemoryFormat, OpenRunner, Operand, Packed, Pool, Rng, Runner, Threads, Unroll,
    conv_layer,
};

conv_layer! {
    struct Dense = nn.Conv1d(2, 3, 3, input_shape=(2, 8));
    /// What a user derives is not implemented twice.
    #[derive(Clone, Debug, PartialEq)]
    #[cfg_attr(all(), derive(Copy))]
    struct Derived = nn.Conv1d(2, 3, 1);
    struct Patches = nn.Unfold(2, input_shape=(1, 4, 4));
    #[derive(Clone, Copy, Debug, Default, PartialEq)]
    struct AnyPatches = nn.Unfold(2);
}

fn shared<T: Send + Sync + Unpin + Debug>() {}

fn copied<T: Clone>() {}

fn values<T: Copy>(_: T) {}

fn compared<T: Copy + Eq + Hash>() {}

#[test]
fn all_types() {
    macro_rules! have {
        ($($function:ident: $($T:ty),*;)*) => { $($($function::<$T>();)*)* };
    }
    have! {
        shared: Dense, Boxed<Dense>, Borrowed<'static, Dense>, Packed<Dense>, Derived, Patches, AnyPatches;
        shared: Error, Operand, Limit, Isa, MemoryFormat, Unroll, Rng, Pool, Threads;
        shared: Runner<'static, Dense, &'static Pool>, OpenRunner<'static, Derived, Isa>;
        copied: Dense, Boxed<Dense>, Borrowed<'static, Dense>, Packed<Dense>, Derived, Patches, AnyPatches, Rng, Threads;
        compared: Error, Operand, Limit, Isa, MemoryFormat, Unroll, Threads;
    }
    // Where there are no weights, or they are borrowed and a user asks for it.
    values(Patches);
    values(Derived::with(Derived::ZERO.weights()));
}

/// A copy has weights of its own, wherever they are.
#[test]
fn copies() {
    let rng = &mut Rng::seeded(1);
    let layer = Dense::boxed_random(rng);
    let copy = layer.clone();
    assert_eq!(copy.weights(), layer.weights());
    assert!(!std::ptr::eq(copy.weights(), layer.weights()));
    let mut other = Dense::boxed_random(rng);
    let place: *const Packed<Dense> = other.weights();
    assert_ne!(other.weights(), layer.weights());
    other.clone_from(&layer);
    assert_eq!(other.weights(), layer.weights());
    assert!(std::ptr::eq(other.weights(), place), "no second box");
    let borrowed = Dense::with(layer.weights()).clone();
    assert!(std::ptr::eq(borrowed.weights(), layer.weights()));
}

/// As the struct is written, with as many numbers as a line has room for.
#[test]
fn texts() {
    let layer = Dense::new(&[[[1.0; 3]; 2]; 3], &[0.5; 3]);
    let text = format!("{layer:?}");
    assert!(text.starts_with("Dense { weights: Weights { len: "), "{text}");
    assert!(text.ends_with(", .. } }") && text.len() < 120, "{text}");
    assert_eq!(format!("{:?}", Dense::with(layer.weights())), text);
    assert_eq!(format!("{Patches:?} {AnyPatches:?}"), "Patches AnyPatches");
}
