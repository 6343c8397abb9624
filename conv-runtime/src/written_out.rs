//! Loops that are written out, not left to the optimiser.
//!
//! LLVM unrolls loops late, if it does at all when their bodies are large. A tile that is indexed
//! by a loop variable then stays in memory. The macro has a copy of the body for each number, and
//! so a largest one: what a loop would do beyond it would not happen, in optimised code alone,
//! where no test of a debug build sees it. The constant that a count is, or is at most, is
//! therefore named and asserted while compiling.

/// Calls `$body` for each number below `$count`, a constant, or one that is at most `$bound`, which
/// is a constant: at most 11 or 28 as the call says.
macro_rules! written_out {
    ($most:tt: $number:ident < $count:ident <= $bound:ident $body:block) => {
        const { assert!($bound <= $most, "more iterations than are written out") };
        written_out! { $most: $number < $count $body }
    };
    ($most:tt: $number:ident < $count:ident $body:block) => {
        // Without optimisation, all the copies would stay.
        #[cfg(debug_assertions)]
        for $number in 0..$count $body
        #[cfg(not(debug_assertions))]
        written_out! { @ $most $number $count $body }
    };
    (@ 11 $number:ident $count:ident $body:block) => {
        written_out! { @ $number $count $body 0 1 2 3 4 5 6 7 8 9 10 }
    };
    (@ 28 $number:ident $count:ident $body:block) => {
        written_out! { @ $number $count $body 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 }
    };
    (@ $number:ident $count:ident $body:block $($literal:literal)+) => {
        $(if $literal < $count {
            let $number: usize = $literal;
            $body
        })+
    };
}

pub(crate) use written_out;
