//! The JSON Schema of specifications, draft 7, made of the registry.
//!
//! What all classes say alike of a key stands in `properties`, with its description; what hangs on
//! the class stands behind an `if` that names the classes of which it holds.

use std::collections::BTreeMap;

use conv_spec::registry::{Class, Form, Key, List, Member, Relation, Text, UnlessGiven, classes};
use serde_json::{Map, Value, json};

/// The whole schema, as its file has it.
pub(crate) fn text() -> String {
    let mut text = String::new();
    write(&schema(), 0, &mut text);
    text.push('\n');
    text
}

pub(crate) fn schema() -> Value {
    let classes = classes();
    let names: Vec<&str> = classes.iter().map(|class| class.name).collect();
    let schema = "JSON only: this schema, for editors. TOML files name it in a comment: #:schema layer.schema.json";
    let class =
        "The class in torch.nn. Lazy layers take in_channels from input_shape; Unfold and Fold have no weights.";
    let mut properties = Map::new();
    properties.insert("$schema".to_owned(), json!({"description": schema, "type": "string"}));
    properties.insert("type".to_owned(), json!({"description": class, "enum": names}));
    for key in names_of_keys(&classes) {
        let forms = forms(key, &classes);
        let mut property = described(key, &classes);
        if let [(form, _)] = &*forms {
            property.extend(json(form).as_object().unwrap().clone());
        }
        properties.insert(key.to_owned(), property.into());
    }
    let title = "conv-layer: a layer's specification";
    let about = "One layer of PyTorch's family of convolutions, with the arguments of its constructor in torch.nn and a few \
                 keys of conv-layer's own. What relates numbers to each other (groups to channels, kernel to input, …) is \
                 checked by the macro.";
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        "description": about,
        "type": "object",
        "required": ["type"],
        "properties": properties,
        "allOf": rules(&classes),
    })
}

/// The keys of all classes, each once, in the order in which they come.
pub(crate) fn names_of_keys(classes: &[Class]) -> Vec<&'static str> {
    let mut names = Vec::new();
    for key in classes.iter().flat_map(|class| &class.keys) {
        if !names.contains(&key.name) {
            names.push(key.name);
        }
    }
    names
}

fn key<'c>(name: &str, class: &'c Class) -> Option<&'c Key> {
    class.keys.iter().find(|key| key.name == name)
}

/// What is said of some classes, each thing once, with the classes that it is said of.
fn grouped<T: PartialEq>(said: impl IntoIterator<Item = (T, &'static str)>) -> Vec<(T, Vec<&'static str>)> {
    let mut groups: Vec<(T, Vec<&str>)> = Vec::new();
    for (what, class) in said {
        match groups.iter_mut().find(|(known, _)| *known == what) {
            Some((_, classes)) => classes.push(class),
            None => groups.push((what, vec![class])),
        }
    }
    groups
}

/// The different forms of a key.
fn forms(name: &str, classes: &[Class]) -> Vec<(Form, Vec<&'static str>)> {
    grouped(classes.iter().filter_map(|class| Some((key(name, class)?.form.clone(), class.name))))
}

/// What a key is, in all classes that have it, and what holds where it is left out.
fn described(name: &str, classes: &[Class]) -> Map<String, Value> {
    let keys: Vec<&Key> = classes.iter().filter_map(|class| key(name, class)).collect();
    let mut about: Vec<&str> = Vec::new();
    for key in &keys {
        if !about.contains(&key.about) {
            about.push(key.about);
        }
    }
    let mut text = about.join(" ");
    if keys.iter().all(|key| key.ours) {
        text.push_str(" PyTorch does not have it.");
    }
    let mut described = Map::new();
    let default = keys.iter().find_map(|key| match &key.unless_given {
        UnlessGiven::Default(value) => Some(value),
        UnlessGiven::Required | UnlessGiven::Otherwise(_) => None,
    });
    if let Some(default) = default {
        text = format!("{text} Default {default}.");
        described.insert("default".to_owned(), serde_json::from_str(default).unwrap());
    }
    described.insert("description".to_owned(), text.into());
    described
}

/// What hangs on the class: which keys there are, the values of some, and what these ask of others.
fn rules(classes: &[Class]) -> Vec<Value> {
    let mut rules = Vec::new();
    let mut rule = |classes: Vec<&str>, then: Value| {
        rules.push(json!({"if": {"required": ["type"], "properties": {"type": {"enum": classes}}}, "then": then}));
    };
    let keys = classes.iter().map(|class| {
        let required = class.keys.iter().filter(|key| key.unless_given == UnlessGiven::Required);
        let required: Vec<&str> = required.map(|key| key.name).collect();
        let names = ["$schema", "type"].into_iter().chain(class.keys.iter().map(|key| key.name));
        ((required, names.collect::<Vec<_>>()), class.name)
    });
    for ((required, names), classes) in grouped(keys) {
        rule(classes, json!({"required": required, "propertyNames": {"enum": names}}));
    }
    for key in names_of_keys(classes) {
        let forms = forms(key, classes);
        for (form, classes) in forms.iter().filter(|_| forms.len() > 1) {
            rule(classes.clone(), json!({"properties": {key: json(form)}}));
        }
    }
    let relations = classes.iter().flat_map(|class| class.relations.iter().map(|relation| (relation, class.name)));
    for (asked, classes) in grouped(relations) {
        rule(classes, relation(asked));
    }
    rules
}

fn relation(Relation { key, form, other, must_be, must_be_given }: &Relation) -> Value {
    let mut then = json!({"properties": {*other: json(must_be)}});
    if *must_be_given {
        then["required"] = json!([other]);
    }
    json!({"if": {"required": [key], "properties": {*key: json(form)}}, "then": then})
}

/// What is one value, so that several of them are an `enum`.
fn constant(form: &Form) -> Option<Value> {
    match form {
        Form::Null => Some(Value::Null),
        Form::Boolean(Some(value)) => Some((*value).into()),
        Form::Integer(least, most) if least == most => Some((*least).into()),
        Form::Word(word) => Some(word.clone().into()),
        _ => None,
    }
}

fn json(form: &Form) -> Value {
    if let Some(value) = constant(form) {
        return json!({"const": value});
    }
    match form {
        Form::Integer(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
        Form::Text(Text { pattern, excluded, most }) => {
            let mut text = json!({"type": "string", "minLength": 1});
            if !pattern.is_empty() {
                text["pattern"] = (*pattern).into();
            }
            if !excluded.is_empty() {
                text["allOf"] = excluded.iter().map(|pattern| json!({"not": {"pattern": pattern}})).collect();
            }
            if let Some(most) = most {
                text["maxLength"] = (*most).into();
            }
            text
        }
        Form::List(form) => list(form),
        Form::Table(members) => table(members),
        Form::Any(forms) if forms.is_empty() => json!({}),
        Form::Any(forms) => {
            let constants: Vec<Value> = forms.iter().filter_map(constant).collect();
            let mut others: Vec<Value> = forms.iter().filter(|form| constant(form).is_none()).map(json).collect();
            if others.is_empty() {
                return json!({"enum": constants});
            }
            if !constants.is_empty() {
                others.insert(0, json!({"enum": constants}));
            }
            json!({"anyOf": others})
        }
        _ => json!({"type": "boolean"}),
    }
}

fn list(List { first, others, least, most, unique }: &List) -> Value {
    let mut list = json!({"type": "array", "items": json(others), "minItems": least});
    if *most < usize::MAX {
        list["maxItems"] = (*most).into();
    }
    if !first.is_empty() {
        list["items"] = first.iter().map(json).collect();
        list["additionalItems"] = json(others);
    }
    if *unique {
        list["uniqueItems"] = true.into();
    }
    list
}

fn table(members: &[Member]) -> Value {
    if let [first, others @ ..] = members
        && others.iter().all(|member| !member.required && member.form == first.form && member.about == first.about)
        && !first.required
    {
        let names: Vec<&str> = members.iter().map(|member| member.name).collect();
        return json!({"type": "object", "propertyNames": {"enum": names}, "additionalProperties": json(&first.form)});
    }
    let required: Vec<&str> = members.iter().filter(|member| member.required).map(|member| member.name).collect();
    let properties: BTreeMap<&str, Value> = members
        .iter()
        .map(|member| {
            let mut form = json(&member.form);
            if !member.about.is_empty() {
                form["description"] = member.about.into();
            }
            (member.name, form)
        })
        .collect();
    json!({"type": "object", "required": required, "additionalProperties": false, "properties": properties})
}

/// JSON with what fits a line on one.
fn write(value: &Value, depth: usize, text: &mut String) {
    let line = value.to_string();
    let (open, close, entries): (_, _, Vec<(String, &Value)>) = match value {
        Value::Array(values) if line.len() > 100 => {
            ('[', ']', values.iter().map(|value| (String::new(), value)).collect())
        }
        Value::Object(map) if line.len() > 100 => {
            ('{', '}', map.iter().map(|(key, value)| (format!("{}: ", json!(key)), value)).collect())
        }
        _ => return text.push_str(&line),
    };
    text.push(open);
    for (index, (key, value)) in entries.into_iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.push_str(&"  ".repeat(depth + 1));
        text.push_str(&key);
        write(value, depth + 1, text);
    }
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
    text.push(close);
}
