//! How many values a header has, before a tree is made of them that is many times as large.

/// Values in a header that are read: far more than models have, seven or so for each tensor, and
/// few enough for little memory. In 100 MB, there is place for 50 million zeros.
pub(super) const MAX_VALUES: usize = 1_000_000;

/// As many values as a text in JSON has at most, told without making a tree of it: each but the
/// first stands behind one of three characters, which count for nothing in strings.
pub(super) fn values(json: &str) -> usize {
    let (mut values, mut string, mut escaped) = (1_usize, false, false);
    for byte in json.bytes() {
        match byte {
            b'"' if !escaped => string = !string,
            b',' | b'[' | b'{' if !string => values = values.saturating_add(1),
            _ => {}
        }
        escaped = byte == b'\\' && !escaped;
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_outside_strings() {
        for (json, count) in
            [("{}", 2), ("[1,2]", 3), ("{\"a\":[1]}", 3), (r#"[",[{",2]"#, 3), (r#"["\",",["\\",2]]"#, 5)]
        {
            assert_eq!(values(json), count, "{json}");
        }
    }
}
