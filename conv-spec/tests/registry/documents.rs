//! The files that are made of the registry, whole or between two marks.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::{env, fs};

use conv_spec::registry::{Class, Form, Key, Member, UnlessGiven, classes};

use crate::corpus::folder;
use crate::schema;

const COMMAND: &str = "UPDATE_EXPECT=1 cargo test -p conv-spec --test registry";

/// Holds a file to a text, or writes it.
fn hold(path: &str, expected: &str) {
    let file = folder("").join(path);
    let found = fs::read_to_string(&file).unwrap();
    if found == expected {
        return;
    }
    assert!(env::var_os("UPDATE_EXPECT").is_some(), "{path} is not what the registry says; {COMMAND} writes it anew");
    fs::write(file, expected).unwrap();
}

/// Holds what stands behind a mark, up to the next one.
fn hold_part(path: &str, mark: &str, expected: &str) {
    let found = fs::read_to_string(folder("").join(path)).unwrap();
    let (before, rest) = found.split_once(mark).expect("the mark is there");
    let end = if path.ends_with("md") { "<!-- end -->" } else { "# End.\n" };
    let (_, after) = rest.split_once(end).expect("the end is there");
    hold(path, &format!("{before}{mark}{expected}{end}{after}"));
}

/// Classes that say what those of their operator have, one for each.
fn operators(classes: &[Class]) -> Vec<&Class> {
    let mut operators: Vec<&Class> = Vec::new();
    for class in classes.iter().filter(|class| !class.lazy) {
        if !operators.iter().any(|other| other.operator == class.operator) {
            operators.push(class);
        }
    }
    operators
}

fn key<'c>(name: &str, class: &'c Class) -> Option<&'c Key> {
    class.keys.iter().find(|key| key.name == name)
}

fn unless_given(key: &Key) -> String {
    match &key.unless_given {
        UnlessGiven::Required => "required".to_owned(),
        UnlessGiven::Default(value) => format!("`{value}`"),
        UnlessGiven::Otherwise(words) => (*words).to_owned(),
    }
}

/// What lazy layers have otherwise, as a footnote.
fn lazy(name: &str, operator: &Class, classes: &[Class]) -> &'static str {
    let lazy = format!("Lazy{}", operator.name);
    let Some(class) = classes.iter().find(|class| class.name == lazy) else { return "" };
    match key(name, class) {
        None => "¹",
        Some(lazily) if key(name, operator).is_some_and(|key| key.unless_given != lazily.unless_given) => "²",
        Some(_) => "",
    }
}

/// Chapters of `docs/parameters.md` that are about several keys at once and do not name them.
fn chapter(name: &str) -> Option<&'static str> {
    match name {
        "in_channels" | "out_channels" | "groups" | "bias" => Some("channels"),
        _ => None,
    }
}

/// Where the document explains a key.
fn anchor(name: &str, document: &str) -> String {
    let headings = document.lines().filter_map(|line| line.strip_prefix("# "));
    let heading = headings.filter(|heading| heading.contains(&format!("`{name}`"))).map(|heading| {
        let kept = |character: &char| character.is_alphanumeric() || matches!(character, '_' | ' ' | '-');
        heading.to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-")
    });
    let found = heading.into_iter().next().or(chapter(name).map(str::to_owned));
    found.unwrap_or_else(|| panic!("docs/parameters.md has no chapter about `{name}`"))
}

#[test]
fn the_schema_is_generated() {
    hold("layer_specs/layer.schema.json", &schema::text());
}

/// In one test, since it writes one file.
#[test]
fn the_chapter_lists_every_key_and_the_order_of_arguments() {
    keys();
    order();
}

/// Which layer has which key.
fn keys() {
    let classes = classes();
    let operators = operators(&classes);
    let path = "docs/parameters.md";
    let document = fs::read_to_string(folder("").join(path)).unwrap();
    let heads: Vec<String> = operators.iter().map(|class| format!("`{}`", class.operator)).collect();
    let mut table = format!("| key | {} | |\n|---|{}---|\n", heads.join(" | "), "---|".repeat(heads.len()));
    let required = " required |".repeat(heads.len());
    writeln!(table, "| [`type`](#classes) |{required} PyTorch's class |").unwrap();
    for name in schema::names_of_keys(&classes) {
        let ours = classes.iter().filter_map(|class| key(name, class)).all(|key| key.ours);
        let cells = operators.iter().map(|class| {
            let Some(key) = key(name, class) else { return String::new() };
            let owner = if key.ours && !ours { ", ours" } else { "" };
            format!("{}{}{owner}", unless_given(key), lazy(name, class, &classes))
        });
        let cells = cells.collect::<Vec<_>>().join(" | ");
        let note = if ours { "ours" } else { "" };
        writeln!(table, "| [`{name}`](#{}) | {cells} | {note} |", anchor(name, &document)).unwrap();
    }
    hold_part(path, "<!-- keys, from the registry -->\n\n", &format!("{table}\n"));
}

/// The order of positional arguments.
fn order() {
    let mut table = "| classes | order |\n|---|---|\n".to_owned();
    for class in operators(&classes()) {
        let names = class.keys.iter().filter(|key| !key.ours).map(|key| format!("`{}`", key.name));
        writeln!(table, "| `{}` | {} |", class.operator, names.collect::<Vec<_>>().join(", ")).unwrap();
    }
    hold_part("docs/parameters.md", "<!-- order, from the registry -->\n\n", &format!("{table}\n"));
}

/// What every key is.
#[test]
fn the_readme_explains_every_key() {
    let classes = classes();
    let operators = operators(&classes);
    let mut table = "| key | of | unless given | |\n|---|---|---|---|\n".to_owned();
    for name in schema::names_of_keys(&classes) {
        let having: Vec<&Class> = operators.iter().copied().filter(|class| key(name, class).is_some()).collect();
        let of = if having.len() == operators.len() {
            "all".to_owned()
        } else {
            having.iter().map(|class| format!("`{}`", class.operator)).collect::<Vec<_>>().join(", ")
        };
        let mut defaults: Vec<String> = Vec::new();
        let mut abouts: Vec<&str> = Vec::new();
        for class in &having {
            let Some(key) = key(name, class) else { continue };
            let default = format!("{}{}", unless_given(key), lazy(name, class, &classes));
            let plain = |shown: &String| shown.trim_end_matches(['¹', '²']).to_owned();
            if !defaults.iter().any(|known| plain(known) == plain(&default)) {
                defaults.push(default);
            }
            if !abouts.contains(&key.about) {
                abouts.push(key.about);
            }
        }
        let ours = having.iter().filter_map(|class| key(name, class)).all(|key| key.ours);
        let note = if ours { "**Ours.** " } else { "" };
        let (default, about) = (defaults.join("; "), abouts.join(" ").replace('|', "\\|").replace('*', "\\*"));
        writeln!(table, "| `{name}` | {of} | {default} | {note}{about} |").unwrap();
    }
    hold_part("layer_specs/README.md", "<!-- keys, from the registry -->\n\n", &format!("{table}\n"));
}

/// Classes, keys, and the words that values can be.
#[test]
fn the_dictionary_has_every_word() {
    let mut words = BTreeSet::from(["type".to_owned()]);
    for class in classes() {
        words.insert(class.name.to_owned());
        for key in class.keys {
            words.insert(key.name.to_owned());
            collect(&key.form, &mut words);
        }
    }
    let lines: Vec<String> = words.iter().map(|word| format!("\"{word}\"\n")).collect();
    hold_part("fuzz/dictionary", "# From the registry.\n", &lines.concat());
}

fn collect(form: &Form, words: &mut BTreeSet<String>) {
    match form {
        Form::Word(word) => _ = words.insert(word.clone()),
        Form::Any(forms) => forms.iter().for_each(|form| collect(form, words)),
        Form::List(list) => list.first.iter().chain([&*list.others]).for_each(|form| collect(form, words)),
        Form::Table(members) => {
            for Member { name, form, .. } in members {
                words.insert((*name).to_owned());
                collect(form, words);
            }
        }
        Form::Null | Form::Boolean(_) | Form::Integer(..) | Form::Text(_) => {}
    }
}
