//! The JSON Schema of specifications accepts and refuses what this crate does, as far as a schema can.
//!
//! What it cannot: compare one number with another. These rules are listed in `RELATIONS`, by what this crate says when one
//! is broken. Everything else has to agree, in both directions.

mod corpus;
mod mutations;

use std::collections::{BTreeMap, BTreeSet};

use conv_spec::{Format, Report, Source, check_any};
use jsonschema::{Draft, Validator};
use serde_json::{Map, Value};

/// Beginnings of messages about numbers that do not fit each other, and why a schema cannot know.
const RELATIONS: &[(&str, &str)] = &[
];

fn schema() -> Validator {
    let path = corpus::folder("layer_specs").join("layer.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    jsonschema::options().with_draft(Draft::Draft7).build(&schema).unwrap()
}

fn parse(spec: &Map<String, Value>) -> Result<(), Report> {
    let text = Value::from(spec.clone()).to_string();
    check_any(&Source { name: "spec.json", text: &text, format: Format::Json }).map(|_| ())
}

/// How the two have judged.
#[derive(Default)]
struct Tally {
    both_accept: usize,
    both_refuse: usize,
    /// The relations that were broken, and how often.
    relations: BTreeMap<&'static str, usize>,
    disagreements: BTreeSet<String>,
}

impl Tally {
    fn judge(&mut self, schema: &Validator, spec: &Map<String, Value>) {
        let value = Value::from(spec.clone());
        match (schema.validate(&value), parse(spec)) {
            (Ok(()), Ok(())) => self.both_accept += 1,
            (Err(_), Err(_)) => self.both_refuse += 1,
            (Err(error), Ok(())) => {
                self.disagreements.insert(format!("the schema alone refuses {value}: {error} at {}", error.instance_path()));
            }
            (Ok(()), Err(report)) => {
                for diagnostic in report.diagnostics() {
                    let message = diagnostic.message();
                    match RELATIONS.iter().find(|(beginning, _)| message.starts_with(beginning)) {
                        Some((beginning, _)) => *self.relations.entry(beginning).or_default() += 1,
                        None => {
                            self.disagreements.insert(format!("the schema accepts {value}: {message}"));
                        }
                    }
                }
            }
        }
    }

    fn agree(&self) {
        let count = self.disagreements.len();
        let shown: Vec<&str> = self.disagreements.iter().map(String::as_str).take(40).collect();
        assert!(count == 0, "{count} disagreements:\n{}", shown.join("\n"));
    }
}

#[test]
fn is_a_schema() {
    let path = corpus::folder("layer_specs").join("layer.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    jsonschema::draft7::meta::validate(&schema).unwrap();
    for (key, property) in schema["properties"].as_object().unwrap() {
        assert!(property["description"].as_str().is_some_and(|text| text.len() > 20), "{key} without a description");
    }
}

#[test]
fn accepts_every_file() {
    let schema = schema();
    let files = corpus::files();
    assert!(files.len() > 100, "only {} files", files.len());
    for entry in files {
        assert!(parse(&entry.spec).is_ok(), "{}", entry.name);
        let spec = Value::from(entry.spec);
        assert!(schema.is_valid(&spec), "{}: {}", entry.name, schema.validate(&spec).unwrap_err());
    }
}

#[test]
fn judges_the_golden_data() {
    let schema = schema();
    let mut tally = Tally::default();
    for file in ["cases.jsonl", "invalid.jsonl"] {
        for entry in corpus::golden(file) {
            tally.judge(&schema, &entry.spec);
        }
    }
    tally.agree();
    assert_eq!(tally.both_accept, 191);
    assert!(tally.both_refuse >= 20, "{}", tally.both_refuse);
}

#[test]
fn judges_changed_specifications() {
    let schema = schema();
    let mut tally = Tally::default();
    for base in mutations::bases() {
        for spec in mutations::mutations(&base) {
            tally.judge(&schema, &spec);
        }
    }
    tally.agree();
    assert!(tally.both_accept > 2_000, "only {} accepted", tally.both_accept);
    assert!(tally.both_refuse > 50_000, "only {} refused", tally.both_refuse);
    let stale: Vec<_> = RELATIONS.iter().filter(|(beginning, _)| !tally.relations.contains_key(beginning)).collect();
    assert!(stale.is_empty(), "never broken: {stale:?}");
}
