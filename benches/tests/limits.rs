//! What layers are compared with, against counts that were made elsewhere.

use conv_layer_benches::bandwidth::LEVELS;
use conv_layer_benches::floor::Work;
use conv_layer_benches::layers::suite_with;
use conv_layer_benches::tensors::Tensors;
use serde_json::Value;

const SUITE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../layer_specs/suite/suite.json"));

#[test]
fn work_is_that_of_the_suite() {
    let expected: Value = serde_json::from_str(SUITE).unwrap();
    let expected: Vec<(&str, Option<Work>)> = expected
        .as_array()
        .unwrap()
        .iter()
        .map(|layer| {
            let count = |key| layer[key].as_u64();
            let work = count("macs_without_padding").zip(count("min_bytes")).map(|(macs, bytes)| Work { macs, bytes });
            (layer["id"].as_str().unwrap(), work)
        })
        .collect();
    let mut actual = Vec::new();
    let none = |name, spec: &conv_spec::Layer| -> Option<Tensors> {
        actual.push((name, Work::new(spec)));
        None
    };
    assert!(suite_with(none).is_empty());
    assert_eq!(actual.len(), expected.len() + 3);
    assert_eq!(actual[..expected.len()], expected);
    // Borders that are not zeros are multiplied.
    let macs = 64 * 64 * 9 * 56 * 56;
    assert!(actual[expected.len()..].iter().all(|(_, work)| work.is_some_and(|work| work.macs == macs)), "{actual:?}");
}

#[test]
fn a_floor_is_the_longer_of_two_times() {
    let bandwidths = [100.0, 50.0, 20.0, 10.0];
    let seconds = |macs, bytes| Work { macs, bytes }.seconds(200.0, bandwidths);
    let close = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-12;
    assert!(close(seconds(1_000_000, 1000), 1e-5));
    for (level, bandwidth) in LEVELS.iter().zip(bandwidths) {
        let bytes = u32::try_from(level.measured).unwrap();
        assert!(close(seconds(1, bytes.into()), f64::from(bytes) / bandwidth / 1e9), "{}", level.name);
    }
}
