//! Runs tiles on tasks and compares with the oracle.

use std::io::Write;

use conv_runtime::__private::{Call, Error, Isa};

use crate::formats::{contiguous, reordered};
use crate::guarded::Guarded;
use crate::task::TASKS;
use crate::{Task, Tile};

/// Runs each of the tiles of one instruction set on about `tasks` tasks that it fits, other ones
/// for each tile.
///
/// # Panics
///
/// When an output differs from the oracle's, or anything outside of it has been written.
pub fn tiles(tiles: &[Tile], isa: Isa, tasks: usize) {
    let tiles: Vec<&Tile> = tiles.iter().filter(|tile| tile.isa == isa).collect();
    assert!(tiles.len() > 16, "{isa} has {} tiles", tiles.len());
    let mut runs = 0;
    for (index, tile) in tiles.iter().enumerate() {
        let (fit, other): (Vec<&Task>, Vec<&Task>) = TASKS.iter().partition(|task| tile.fits(task));
        assert!(fit.len() >= 12, "{:?} fits {} tasks only", tile.kernel, fit.len());
        let step = (fit.len() / tasks).max(1);
        for task in fit.iter().skip(index % step).step_by(step) {
            run(tile, task);
            runs += 1;
        }
        if !other.is_empty() {
            refuse(tile, other[index % other.len()]);
        }
    }
    say(&format!("kernels: {isa}: {} tiles, {runs} runs", tiles.len()));
}

/// As [`tiles`], of few tiles and without the tasks that they refuse, in shares: see
/// [`ways`](crate::ways).
///
/// # Panics
///
/// As [`tiles`].
pub fn shares(tiles: &[Tile], isa: Isa, tasks: usize) {
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
    say(&format!("kernels in shares: {isa}: {runs} runs"));
}

/// How many tasks a tile runs on: `usual`, or what the variable `CONV_LAYER_TASKS` says, for
/// emulators.
///
/// # Panics
///
/// When it says something else than a number of at least 12.
#[must_use]
pub fn tasks(usual: usize) -> usize {
    let Ok(given) = std::env::var("CONV_LAYER_TASKS") else { return usual };
    let tasks = given.parse().unwrap_or(0);
    assert!(tasks >= 12, "CONV_LAYER_TASKS is {given:?}: too few");
    tasks
}

/// Runs a tile on a task that it fits.
fn run(tile: &Tile, task: &Task) {
    let mut output = Guarded::unwritten(task.expected.values.len(), 1);
    let result = call(tile, task, &mut output);
    let context =
        || format!("{} {:?}, {:?} on {:?}, size {:?}", tile.isa, tile.kernel, tile.formats, task.geometry, task.size);
    assert_eq!(result, Ok(()), "{}", context());
    assert!(output.is_intact(), "{}: written outside of the output", context());
    let channels = task.geometry.out_channels;
    for (i, found) in contiguous(output.values(), tile.formats.output, channels, task.expected.size).iter().enumerate()
    {
        let (expected, bound) = (task.expected.values[i], task.expected.bounds[i]);
        assert!(
            task.accepts(i, f64::from(*found), 1.0),
            "{}, {} samples, band {}: element {i} is {found}, not {expected}; allowed {bound:e}, exact: {}",
            context(),
            task.samples,
            task.band,
            task.exact,
        );
    }
}

/// Runs a tile on a task whose channels it does not divide.
fn refuse(tile: &Tile, task: &Task) {
    let mut output = Guarded::unwritten(task.expected.values.len(), 0);
    let result = call(tile, task, &mut output);
    assert_eq!(result, Err(Error::Geometry), "{} {:?} on {:?}", tile.isa, tile.kernel, task.geometry);
    // The first of two kernels has run when the second refuses.
    let half = tile.first_fits(task);
    assert!(half || output.is_unwritten(), "{} {:?}: written in spite of an error", tile.isa, tile.kernel);
}

/// Runs a tile on an instruction set that is not there.
///
/// # Panics
///
/// When that is not refused.
pub fn unsupported(tile: &Tile) {
    let task = &TASKS[0];
    let mut output = Guarded::unwritten(task.expected.values.len(), 0);
    assert_eq!(call(tile, task, &mut output), Err(Error::UnsupportedIsa(tile.isa)));
    assert!(output.is_unwritten(), "{}: written in spite of an error", tile.isa);
}

fn call(tile: &Tile, task: &Task, output: &mut Guarded) -> Result<(), Error> {
    let packing = tile.packing(task);
    let (weights, bias) = match packing {
        Some(packing) => (task.packed(packing), None),
        None => (task.plain.0.values(), task.plain.1.as_ref().map(Guarded::values)),
    };
    let formatted;
    let input = if tile.formats.input.has_pixels() && tile.formats.fit(&task.geometry, 4) {
        let values = reordered(task.input.values(), tile.formats.input, task.geometry.in_channels, task.size);
        formatted = Guarded::new(&values, 1);
        &formatted
    } else {
        &task.input
    };
    let call = Call { input: input.values(), output: output.values_mut(), weights, bias, size: task.size };
    task.enter(packing, || (tile.run)(tile.isa, call))
}

/// Prints past the capture of the test harness, which hides what passing tests say.
///
/// # Panics
///
/// When standard error is closed.
pub fn say(text: &str) {
    let mut stderr = std::io::stderr().lock();
    writeln!(stderr, "{text}").expect("standard error");
}
