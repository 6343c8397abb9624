//! Texts that are no TOML.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Brackets = "specs/syntax_toml/brackets.toml";
    pub struct Empty = "specs/syntax_toml/empty.toml";
    pub struct Json = "specs/syntax_toml/json.toml";
    pub struct None = "specs/syntax_toml/none.toml";
    pub struct Colon = "specs/syntax_toml/colon.toml";
    pub struct PythonBool = "specs/syntax_toml/python_bool.toml";
    pub struct Several = "specs/syntax_toml/several.toml";
    pub struct Tuple = "specs/syntax_toml/tuple.toml";
    pub struct Twice = "specs/syntax_toml/twice.toml";
    pub struct Unquoted = "specs/syntax_toml/unquoted.toml";
    pub struct Value = "specs/syntax_toml/value.toml";
}

fn main() {}
