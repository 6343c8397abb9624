//! The blocks of code in a text in Markdown.

/// A fenced block.
pub(crate) struct Block<'a> {
    /// What follows the fence, up to a comma: `rust`, `toml`, `sh`.
    pub(crate) language: &'a str,
    pub(crate) text: String,
    /// The lines from the last empty line before the block.
    pub(crate) before: String,
    /// Of its first line in the file, from 1.
    pub(crate) line: usize,
}

/// All blocks, in the order of the text.
pub(crate) fn blocks(markdown: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut paragraph = String::new();
    let mut lines = (1..).zip(markdown.lines());
    while let Some((number, line)) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let content = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```");
            blocks.push(Block {
                language: info.split(',').next().unwrap_or_default(),
                text: content.flat_map(|line| [line, "\n"]).collect(),
                before: std::mem::take(&mut paragraph),
                line: number + 1,
            });
        } else if !line.is_empty() {
            paragraph += line;
            paragraph.push('\n');
        } else if lines.clone().next().is_none_or(|(_, next)| !next.starts_with("```")) {
            paragraph.clear();
        }
    }
    blocks
}

impl Block<'_> {
    /// The file with such an ending that the paragraph before the block names last, in backticks:
    /// the block is what is in it.
    pub(crate) fn file(&self, extension: &str) -> Option<&str> {
        let is_file = |word: &&str| !word.contains(char::is_whitespace) && word.rsplit('.').next() == Some(extension);
        self.before.split('`').skip(1).step_by(2).filter(is_file).last()
    }

    /// The commands, without the comments after them.
    pub(crate) fn commands(&self) -> impl Iterator<Item = &str> {
        self.text.lines().map(|line| line.split(" #").next().unwrap_or_default().trim()).filter(|line| !line.is_empty())
    }
}

#[test]
fn a_block_knows_its_file_and_its_commands() {
    let text = "Old.\n\nIn `a.toml`, not in `b.json` or `c d`:\n\n```toml,ignore\nx = 1\n\ny = 2\n```\n\n```sh\nls   # all\n```\n";
    let blocks = blocks(text);
    let [toml, sh] = &blocks[..] else { panic!("{} blocks", blocks.len()) };
    assert_eq!(
        (toml.language, &*toml.text, toml.file("toml"), toml.line),
        ("toml", "x = 1\n\ny = 2\n", Some("a.toml"), 6)
    );
    assert_eq!((sh.file("sh"), sh.commands().collect::<Vec<_>>()), (None, vec!["ls"]));
}
