//! No text makes the crate panic, hang or overflow its stack.

use std::time::{Duration, Instant};

use conv_spec::{Format, Source, check};
use proptest::prelude::*;

const FORMATS: [Format; 3] = [Format::Toml, Format::Json, Format::Call];

const VALID: [&str; 3] = [
    "type = \"Conv2d\"\nin_channels = 16\nout_channels = 33\nkernel_size = [3, 5]\nstride = [2, 1]\npadding = [4, 2]\n\
     dilation = [3, 1]\ngroups = 1\nbias = true\npadding_mode = \"zeros\"\ninput_shape = [16, \"H\", 100]\n",
    "{\"type\": \"Conv2d\", \"in_channels\": 16, \"out_channels\": 33, \"kernel_size\": [3, 5], \"stride\": [2, 1],\n\
     \"padding\": \"same\", \"dilation\": 3, \"bias\": false, \"input_shape\": [16, \"H\", 100]}",
    "torch.nn.Conv2d(16, 33, (3, 5), stride=(2, 1), padding='valid', dilation=(3, 1), bias=False, dtype=torch.float32,\n\
     input_shape=(16, H, 100))",
];

/// Pieces that matter to one reader or another.
const PIECES: [&str; 44] = [
    "",
    " ",
    "\n",
    "\r\n",
    "\t",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "=",
    ".",
    "\"",
    "'",
    "\\",
    "\\u",
    "\\ud800",
    "#",
    "//",
    "-",
    "_",
    "0",
    "1",
    "2147483647",
    "2147483648",
    "99999999999999999999999999999999999999999",
    "1e9",
    "0.5",
    "1979-05-27",
    "True",
    "false",
    "None",
    "null",
    "stride",
    "groups",
    "padding_mode",
    "Conv3d",
    "\"same\"",
    "é",
    "\u{feff}",
    "\u{0}",
];

/// Checks a text in a notation and renders whatever is said of it.
fn exercise(text: &str, format: Format) {
    let source = Source { name: "some/file", text, format };
    match check(&source) {
        Ok(layer) => {
            let parameters = layer.parameters();
            assert!(parameters > 0 && parameters < 1 << 46);
            let _ = (layer.weight_shape(), layer.input_shape(), layer.output_shape(), layer.macs());
            for axis in layer.axes() {
                for n in [0, 1, 224, u64::MAX] {
                    let _ = (axis.output(n), axis.formula(n));
                }
            }
        }
        Err(report) => {
            assert!(!report.diagnostics().is_empty());
            assert!(!report.render(&source).is_empty());
            for diagnostic in report.diagnostics() {
                assert!(text.get(diagnostic.span()).is_some(), "{:?} of {text:?}", diagnostic.span());
                assert!(!diagnostic.message().contains('\n'));
                assert!(!diagnostic.render(&source).starts_with("error:"));
                assert!(!diagnostic.inline_text().is_empty());
            }
        }
    }
}

fn index(at: usize, text: &str) -> usize {
    let at = at % (text.len() + 1);
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for format in FORMATS {
            exercise(&String::from_utf8_lossy(&bytes), format);
        }
    }

    #[test]
    fn random_pieces(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
        for format in FORMATS {
            exercise(&pieces.concat(), format);
        }
    }

    #[test]
    fn mutations(
        which in 0_usize..3,
        edits in prop::collection::vec((any::<usize>(), 0_usize..12, prop::sample::select(&PIECES[..])), 1..6),
    ) {
        let mut text = VALID[which].to_owned();
        for (at, length, piece) in edits {
            let start = index(at, &text);
            let end = index(start + length, &text).max(start);
            text.replace_range(start..end, piece);
        }
        exercise(&text, FORMATS[which]);
    }
}

#[test]
fn valid_is_valid() {
    for (text, format) in VALID.into_iter().zip(FORMATS) {
        let stride_one = text.replace("\"stride\": [2, 1],", "");
        let result = check(&Source { name: "", text: &stride_one, format });
        assert!(result.is_ok(), "{result:?}");
    }
}

/// Texts of the largest size that is read, each hostile in its own way.
#[test]
fn large_texts_are_quick() {
    const SIZE: usize = 1 << 20;
    let repeat = |piece: &str| piece.repeat(SIZE / piece.len());
    let numbered = |f: &dyn Fn(usize) -> String| (0..SIZE / 16).map(f).collect::<String>();
    let texts = [
        repeat("["),
        repeat("("),
        repeat("{\"a\":"),
        repeat("a."),
        repeat("\n"),
        repeat("x"),
        repeat("a\n"),
        repeat("a=1\n"),
        repeat("[a]\n"),
        repeat("[[a]]\n"),
        repeat("\""),
        repeat("é "),
        format!("a = {}", repeat("[")),
        format!("a{} = 1", repeat(".a")),
        format!("a = [{}]", repeat("1,")),
        format!("stride = [{}]", repeat("0,")),
        format!("stride = {}", repeat("9")),
        format!("stride = [{}0]", repeat("1,")),
        format!("input_shape = [{}]", repeat("'A',")),
        numbered(&|i| format!("k{i} = 1\n")),
        numbered(&|i| format!("[t{i}]\na = 1\n")),
        format!("{{\"stride\": [{}0]}}", repeat("0,")),
        format!("{{{}\"a\": 1}}", numbered(&|i| format!("\"k{i}\": 1,"))),
        format!("{{{}\"a\": 1}}", repeat("\"a\":1,")),
        format!("{{\"{}\": 1}}", repeat("a")),
        format!("nn.Conv2d({})", repeat("1,")),
        format!("nn.Conv2d({})", repeat("a=1,")),
        format!("nn.Conv2d({})", numbered(&|i| format!("k{i}=1,"))),
        format!("nn.Conv2d({})", repeat("-")),
        format!("nn.Conv2d(input_shape=[{}])", repeat("A,")),
        format!("nn.Conv4d(input_shape=[{}])", numbered(&|i| format!("A{i},"))),
        format!("{}Conv2d(1)", repeat("nn.")),
        format!("nn.Conv2d(stride='{}')", repeat("a")),
    ];
    for text in texts {
        let mut end = text.len().min(SIZE);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        for format in FORMATS {
            let start = Instant::now();
            exercise(&text[..end], format);
            let (time, head) = (start.elapsed(), text.chars().take(30).collect::<String>());
            // Unoptimised, and far above what is measured: against growth with the square of the length.
            assert!(time < Duration::from_secs(15), "{head:?}… as {format:?} took {time:?}");
            if time > Duration::from_secs(1) {
                println!("{head:?}… as {format:?} took {time:?}");
            }
        }
    }
}

#[test]
fn larger_texts_are_refused() {
    for format in FORMATS {
        let text = " ".repeat((1 << 20) + 1);
        let report = check(&Source { name: "", text: &text, format }).unwrap_err();
        assert_eq!(report.diagnostics()[0].message(), "the text is larger than 1048576 bytes");
    }
}
