//! Mistakes found in a specification.

use std::ops::Range;

use crate::render;
use crate::source::Source;

/// All mistakes of one specification: at least one, in the order of the text.
///
/// ```
/// use conv_spec::{Format, Source};
///
/// let text = "nn.Conv2d(16, 32, 3, strides=2, dilation=0)";
/// let source = Source { name: "inline", text, format: Format::Call };
/// let report = conv_spec::check(&source).unwrap_err();
/// let messages: Vec<_> = report.diagnostics().iter().map(|d| d.message()).collect();
/// assert_eq!(messages, ["unknown argument `strides`", "`dilation` must be at least 1"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// `None` where there is nothing to report.
    #[must_use]
    pub fn new(mut diagnostics: Vec<Diagnostic>) -> Option<Self> {
        // Stable: mistakes at one place stay in the order in which they were found.
        diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
        if diagnostics.is_empty() { None } else { Some(Self { diagnostics }) }
    }

    /// The mistakes, never empty.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Every diagnostic with its snippet of the source, an empty line between them.
    #[must_use]
    pub fn render(&self, source: &Source) -> String {
        let texts: Vec<String> = self.diagnostics.iter().map(|diagnostic| diagnostic.render(source)).collect();
        texts.join("\n\n")
    }
}

impl From<Diagnostic> for Report {
    fn from(diagnostic: Diagnostic) -> Self {
        let diagnostics = vec![diagnostic];
        Self { diagnostics }
    }
}

/// One mistake: what is wrong, where, why, and a way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    span: Range<usize>,
    message: String,
    label: String,
    notes: Vec<(Range<usize>, String)>,
    helps: Vec<String>,
}

impl Diagnostic {
    /// What is wrong, and the bytes of the text that are.
    #[must_use]
    pub fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), label: String::new(), notes: Vec::new(), helps: Vec::new() }
    }

    /// With what is said at the place itself.
    #[must_use]
    pub fn with_label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// With another place that matters, and what is said there.
    #[must_use]
    pub fn with_note(mut self, span: Range<usize>, note: impl Into<String>) -> Self {
        self.notes.push((span, note.into()));
        self
    }

    /// With a way out.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.helps.push(help.into());
        self
    }

    /// The bytes of the text that are wrong.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// What is wrong: one line, no full stop, without the name of the source.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What is said at the place itself; may be empty.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Other places that matter, each with what is said there.
    #[must_use]
    pub fn notes(&self) -> &[(Range<usize>, String)] {
        &self.notes
    }

    /// Ways out.
    #[must_use]
    pub fn helps(&self) -> &[String] {
        &self.helps
    }

    /// The text for a mistake in a file: the message, and the lines concerned with labels under
    /// them.
    ///
    /// It does not begin with `error:`, which rustc adds to the text of a `compile_error!`.
    #[must_use]
    pub fn render(&self, source: &Source) -> String {
        render::with_snippet(self, source)
    }

    /// The text for a mistake in a macro's own input, where rustc shows the place: message, label,
    /// notes and help.
    #[must_use]
    pub fn inline_text(&self) -> String {
        render::without_snippet(self)
    }
}
