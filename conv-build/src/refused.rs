//! What users are told of files that cannot be used.

use crate::place::Place;

/// Why a file cannot be used, what could be done, and which files decide it.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) reason: String,
    pub(crate) helps: Vec<String>,
    /// Files that are there: whoever mends one of them is told anew.
    pub(crate) watched: Vec<Place>,
}

impl Refused {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), helps: Vec::new(), watched: Vec::new() }
    }

    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.helps.push(help.into());
        self
    }

    pub(crate) fn watching(mut self, files: impl IntoIterator<Item = Place>) -> Self {
        self.watched.extend(files);
        self
    }

    /// The whole text, for a path that stands in the macro's input.
    pub(crate) fn text(&self, name: &str) -> String {
        let helps = self.helps.iter().map(|help| format!("\n= help: {help}"));
        let gap = if self.helps.is_empty() { "" } else { "\n" };
        format!("{name}: {}{gap}{}", self.reason, helps.collect::<String>())
    }
}
