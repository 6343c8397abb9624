//! The same tasks in double precision.
//!
//! Their numbers have at most 24 bits, so that products are exact and sums are not: what is off by
//! more than `f64` allows has been through something narrower.

use conv_runtime::__private::{Call, Isa, Packing, pack};

use crate::check::say;
use crate::guarded::Guarded;
use crate::task::TASKS;
use crate::{Task, Tile};

/// As [`check::tiles`](crate::check::tiles), without the tasks that a tile refuses.
///
/// # Panics
///
/// When an output differs from the oracle's, or anything outside of it has been written.
pub fn tiles(tiles: &[Tile<f64>], isa: Isa, tasks: usize) {
    let mut runs = 0;
    for (index, tile) in tiles.iter().filter(|tile| tile.isa == isa).enumerate() {
        let fit: Vec<&Task> = TASKS.iter().filter(|task| tile.fits(task)).collect();
        assert!(fit.len() >= 12, "{:?} fits {} tasks only", tile.kernel, fit.len());
        let step = (fit.len() / tasks).max(1);
        for task in fit.iter().skip(index % step).step_by(step) {
            run(tile, task);
            runs += 1;
        }
    }
    assert!(runs > 0, "{isa} has no tiles");
    say(&format!("kernels, f64: {isa}: {runs} runs"));
}

fn run(tile: &Tile<f64>, task: &Task) {
    let context = || format!("f64 {} {:?} on {:?}, size {:?}", tile.isa, tile.kernel, task.geometry, task.size);
    let input = Guarded::new(&widened(task.input.values()), 1);
    let (weight, bias) = (widened(task.plain.0.values()), task.plain.1.as_ref().map(|bias| widened(bias.values())));
    let packing = tile.packing(task);
    let (weights, bias) = match packing {
        Some(packing) => (packed(task, packing, &weight, bias.as_deref()), None),
        None => (weight, bias),
    };
    let weights = Guarded::new(&weights, 1);
    let mut output = Guarded::unwritten(task.expected.values.len(), 1);
    let (input, output_values) = (input.values(), output.values_mut());
    let call = Call { input, output: output_values, weights: weights.values(), bias: bias.as_deref(), size: task.size };
    let result = task.enter(packing, || (tile.run)(tile.isa, call));
    assert_eq!(result, Ok(()), "{}", context());
    assert!(output.is_intact(), "{}: written outside of the output", context());
    for (i, found) in output.values().iter().enumerate() {
        let expected = task.expected.values[i];
        // The oracle rounds to double precision, too.
        let scale = 2.0 * (f64::EPSILON / f64::from(f32::EPSILON));
        assert!(task.accepts(i, *found, scale), "{}: element {i} is {found}, not {expected}", context());
    }
}

/// Blocks of `f64` are narrower.
fn packed(task: &Task, packing: Packing, weight: &[f64], bias: Option<&[f64]>) -> Vec<f64> {
    let mut packed = vec![f64::NAN; packing.len(&task.geometry, 8).expect("a small layer")];
    pack(packing, &task.geometry, weight, bias, &mut packed).expect("lengths that fit");
    packed
}

fn widened(values: &[f32]) -> Vec<f64> {
    values.iter().copied().map(f64::from).collect()
}
