//! What the benches share: the layers of the suite, and the limit that they are compared with.

pub mod layers;
pub mod peak;
