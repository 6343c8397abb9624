//! What becomes of measured numbers.

use std::cell::Cell;
use std::time::{Duration, Instant};

use conv_layer_benches::record::Record;
use conv_layer_benches::tensors::relative_error;
use conv_layer_benches::{rank, timing};

#[test]
fn ranks_correlate_as_spearman_says() {
    let correlation = |second: &[f64]| {
        let first = [1.0, 10.0, 100.0, 1e4, 1e9];
        rank::correlation(&first.into_iter().zip(second.iter().copied()).collect::<Vec<_>>())
    };
    let is = |actual: Option<f64>, expected: f64| actual.is_some_and(|actual| (actual - expected).abs() < 1e-12);
    assert!(is(correlation(&[2.0, 3.0, 5.0, 8.0, 9.0]), 1.0));
    assert!(is(correlation(&[9.0, 8.0, 5.0, 3.0, 2.0]), -1.0));
    // Without equal numbers: 1 - 6 * sum(d^2) / (n * (n^2 - 1)), here of d = 1, -1, 0, 1, -1.
    assert!(is(correlation(&[2.0, 1.0, 3.0, 5.0, 4.0]), 0.8));
    // Two share the rank 2.5: 9.5 / sqrt(10 * 9.5).
    assert!(is(correlation(&[1.0, 2.0, 2.0, 3.0, 4.0]), 0.95_f64.sqrt()));
    assert_eq!(correlation(&[7.0; 5]), None);
    assert_eq!(rank::correlation(&[]), None);
}

#[test]
fn errors_are_relative_to_the_largest_number() {
    assert!((relative_error(&[1.0, -4.0], &[1.0, -3.0]) - 0.25).abs() < 1e-6);
    assert!(relative_error(&[1.0, -4.0], &[1.0, f32::NAN]).is_infinite());
    assert!(relative_error(&[1.0, -4.0], &[1.0]).is_infinite());
}

#[test]
fn what_is_wrong_is_marked() {
    let mut record = Record::new("1.2.3", "a \"note\"");
    record.put("layer", "right", 1.234_567_8e-6, 1.8e-7);
    record.put("layer", "off", 1e-3, 2e-3);
    record.put("layer", "broken", 1e-3, f32::INFINITY);
    let expected = serde_json::json!({
        "peer": "conv_layer", "version": "1.2.3", "note": "a \"note\"",
        "results": {"layer": {
            "right": {"us": 1.235, "rel_err": 1.8e-7},
            "off": {"us": 1000.0, "rel_err": 2e-3, "wrong": true},
            "broken": {"us": 1000.0, "wrong": true},
        }},
    });
    assert_eq!(record.json(), expected);
}

#[test]
fn times_are_those_of_a_call() {
    let pause = Duration::from_millis(2);
    let calls = Cell::new(0);
    let call = || {
        calls.set(calls.get() + 1);
        std::thread::sleep(pause);
    };
    let begin = Instant::now();
    let seconds = timing::shortest_median(call, Duration::ZERO);
    assert!(seconds >= pause.as_secs_f64() && seconds <= begin.elapsed().as_secs_f64());
    // Three to warm up, ten in each repeat.
    assert_eq!(calls.get(), 33);
    assert!(timing::median(call, Duration::ZERO) >= pause.as_secs_f64());
    assert_eq!(calls.get(), 34);
}
