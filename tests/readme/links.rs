//! The links in a text in Markdown, and the headings that they may lead to.

/// What a link leads to, if it is in the repository.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Link<'a> {
    /// Empty for the text itself.
    pub(crate) file: &'a str,
    pub(crate) anchor: Option<&'a str>,
}

/// All links into the repository.
pub(crate) fn links(markdown: &str) -> Vec<Link<'_>> {
    let targets = markdown.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let inside = targets.filter(|target| !target.contains("://"));
    let parts = inside.map(|target| target.split_once('#').map_or((target, None), |(file, rest)| (file, Some(rest))));
    parts.map(|(file, anchor)| Link { file, anchor }).collect()
}

/// Whether a text has a heading with this anchor, which is made of it as GitHub does: in lower
/// case, without punctuation, with hyphens in place of spaces.
pub(crate) fn has_heading(markdown: &str, anchor: &str) -> bool {
    let mut code = false;
    markdown.lines().any(|line| {
        code ^= line.starts_with("```");
        let heading = line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#') && !code);
        heading.is_some_and(|heading| {
            let kept = heading.trim().chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
            kept.flat_map(char::to_lowercase).map(|letter| if letter == ' ' { '-' } else { letter }).eq(anchor.chars())
        })
    })
}

#[test]
fn a_link_is_a_file_and_a_heading() {
    let text = "[a](docs/a.md#some-things), [b](b), [c](#above), [d](https://example.org/#x)";
    let link = |file, anchor| Link { file, anchor };
    assert_eq!(links(text), [link("docs/a.md", Some("some-things")), link("b", None), link("", Some("above"))]);
    let text = "# Some things\n\n## `weights`, and *more*\n\n```sh\n# in code\n```\n#no-heading\n";
    assert!(has_heading(text, "some-things") && has_heading(text, "weights-and-more"));
    assert!(!has_heading(text, "in-code") && !has_heading(text, "no-heading") && !has_heading(text, "things"));
}
