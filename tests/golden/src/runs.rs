//! Which instruction sets have run.

use std::fmt;
use std::io::Write;

use conv_layer::Isa;

/// How often each instruction set of [`Isa::ALL`] has computed a whole case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Runs {
    native: [usize; Isa::ALL.len()],
    emulated: [usize; Isa::ALL.len()],
}

impl Runs {
    /// Counts a run on the instruction set itself.
    pub fn native(&mut self, isa: Isa) {
        self.native[index(isa)] += 1;
    }

    /// Counts a run of the instruction set's plan on plain arrays.
    pub fn emulated(&mut self, isa: Isa) {
        self.emulated[index(isa)] += 1;
    }

    /// Runs on the instruction set itself, and of its plan on plain arrays.
    #[must_use]
    pub fn of(&self, isa: Isa) -> (usize, usize) {
        (self.native[index(isa)], self.emulated[index(isa)])
    }

    /// Adds the runs of another form.
    pub fn add(&mut self, other: Self) {
        for isa in Isa::ALL {
            self.native[index(isa)] += other.native[index(isa)];
            self.emulated[index(isa)] += other.emulated[index(isa)];
        }
    }
}

fn index(isa: Isa) -> usize {
    Isa::ALL.iter().position(|of| *of == isa).expect("`ALL` has all")
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

impl fmt::Display for Runs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for isa in Isa::ALL {
            let (native, emulated) = self.of(isa);
            let missing = if isa.is_available() { "" } else { "  (NOT AVAILABLE on this CPU)" };
            writeln!(f, "{:>8}: {native:4} on the CPU, {emulated:4} emulated{missing}", isa.name())?;
        }
        Ok(())
    }
}
