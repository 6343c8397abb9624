//! The mistakes found so far.

use crate::diagnostic::{Diagnostic, Report};

/// More than anyone reads; a bound on the time and memory that hostile input can take.
const MAX_MISTAKES: usize = 50;

/// Collects diagnostics up to a bound.
#[derive(Debug, Default)]
pub(crate) struct Mistakes {
    list: Vec<Diagnostic>,
}

impl Mistakes {
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        if !self.is_full() {
            self.list.push(diagnostic);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(crate) fn is_full(&self) -> bool {
        self.list.len() >= MAX_MISTAKES
    }

    pub(crate) fn into_report(self) -> Option<Report> {
        Report::new(self.list)
    }
}
