//! Which crate may depend on which, and which module: nothing points back up.
//!
//! The tables are exact or bounds: dependencies of crates are compared as they stand in the
//! manifests, modules may use what stands in their own row or above it. Whoever needs another arrow
//! changes a table, and with it what ARCHITECTURE.md says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Every crate that users build, and all that it depends on: ours, then others.
const CRATES: &[(&str, &[&str], &[&str])] = &[
    ("conv-geometry", &[], &[]),
    ("conv-runtime", &["conv-geometry"], &["ndarray", "rayon-core"]),
    ("conv-spec", &["conv-geometry"], &["annotate-snippets", "toml"]),
    ("conv-plan", &["conv-geometry", "conv-spec"], &[]),
    ("conv-build", &["conv-plan", "conv-spec"], &["toml"]),
    ("conv-codegen", &["conv-geometry", "conv-plan", "conv-spec"], &["proc-macro2", "quote", "syn"]),
    ("conv-macros", &["conv-build", "conv-codegen", "conv-spec"], &["proc-macro2", "quote", "syn"]),
    (".", &["conv-macros", "conv-runtime"], &["ndarray", "rayon-core"]),
];

/// The modules of crates in rows, the lowest first. Those of a row may use each other.
const MODULES: &[(&str, &[&[&str]])] = &[
    (
        "conv-geometry",
        &[
            &["buffers", "cache", "cut", "divisor", "fault", "isa"],
            &["axis"],
            &["geometry", "taps", "unroll"],
            &["long_sums"],
            &["packing"],
            &["formats", "places"],
            &["groups"],
            &["shape"],
            &["row_copy", "ways"],
        ],
    ),
    (
        "conv-spec",
        &[
            &["axis", "numbers", "source", "words"],
            &["diagnostic", "divisors", "paths", "render"],
            &["mistakes"],
            // Values with their bytes, whatever they mean.
            &["tree"],
            // What keys and operators there are, how they are read, and what comes out.
            &[
                "axis_numbers",
                "choices",
                "fields",
                "foreign",
                "formats",
                "layer",
                "ops",
                "packed",
                "padding",
                "per_axis",
                "read",
                "registry",
                "shapes",
                "sizes",
                "spec",
                "tensors",
                "transposed",
                "weights",
                "windows",
                "requests",
            ],
        ],
    ),
    (
        "conv-plan",
        &[
            &["isa", "line_tiles"],
            // Tiles and what they cost.
            &[
                "bands",
                "channels",
                "copied",
                "cost",
                "gathered",
                "groups",
                "kernel",
                "load",
                "pixels",
                "rest",
                "rows",
                "sets",
                "strips",
                "tiles",
                "whole_rows",
            ],
            &["packing", "refuse"],
            &["asked"],
        ],
    ),
    ("conv-build", &[&["message"], &["place", "refused"], &["roots"], &["file", "missing"], &["weights"]]),
];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[test]
fn crates_depend_on_those_below() {
    let mut below = BTreeSet::new();
    for (name, ours, others) in CRATES {
        let manifest = fs::read_to_string(folder(name).join("Cargo.toml")).unwrap();
        let expected: BTreeSet<&str> = ours.iter().chain(*others).copied().collect();
        assert_eq!(dependencies(&manifest), expected, "{name}");
        assert!(ours.iter().all(|ours| below.contains(ours)), "{name} depends on what is not below it");
        below.insert(*name);
    }
}

/// What a manifest names in its tables of dependencies but those of tests.
fn dependencies(manifest: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut counts = false;
    for line in manifest.lines().map(str::trim) {
        if let Some(table) = line.strip_prefix('[') {
            let table = table.trim_end_matches(']');
            let tests = table.ends_with("dev-dependencies");
            counts = table.ends_with("dependencies") && !tests && !table.starts_with("workspace");
            assert!(!table.contains("dependencies."), "a dependency has a table of its own: {line}");
        } else if counts && !line.is_empty() && !line.starts_with('#') {
            found.extend(line.split(['.', ' ', '=']).next());
        }
    }
    found
}

#[test]
fn modules_use_those_below() {
    for (name, rows) in MODULES {
        let source = folder(name).join("src");
        let root = code(&fs::read_to_string(source.join("lib.rs")).unwrap());
        let rank: BTreeMap<&str, usize> =
            rows.iter().enumerate().flat_map(|(rank, row)| row.iter().map(move |module| (*module, rank))).collect();
        let modules: BTreeSet<&str> = modules(&root).collect();
        assert_eq!(modules, rank.keys().copied().collect(), "{name}: the table has other modules than the crate");
        let exported = exported(&root);
        for module in modules {
            for used in uses(&source, module) {
                // What the root of the crate has from a module is that module's.
                let used = exported.get(used.as_str()).copied().unwrap_or(&used);
                let Some(other) = rank.get(used) else { continue };
                assert!(*other <= rank[module], "{name}: `{module}` uses `{used}`, which is above it");
            }
        }
    }
}

/// A file's text without comments and unit tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

fn modules(root: &str) -> impl Iterator<Item = &str> {
    let declared = root.lines().filter_map(|line| line.trim().trim_start_matches("pub ").strip_prefix("mod "));
    declared.filter_map(|module| module.strip_suffix(';'))
}

/// The module that the root of a crate has each name from.
fn exported(root: &str) -> BTreeMap<&str, &str> {
    let uses = root.split("pub use ").skip(1).filter_map(|rest| rest.split(';').next()?.split_once("::"));
    uses.flat_map(|(module, list)| {
        let list = list.split(|character: char| !character.is_alphanumeric() && character != '_');
        list.filter(|name| !name.is_empty()).map(move |name| (name, module))
    })
    .collect()
}

/// The names below the root of the crate that a module's files use.
fn uses(source: &Path, module: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let file = source.join(format!("{module}.rs"));
    if file.is_file() {
        let text = code(&fs::read_to_string(file).unwrap());
        found.extend(names(&text, "crate::"));
        found.extend(names(&text, "super::"));
    }
    let mut folders = vec![source.join(module)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = code(&fs::read_to_string(&path).unwrap());
                found.extend(names(&text, "crate::"));
                // Of the module's own file, `super` is the root.
                if path == source.join(module).join("mod.rs") {
                    found.extend(names(&text, "super::"));
                }
            }
        }
    }
    found.remove(module);
    found
}

/// The first names of all paths that begin so, those of a list in braces each.
fn names(text: &str, prefix: &str) -> BTreeSet<String> {
    let word =
        |text: &str| text.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect();
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices(prefix) {
        let rest = &text[at + prefix.len()..];
        let Some(list) = rest.strip_prefix('{') else {
            found.insert(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut starts = true;
        for (at, character) in list.char_indices() {
            match character {
                '}' if depth == 0 => break,
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => starts = true,
                character if character.is_whitespace() => {}
                _ => {
                    if starts {
                        found.insert(word(&list[at..]));
                    }
                    starts = false;
                }
            }
        }
    }
    found
}

#[test]
fn arrows_are_found_however_they_are_written() {
    let text = code(
        "use crate::{a::{b, c}, d};\n// use crate::no;\nfn f() { crate::e::f(); }\n#[cfg(test)]\nmod tests { use crate::g; }",
    );
    assert_eq!(names(&text, "crate::"), ["a", "d", "e"].map(str::to_owned).into());
    let manifest = "[dependencies]\na.workspace = true\nb = { path = \"b\" }\n[target.'cfg(unix)'.dependencies]\nc = \"1\"\n[dev-dependencies]\nd = \"1\"\n";
    assert_eq!(dependencies(manifest), ["a", "b", "c"].into());
    assert_eq!(exported("mod a;\npub use a::{B, C};\npub(crate) use d::E;"), [("B", "a"), ("C", "a")].into());
}
