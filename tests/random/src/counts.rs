//! Statistics.

use std::collections::BTreeMap;
use std::fmt;

/// How often what has been seen: a value in a category.
#[derive(Clone, Debug, Default)]
pub struct Counts(BTreeMap<(String, String), usize>);

impl Counts {
    /// Counts one more.
    pub fn add(&mut self, category: &str, value: &str) {
        *self.0.entry((category.to_owned(), value.to_owned())).or_default() += 1;
    }

    /// How often it has been seen.
    #[must_use]
    pub fn of(&self, category: &str, value: &str) -> usize {
        self.0.get(&(category.to_owned(), value.to_owned())).copied().unwrap_or(0)
    }

    /// The sum of a category.
    #[must_use]
    pub fn total(&self, category: &str) -> usize {
        self.0.iter().filter(|((of, _), _)| of == category).map(|(_, count)| count).sum()
    }
}

/// Lines that a script can add up.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ((category, value), count) in &self.0 {
            writeln!(f, "random | {category} | {value} | {count}")?;
        }
        Ok(())
    }
}
