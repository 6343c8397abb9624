//! Everything rests on this crate, and it rests on nothing.

#[test]
fn there_are_none() {
    let manifest = include_str!("../Cargo.toml");
    let tables: Vec<&str> = manifest.lines().filter(|line| line.starts_with('[')).collect();
    assert_eq!(tables, ["[package]", "[lints]", "[features]"]);
    let std: Vec<&str> = manifest.lines().filter(|line| line.starts_with("std")).collect();
    assert_eq!(std, ["std = []"], "the feature adds none");
}
