//! What is pasted from Python means what it means there.

use conv_spec::{Checked, Format, Source, check_any};

fn read(text: &str) -> Checked {
    let report = |report: conv_spec::Report| panic!("{text}: {report:?}");
    check_any(&Source { name: "inline", text, format: Format::Call }).unwrap_or_else(report)
}

/// All of the calls give what the first one gives.
fn same(calls: &[&str]) {
    let [plain, others @ ..] = calls else { panic!("nothing to compare") };
    let plain = read(plain);
    for other in others {
        assert_eq!(read(other), plain, "{other}");
    }
}

#[test]
fn the_class_stands_in_any_of_its_modules() {
    same(&[
        "nn.Conv2d(3, 64, 3)",
        "Conv2d(3, 64, 3)",
        "torch.nn.Conv2d(3, 64, 3)",
        "nn.modules.Conv2d(3, 64, 3)",
        "nn.modules.conv.Conv2d(3, 64, 3)",
        "torch.nn.modules.conv.Conv2d(3, 64, 3,)",
    ]);
    same(&["nn.Fold(8, 2)", "torch.nn.modules.fold.Fold(8, 2)"]);
}

#[test]
fn arithmetic_is_done() {
    for (sum, value) in [
        ("2 * 32", "64"),
        ("2*3+1", "7"),
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 3 - 2", "5"),
        ("64 // 3", "21"),
        ("64 // 3 * 3", "63"),
        ("-(-7 // 2)", "4"),
        ("7 // -2 + 8", "4"),
        ("-7 // -2", "3"),
        ("- -7", "7"),
        ("+7", "7"),
        ("1_000 - 9_99", "1"),
        ("((3))", "3"),
    ] {
        same(&[&format!("nn.Conv2d({value}, 64, 3)"), &format!("nn.Conv2d({sum}, 64, 3)")]);
    }
    same(&["nn.Conv2d(3, 8, (3, 5), padding=(1, 2))", "nn.Conv2d(3, 2*4, (3, 2+3), padding=((3 - 1) // 2, 5 // 2))"]);
}

#[test]
fn booleans_are_those_of_python() {
    same(&["nn.Conv2d(3, 8, 3, bias=False)", "nn.Conv2d(3, 8, 3, bias=0)", "nn.Conv2d(3, 8, 3, bias=None)"]);
    same(&["nn.Conv2d(3, 8, 3)", "nn.Conv2d(3, 8, 3, bias=1)", "nn.Conv2d(3, 8, 3, bias=True)"]);
}

#[test]
fn objects_of_torch_are_words() {
    same(&[
        "nn.Conv2d(3, 8, 3)",
        "nn.Conv2d(3, 8, 3, device=None, dtype=None)",
        "nn.Conv2d(3, 8, 3, device='cpu', dtype=torch.float32)",
        "nn.Conv2d(3, 8, 3, device=torch.device('cpu'), dtype=torch.float)",
    ]);
    same(&["nn.Conv2d(3, 8, (3, 5))", "nn.Conv2d(3, 8, torch.Size([3, 5]))"]);
}

#[test]
fn comments_are_passed_over() {
    same(&[
        "nn.Conv2d(3, 64, 3, padding=1)",
        "# The stem\nnn.Conv2d(  # it's the first\n  3,  # red, green, \"blue\n  64, 3,\n  # (as in the paper\n  padding=1  # so that the size stays\n)  # end",
    ]);
}

/// As `print(module)` shows them.
#[test]
fn what_is_printed_is_read() {
    same(&[
        "nn.Conv2d(3, 64, 3, stride=2, padding=1, bias=False)",
        "Conv2d(3, 64, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1), bias=False)",
    ]);
    same(&[
        "nn.Conv2d(8, 8, 3, padding='same', groups=8, padding_mode='reflect')",
        "Conv2d(8, 8, kernel_size=(3, 3), stride=(1, 1), padding=same, groups=8, padding_mode=reflect)",
    ]);
    same(&[
        "nn.ConvTranspose1d(8, 4, 3, stride=2, output_padding=1)",
        "ConvTranspose1d(8, 4, kernel_size=(3,), stride=(2,), output_padding=(1,))",
    ]);
    same(&["nn.Unfold(3, dilation=1, padding=0, stride=2)", "Unfold(kernel_size=3, dilation=1, padding=0, stride=2)"]);
    // Before it has seen an input, a lazy layer shows 0 input channels.
    same(&[
        "nn.LazyConv2d(64, 3, input_shape=(3, H, W))",
        "LazyConv2d(0, 64, kernel_size=(3, 3), stride=(1, 1), input_shape=(3, H, W))",
    ]);
}
