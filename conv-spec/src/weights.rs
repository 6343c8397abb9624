//! The file with a layer's weights, as far as its name goes.

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::fields::Fields;
use crate::layer::{Tensors, WeightsFile};
use crate::mistakes::Mistakes;
use crate::ops::class::Class;
use crate::ops::key::Values;
use crate::paths::PathSlip;
use crate::registry::{Form, List, Relation, Text};
use crate::spec::{Field, Spanned, Spec};
use crate::tensors::{Foreign, SAVE};
use crate::tree::{Kind, Value};
use crate::words::quote;

/// The path of a file, relative to the folder of the user's manifest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WeightFiles;

impl Values for WeightFiles {
    type Read = String;
    type Default = u32;

    fn read(&self, _: &'static str, value: &Value, fields: &mut Fields<'_>) -> Field<String> {
        fields.weights(value)
    }

    fn form(&self, _: Class) -> Form {
        // Neither an absolute path nor one with backslashes.
        let path = Text {
            pattern: r"^[^\\]*[^/\\]\.[sS][aA][fF][eE][tT][eE][nN][sS][oO][rR][sS]$",
            excluded: &["^/", "^[A-Za-z]:"],
            most: None,
        };
        Form::Text(path).or(Form::Null)
    }
}

/// The names of the layer or of its tensors in the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TensorNames;

impl Values for TensorNames {
    type Read = Tensors;
    type Default = u32;

    fn read(&self, _: &'static str, value: &Value, fields: &mut Fields<'_>) -> Field<Tensors> {
        fields.tensors(value)
    }

    fn form(&self, _: Class) -> Form {
        Form::text().or(names(1, 2)).or(Form::Null)
    }
}

/// A list of so many names, no two of them equal.
fn names(least: usize, most: usize) -> Form {
    Form::List(List { first: Vec::new(), others: Box::new(Form::text()), least, most, unique: true })
}

/// Names are of a file, and as many as the layer has tensors.
pub(crate) fn relations() -> [Relation; 3] {
    let relation =
        |form, other, must_be, must_be_given| Relation { key: "tensors", form, other, must_be, must_be_given };
    [
        relation(Form::text().or(names(1, 2)), "weights", Form::text(), true),
        relation(names(1, 1), "bias", Form::Boolean(Some(false)), true),
        relation(names(2, 2), "bias", Form::Boolean(Some(true)), false),
    ]
}

impl Fields<'_> {
    fn weights(&mut self, value: &Value) -> Field<String> {
        let span = value.span.clone();
        let path = match &value.kind {
            Kind::Null => return Field::Absent,
            Kind::String(path) => path,
            _ => {
                let message = "`weights` must be the path of a .safetensors file".to_owned();
                self.mistakes.push(self.mismatch(message, value));
                return Field::Faulty;
            }
        };
        if let Some(slip) = PathSlip::of(path) {
            let (what, label) = match slip {
                PathSlip::Absolute => ("an absolute path", "exists on this machine only"),
                PathSlip::Backslashes => ("a path with backslashes", "use /"),
                PathSlip::Folder => ("the path of a folder", "ends in a slash"),
            };
            self.mistakes.push(
                Diagnostic::new(span, format!("`weights` is {what}"))
                    .with_label(label)
                    .with_help(slip.help(path, "the folder of Cargo.toml")),
            );
            return Field::Faulty;
        }
        let extension = Path::new(path).extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if extension != "safetensors" {
            let message = format!("`weights` {} is no .safetensors file", quote(path));
            let foreign = Foreign::by_extension(&extension);
            let mut diagnostic = Diagnostic::new(span, message);
            if let Some(foreign) = foreign {
                diagnostic = diagnostic.with_label(format!("it looks like {}", foreign.noun()));
            }
            self.mistakes.push(diagnostic.with_help(foreign.map_or(SAVE, Foreign::way_out)));
            return Field::Faulty;
        }
        Field::Given(Spanned { span, value: path.clone() })
    }

    fn tensors(&mut self, value: &Value) -> Field<Tensors> {
        let span = value.span.clone();
        match &value.kind {
            Kind::Null => Field::Absent,
            Kind::String(_) => {
                let name = self.tensor(value);
                name.map(|Spanned { span, value }| Spanned { span: span.clone(), value: Tensors::Layer(value, span) })
                    .into()
            }
            Kind::Array(values) => {
                if !(1..=2).contains(&values.len()) {
                    let message = "`tensors` must name one tensor or two: the weight, then the bias";
                    let label = format!("{} entries", values.len());
                    self.mistakes.push(Diagnostic::new(span, message).with_label(label));
                    return Field::Faulty;
                }
                // Every entry is looked at before the list is given up.
                let names: Vec<_> = values.iter().map(|value| self.tensor(value)).collect();
                let Some(names) = names.into_iter().collect::<Option<Vec<_>>>() else { return Field::Faulty };
                if let [weight, bias] = &*names
                    && weight.value == bias.value
                {
                    let message = "`tensors` names one tensor as weight and as bias";
                    self.mistakes.push(
                        Diagnostic::new(bias.span.clone(), message)
                            .with_label("the bias")
                            .with_note(weight.span.clone(), "the weight's name"),
                    );
                    return Field::Faulty;
                }
                let names = names.into_iter().map(|name| (name.value, name.span)).collect();
                Field::Given(Spanned { span, value: Tensors::Names(names) })
            }
            _ => {
                let message = "`tensors` must be the name of a layer or a list of tensors' names".to_owned();
                self.mistakes.push(self.mismatch(message, value));
                Field::Faulty
            }
        }
    }

    fn tensor(&mut self, value: &Value) -> Option<Spanned<String>> {
        let span = value.span.clone();
        match &value.kind {
            Kind::String(name) if name.is_empty() => {
                self.mistakes.push(
                    Diagnostic::new(span, "a name in `tensors` is empty")
                        .with_help("tensors of a layer that was saved alone are `[\"weight\", \"bias\"]`"),
                );
                None
            }
            Kind::String(name) => Some(Spanned { span, value: name.clone() }),
            _ => {
                self.mistakes.push(self.mismatch("every name in `tensors` must be a string".to_owned(), value));
                None
            }
        }
    }
}

/// The file of a layer that has a bias or not, where its names are as many as the layer's tensors.
pub(crate) fn file(spec: &Spec, mistakes: &mut Mistakes) -> Option<WeightsFile> {
    if let (Some(tensors), Field::Absent) = (spec.tensors.given(), &spec.weights) {
        mistakes.push(
            Diagnostic::new(tensors.span.clone(), "`tensors` without `weights`")
                .with_label("of which file?")
                .with_help("give the file's path as `weights`, or remove `tensors`"),
        );
    }
    count(spec, mistakes);
    let weights = spec.weights.given()?;
    let tensors = match &spec.tensors {
        Field::Absent => Tensors::Default,
        Field::Faulty => return None,
        Field::Given(tensors) => tensors.value.clone(),
    };
    Some(WeightsFile { path: weights.value.clone(), span: weights.span.clone(), tensors })
}

fn count(spec: &Spec, mistakes: &mut Mistakes) {
    let Some(Spanned { span, value: Tensors::Names(names) }) = spec.tensors.given() else {
        return;
    };
    let bias = match &spec.bias {
        Field::Absent => true,
        Field::Faulty => return,
        Field::Given(bias) => bias.value,
    };
    let (message, help) = match (names.len(), bias) {
        (1, true) => (
            "`tensors` names one tensor of a layer with weight and bias",
            "name the bias as well, or set `bias` to false",
        ),
        (2, false) => ("`tensors` names two tensors of a layer without bias", "name the weight alone"),
        _ => return,
    };
    let mut diagnostic = Diagnostic::new(span.clone(), message).with_help(help);
    if let Some(given) = spec.bias.given() {
        diagnostic = diagnostic.with_note(given.span.clone(), if bias { "with bias" } else { "without bias" });
    }
    mistakes.push(diagnostic);
}
