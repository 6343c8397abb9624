//! What is made of the registry: the JSON Schema, the tables of keys in the documents, and the
//! dictionary for fuzzing. `UPDATE_EXPECT=1 cargo test -p conv-spec --test registry` writes them
//! anew.
//!
//! The schema accepts and refuses what this crate does, as far as a schema can.
//!
//! What it cannot: compare one value with another, and tell `3.0` from `3`. The rules of the first
//! kind are listed in `RELATIONS`, by what this crate says when one is broken. Everything else has
//! to agree, in both directions.

mod corpus;
mod documents;
mod mutations;
mod schema;
mod validator;

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::thread::{available_parallelism, scope};

use conv_plan::{Isa, Plan, granted};
use conv_spec::{Checked, Format, Report, Source, check_any};
use serde_json::{Map, Value, json};
use validator::fault;

/// What is said of values that do not fit each other: a schema sees one value at a time.
const RELATIONS: &[&str] = &[
    // Remainders.
    "`groups` does not divide `in_channels`",
    "`groups` does not divide `out_channels`",
    "`groups` divides neither `in_channels` nor `out_channels`",
    "the kernel's … taps do not divide the … rows of `input_shape`",
    "`vectors` does not divide the … vectors of output channels",
    "`channels` does not divide the … output channels of a group",
    "`phases` does not divide the … phases of a row",
    "the phases of this layer cannot lie side by side",
    "tiles of … pixels need no `tail`",
    "tiles of … and of … pixels do not fill a row of …",
    // Equal or different values.
    "`plan` wants two layouts of the packed weights",
    "`tail` is not smaller than `pixels`",
    "`tail` is more than … below `pixels`",
    "smaller tiles of a single vector have too few sums",
    "single pixels complete lines where phases lie side by side",
    // Channels that are no whole blocks.
    "`memory_format` \"blocked\" is for channels in whole blocks of …",
    // A kernel that the layer cannot have: its class, its size and the instruction set decide.
    "… is not for transposed layers",
    "… is for depthwise layers",
    "… is for layers of two or three axes",
    "… is not for pointwise layers",
    "… is for layers whose `input_shape` has numbers alone",
    "… is for layers whose input and output are contiguous",
    "… is for at most … taps along a row",
    "… has no tile for …",
    "no tile of … is as short as this layer's rows",
    "more than the first and the last tile of … would meet the padding",
    "… is for tiles that read at most … rows of input",
    "… is for tiles of at most … multiply-adds, which are written out",
    "`input_shape` has … where `in_channels` is …",
    "`output_size` has … where `out_channels` is …",
    "`output_size` and `output_padding` disagree along the …",
    "`input_shape` has the name … twice",
    // Sums and products of several arguments, compared with another.
    "`input_shape` has … blocks where `output_size` has …",
    "no `output_padding` gives the `output_size` … along the …",
    "`output_padding` must be smaller than the stride or the dilation along the …",
    "the padding reflects more than the input has along the …",
    "the padding wraps around more than once along the …",
    "the kernel is larger than the padded input along the …",
    "the kernel is larger than the padded output along the …",
    "the output is empty along the …",
    // The same, compared with the limits of this crate.
    "… has no tile of … for this layer",
    "the rows of this layer have … outputs",
    "a tile reads at most … rows of input",
    "a tile has at most … multiply-adds, which are written out",
    "blocks of … output channels would take … times the weights",
    "the dilated kernel is too long along the …",
    "the output is too long along the …",
    "the output size is too large along the …",
    "the number of blocks is too large along the …",
    "the … tensor is too large",
    "the packed weights are too large",
    "the padded … is too large",
];

/// Whether a message is this one, whatever stands for `…`.
fn is(message: &str, pattern: &str) -> bool {
    let mut rest = message;
    for (index, piece) in pattern.split('…').enumerate() {
        match rest.find(piece) {
            Some(at) if index > 0 || at == 0 => rest = &rest[at + piece.len()..],
            _ => return false,
        }
    }
    rest.is_empty() || pattern.ends_with('…')
}

fn parse(spec: &Value) -> Result<(), Report> {
    let text = spec.to_string();
    match check_any(&Source { name: "spec.json", text: &text, format: Format::Json })? {
        Checked::Layer(layer) => granted(&layer).map(drop),
        Checked::Windows(_) => Ok(()),
    }
}

/// How the two have judged.
#[derive(Default)]
struct Tally {
    both_accept: usize,
    both_refuse: usize,
    /// The relations that were broken, and how often.
    relations: BTreeMap<&'static str, usize>,
    /// What has been said, and one specification of which it has.
    disagreements: BTreeMap<String, Value>,
}

impl Tally {
    fn judge(&mut self, schema: &Value, spec: Map<String, Value>) {
        let value = Value::from(spec);
        match (fault(schema, &value), parse(&value)) {
            (None, Ok(())) => self.both_accept += 1,
            (Some(_), Err(_)) => self.both_refuse += 1,
            (Some(fault), Ok(())) => {
                let said = format!("the schema alone refuses: {fault}");
                self.disagreements.insert(said, value.clone());
            }
            (None, Err(report)) => {
                for diagnostic in report.diagnostics() {
                    let message = diagnostic.message();
                    if let Some(relation) = RELATIONS.iter().find(|relation| is(message, relation)) {
                        *self.relations.entry(relation).or_default() += 1;
                    } else {
                        let said = format!("the schema does not know: {message}");
                        self.disagreements.insert(said, value.clone());
                    }
                }
            }
        }
    }

    /// Of all specifications of `lists` lists, on as many threads as there are.
    fn of(schema: &Value, lists: usize, list: impl Fn(usize) -> Vec<Map<String, Value>> + Sync) -> Self {
        let next = AtomicUsize::new(0);
        let judge = || {
            let mut tally = Self::default();
            loop {
                let number = next.fetch_add(1, Relaxed);
                if number >= lists {
                    return tally;
                }
                for spec in list(number) {
                    tally.judge(schema, spec);
                }
            }
        };
        scope(|scope| {
            let threads = available_parallelism().map_or(1, NonZero::get);
            let threads: Vec<_> = (0..threads).map(|_| scope.spawn(judge)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).fold(Self::default(), Self::with)
        })
    }

    fn with(mut self, other: Self) -> Self {
        self.both_accept += other.both_accept;
        self.both_refuse += other.both_refuse;
        for (relation, count) in other.relations {
            *self.relations.entry(relation).or_default() += count;
        }
        self.disagreements.extend(other.disagreements);
        self
    }

    fn agree(&self) {
        let shown: Vec<String> = self.disagreements.iter().map(|(said, spec)| format!("{said}\n    {spec}")).collect();
        assert!(shown.is_empty(), "{} disagreements:\n{}", shown.len(), shown.join("\n"));
    }
}

#[test]
fn every_key_is_described() {
    let schema = schema::schema();
    for (key, property) in schema["properties"].as_object().unwrap() {
        assert!(property["description"].as_str().is_some_and(|text| text.len() > 20), "{key} without a description");
    }
}

#[test]
fn accepts_every_file() {
    let schema = schema::schema();
    let files = corpus::files();
    assert!(files.len() > 100, "only {} files", files.len());
    for entry in files {
        let spec = Value::from(entry.spec);
        assert!(parse(&spec).is_ok(), "{}", entry.name);
        assert_eq!(fault(&schema, &spec), None, "{}", entry.name);
    }
}

/// Whatever kernels the planner has, an editor lets one ask for them.
#[test]
fn accepts_every_kernel() {
    let schema = schema::schema();
    let mut kernels = 0;
    for layer in [
        json!({"type": "Conv2d", "in_channels": 4, "out_channels": 1680, "kernel_size": 3, "padding": 1, "input_shape": [4, 40, 40]}),
        json!({"type": "Conv2d", "in_channels": 32, "out_channels": 32, "groups": 32, "kernel_size": 3, "input_shape": [32, 40, 40]}),
        json!({"type": "ConvTranspose2d", "in_channels": 4, "out_channels": 1680, "kernel_size": 2, "stride": 2}),
        json!({"type": "ConvTranspose2d", "in_channels": 4, "out_channels": 1680, "kernel_size": 3, "stride": 3}),
        json!({"type": "ConvTranspose1d", "in_channels": 4, "out_channels": 1680, "kernel_size": 8, "stride": 4}),
        json!({"type": "ConvTranspose1d", "in_channels": 4, "out_channels": 1680, "kernel_size": 16, "stride": 8}),
        json!({"type": "Conv2d", "in_channels": 32, "out_channels": 32, "groups": 32, "kernel_size": 3, "input_shape": [32, 40, 40],
               "memory_format": "channels_last"}),
    ] {
        let text = layer.to_string();
        let checked = conv_spec::check(&Source { name: "spec.json", text: &text, format: Format::Json }).unwrap();
        for isa in Isa::ALL.iter().copied() {
            for (kernel, _) in Plan::candidates(&checked, isa) {
                let plan = format!("plan.{} = {}", isa.name(), kernel.request(Format::Toml));
                let mut spec = layer.as_object().unwrap().clone();
                spec.extend(toml::from_str::<Map<String, Value>>(&plan).unwrap());
                let spec = Value::from(spec);
                assert!(parse(&spec).is_ok(), "{spec}");
                assert_eq!(fault(&schema, &spec), None, "{spec}");
                kernels += 1;
            }
        }
    }
    assert!(kernels > 1000, "only {kernels} kernels");
}

#[test]
fn judges_the_golden_data() {
    let schema = schema::schema();
    let mut tally = Tally::default();
    for file in ["cases.jsonl", "invalid.jsonl"] {
        for entry in corpus::golden(file) {
            tally.judge(&schema, entry.spec);
        }
    }
    tally.agree();
    assert_eq!(tally.both_accept, 191);
    assert!(tally.both_refuse >= 20, "{}", tally.both_refuse);
}

#[test]
fn judges_changed_specifications() {
    let schema = schema::schema();
    let bases = mutations::bases();
    let tally = Tally::of(&schema, bases.len() + 1, |number| match bases.get(number) {
        Some(base) => mutations::mutations(base, &bases),
        None => mutations::unfit(),
    });
    tally.agree();
    assert!(tally.both_accept > 2_000, "only {} accepted", tally.both_accept);
    assert!(tally.both_refuse > 50_000, "only {} refused", tally.both_refuse);
    let stale: Vec<_> = RELATIONS.iter().filter(|relation| !tally.relations.contains_key(*relation)).collect();
    assert!(stale.is_empty(), "never broken: {stale:?}");
}

/// JSON Schema takes any number without a fraction for an integer.
#[test]
fn does_not_tell_floats_without_a_fraction() {
    let schema = schema::schema();
    for (key, value) in [("kernel_size", json!(3.0)), ("stride", json!([2.0, 1])), ("groups", json!(1.0))] {
        let spec = json!({"type": "Conv2d", "in_channels": 4, "out_channels": 6, "kernel_size": 3});
        let mut spec = spec;
        assert!(parse(&spec).is_ok());
        spec[key] = value;
        assert!(parse(&spec).is_err(), "{key}");
        assert_eq!(fault(&schema, &spec), None, "{key}");
    }
}
