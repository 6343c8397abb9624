//! Takes README.md at its word: its blocks are pasted into an empty crate, in their order, then
//! those of `docs/recipes.md`, and its commands run.

mod blocks;
mod links;
mod user;

use std::path::Path;
use std::{env, fs};

use blocks::{Block, blocks};
use links::{has_heading, links};
use user::{User, cargo, checkout, succeed};

const README: &str = include_str!("../../README.md");
const RECIPES: &str = include_str!("../../docs/recipes.md");

/// Commands that take long, or tools that not everybody has: the file that runs them, and how it
/// does so.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    ("cargo run --release --example edges", ".ci/run", "\ncargo run --release --example edges\n"),
    ("cargo test", ".ci/run", "\ncargo test 2>&1"),
    (
        "rustup target add thumbv7em-none-eabihf",
        "examples/firmware/.cargo/config.toml",
        "target = \"thumbv7em-none-eabihf\"",
    ),
    ("cd examples/firmware", "tests/targets/run", "examples/firmware/check"),
    ("cargo run --release", "examples/firmware/check", "cargo run --quiet --release"),
];

/// Whether a block is for a crate of the reader's, or for the checkout.
fn begins(block: &Block<'_>) -> bool {
    block.language == "sh" && block.text.starts_with("cargo new ")
}

#[test]
fn every_block_can_be_pasted() {
    let mut user = User::new();
    let blocks = blocks(README);
    let (mut programs, mut mistakes) = (0, 0);
    for (i, block) in blocks.iter().enumerate() {
        let error = |block: &Block<'_>| block.language == "text" && block.text.starts_with("error");
        match block.language {
            "sh" if begins(block) => user.begin(&block.text),
            "toml" | "json" => {
                let file = block.file(block.language).unwrap_or_else(|| panic!("line {}: in which file?", block.line));
                user.write(file, &block.text);
            }
            "rust" => {
                user.write("src/main.rs", &block.text);
                if blocks.get(i + 1).is_some_and(error) {
                    continue; // that is the next block's
                }
                let output = user.cargo("run --quiet");
                let said = String::from_utf8_lossy(&output.stderr);
                assert!(output.status.success() && said.is_empty(), "README.md, line {}:\n{said}", block.line);
                programs += 1;
            }
            "text" if error(block) => {
                let output = user.cargo("check --quiet");
                assert!(!output.status.success(), "README.md, line {}: no mistake", block.line);
                let said = String::from_utf8_lossy(&output.stderr);
                let (errors, _) = said.split_once("\nerror: could not compile").expect("cargo's summary");
                assert_eq!(errors, block.text, "README.md, line {}", block.line);
                mistakes += 1;
            }
            // For the checkout, see below; what `edges` prints is compared there.
            "sh" | "text" => {}
            other => panic!("README.md, line {}: nobody reads `{other}`", block.line),
        }
    }
    assert!(programs >= 2 && mistakes >= 1, "{programs} programs, {mistakes} with mistakes");
    // Cargo reads what is added to the manifest last, and warns of profiles of other packages.
    user.write("src/main.rs", "fn main() {}\n");
    let output = user.cargo("run");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !said.contains("warning"), "{said}");
    paste_recipes(&user);
}

/// As programs of a reader, who has no hidden lines; the tests of the documentation run them.
fn paste_recipes(user: &User) {
    let recipes = blocks(RECIPES).into_iter().filter(|block| block.language == "rust");
    let recipes = recipes.map(|block| {
        user.write("src/main.rs", &block.text);
        let output = user.cargo("check --quiet");
        let said = String::from_utf8_lossy(&output.stderr);
        let well = output.status.success() && said.is_empty();
        assert!(well, "docs/recipes.md, line {}:\n{said}", block.line);
    });
    assert!(recipes.count() >= 4, "too few recipes");
}

#[test]
fn every_command_runs() {
    let mut elsewhere = ELSEWHERE.to_vec();
    let mut run = 0;
    for block in blocks(README).iter().filter(|block| block.language == "sh" && !begins(block)) {
        for command in block.commands() {
            if let Some(place) = elsewhere.iter().position(|(known, ..)| *known == command) {
                let (_, file, how) = elsewhere.swap_remove(place);
                let text = fs::read_to_string(checkout().join(file)).unwrap();
                assert!(text.contains(how), "{file} does not run `{command}`");
                continue;
            }
            let arguments = command.strip_prefix("cargo run --example ");
            let arguments = arguments.unwrap_or_else(|| panic!("line {}: `{command}` is run by nobody", block.line));
            // As this test was built, so that little has to be built for it.
            let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
            let mut cargo = cargo(&format!("run --quiet --example {arguments}"));
            let said = succeed(cargo.current_dir(checkout()).env("CARGO_TARGET_DIR", target));
            assert!(!said.is_empty(), "`{command}` says nothing");
            run += 1;
        }
    }
    assert!(elsewhere.is_empty(), "no longer in README.md: {elsewhere:?}");
    assert!(run >= 2, "{run} commands");
}

/// `docs/recipes.md` quotes examples whose dependencies its own tests do not have, in blocks of
/// `rs`, which rustdoc does not compile.
#[test]
fn quotations_are_what_the_examples_say() {
    let quoted = blocks(RECIPES).into_iter().filter(|block| block.language == "rs");
    let quoted = quoted.map(|block| {
        let file = block.file("rs").unwrap_or_else(|| panic!("line {}: quoted from where?", block.line)).to_owned();
        let text = fs::read_to_string(checkout().join(&file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(text.contains(&block.text), "docs/recipes.md, line {}: not in {file}", block.line);
    });
    assert!(quoted.count() >= 2, "nothing is quoted");
}

#[test]
fn every_link_leads_to_a_file() {
    let links = links(README);
    assert!(links.len() >= 5, "{links:?}");
    for link in links {
        let file = if link.file.is_empty() { "README.md" } else { link.file };
        assert!(checkout().join(file).exists(), "README.md: {file} does not exist");
        if let Some(anchor) = link.anchor {
            let text = fs::read_to_string(checkout().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
            assert!(has_heading(&text, anchor), "README.md: {file} has no heading `{anchor}`");
        }
    }
}
