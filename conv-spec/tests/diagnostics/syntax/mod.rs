//! Texts that cannot be read.

mod call;
mod json;
mod toml;
mod toml_numbers;
