//! Optimised kernels of every instruction set against the optimised scalar ones, on
//! the whole suite: the tests elsewhere run unoptimised, and what keeps sums in
//! registers must not change them.

use conv_layer::Isa;
use conv_layer_benches::layers::suite;

#[test]
#[cfg_attr(debug_assertions, ignore = "billions of multiply-adds: cargo test --release -p conv-layer-benches")]
fn instruction_sets_agree_on_the_suite() {
    for mut layer in suite() {
        layer.run(Isa::Scalar);
        let expected = layer.output().to_vec();
        let largest = expected.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
        assert!(largest.is_normal(), "{}: nothing computed", layer.name);
        for isa in Isa::available() {
            layer.clear();
            layer.run(isa);
            let difference = expected
                .iter()
                .zip(layer.output().iter())
                .map(|(a, b)| (a - b).abs())
                .fold(0.0_f32, |largest, d| if d <= largest { largest } else { d });
            assert!(difference <= 1e-5 * largest, "{} on {isa}: {difference:e} of {largest:e}", layer.name);
        }
    }
}
