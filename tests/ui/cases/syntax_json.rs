//! Texts that are no JSON.

use conv_layer::conv_layer;

conv_layer! {
    pub struct Array = "specs/syntax_json/array.json";
    pub struct BareKey = "specs/syntax_json/bare_key.json";
    pub struct Comma = "specs/syntax_json/comma.json";
    pub struct Comment = "specs/syntax_json/comment.json";
    pub struct Control = "specs/syntax_json/control.json";
    pub struct Deep = "specs/syntax_json/deep.json";
    pub struct Empty = "specs/syntax_json/empty.json";
    pub struct Escape = "specs/syntax_json/escape.json";
    pub struct Exponent = "specs/syntax_json/exponent.json";
    pub struct Fraction = "specs/syntax_json/fraction.json";
    pub struct LeadingZero = "specs/syntax_json/leading_zero.json";
    pub struct Minus = "specs/syntax_json/minus.json";
    pub struct NoColon = "specs/syntax_json/no_colon.json";
    pub struct NoEnd = "specs/syntax_json/no_end.json";
    pub struct None = "specs/syntax_json/none.json";
    pub struct Plus = "specs/syntax_json/plus.json";
    pub struct PythonBool = "specs/syntax_json/python_bool.json";
    pub struct Rest = "specs/syntax_json/rest.json";
    pub struct SingleQuotes = "specs/syntax_json/single_quotes.json";
    pub struct String = "specs/syntax_json/string.json";
    pub struct Trailing = "specs/syntax_json/trailing.json";
    pub struct TrailingList = "specs/syntax_json/trailing_list.json";
    pub struct Tuple = "specs/syntax_json/tuple.json";
    pub struct Twice = "specs/syntax_json/twice.json";
    pub struct Word = "specs/syntax_json/word.json";
}

fn main() {}
