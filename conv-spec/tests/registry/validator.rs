//! JSON Schema, draft 7, as far as the schema of specifications uses it. A keyword that is not
//! known here is an error, never passed over.

use serde_json::Value;

/// Where a value breaks a schema; `None` where it does not.
pub(crate) fn fault(schema: &Value, value: &Value) -> Option<String> {
    let keywords = schema.as_object().expect("a schema is an object");
    keywords.iter().find_map(|(keyword, argument)| {
        let sound = match keyword.as_str() {
            // Some say nothing of values, some are looked at with the keyword beside them.
            "$schema" | "title" | "description" | "default" | "then" | "additionalItems" => true,
            "allOf" | "properties" | "additionalProperties" | "items" | "if" => {
                return parts(schema, keyword, argument, value);
            }
            "anyOf" => list(argument).iter().any(|schema| fault(schema, value).is_none()),
            "not" => fault(argument, value).is_some(),
            "propertyNames" => value
                .as_object()
                .is_none_or(|map| map.keys().all(|key| fault(argument, &Value::from(key.as_str())).is_none())),
            "required" => value.as_object().is_none_or(|map| {
                list(argument).iter().all(|key| map.contains_key(key.as_str().expect("a key is a string")))
            }),
            "type" => is_of_type(value, argument.as_str().expect("one type")),
            "const" => equal(value, argument),
            "enum" => list(argument).iter().any(|one| equal(value, one)),
            "minimum" => value.as_f64().is_none_or(|number| number >= argument.as_f64().expect("a number")),
            "maximum" => value.as_f64().is_none_or(|number| number <= argument.as_f64().expect("a number")),
            "minLength" => value.as_str().is_none_or(|text| text.chars().count() >= count(argument)),
            "maxLength" => value.as_str().is_none_or(|text| text.chars().count() <= count(argument)),
            "minItems" => value.as_array().is_none_or(|entries| entries.len() >= count(argument)),
            "maxItems" => value.as_array().is_none_or(|entries| entries.len() <= count(argument)),
            "uniqueItems" => value.as_array().is_none_or(|entries| {
                (0..entries.len()).all(|at| entries[..at].iter().all(|before| !equal(before, &entries[at])))
            }),
            "pattern" => value.as_str().is_none_or(|text| matches(argument.as_str().expect("a pattern"), text)),
            _ => panic!("unknown keyword {keyword}"),
        };
        (!sound).then(|| format!("{value} breaks {keyword} {argument}"))
    })
}

/// Keywords whose parts are schemas of the value or of what is in it.
fn parts(schema: &Value, keyword: &str, argument: &Value, value: &Value) -> Option<String> {
    match (keyword, value) {
        ("allOf", _) => list(argument).iter().find_map(|schema| fault(schema, value)),
        ("if", _) if fault(argument, value).is_none() => fault(&schema["then"], value),
        ("properties", Value::Object(map)) => map.iter().find_map(|(key, value)| fault(argument.get(key)?, value)),
        ("additionalProperties", Value::Object(map)) => {
            let mut others = map.iter().filter(|(key, _)| schema["properties"].get(key).is_none());
            others.find_map(|(key, value)| match argument {
                Value::Bool(false) => Some(format!("{key} is unknown")),
                all => fault(all, value),
            })
        }
        ("items", Value::Array(entries)) => entries.iter().enumerate().find_map(|(at, value)| match argument {
            Value::Array(first) => fault(first.get(at).unwrap_or(&schema["additionalItems"]), value),
            all => fault(all, value),
        }),
        _ => None,
    }
}

fn list(argument: &Value) -> &[Value] {
    argument.as_array().expect("a list")
}

fn count(argument: &Value) -> usize {
    usize::try_from(argument.as_u64().expect("a count")).expect("a small one")
}

/// Any number without a fraction is an integer.
fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => panic!("unknown type {name}"),
    }
}

fn equal(a: &Value, b: &Value) -> bool {
    a == b || a.is_number() && a.as_f64() == b.as_f64()
}

/// A pattern of literals, sets and `*`, anchored where it says so.
fn matches(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    match pattern.split_first() {
        Some(('^', pattern)) => here(pattern, &text),
        _ => (0..=text.len()).any(|start| here(&pattern, &text[start..])),
    }
}

fn here(pattern: &[char], text: &[char]) -> bool {
    if pattern.is_empty() || pattern == ['$'] {
        return pattern.is_empty() || text.is_empty();
    }
    let len = match pattern[0] {
        '[' => pattern.iter().skip(2).position(|end| *end == ']').expect("a set ends") + 3,
        '\\' => 2,
        character => {
            assert!(character.is_alphanumeric() || "/:_".contains(character), "unknown in a pattern: {character}");
            1
        }
    };
    let (one, rest) = pattern.split_at(len);
    let first = |text: &[char]| text.first().is_some_and(|character| is_in(one, *character));
    match rest.split_first() {
        Some(('*', rest)) => {
            let most = text.iter().take_while(|character| is_in(one, **character)).count();
            (0..=most).any(|taken| here(rest, &text[taken..]))
        }
        _ => first(text) && here(rest, &text[1..]),
    }
}

/// Whether a character is a literal, or in a set of literals and ranges.
fn is_in(one: &[char], character: char) -> bool {
    let ['[', set @ .., ']'] = one else { return one.last() == Some(&character) };
    let (excluded, set) = set.strip_prefix(&['^']).map_or((false, set), |set| (true, set));
    let mut found = false;
    let mut at = 0;
    while at < set.len() {
        at += usize::from(set[at] == '\\');
        if set.get(at + 1) == Some(&'-') {
            found |= (set[at]..=set[at + 2]).contains(&character);
            at += 3;
        } else {
            found |= set[at] == character;
            at += 1;
        }
    }
    found != excluded
}

#[test]
fn finds_faults() {
    use serde_json::json;
    for (schema, right, wrong) in [
        (json!({"type": "integer", "minimum": 1, "maximum": 3}), json!(3.0), json!(3.5)),
        (json!({"type": "integer", "minimum": 1, "maximum": 3}), json!(1), json!(0)),
        (json!({"type": "string", "minLength": 1, "maxLength": 2}), json!("öä"), json!("")),
        (json!({"pattern": "^[^\\\\]*[^/\\\\]\\.[sS]t$"}), json!("a/b.St"), json!("a\\b.st")),
        (json!({"pattern": "^[^\\\\]*[^/\\\\]\\.[sS]t$"}), json!("a/.b.st"), json!("a/.st")),
        (json!({"pattern": "^[A-Z][a-z_]*$"}), json!("H"), json!("HÖ")),
        (json!({"not": {"pattern": "b[0-9]"}}), json!("abc"), json!("ab1c")),
        (json!({"enum": [1, null, "a"]}), json!(null), json!(2)),
        (json!({"anyOf": [{"const": 1}, {"type": "array"}]}), json!([1]), json!("1")),
        (json!({"items": [{"const": 1}], "additionalItems": {"const": 2}}), json!([1, 2]), json!([2])),
        (json!({"items": [{"const": 1}], "additionalItems": {"const": 2}}), json!([1, 2, 2]), json!([1, 1])),
        (json!({"items": {"const": 1}, "minItems": 1, "maxItems": 2}), json!([1]), json!([1, 1, 1])),
        (json!({"items": {}, "uniqueItems": true}), json!([1, 2]), json!([1, 2, 1])),
        (json!({"properties": {"a": {"const": 1}}, "additionalProperties": false}), json!({"a": 1}), json!({"b": 1})),
        (
            json!({"properties": {"a": {}}, "additionalProperties": {"const": 1}}),
            json!({"a": 2, "b": 1}),
            json!({"b": 2}),
        ),
        (json!({"required": ["a"], "propertyNames": {"enum": ["a"]}}), json!({"a": 1}), json!({"a": 1, "b": 1})),
        (json!({"if": {"const": 1}, "then": {"const": 2}}), json!(3), json!(1)),
        (json!({"allOf": [{"type": "null"}, {"const": null}]}), json!(null), json!(true)),
    ] {
        assert_eq!(fault(&schema, &right), None, "{schema}");
        assert!(fault(&schema, &wrong).is_some(), "{schema} {wrong}");
    }
}
