//! Golden cases on a microcontroller: what PyTorch has computed, against layers made at compile
//! time and weights given per call.
//!
//! ```sh
//! cargo run --release --bin golden --target thumbv7em-none-eabihf
//! ```

#![no_std]
#![no_main]

use board::say;
use conv_layer::{Error, conv_layer};

/// One way to compute a case into the output.
type Way = fn(&mut [f32]) -> Result<(), Error>;

/// A case and the ways in which layers compute it.
struct Case {
    id: &'static str,
    expected: &'static [f32],
    /// How far an output may be off.
    tolerance: f32,
    ways: &'static [Way],
}

/// A layer whose weights have the lengths it says: an error of compilation otherwise.
macro_rules! made {
    ($layer:expr) => {
        match $layer {
            Ok(layer) => layer,
            Err(_) => panic!("weights of other lengths"),
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/cases.rs"));

board::program!(run);

/// The longest output, with an element at either end that must stay what it is.
const ROOM: usize = 4096;

fn run() -> bool {
    let mut failed = 0_usize;
    let mut ways = 0_usize;
    let mut room = [f32::NAN; ROOM];
    for case in CASES {
        for way in case.ways {
            ways += 1;
            if !passes(case, *way, &mut room) {
                failed += 1;
                say!("FAILED ", case.id);
            }
        }
    }
    say!("cases ", CASES.len(), " runs ", ways, " failed ", failed);
    failed == 0 && ways > 2 * CASES.len()
}

fn passes(case: &Case, way: Way, room: &mut [f32; ROOM]) -> bool {
    room.fill(f32::NAN);
    let Some(output) = room.get_mut(1..=case.expected.len()) else { return false };
    if way(output).is_err() {
        return false;
    }
    let close = |(found, expected): (&f32, &f32)| {
        let off = found - expected;
        // False for what is no number.
        off <= case.tolerance && -off <= case.tolerance
    };
    let all = output.iter().zip(case.expected).all(close);
    all && room[0].is_nan() && room.get(case.expected.len() + 1).is_some_and(|number| number.is_nan())
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    say!("panic");
    board::exit(101)
}
