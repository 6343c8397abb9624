//! Which ways to compute have run on which instruction sets.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Write;

use conv_layer::Isa;

/// How often each way has computed a whole case, on each instruction set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Runs(BTreeMap<&'static str, [usize; Isa::ALL.len()]>);

impl Runs {
    /// Counts a run of a way.
    pub fn count(&mut self, way: &'static str, isa: Isa) {
        self.0.entry(way).or_default()[index(isa)] += 1;
    }

    /// Runs of a way on each instruction set of [`Isa::ALL`].
    #[must_use]
    pub fn of(&self, way: &str) -> [usize; Isa::ALL.len()] {
        self.0.get(way).copied().unwrap_or_default()
    }

    /// Adds the runs of another form.
    pub fn add(&mut self, other: &Self) {
        for (way, runs) in &other.0 {
            let sums = self.0.entry(way).or_default();
            for (sum, run) in sums.iter_mut().zip(runs) {
                *sum += run;
            }
        }
    }
}

/// A number for each instruction set of [`Isa::ALL`].
#[must_use]
pub fn each(number: impl Fn(Isa) -> usize) -> [usize; Isa::ALL.len()] {
    std::array::from_fn(|index| number(Isa::ALL[index]))
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
        write!(f, "{:20}", "")?;
        for &isa in Isa::ALL {
            write!(f, "{:>9}", isa.name())?;
        }
        for (way, runs) in &self.0 {
            write!(f, "\n{way:20}")?;
            for run in runs {
                write!(f, "{run:9}")?;
            }
        }
        let missing: Vec<&str> = Isa::ALL.iter().filter(|isa| !isa.is_available()).map(|isa| isa.name()).collect();
        write!(f, "\nNOT AVAILABLE on this CPU: {}", missing.join(", "))
    }
}
