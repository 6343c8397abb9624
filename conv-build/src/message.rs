//! What users are told, as text.

use std::ops::Range;

use conv_spec::{Diagnostic, Source};

/// Something that the user is told of a specification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The bytes of an inline specification that it is about. Of one in a file there are none: the
    /// text shows the lines of the file, or names it.
    pub span: Option<Range<usize>>,
    /// What is said, of one line or more; it does not begin with `error:`, which rustc adds.
    pub text: String,
}

impl Message {
    /// A mistake in a text that is shown by whoever has it.
    pub(crate) fn inline(mistake: &Diagnostic) -> Self {
        Self { span: Some(mistake.span()), text: mistake.inline_text() }
    }

    /// A mistake in a file, with the lines concerned.
    pub(crate) fn drawn(mistake: &Diagnostic, source: &Source) -> Self {
        Self { span: None, text: mistake.render(source) }
    }
}
