//! Numbers in the order of a memory format.

/// Samples of a shape in the order of a format, from the row-major one.
pub(crate) fn reordered<T: Copy>(values: &[T], format: &str, shape: &[usize]) -> Vec<T> {
    let mut reordered = values.to_vec();
    for (place, value) in values.iter().enumerate() {
        reordered[within(place, format, shape, size_of::<T>())] = *value;
    }
    reordered
}

/// The same the other way round.
pub(crate) fn row_major<T: Copy>(values: &[T], format: &str, shape: &[usize]) -> Vec<T> {
    (0..values.len()).map(|place| values[within(place, format, shape, size_of::<T>())]).collect()
}

/// Where the element at a row-major place stands, batch included.
fn within(place: usize, format: &str, shape: &[usize], bytes: usize) -> usize {
    let (channels, pixels, block) = (shape[0], shape[1..].iter().product::<usize>(), 64 / bytes);
    let (sample, channel, pixel) = (place / (channels * pixels), place / pixels % channels, place % pixels);
    let within = match format {
        "contiguous_format" => channel * pixels + pixel,
        "channels_last" => pixel * channels + channel,
        "blocked" => (channel / block * pixels + pixel) * block + channel % block,
        _ => panic!("unknown memory format {format}"),
    };
    sample * channels * pixels + within
}
