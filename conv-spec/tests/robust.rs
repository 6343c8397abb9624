//! No text makes the crate panic, hang or overflow its stack.

use std::time::{Duration, Instant};

use conv_plan::granted;
use conv_spec::{Axis, Checked, Format, Report, Source, check_any};
use proptest::prelude::*;

const FORMATS: [Format; 3] = [Format::Toml, Format::Json, Format::Call];

const VALID: [(&str, Format); 14] = [
    (
        "type = \"Conv2d\"\nin_channels = 16\nout_channels = 33\nkernel_size = [3, 5]\nstride = [2, 1]\npadding = [4, 2]\n\
         dilation = [3, 1]\ngroups = 1\nbias = true\npadding_mode = \"zeros\"\ninput_shape = [16, \"H\", 100]\n",
        Format::Toml,
    ),
    (
        "{\"type\": \"Conv2d\", \"in_channels\": 16, \"out_channels\": 33, \"kernel_size\": [3, 5],\n\
         \"padding\": \"same\", \"dilation\": 3, \"bias\": false, \"input_shape\": [16, \"H\", 100]}",
        Format::Json,
    ),
    (
        "torch.nn.Conv2d(16, 33, (3, 5), stride=(2, 1), padding='valid', dilation=(3, 1), bias=False, dtype=torch.float32,\n\
         input_shape=(16, H, 100))",
        Format::Call,
    ),
    (
        "type = \"ConvTranspose3d\"\nin_channels = 16\nout_channels = 32\nkernel_size = [3, 5, 2]\nstride = 2\n\
         padding = [[1, 0], [2, 2], [0, 3]]\noutput_padding = [0, 1, 1]\noutput_size = [32, 32, 8, 12, 14]\n\
         input_shape = [16, 4, 6, 8]\nweights = \"models/up.safetensors\"\ntensors = [\"up.weight\", \"up.bias\"]\n",
        Format::Toml,
    ),
    (
        "{\"type\": \"Fold\", \"output_size\": [4, 5], \"kernel_size\": [2, 2], \"stride\": 1, \"padding\": [0, 0],\n\
         \"dtype\": \"float64\", \"input_shape\": [12, 12]}",
        Format::Json,
    ),
    ("nn.Unfold(3, 1, (1, 2), stride=2, dtype=torch.double, input_shape=(C, 9, W))", Format::Call),
    (
        "nn.LazyConv1d(8, 5, 2, 'same_upper', padding_mode='reflect', input_shape=(6, 12), weights=\"a.safetensors\",\n\
         tensors=\"stem\")",
        Format::Call,
    ),
    (
        "type = \"Conv2d\"\nin_channels = 8\nout_channels = 32\nkernel_size = 3\nunroll = \"size\"\n[plan.avx512]\n\
         kernel = \"channels\"\nvectors = 2\npixels = 8\ntail = 7\nband = 56\nphases = 1\n",
        Format::Toml,
    ),
    (
        "nn.Conv2d(16, 16, 3, groups=16, memory_format={'input': 'blocked', 'output': torch.channels_last})",
        Format::Call,
    ),
    (
        "nn.Conv2d(8, 8, 3, unroll='speed', plan={'avx2': {'kernel': 'pixels', 'channels': 4, 'vectors': 2}})",
        Format::Call,
    ),
    (
        "type = \"Conv2d\"\nin_channels = 8\nout_channels = 32\nkernel_size = 3\ninput_shape = [8, 9, 12]\n[plan]\n\
         neon = { kernel = \"whole_rows\", vectors = 2, pixels = 5, band = 20 }\n\
         avx512 = { kernel = \"pixels\", channels = 8, vectors = 3, phases = 1 }\n",
        Format::Toml,
    ),
    (
        "{\"type\": \"Conv2d\", \"in_channels\": 8, \"out_channels\": 8, \"kernel_size\": 3, \"groups\": 8,\n\
         \"plan\": {\"avx2\": {\"kernel\": \"rows\", \"rows\": 4, \"vectors\": 2}}}",
        Format::Json,
    ),
    (
        "torch.nn.modules.conv.Conv2d(  # the stem\n2 * (4 + 4), 9 - 1, torch.Size([3, 3]), padding=same, bias=None,\n\
         padding_mode=reflect, device=torch.device('cpu'))",
        Format::Call,
    ),
    ("nn.LazyConvTranspose2d(8, 4, 2, ((1, 1), (0, 2)), 1, 2, input_shape=(6, H, W), device=None)", Format::Call),
];

/// Pieces that matter to one reader or another.
const PIECES: [&str; 67] = [
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
    "ConvTranspose1d",
    "LazyConv",
    "Lazy",
    "Unfold",
    "Fold",
    "kernel_size",
    "output_size",
    "output_padding",
    "input_shape",
    "weights",
    "tensors",
    "dtype",
    "[[",
    "]]",
    "((1, 2),)",
    "\"same\"",
    "\"same_lower\"",
    "\"circular\"",
    "\"a.safetensors\"",
    "é",
    "\u{feff}",
    "\u{0}",
    "+",
    "*",
    "#\n",
    "torch.device(",
    "::",
];

/// What a text specifies, if the layer can have what is asked for.
fn checked(source: &Source) -> Result<Checked, Report> {
    let checked = check_any(source)?;
    if let Checked::Layer(layer) = &checked {
        assert_eq!(granted(layer)?.len(), layer.kernel_requests().len());
    }
    Ok(checked)
}

/// Checks a text in a notation and renders whatever is said of it.
fn exercise(text: &str, format: Format) {
    let source = Source { name: "some/file", text, format };
    match checked(&source) {
        Ok(Checked::Layer(layer)) => {
            let parameters = layer.parameters();
            assert!(parameters > 0 && parameters < 1 << 46);
            let _ = (layer.weight_shape(), layer.input_shape(), layer.output_shape(), layer.macs(), layer.fan_in());
            layer.axes().iter().for_each(exercise_axis);
        }
        Ok(Checked::Windows(windows)) => {
            let _ = (windows.taps(), windows.blocks(), windows.image_shape(), windows.windows_shape());
            windows.axes().iter().for_each(exercise_axis);
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

fn exercise_axis(axis: &Axis) {
    for n in [0, 1, 224, usize::MAX] {
        let _ = (axis.output(n), axis.formula(n), axis.padding(n));
        if let Some(outputs) = axis.output(n) {
            assert!(outputs > 0);
            for output in [0, outputs / 2, outputs - 1] {
                for tap in [0, axis.kernel() - 1] {
                    let source = axis.source(n, output, tap);
                    assert!(source.is_none_or(|source| source < n), "{axis:?}: {n}, {output}, {tap}");
                }
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
        which in 0..VALID.len(),
        edits in prop::collection::vec((any::<usize>(), 0_usize..12, prop::sample::select(&PIECES[..])), 1..6),
    ) {
        let (text, format) = VALID[which];
        let mut text = text.to_owned();
        for (at, length, piece) in edits {
            let start = index(at, &text);
            let end = index(start + length, &text).max(start);
            text.replace_range(start..end, piece);
        }
        exercise(&text, format);
    }
}

#[test]
fn valid_is_valid() {
    for (text, format) in VALID {
        let result = checked(&Source { name: "", text, format });
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
        format!("nn.Conv2d({}1)", repeat("1+")),
        format!("nn.Conv2d({}1)", repeat("1*")),
        format!("nn.Conv2d({}1)", repeat("1//")),
        format!("nn.Conv2d({}1)", repeat("#\n")),
        format!("nn.Conv2d({}1)", repeat("a.")),
        format!("nn.Conv2d({}1)", repeat("torch.Size(")),
        format!("nn.Conv2d(input_shape=[{}])", repeat("A,")),
        format!("nn.Conv4d(input_shape=[{}])", numbered(&|i| format!("A{i},"))),
        format!("{}Conv2d(1)", repeat("nn.")),
        format!("nn.Conv2d(stride='{}')", repeat("a")),
        format!("nn.Conv2d(padding=[{}])", repeat("[0],")),
        format!("nn.Conv2d(padding=[{}])", repeat("(1,2),")),
        format!("nn.Conv2d(weights='{}')", repeat("/")),
        format!("nn.Conv2d(tensors=[{}])", repeat("'',")),
        format!("nn.ConvTranspose2d(output_size=[{}])", repeat("0,")),
        format!("nn.Fold([{}])", repeat("1,")),
        format!("nn.{}(1)", repeat("Lazy")),
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
            // Unoptimised, and far above what is measured: against growth
            // with the square of the length.
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
        let report = check_any(&Source { name: "", text: &text, format }).unwrap_err();
        assert_eq!(report.diagnostics()[0].message(), "the text is larger than 1048576 bytes");
    }
}
