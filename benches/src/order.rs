//! From PyTorch's order of elements to that of another memory format, and back.

use std::borrow::Cow;

use conv_spec::MemoryFormat;

/// A tensor of a shape `(channels, spatial…)` in another format.
#[must_use]
pub fn reordered(numbers: Vec<f32>, format: MemoryFormat, shape: &[usize]) -> Vec<f32> {
    if format == MemoryFormat::Contiguous {
        return numbers;
    }
    let mut reordered = numbers.clone();
    for (from, to) in places(numbers.len(), format, shape) {
        reordered[to] = numbers[from];
    }
    reordered
}

/// The same tensor in PyTorch's order.
#[must_use]
pub fn contiguous<'a>(numbers: &'a [f32], format: MemoryFormat, shape: &[usize]) -> Cow<'a, [f32]> {
    if format == MemoryFormat::Contiguous {
        return Cow::Borrowed(numbers);
    }
    let mut contiguous = numbers.to_vec();
    for (to, from) in places(numbers.len(), format, shape) {
        contiguous[to] = numbers[from];
    }
    Cow::Owned(contiguous)
}

/// Each element's place in PyTorch's order and in a format.
fn places(len: usize, format: MemoryFormat, shape: &[usize]) -> impl Iterator<Item = (usize, usize)> + use<> {
    let channels = shape.first().copied().unwrap_or(1);
    let pixels = len / channels.max(1);
    // 64 bytes.
    let side = if format == MemoryFormat::Blocked { 16 } else { channels };
    (0..len).map(move |place| {
        let (channel, pixel) = (place / pixels, place % pixels);
        (place, (channel / side * pixels + pixel) * side + channel % side)
    })
}
