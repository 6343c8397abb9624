//! The committed output is what this host computes, and what the definition of a
//! convolution gives in double precision.

use std::path::Path;

use network::{EXPECTED, Frames, Map, NEEDS, TOLERANCE};

#[test]
fn the_host_computes_what_is_expected() {
    let mut frames: Frames = [[[0.0; 10]; 49]; 1];
    network::fill(&mut frames);
    let mut maps: [Map; 2] = [[[[f32::NAN; 5]; 25]; 64]; 2];
    let [front, back] = &mut maps;
    network::run(&frames, front, back);
    let bytes: Vec<u8> = front.as_flattened().as_flattened().iter().flat_map(|value| value.to_le_bytes()).collect();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("expected.bin"), &bytes).unwrap();
        return;
    }
    assert_eq!(bytes.len(), EXPECTED.len());
    let off = network::difference(front);
    assert!(off <= TOLERANCE, "off by {off:e}: run with UPDATE_EXPECT=1 if that is meant");
    // An output that is zero everywhere, or the same, would be no check.
    assert!(front.iter().all(|channel| channel.as_flattened().iter().any(|value| value.abs() > 0.01)));
}

#[test]
fn differences_are_found() {
    let mut map: Map = [[[0.0; 5]; 25]; 64];
    for (value, bytes) in map.as_flattened_mut().as_flattened_mut().iter_mut().zip(EXPECTED.as_chunks().0) {
        *value = f32::from_le_bytes(*bytes);
    }
    assert!(network::difference(&map) == 0.0);
    map[63][24][4] += 0.5;
    assert!(network::difference(&map) > 0.4);
    map[0][0][0] = f32::NAN;
    assert!(network::difference(&map).is_nan());
}

#[test]
fn needs() {
    let macs: Vec<u64> = NEEDS.iter().map(|needs| needs.macs).collect();
    assert_eq!(macs, [320_000, 72_000, 512_000, 72_000, 512_000]);
    let flash: Vec<usize> = NEEDS.iter().map(|needs| needs.flash).collect();
    assert_eq!(flash, [64 * 41 * 4, 64 * 10 * 4, 64 * 65 * 4, 64 * 10 * 4, 64 * 65 * 4]);
    let map = size_of::<Map>();
    assert_eq!(NEEDS.map(|needs| needs.ram), [490 * 4 + map, 2 * map, 2 * map, 2 * map, 2 * map]);
}
