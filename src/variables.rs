//! Functions with the names of all variables in generated code. In Rust a variable may hide a
//! function, but neither a unit struct nor a constant: where these functions are in scope, the
//! user's items of the same names are not.

macro_rules! variables {
    ($($name:ident)*) => { $(pub fn $name() {})* };
}

variables! {
    bias blocks error executor image input inputs isa layer matrix output outputs policy rng rows size weight weights
}
