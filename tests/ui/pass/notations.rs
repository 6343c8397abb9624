//! The same layer in all notations.

use conv_layer::conv_layer;

conv_layer! {
    #[derive(Clone, Debug)]
    pub struct Toml = "specs/pass/odd.toml";
    struct Json = "./specs/pass/../pass/odd.JSON";
    pub(crate) struct Call = nn.Conv2d(16, 33, (3, 5), stride=(2, 1), padding=(4, 2), dilation=(3, 1));
    struct Positional = torch.nn.Conv2d(16, 33, (3, 5,), [2, 1], (4, 2), (3, 1), 1, True, "zeros", None, torch.float32);
    struct Bare = Conv2d(in_channels=16, out_channels=33, kernel_size=(3, 5), stride=(2, 1), padding=(4, 2), dilation=(3, 1),);
    struct Printed = Conv2d(16, 33, kernel_size=(3, 5), stride=(2, 1), padding=(4, 2), dilation=(3, 1));
    struct Pasted = torch.nn.modules.conv.Conv2d(  # the first of them
        2*8, 33,  # (in, out)
        kernel_size=(3, 2 + 3), stride=(2, 1), padding=(4, 4 - 2), dilation=(3, 1),
        # Nothing special:
        bias=1, device=torch.device("cpu"), dtype=None,
    );
    struct Words = Conv2d(16, 33, kernel_size=(3, 5), padding=same, padding_mode=reflect, bias=None);
    // What is configured away has no mistakes.
    #[cfg(any())]
    struct Nothing = nn.Conv2d(0, 0, 0);
    #[cfg(any())]
    struct NoFile = "specs/none.toml";
}

fn main() {
    assert_eq!(Toml::WEIGHT_SHAPE, [33, 16, 3, 5]);
    assert_eq!(Toml::output_size([50, 100]), Ok([26, 100]));
    assert_eq!(Toml::output_size([50, 100]), Json::output_size([50, 100]));
    assert_eq!(Toml::output_size([50, 100]), Call::output_size([50, 100]));
    assert_eq!(Toml::output_size([50, 100]), Positional::output_size([50, 100]));
    assert_eq!(Toml::output_size([50, 100]), Bare::output_size([50, 100]));
    assert_eq!(Toml::output_size([50, 100]), Printed::output_size([50, 100]));
    assert_eq!(Toml::output_size([50, 100]), Pasted::output_size([50, 100]));
    assert_eq!(Words::output_size([50, 100]), Ok([50, 100]));
}
