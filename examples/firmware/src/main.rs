//! Firmware that computes a keyword spotter's head on an emulated Cortex-M board, checks the
//! result and says what it took.
//!
//! ```sh
//! cargo run --release
//! ```

#![no_std]
#![no_main]

mod memory;

use board::{Fixed, say};
use memory::Memory;
use network::{NEEDS, TOLERANCE};

board::program!(run);

fn run() -> bool {
    let Some(Memory { frames, front, back }) = memory::take() else { return false };
    network::fill(frames);
    let ((), instructions) = board::instructions(|| network::run(frames, front, back));
    let off = network::difference(front);
    let ((), stack) = board::stack(|| network::run(frames, front, back));
    let again = network::difference(front);

    for needs in NEEDS {
        say!("layer ", needs.name, " flash ", needs.flash, " ram ", needs.ram);
    }
    let mut macs = 0;
    for needs in NEEDS {
        macs += u32::try_from(needs.macs).unwrap_or(0);
    }
    say!(
        "flash ",
        board::flash(),
        " bytes, ",
        NEEDS.iter().map(|needs| needs.flash).sum::<usize>(),
        " of them weights"
    );
    say!("ram ", board::ram(), " bytes");
    let most = NEEDS.iter().map(|needs| needs.stack).max().unwrap_or(0);
    say!("stack ", stack.unwrap_or(usize::MAX), " bytes, layers announce ", most);
    say!("instructions ", instructions, " for ", macs, " multiply-adds: ", hundredths(instructions, macs), " each");
    let well = off <= TOLERANCE && again <= TOLERANCE && stack.is_some_and(|stack| stack <= most) && instructions > 0;
    say!("largest difference ", billionths(off), "e-9: ", if well { "as on the host" } else { "WRONG" });
    well
}

/// Billionths, for printing.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and is not negative")]
fn billionths(number: f32) -> u32 {
    (number * 1e9) as u32
}

/// `a / b`.
fn hundredths(a: u32, b: u32) -> Fixed {
    let ratio = (u64::from(a) * 100).checked_div(u64::from(b)).unwrap_or(0);
    Fixed(u32::try_from(ratio).unwrap_or(u32::MAX))
}

/// Nothing here panics, and so this is not part of the program: its image is checked for it.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    board::exit(101)
}
