//! Places in files with unusual text.

use conv_layer::conv_layer;

conv_layer! {
    pub struct LineEndings = "specs/places/line_endings.toml";
    pub struct Unicode = "specs/places/unicode.toml";
    pub struct Tabs = "specs/places/tabs.json";
    pub struct LongLine = "specs/places/long_line.json";
}

fn main() {}
