//! The shape formulas against counting, notations against each other.

use conv_spec::{Axis, Checked, Dtype, Format, Layer, Op, Size, Source, Windows, check, check_any};
use proptest::prelude::*;

fn layer(text: &str) -> Option<Layer> {
    check(&Source { name: "", text, format: Format::Call }).ok()
}

/// Windows whose last tap still lies in the padded input, one by one.
fn count(axis: &Axis, n: usize) -> usize {
    let padded = axis.pad_before() + n + axis.pad_after();
    let last_tap = (axis.kernel() - 1) * axis.dilation();
    let mut windows = 0;
    let mut start = 0;
    while start + last_tap < padded {
        windows += 1;
        start += axis.stride();
    }
    windows
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn output_counts_windows(
        kernel in prop::array::uniform3(1_usize..6),
        stride in prop::array::uniform3(1_usize..5),
        padding in prop::array::uniform3(0_usize..6),
        dilation in prop::array::uniform3(1_usize..5),
        size in prop::array::uniform3(1_usize..20),
    ) {
        let text = format!(
            "Conv3d(1, 1, {kernel:?}, {stride:?}, {padding:?}, {dilation:?}"
        );
        let open = layer(&format!("{text})")).unwrap();
        let windows: Vec<usize> = open.axes().iter().zip(size).map(|(axis, n)| count(axis, n)).collect();
        for ((axis, n), windows) in open.axes().iter().zip(size).zip(&windows) {
            prop_assert_eq!(axis.output(n).unwrap_or(0), *windows);
            prop_assert_eq!(axis.extent(), axis.dilation() * (axis.kernel() - 1) + 1);
            if *windows > 0 {
                let end = format!("+ 1 = {windows}");
                prop_assert!(axis.formula(n).ends_with(&end), "{}", axis.formula(n));
            }
        }
        let fixed = layer(&format!("{text}, input_shape=(1, {}, {}, {}))", size[0], size[1], size[2]));
        prop_assert_eq!(fixed.is_some(), windows.iter().all(|windows| *windows > 0));
        if let Some(fixed) = fixed {
            let shape = fixed.output_shape().unwrap();
            prop_assert!(shape[1..] == windows);
            let taps: usize = kernel.iter().product();
            prop_assert_eq!(fixed.macs().unwrap(), (taps * windows.iter().product::<usize>()) as u64);
        }
    }

    #[test]
    fn same_keeps_the_size(kernel in 1_usize..40, dilation in 1_usize..10, n in 1_usize..100) {
        let layer = layer(&format!("nn.Conv1d(1, 1, {kernel}, dilation={dilation}, padding='same')")).unwrap();
        let axis = &layer.axes()[0];
        let total = dilation * (kernel - 1);
        prop_assert_eq!(axis.pad_before(), total / 2);
        prop_assert_eq!(axis.pad_before() + axis.pad_after(), total);
        prop_assert_eq!(axis.output(n), Some(n));
    }

    #[test]
    fn groups_divide_both(inputs in 1_usize..60, outputs in 1_usize..60, groups in 1_usize..60) {
        let layer = layer(&format!("nn.Conv1d({inputs}, {outputs}, 1, groups={groups}, bias=False)"));
        let divides = inputs % groups == 0 && outputs % groups == 0;
        prop_assert_eq!(layer.is_some(), divides);
        if let Some(layer) = layer {
            prop_assert_eq!(layer.parameters(), u64::try_from(outputs * (inputs / groups)).unwrap());
        }
    }
}

#[test]
fn empty_inputs_have_no_output() {
    let layer = layer("nn.Conv1d(1, 1, 2, padding=2)").unwrap();
    assert_eq!(layer.axes()[0].output(0), None);
    assert_eq!(layer.axes()[0].output(usize::MAX), None);
}

#[test]
fn open_sizes_have_names() {
    let names = |text| -> Vec<String> {
        layer(text)
            .unwrap()
            .axes()
            .iter()
            .map(|axis| match axis.size() {
                Size::Fixed(size) => format!("{} {size}", axis.name()),
                Size::Generic(name) => format!("{} {name}", axis.name()),
            })
            .collect()
    };
    assert_eq!(names("Conv1d(1, 1, 1)"), ["length L"]);
    assert_eq!(names("Conv2d(1, 1, 1)"), ["height H", "width W"]);
    assert_eq!(names("Conv3d(1, 1, 1)"), ["depth D", "height H", "width W"]);
    assert_eq!(names("Conv2d(1, 1, 1, input_shape=(1, ROWS, 8))"), ["height ROWS", "width 8"]);
    assert_eq!(names("Conv2d(1, 1, 1, input_shape=[1, 'Rows', 'W'])"), ["height Rows", "width W"]);
}

/// One layer in every notation.
#[test]
fn notations_agree() {
    let toml = "type = \"Conv2d\"\nin_channels = 1_6\nout_channels = 0x21\nkernel_size = [3, 5]\nstride = [\n  2, # rows\n  1,\n]\n\
                padding = [4, 2]\ndilation = [3, 1]\nbias = false\npadding_mode = 'zeros'\ninput_shape = [16, \"H\", 100]\n\
                dtype = \"float32\"\ndevice = \"cpu\"\n";
    let json = r#"{ "$schema": "./layer.schema.json", "type": "Conv2d", "in_channels": 16, "out_channels": 33,
        "kernel_size": [3, 5], "stride": [2, 1], "padding": [4, 2], "dilation": [3, 1], "groups": 1, "bias": false,
        "padding_mode": "zeros", "input_shape": [16, "\u0048", 100], "dtype": null, "device": null }"#;
    let calls = [
        "nn.Conv2d(16, 33, (3, 5), stride=(2, 1), padding=(4, 2), dilation=(3, 1), bias=False, input_shape=(16, H, 100))",
        "torch.nn.Conv2d(1_6, 33, [3, 5], (2, 1,), (4, (2)), (3, 1), 1, False, 'zeros', None, torch.float32, input_shape=[16, \"H\", 100],)",
        "torch . nn . Conv2d (\n 16 , 33 , ( 3 , 5 ) ,\r\n stride = ( 2 , 1 ) , padding = ( 4 , 2 ) , dilation = ( 3 , 1 ) , \
         bias = false , dtype = torch . float32 , device = \"cpu\" , input_shape = ( 16 , H , 100 ) )",
    ];
    let expected = layer(calls[0]).unwrap();
    for call in calls {
        assert_eq!(layer(call).as_ref(), Some(&expected), "{call}");
    }
    for (text, format) in [(toml, Format::Toml), (json, Format::Json)] {
        assert_eq!(check(&Source { name: "", text, format }).as_ref(), Ok(&expected));
    }
    let bom = format!("\u{feff}{json}");
    assert_eq!(check(&Source { name: "", text: &bom, format: Format::Json }).as_ref(), Ok(&expected));
}

/// As in `PyTorch`, one entry stands for all axes.
#[test]
fn one_entry_is_broadcast() {
    let all = layer("nn.Conv3d(1, 1, 3, stride=2, padding=1, dilation=2)");
    assert!(all.is_some());
    assert_eq!(all, layer("nn.Conv3d(1, 1, 3, stride=(2,), padding=[1], dilation=(2,))"));
}

fn windows(text: &str) -> Option<Windows> {
    match check_any(&Source { name: "", text, format: Format::Call }).ok()? {
        Checked::Windows(windows) => Some(windows),
        Checked::Layer(layer) => panic!("{layer:?}"),
    }
}

/// A lazy layer is the layer that it becomes.
#[test]
fn lazy_layers_become_others() {
    let pairs = [
        ("nn.LazyConv2d(8, 3, 2, 1, input_shape=(6, H, 9))", "nn.Conv2d(6, 8, 3, 2, 1, input_shape=(6, H, 9))"),
        (
            "LazyConvTranspose3d(8, 3, 2, 1, 1, 2, False, 1, 'zeros', input_shape=(6, 4, 5, 6))",
            "ConvTranspose3d(6, 8, 3, stride=2, padding=1, output_padding=1, groups=2, bias=False, input_shape=(6, 4, 5, 6))",
        ),
        (
            "LazyConv1d(8, 3, input_shape=(6, L), padding_mode='circular')",
            "Conv1d(6, 8, 3, padding_mode='circular', input_shape=(6, L))",
        ),
    ];
    for (lazy, plain) in pairs {
        let lazy = layer(lazy);
        assert!(lazy.is_some(), "{plain}");
        assert_eq!(lazy, layer(plain));
    }
}

#[test]
fn transposed_layers_have_their_own_order() {
    let layer = layer("nn.ConvTranspose2d(6, 8, (3, 2), 2, 1, 1, 2, False, 3, 'zeros', None, torch.float64)").unwrap();
    assert_eq!((layer.op(), layer.groups(), layer.bias()), (Op::ConvTranspose, 2, false));
    assert_eq!(layer.dtype(), Dtype::F64);
    assert_eq!(layer.weight_shape(), [6, 4, 3, 2]);
    assert_eq!(layer.fan_in(), 24);
    assert!(layer.axes().iter().all(|axis| axis.dilation() == 3 && axis.stride() == 2 && axis.pad_after() == 1));
}

#[test]
fn dtypes() {
    for (word, dtype) in [
        ("'float32'", Dtype::F32),
        ("'float'", Dtype::F32),
        ("torch.float", Dtype::F32),
        ("None", Dtype::F32),
        ("'float64'", Dtype::F64),
        ("'torch.double'", Dtype::F64),
        ("torch.float64", Dtype::F64),
        ("torch.double", Dtype::F64),
    ] {
        assert_eq!(layer(&format!("nn.Conv1d(1, 1, 1, dtype={word})")).unwrap().dtype(), dtype, "{word}");
        assert_eq!(windows(&format!("nn.Unfold(1, dtype={word})")).unwrap().dtype(), dtype, "{word}");
    }
}

#[test]
fn windows_of_open_images() {
    let unfold = windows("nn.Unfold((3, 2), 1, (1, 0), 2)").unwrap();
    let names = |windows: &Windows| -> Vec<Size> {
        std::iter::once(windows.channels()).chain(windows.axes().iter().map(Axis::size)).cloned().collect()
    };
    let generic = |names: [&str; 3]| names.map(|name| Size::Generic(name.to_owned()));
    assert_eq!(names(&unfold), generic(["C", "H", "W"]));
    assert_eq!((unfold.taps(), unfold.blocks(), unfold.image_shape(), unfold.windows_shape()), (6, None, None, None));
    let unfold = windows("nn.Unfold(3, input_shape=(Planes, 8, W))").unwrap();
    assert_eq!(names(&unfold)[..2], [Size::Generic("Planes".to_owned()), Size::Fixed(8)]);

    let fold = windows("nn.Fold((4, 5), 2)").unwrap();
    assert_eq!((fold.channels(), fold.blocks()), (&Size::Generic("C".to_owned()), Some(12)));
    let fold = windows("nn.Fold(6, (2, 3), input_shape=(Rows, 20))").unwrap();
    assert_eq!((fold.channels(), fold.blocks()), (&Size::Generic("Rows".to_owned()), Some(20)));
}

#[test]
fn files_of_weights() {
    let path = |text: &str| layer(text).unwrap().weights_file().map(|file| file.path().to_owned());
    assert_eq!(path("nn.Conv2d(1, 1, 1)"), None);
    assert_eq!(path("nn.Conv2d(1, 1, 1, weights=None, tensors=None)"), None);
    for more in ["", ", tensors='stem'", ", tensors=['stem.w', 'stem.b']", ", tensors=('a',), bias=False"] {
        let text = format!("nn.ConvTranspose2d(1, 1, 1, weights='../models/a.SafeTensors'{more})");
        assert_eq!(path(&text).as_deref(), Some("../models/a.SafeTensors"), "{text}");
        let file = layer(&text).unwrap().weights_file().unwrap().span();
        assert_eq!(&text[file], "'../models/a.SafeTensors'");
    }
}
