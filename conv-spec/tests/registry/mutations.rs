//! Specifications with one thing changed: a key left out, added, or given another value.

use conv_spec::registry::classes;
use serde_json::{Map, Value, json};

use crate::schema::names_of_keys;

/// Keys of no class.
const UNKNOWN: [&str; 3] = ["strides", "Padding", ""];

/// One specification for each way in which keys hang together, so that every key is changed where
/// it is allowed, where it is not, and beside the keys that it hangs on.
pub(crate) fn bases() -> Vec<Map<String, Value>> {
    let classes = ["Conv", "ConvTranspose", "LazyConv", "LazyConvTranspose"];
    let mut bases = Vec::new();
    for class in classes {
        // Lazy layers differ from others in a few keys, whatever the number of axes.
        let ranks = if class.starts_with("Lazy") { 2..=2 } else { 1..=3_usize };
        for rank in ranks {
            let mut spec = json!({"type": format!("{class}{rank}d"), "out_channels": 6, "kernel_size": 3});
            spec["input_shape"] = [vec![4], vec![9; rank]].concat().into();
            if !class.starts_with("Lazy") {
                spec["in_channels"] = 4.into();
            }
            let mut with = |changes: Value| {
                let mut spec = spec.as_object().unwrap().clone();
                spec.extend(changes.as_object().unwrap().clone());
                bases.push(spec);
            };
            with(json!({}));
            with(json!({"bias": false, "weights": "a/model.safetensors", "tensors": ["conv.weight"]}));
            with(json!({"weights": "model.safetensors", "tensors": "conv", "unroll": "size"}));
            with(json!({"budget": {"flash": 2000, "ram": 90_000}}));
            with(json!({"stride": vec![2; rank], "dilation": 2, "padding": vec![[1, 0]; rank]}));
            if rank == 3 {
                continue;
            }
            let tile = json!({"kernel": "channels", "vectors": 2, "pixels": 3});
            with(json!({"out_channels": 16, "plan": {"avx2": tile}}));
            let formats = json!({"input": "channels_last", "output": "blocked"});
            with(json!({"out_channels": 16, "memory_format": formats, "plan": {"avx2": tile}}));
            if class.contains("Transpose") {
                with(json!({"out_channels": 16, "stride": 3, "plan": {"avx2": tile}}));
                with(json!({"stride": 3, "padding": 1, "output_size": vec![26; rank]}));
                let open = [json!(4), json!("H"), json!("W")];
                with(json!({"stride": [2], "output_padding": 1, "input_shape": open[..=rank]}));
            } else {
                with(json!({"padding": "same", "padding_mode": "reflect"}));
                with(json!({"padding": "same_lower", "stride": [2], "dtype": "float64"}));
                with(json!({"padding": 9, "padding_mode": "circular"}));
            }
        }
    }
    for spec in [
        json!({"type": "Unfold", "kernel_size": [2, 3]}),
        json!({"type": "Unfold", "kernel_size": 2, "stride": 2, "input_shape": [5, 3, 4]}),
        json!({"type": "Unfold", "kernel_size": 2, "padding": [1, 0], "dtype": "float64", "input_shape": ["C", 3, "W"]}),
        json!({"type": "Fold", "output_size": [4, 5], "kernel_size": 2}),
        json!({"type": "Fold", "output_size": 4, "kernel_size": 2, "stride": 2, "input_shape": [12, 4]}),
        json!({"type": "Fold", "output_size": [4, 5], "kernel_size": [2, 2], "input_shape": ["ROWS", 12]}),
    ] {
        bases.push(spec.as_object().unwrap().clone());
    }
    bases
}

/// Kernels and formats that their layers cannot have, for reasons that one
/// changed key does not bring about.
pub(crate) fn unfit() -> Vec<Map<String, Value>> {
    let spec = |layer: Value, kernel: Value| {
        let mut spec = json!({"type": "Conv2d", "in_channels": 16, "out_channels": 16, "kernel_size": 3});
        spec["plan"] = json!({"avx512": kernel});
        let mut spec = spec.as_object().unwrap().clone();
        spec.extend(layer.as_object().unwrap().clone());
        spec
    };
    let rows = |rows: usize| json!({"kernel": "rows", "rows": rows, "vectors": 1});
    let whole = |pixels: usize| json!({"kernel": "whole_rows", "vectors": 1, "pixels": pixels});
    let ended = json!({"kernel": "whole_rows", "vectors": 2, "pixels": 8, "tail": 4});
    let channels = json!({"kernel": "channels", "vectors": 1, "pixels": 3, "tail": 2, "phases": 2});
    let many = 1 << 22;
    let (size, wide) = (json!([16, 14, 14]), json!([16, 14, 41]));
    vec![
        spec(json!({"kernel_size": 12, "groups": 16}), rows(2)),
        spec(json!({"kernel_size": [5, 8], "groups": 16}), rows(8)),
        spec(json!({"kernel_size": 5, "stride": 3, "groups": 16}), rows(8)),
        spec(json!({"kernel_size": [13, 3], "dilation": 2, "groups": 16}), rows(2)),
        spec(json!({"kernel_size": 13, "padding": 6, "input_shape": size}), whole(4)),
        spec(json!({"kernel_size": 1, "input_shape": size}), whole(4)),
        spec(json!({"input_shape": [16, 14, "W"]}), whole(4)),
        spec(json!({"type": "Conv1d", "groups": 16}), rows(2)),
        spec(json!({"input_shape": [16, 5, 5]}), whole(4)),
        spec(json!({"input_shape": [16, 9, 9]}), whole(8)),
        spec(json!({"kernel_size": [1, 11], "dilation": [1, 2], "padding": [0, 10], "input_shape": wide}), whole(8)),
        spec(json!({"out_channels": 32, "input_shape": wide}), ended),
        spec(json!({"type": "ConvTranspose2d", "stride": 2, "kernel_size": 4}), channels.clone()),
        // 300 MB of weights, 2.4 GB in blocks.
        spec(
            json!({"in_channels": many, "out_channels": many, "groups": many / 2, "memory_format": "blocked"}),
            channels,
        ),
    ]
}

/// Strings, right and wrong.
const WORDS: [&str; 55] = [
    "",
    "1",
    "valid",
    "same",
    "same_upper",
    "same_lower",
    "Same",
    "full",
    "zeros",
    "reflect",
    "replicate",
    "circular",
    "edge",
    "auto",
    "size",
    "speed",
    "Speed",
    "cpu",
    "cuda",
    "float32",
    "torch.float32",
    "float",
    "float64",
    "torch.double",
    "torch.torch.double",
    "float16",
    "bfloat16",
    "int8",
    "contiguous_format",
    "channels_last",
    "torch.channels_last",
    "channels_last_3d",
    "torch.channels_last_3d",
    "blocked",
    "torch.blocked",
    "torch.preserve_format",
    "NHWC",
    "Conv2d",
    "nn.Conv2d",
    "conv2d",
    "ConvTranspose2d",
    "Linear",
    "layer.schema.json",
    "model.safetensors",
    "a/b/model.SafeTensors",
    "../model.safetensors",
    "/model.safetensors",
    "C:/model.safetensors",
    "\\model.safetensors",
    "a\\model.safetensors",
    "a/b\\.safetensors",
    "model.pt",
    ".safetensors",
    "a/.safetensors",
    "safetensors",
];

/// Everything that a value can be by mistake, and what some key allows.
fn values() -> Vec<Value> {
    let mut values = vec![
        json!(null),
        json!(true),
        json!(false),
        json!(-1),
        json!(1.5),
        json!(2_147_483_647_u32),
        json!(2_147_483_648_u32),
        json!(u64::MAX),
        json!({}),
        json!({"padding": 1}),
        json!([]),
        json!([[]]),
        json!([[1]]),
        json!([[1, 0, 1]]),
        json!([1, [1, 1]]),
        json!([[1, 1], 1]),
        json!([[0, -1]]),
        json!([[0, "1"], [1, 1]]),
        json!([null]),
        json!([1, null]),
        json!([1.5, 1]),
        json!([true, true]),
        json!([1, 0]),
        json!([0, 1]),
        json!([0, 4, 6]),
        json!([1, -1, 1]),
        json!([4, "H"]),
        json!([4, "H", "W"]),
        json!([4, "D", "H", "W"]),
        json!([4, "H", "H"]),
        json!([4, "h", "W"]),
        json!([4, "Self", "W"]),
        json!([4, "", "W"]),
        json!([4, "1H", "W"]),
        json!([4, "HÖHE", "W"]),
        json!([4, "H".repeat(40), "W"]),
        json!([4, "H".repeat(41), "W"]),
        json!(["C", 9]),
        json!(["C", 9, 9]),
        json!(["C", 9, 9, 9]),
        json!([4, 0, 9]),
        json!([5, 9]),
        json!([5, 9, 9]),
        json!([5, 9, 9, 9]),
        json!(["a"]),
        json!(["a", "b"]),
        json!(["a", "a"]),
        json!(["a", "b", "c"]),
        json!(["a", ""]),
        json!([1, "b"]),
    ];
    values.extend(plans());
    values.extend(formats());
    values.extend((0..5).map(Value::from));
    for (entry, most) in [(1, 5), (2, 4), (3, 4), (20, 4), (26, 4)] {
        values.extend((1..=most).map(|len| vec![entry; len].into()));
    }
    values.extend((1..=4).map(|len| vec![[1, 2]; len].into()));
    values.extend((1..=4).map(|len| vec![[2, 0]; len].into()));
    values.extend(WORDS.map(Value::from));
    values
}

/// Memory formats of both sides, right and wrong.
fn formats() -> [Value; 8] {
    [
        json!({"input": "channels_last"}),
        json!({"output": "torch.channels_last", "input": "contiguous_format"}),
        json!({"output": "blocked"}),
        json!({"input": "channels_last_3d", "output": "blocked"}),
        json!({"input": "NHWC"}),
        json!({"input": null}),
        json!({"inputs": "channels_last"}),
        json!({"input": {"output": "blocked"}}),
    ]
}

/// Kernels asked for, right and wrong.
fn plans() -> impl Iterator<Item = Value> {
    let channels = |vectors: Value, pixels: Value| json!({"kernel": "channels", "vectors": vectors, "pixels": pixels});
    let pixels = |channels: Value| json!({"kernel": "pixels", "channels": channels, "vectors": 2});
    let whole = |vectors: Value, pixels: Value| json!({"kernel": "whole_rows", "vectors": vectors, "pixels": pixels});
    let rows = |rows: Value, vectors: Value| json!({"kernel": "rows", "rows": rows, "vectors": vectors});
    let with = |key: &str, value: Value| {
        let mut kernel = channels(json!(2), json!(2));
        kernel[key] = value;
        kernel
    };
    let kernels = [
        channels(json!(1), json!(2)),
        channels(json!(2), json!(7)),
        channels(json!(3), json!(2)),
        channels(json!(5), json!(1)),
        channels(json!(0), json!(1)),
        channels(json!("1"), json!(1)),
        channels(json!(1), json!(null)),
        with("tail", json!(2)),
        with("tail", json!(3)),
        with("tail", json!(0)),
        with("band", json!(56)),
        with("band", json!([56])),
        with("phases", json!(1)),
        with("phases", json!(2)),
        with("phases", json!(3)),
        with("channels", json!(1)),
        with("kernel", json!("pixel")),
        with("kernel", json!(null)),
        pixels(json!(2)),
        pixels(json!(5)),
        pixels(json!(6)),
        json!({"kernel": "pixels", "channels": 2, "vectors": 2, "pixels": 1}),
        json!({"kernel": "channels", "pixels": 2}),
        json!({"channels": 2, "vectors": 2}),
        json!({"kernel": "pixels"}),
        json!("pixels"),
        json!({"kernel": "pixels", "channels": 1, "vectors": 7}),
        json!({"kernel": "pixels", "channels": 1, "vectors": 6}),
        json!({"kernel": "pixels", "channels": 9, "vectors": 1}),
        json!({"kernel": "pixels", "channels": 1, "vectors": 1, "phases": 2}),
        json!({"kernel": "pixels", "channels": 1, "vectors": 1, "phases": 0}),
        whole(json!(1), json!(4)),
        whole(json!(1), json!(7)),
        whole(json!(2), json!(8)),
        whole(json!(3), json!(4)),
        whole(json!(4), json!(4)),
        whole(json!(1), json!(9)),
        whole(json!(1), json!(null)),
        json!({"kernel": "whole_rows", "vectors": 1, "pixels": 4, "band": 9}),
        json!({"kernel": "whole_rows", "vectors": 1, "pixels": 4, "tail": 1}),
        json!({"kernel": "whole_rows", "vectors": 1, "pixels": 5, "tail": 4}),
        json!({"kernel": "whole_rows", "vectors": 2, "pixels": 5, "tail": 4}),
        json!({"kernel": "whole_rows", "vectors": 2, "pixels": 8, "tail": 4}),
        json!({"kernel": "whole_rows", "vectors": 2, "pixels": 7, "tail": 6}),
        json!({"kernel": "whole_rows", "vectors": 2, "pixels": 4, "tail": 5}),
        json!({"kernel": "whole_rows", "vectors": 2, "pixels": 10, "tail": 9}),
        json!({"kernel": "whole_rows", "pixels": 4}),
        rows(json!(2), json!(1)),
        rows(json!(8), json!(1)),
        rows(json!(7), json!(3)),
        rows(json!(3), json!(1)),
        rows(json!(2), json!(4)),
        rows(json!("2"), json!(1)),
        json!({"kernel": "rows", "rows": 2, "vectors": 1, "band": 1}),
        json!({"kernel": "rows", "vectors": 1}),
    ];
    let sets = [
        json!({"avx2": pixels(json!(1)), "neon": pixels(json!(2))}),
        json!({"avx2": pixels(json!(1)), "neon": channels(json!(1), json!(2))}),
        json!({"avx2": rows(json!(2), json!(1)), "neon": pixels(json!(1))}),
        json!({"avx2": rows(json!(2), json!(1)), "neon": channels(json!(1), json!(2))}),
        json!({"scalar": whole(json!(1), json!(4))}),
        json!({"avx": pixels(json!(1))}),
        json!({"AVX2": pixels(json!(1))}),
    ];
    kernels.into_iter().map(|kernel| json!({"avx2": kernel})).chain(sets)
}

/// A specification with each key left out, with each key given each value,
/// and with each other class.
pub(crate) fn mutations(base: &Map<String, Value>, bases: &[Map<String, Value>]) -> Vec<Map<String, Value>> {
    let mut mutations = vec![base.clone()];
    for key in base.keys() {
        let mut spec = base.clone();
        spec.remove(key);
        mutations.push(spec);
    }
    for key in UNKNOWN {
        let mut spec = base.clone();
        spec.insert(key.to_owned(), 1.into());
        mutations.push(spec);
    }
    let classes = classes();
    for key in ["$schema", "type"].into_iter().chain(names_of_keys(&classes)) {
        for value in values() {
            let mut spec = base.clone();
            spec.insert(key.to_owned(), value);
            mutations.push(spec);
        }
    }
    for class in bases.iter().filter_map(|base| base["type"].as_str()) {
        let mut spec = base.clone();
        spec.insert("type".to_owned(), class.into());
        mutations.push(spec);
    }
    mutations
}
