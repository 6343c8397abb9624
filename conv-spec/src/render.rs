//! Diagnostics as text.

use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::diagnostic::Diagnostic;
use crate::source::Source;

/// The most of a source that is drawn. Drawing takes time in proportion, and nobody reads more.
const MAX_DRAWN: usize = 1 << 14;

/// The message, then the lines concerned as rustc draws them.
pub(crate) fn with_snippet(diagnostic: &Diagnostic, source: &Source) -> String {
    let primary = clamp(&diagnostic.span(), source.text);
    let notes: Vec<(Range<usize>, &str)> =
        diagnostic.notes().iter().map(|(span, note)| (clamp(span, source.text), note.as_str())).collect();
    let all = notes.iter().fold(primary.clone(), |all, (span, _)| all.start.min(span.start)..all.end.max(span.end));
    let near = drawn(&all, source.text);
    // Notes that stand too far away are only told.
    let (drawn_notes, told_notes) = if near.is_some() { (notes, Vec::new()) } else { (Vec::new(), notes) };
    let told = told_notes.iter().map(|(_, note)| *note);
    let Some(lines) = near.or_else(|| drawn(&primary, source.text)) else {
        return without_drawing(diagnostic, source, &primary);
    };
    let inside = |span: &Range<usize>| {
        let shift = |at: usize| at.saturating_sub(lines.start);
        shift(span.start)..shift(span.end)
    };
    let annotation = AnnotationKind::Primary.span(inside(&primary)).label(label(diagnostic.label()));
    let mut snippet = Snippet::source(source.text.get(lines.clone()).unwrap_or_default())
        .path(source.name)
        .line_start(line(lines.start, source.text))
        .annotation(annotation);
    for (span, note) in &drawn_notes {
        snippet = snippet.annotation(AnnotationKind::Context.span(inside(span)).label(label(note)));
    }
    let mut group = Level::ERROR.no_name().primary_title(title(diagnostic, source)).element(snippet);
    for note in told {
        group = group.element(Level::NOTE.message(note));
    }
    for help in diagnostic.helps() {
        group = group.element(Level::HELP.message(help));
    }
    Renderer::plain().render(&[group])
}

/// The same without a snippet.
pub(crate) fn without_snippet(diagnostic: &Diagnostic) -> String {
    let mut text = diagnostic.message().to_owned();
    if !diagnostic.label().is_empty() {
        text.push_str(": ");
        text.push_str(diagnostic.label());
    }
    push_notes(&mut text, diagnostic);
    text
}

/// For lines too long to draw: the place alone.
fn without_drawing(diagnostic: &Diagnostic, source: &Source, span: &Range<usize>) -> String {
    let mut text = title(diagnostic, source);
    if !diagnostic.label().is_empty() {
        text.push_str(": ");
        text.push_str(diagnostic.label());
    }
    let head = source.text.get(..span.start).unwrap_or_default();
    let column = head.rsplit('\n').next().unwrap_or_default().chars().count().saturating_add(1);
    // Writing to a string cannot fail.
    let _ = write!(text, "\n --> {}:{}:{column}", source.name, line(span.start, source.text));
    push_notes(&mut text, diagnostic);
    text
}

fn push_notes(text: &mut String, diagnostic: &Diagnostic) {
    for (_, note) in diagnostic.notes() {
        text.push_str("\n  = note: ");
        text.push_str(note);
    }
    for help in diagnostic.helps() {
        text.push_str("\n  = help: ");
        text.push_str(help);
    }
}

fn title(diagnostic: &Diagnostic, source: &Source) -> String {
    format!("{}: {}", source.name, diagnostic.message())
}

fn label(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// The number of the line at an offset, from 1.
fn line(at: usize, text: &str) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count().saturating_add(1)
}

/// The lines that a range touches, unless they are too long.
fn drawn(span: &Range<usize>, text: &str) -> Option<Range<usize>> {
    let start = text.get(..span.start)?.rfind('\n').map_or(0, |at| at.saturating_add(1));
    let end = text.get(span.end..)?.find('\n').map_or(text.len(), |at| span.end.saturating_add(at));
    let line_end = text.get(span.end..end)?.strip_suffix('\r').map_or(end, |rest| span.end.saturating_add(rest.len()));
    (end.saturating_sub(start) <= MAX_DRAWN).then_some(start..line_end)
}

/// A range that lies in the text and on character boundaries, since the renderer slices by it.
fn clamp(span: &Range<usize>, text: &str) -> Range<usize> {
    let floor = |at: usize| {
        let at = at.min(text.len());
        (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
    };
    let start = floor(span.start);
    start..floor(span.end).max(start)
}
