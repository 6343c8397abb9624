//! What every file of the project keeps: a first line that says what it is about, prose that fits
//! 100 columns, and documents that name nothing which is not there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Columns of comments and prose.
const WIDTH: usize = 100;

/// Files that a test writes, or that are the output of something: nobody breaks their lines.
const WRITTEN: &[&str] = &["conv-codegen/tests/expected", "tests/golden/refused"];

/// Folders whose comments are still to be broken.
const PENDING: &[&str] = &["conv-runtime/src/channel_lanes"];

/// The documents for those who change the project, and the bytes that each may have.
const DOCUMENTS: &[(&str, usize)] =
    &[("ARCHITECTURE.md", 10_240), ("CONTRIBUTING.md", usize::MAX), ("COMPILER.md", usize::MAX)];

/// A file by its path below the root, with `/`.
struct File {
    path: String,
    text: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The paths of all files below the root, but for what builds leave behind.
fn paths() -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let path = folder.join(&name);
            let kind = entry.file_type().unwrap();
            if kind.is_dir() && !["target", ".git", "wip", "corpus", "artifacts"].contains(&&*name) {
                folders.push(path);
            } else if kind.is_file() {
                found.push(path.to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

/// The files that a person has written and that `wanted` says by their path.
fn files(wanted: impl Fn(&str) -> bool) -> Vec<File> {
    let written = |path: &String| WRITTEN.iter().any(|folder| path.starts_with(folder));
    let paths = paths().into_iter().filter(|path| wanted(path) && !written(path));
    let files = paths.map(|path| File { text: fs::read_to_string(root().join(&path)).unwrap(), path });
    files.collect()
}

fn is_pending(path: &str) -> bool {
    PENDING.iter().any(|pending| path.starts_with(pending))
}

fn has_extension(path: &str, extensions: &[&str]) -> bool {
    Path::new(path).extension().is_some_and(|found| extensions.iter().any(|extension| found == *extension))
}

#[test]
fn every_file_begins_with_its_idea() {
    let files = files(|path| has_extension(path, &["rs"]));
    assert!(files.len() > 300, "{} files", files.len());
    let bare = files.iter().filter(|file| !file.text.starts_with("//! ") && !is_pending(&file.path));
    let bare: Vec<&str> = bare.map(|file| &*file.path).collect();
    assert!(bare.is_empty(), "these do not begin with `//!`: {bare:#?}");
}

#[test]
fn comments_and_prose_are_within_100_columns() {
    let scripts =
        |path: &str| [".ci/run", "tests/targets/run", "tests/sanitizers/run", "tests/random/full"].contains(&path);
    let mut long = Vec::new();
    for File { path, text } in files(|path| has_extension(path, &["rs", "md", "toml", "py"]) || scripts(path)) {
        if is_pending(&path) {
            continue;
        }
        let comment: fn(&str) -> Option<&str> = match Path::new(&path).extension().and_then(|found| found.to_str()) {
            Some("md") => |line| Some(line),
            Some("rs") => rust_comment,
            _ => |line| line.trim_start().strip_prefix('#'),
        };
        long.extend(long_lines(&text, comment).map(|line| format!("{path}:{line}")));
    }
    assert!(long.is_empty(), "these are longer than {WIDTH} columns: {long:#?}");
}

/// The text of a line that is a comment, or that has one at its end.
fn rust_comment(line: &str) -> Option<&str> {
    if let Some(comment) = line.trim_start().strip_prefix("//") {
        return Some(comment.trim_start_matches(['/', '!']));
    }
    let (code, comment) = line.split_once(" // ")?;
    // In a string, it is none.
    code.matches('"').count().is_multiple_of(2).then_some(comment)
}

/// The numbers of lines that are too long; `comment` gives the prose of a line that has some. Code,
/// tables, and what has no place to break it are excepted.
fn long_lines<'t>(text: &'t str, comment: impl Fn(&str) -> Option<&str> + 't) -> impl Iterator<Item = usize> + 't {
    let mut code = false;
    let long = text.lines().map(move |line| {
        let Some(prose) = comment(line) else {
            code = false;
            return false;
        };
        let prose = prose.trim();
        if prose.starts_with("```") {
            code = !code;
            return false;
        }
        let link = prose.starts_with('[') && prose.split_once("]: ").is_some_and(|(_, target)| !target.contains(' '));
        let whole = link || prose.starts_with('|') || !prose.contains(' ');
        !code && !whole && line.chars().count() > WIDTH
    });
    long.zip(1..).filter_map(|(long, line)| long.then_some(line))
}

#[test]
fn long_lines_are_found() {
    let long = "word ".repeat(30);
    let code = format!("/// ```\n/// {long}\n/// ```\n/// | {long} |\n/// [a]: {}\n", "x".repeat(WIDTH));
    assert_eq!(long_lines(&code, rust_comment).count(), 0);
    let text = format!("/// ```\nlet a = 1;\n// {long}\nlet a = 1; // {long}\nlet a = \"b // {long}\";\n");
    assert_eq!(long_lines(&text, rust_comment).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(long_lines(&format!("{long}\n```\n{long}\n```\n{long}"), |line| Some(line)).collect::<Vec<_>>(), [1, 5]);
}

#[test]
fn documents_name_what_there_is() {
    let project = Project::read();
    for (document, most) in DOCUMENTS {
        let text = fs::read_to_string(root().join(document)).unwrap();
        assert!(text.len() <= *most, "{document} has {} bytes, {most} are allowed", text.len());
        let names = names(&text);
        assert!(names.len() > 50, "{document}: {} names", names.len());
        let wrong: Vec<String> = names.iter().filter_map(|name| project.fault(name)).collect();
        assert!(wrong.is_empty(), "{document} names what is not there: {wrong:#?}");
    }
}

/// What a document has in backticks, and the files that its links lead to.
fn names(text: &str) -> Vec<String> {
    let mut prose = String::new();
    let mut code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            code = !code;
        } else if !code {
            prose.push_str(line);
            prose.push('\n');
        }
    }
    let quoted = prose.split('`').skip(1).step_by(2).map(|name| name.replace('\n', " "));
    let links = prose.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
    let links = links.filter(|link| !link.is_empty() && !link.contains("://")).map(str::to_owned);
    quoted.chain(links).collect()
}

/// Words of comments and of rustc, and what programs make.
const WORDS: &[&str] = &["SAFETY", "long_running_const_eval", "target/edges.png"];

/// What documents can name.
struct Project {
    paths: Vec<String>,
    /// Every word of the code, its strings included.
    words: BTreeSet<String>,
    packages: BTreeSet<String>,
}

impl Project {
    fn read() -> Self {
        let mut words = BTreeSet::new();
        let code = files(|path| has_extension(path, &["rs", "toml", "py"]) && path != "tests/house_style.rs");
        for File { text, .. } in &code {
            for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
                let separates = |character: char| !character.is_alphanumeric() && character != '_';
                words.extend(line.split(separates).map(str::to_owned));
            }
        }
        let manifests = code.iter().filter(|file| file.path.ends_with("Cargo.toml"));
        let named = manifests.flat_map(|file| file.text.lines().filter_map(|line| line.strip_prefix("name = \"")));
        let packages = named.map(|name| name.trim_end_matches('"').to_owned()).collect();
        Self { paths: paths(), words, packages }
    }

    /// What is wrong with a name.
    fn fault(&self, name: &str) -> Option<String> {
        let (sound, what) = if name.contains(' ') {
            let unknown = self.unknown_argument(name);
            (unknown.is_none(), unknown.unwrap_or_default())
        } else if self.packages.contains(name)
            || WORDS.contains(&name)
            || name.starts_with(['.', '-', '#', '/']) && !name.contains(".rs")
        {
            (true, "")
        } else if name.contains('/') || has_extension(name, &["rs", "md", "toml", "json", "py"]) {
            (self.has_path(name), "no such file")
        } else {
            let item = name.trim_end_matches("()").trim_end_matches('!');
            let words = item.split(|character: char| !character.is_alphanumeric() && character != '_');
            (words.filter(|word| !word.is_empty()).all(|word| self.words.contains(word)), "no code has it")
        };
        (!sound).then(|| format!("`{name}`: {what}"))
    }

    /// Whether there is a file or folder of this path, below any folder.
    fn has_path(&self, name: &str) -> bool {
        let name = format!("/{}", name.trim_end_matches('/'));
        self.paths.iter().any(|path| {
            let path = format!("/{path}");
            path.match_indices(&name).any(|(at, _)| {
                let rest = &path[at + name.len()..];
                rest.is_empty() || rest.starts_with('/')
            })
        })
    }

    /// An argument of a command that names a package or a target which does not exist.
    fn unknown_argument(&self, command: &str) -> Option<&'static str> {
        let words: Vec<&str> = command.split(' ').collect();
        for pair in words.windows(2) {
            let [option, value] = pair else { continue };
            let target = |folder: &str| {
                self.has_path(&format!("{folder}/{value}.rs")) || self.has_path(&format!("{folder}/{value}/main.rs"))
            };
            match *option {
                "-p" if !self.packages.contains(*value) => return Some("no such package"),
                "--test" if !target("tests") => return Some("no such test"),
                "--example" if !target("examples") => return Some("no such example"),
                "--bench" if !target("benches") => return Some("no such bench"),
                _ => {}
            }
        }
        let crates = command.split(|character: char| !character.is_alphanumeric() && character != '-');
        let known = |name: &str| self.packages.contains(name) || !name.starts_with("conv-");
        crates.map(str::trim).any(|name| !known(name)).then_some("no such crate")
    }
}

#[test]
fn names_that_lead_nowhere_are_found() {
    let project = Project::read();
    let there = ["conv-runtime/src/known.rs", "simd/", "conv_layer!", "Layer", "--test arrows", "-p conv-spec", "`"];
    assert_eq!(there.iter().filter_map(|name| project.fault(name)).collect::<Vec<_>>(), [""; 0]);
    let gone = ["conv-runtime/src/unknown_file.rs", "simd9/", "Nobody::called_it", "--test no_such", "-p conv-nothing"];
    for name in gone {
        assert!(project.fault(name).is_some(), "{name}");
    }
    assert_eq!(names("a `b` [c](d/e.md#f)\n```\n`g`\n```\n"), ["b", "d/e.md"]);
}
