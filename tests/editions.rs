//! Layers in crates of every edition of Rust: generated code has the
//! edition of the crate around it.

mod user;

use std::fs;

use user::User;

/// In a module and in a function: of fixed and open sizes, written out, and without weights.
const MAIN: &str = r#"
#[macro_use]
extern crate conv_layer;

mod layers {
    conv_layer! {
        pub struct Fixed = nn.Conv2d(3, 8, 3, padding=1, input_shape=(3, 8, 8));
        pub struct Open = nn.Conv2d(3, 8, 3, padding=1);
        pub struct Tiny = nn.Conv1d(1, 1, 3, padding=1, bias=False, input_shape=(1, 8));
        pub struct Patches = nn.Unfold(2, input_shape=(3, 4, 4));
        pub struct OpenPatches = nn.Unfold(2);
    }
}

fn main() {
    conv_layer! {
        struct Local = nn.Conv1d(1, 1, 1, bias=False, input_shape=(1, 2));
    }
    let mut output = [[[1.0; 8]; 8]; 8];
    layers::Fixed::ZERO.forward(&[[[1.0; 8]; 8]; 3], &mut output);
    layers::Open::ZERO.forward(&[[[1.0; 8]; 8]; 3], &mut output);
    layers::Tiny::ZERO.forward(&[[1.0; 8]], &mut [[1.0; 8]]);
    layers::Patches::new().forward(&[[[1.0; 4]; 4]; 3], &mut [[1.0; 9]; 12]);
    layers::OpenPatches::new().forward(&[[[1.0; 4]; 4]; 3], &mut [[1.0; 9]; 12]);
    let mut doubled = [[0.0; 2]];
    Local::new(&[[[2.0]]]).forward(&[[1.0, -3.0]], &mut doubled);
    println!("{:?}", doubled);
}
"#;

#[test]
fn every_edition() {
    for edition in ["2015", "2018", "2021", "2024"] {
        let user = User::new(&format!("edition-{edition}"), MAIN);
        let manifest = fs::read_to_string(user.folder.join("Cargo.toml")).expect("the manifest is there");
        assert!(manifest.contains("edition = \"2024\""), "{manifest}");
        user.write("Cargo.toml", manifest.replace("edition = \"2024\"", &format!("edition = \"{edition}\"")));
        assert_eq!(user.run().0, "[[2.0, -6.0]]", "edition {edition}");
    }
}
