//! The layers that the build script has written into one file, and what has to have run in the end.

use conv_layer::Isa;

use crate::case::{Case, ids};
use crate::runs::{Runs, each, say};

/// What the modules refer to.
pub mod names {
    pub use std::sync::OnceLock;

    pub use conv_layer::__private::dispatch::Dispatch;
    pub use conv_layer::__private::simd::Emulated;
    pub use conv_layer::__private::{Call, Formats, Functional, PlanOf, dispatch};
    pub use conv_layer::{Error, MemoryFormat};

    pub use crate::form::{BIAS, Data, Facts, Form, Way, WayOn};
    pub use crate::{Runs, check, check_in};
}

/// A case and what checks its layers.
#[derive(Debug)]
pub struct Entry {
    /// The case.
    pub id: &'static str,
    /// The layer of the case's input size.
    pub fixed: fn() -> Runs,
    /// The layer of any size, where there is one.
    pub generic: Option<fn() -> Runs>,
}

/// Asserts that every case of a file has run, the small ones in all ways on all instruction sets of
/// an x86-64 CPU, elsewhere on the best.
///
/// # Panics
///
/// When it is not so.
pub fn native(file: &str, entries: &[Entry]) {
    let (forms, runs) = run(entries, &ids(file));
    say(&format!("golden: {} cases of {file}\n{runs}", entries.len()));
    let Forms { weighted, windows, large } = forms;
    let best = |runs| each(|isa| if isa == Isa::best() { runs } else { 0 });
    let native = if cfg!(target_arch = "x86_64") { weighted } else { 0 };
    let available = each(|isa| if isa.is_available() { native } else { 0 });
    assert_eq!(runs.of("forward"), best(weighted + windows + large));
    assert_eq!(runs.of("forward_slice"), best(weighted + windows + large));
    assert_eq!(runs.of("forward_batch"), best(weighted + windows));
    assert_eq!(runs.of("functional"), best(weighted));
    if large == 0 {
        assert_eq!(runs.of("functional_slice"), best(weighted));
    } else {
        // The largest are left out.
        assert!(runs.of("functional_slice").iter().sum::<usize>() > weighted);
    }
    assert_eq!(runs.of("forward_on"), available);
    assert_eq!(runs.of("functional_on"), available);
}

/// Asserts that every case of an operation's file has run with the plan of each instruction set.
///
/// # Panics
///
/// When it is not so.
pub fn emulated(file: &str, entries: &[Entry]) {
    let (forms, runs) = run(entries, &ids(file));
    say(&format!("golden, emulated: {} cases of {file}\n{runs}", entries.len()));
    assert_eq!(runs.of("forward_emulated"), [forms.weighted; Isa::ALL.len()]);
    assert_eq!(runs.of("functional_avx512").iter().sum::<usize>(), forms.weighted);
}

/// How many forms have to have run.
#[derive(Default)]
struct Forms {
    /// Of layers with weights, in all ways.
    weighted: usize,
    /// Of layers without weights.
    windows: usize,
    /// Cases by formula, of which both forms have to have run in one way.
    large: usize,
}

fn run(entries: &[Entry], expected: &[&str]) -> (Forms, Runs) {
    let ids: Vec<&str> = entries.iter().map(|entry| entry.id).collect();
    assert!(!ids.is_empty() && ids == expected, "build script and data disagree: {ids:?}, {expected:?}");
    let (mut forms, mut runs) = (Forms::default(), Runs::default());
    for entry in entries {
        let case = Case::read(entry.id);
        // The output's size goes with one size of the input only.
        assert_eq!(entry.generic.is_none(), case.has_output_size(), "{}", entry.id);
        let count = 1 + usize::from(entry.generic.is_some());
        if case.is_large() {
            forms.large += 1;
        } else if case.has_weights() {
            forms.weighted += count;
        } else {
            forms.windows += count;
        }
        runs.add(&(entry.fixed)());
        if let Some(generic) = entry.generic {
            runs.add(&generic());
        }
    }
    (forms, runs)
}
