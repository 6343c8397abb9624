//! Draws layers and writes a module for each of them.

mod axis;
mod call;
mod channels;
mod formats;
mod layer;
mod module;
mod plan;
#[expect(dead_code, reason = "it draws data, too")]
#[allow(unreachable_pub, reason = "public in its package")]
#[path = "../../kernels/src/random.rs"]
mod random;
mod windows;

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use layer::{Extras, Layer};
use random::Random;
use windows::Windows;

/// Convolution layers in a build for whoever has not said how many.
const LAYERS: usize = 60;
const SEED: usize = 2;
/// From the seed of layers to that of their plans, which are drawn apart: a layer is the
/// same with a plan and without.
const PLANS: usize = 1_000_003;
/// To that of their memory formats, likewise.
const EXTRAS: usize = 2_000_003;
/// Layers of which one is drawn until it can have whole rows, at most so often.
const WHOLE: usize = 10;
const ATTEMPTS: usize = 400;
/// Convolution layers for each layer without weights.
const PER_WINDOWS: usize = 9;

fn main() -> Result<(), Box<dyn Error>> {
    for path in ["build", "../kernels/src/random.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let (layers, seed) = (number("CONV_RANDOM_LAYERS", LAYERS)?, number("CONV_RANDOM_SEED", SEED)?);
    let first = number("CONV_RANDOM_FIRST", 0)?;
    let mut text = String::new();
    let (mut entries, mut windows_entries) = (String::new(), String::new());
    for index in first..first + layers {
        let extras = Extras::draw(&mut sequence(seed.wrapping_add(EXTRAS), index), index);
        let mut random = suitable(seed, extras, index);
        let layer = Layer::draw(&mut random, extras, index);
        let mut requests = sequence(seed.wrapping_add(PLANS), index);
        text += &module::layer(&mut random, &mut requests, index, &layer);
        writeln!(entries, "    layer_{index}::ENTRY,")?;
    }
    for index in (first..first + layers).filter(|index| index.is_multiple_of(PER_WINDOWS)) {
        let mut random = sequence(seed, 2 * index + 1);
        let windows = Windows::draw(&mut random, index / PER_WINDOWS);
        text += &module::windows(&mut random, index, &windows);
        writeln!(windows_entries, "    windows_{index}::ENTRY,")?;
    }
    write!(
        text,
        "
pub(super) const SEED: usize = {seed};
pub(super) const ENTRIES: &[Entry] = &[\n{entries}];
pub(super) const WINDOWS: &[WindowsEntry] = &[\n{windows_entries}];
"
    )?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("layers.rs"), text)?;
    Ok(())
}

/// The number in an environment variable.
fn number(name: &str, default: usize) -> Result<usize, Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed={name}");
    match env::var(name) {
        Ok(text) => text.parse().map_err(|error| format!("{name}={text}: {error}").into()),
        Err(_) => Ok(default),
    }
}

/// The random numbers of a layer: of every [`WHOLE`]th, such ones that it can have whole rows,
/// which are rare among small layers.
fn suitable(seed: usize, extras: Extras, index: usize) -> Random {
    let attempts = if index.is_multiple_of(WHOLE) { ATTEMPTS } else { 0 };
    let attempt = |attempt: usize| sequence(seed.wrapping_add(attempt * PLANS), 2 * index);
    let found = (0..attempts).find(|number| {
        let mut random = attempt(*number);
        let layer = Layer::draw(&mut random, extras, index);
        plan::can_have_whole_rows(&call::call(&mut random, &layer))
    });
    attempt(found.unwrap_or(0))
}

/// The random numbers of one layer, whatever other layers there are.
fn sequence(seed: usize, index: usize) -> Random {
    let mut random = Random::new(((seed as u64) << 32 | index as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    // Neighbouring seeds give similar numbers at first.
    for _ in 0..8 {
        random.below(2);
    }
    random
}
