#[cfg(test)]
const _: fn() = || {
    let _ = ::core::include_bytes!(
        ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/specs/stem.toml")
    );
};
#[cfg(test)]
const _: () = ::core::compile_error! {
    "`kernel_size` must be at least 1: less than 1"
};
#[cfg(test)]
///A layer whose specification has mistakes.
pub type Generated = [(); ::core::compile_error! {
    "`groups` divides neither `in_channels` nor `out_channels`: not a divisor of 16 or 32\n  = note: 16 input channels\n  = note: 32 output channels\n  = help: 1, 2, 4, 8 and 16 divide both in_channels = 16 and out_channels = 32"
}];
