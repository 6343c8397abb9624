"""Checks with PyTorch what docs/parameters.md says of PyTorch, above all where PyTorch's
documentation is silent or wrong, and that layers are convolutions which docs/recipes.md calls so.

    python claims.py            (needs torch; prints the number of claims that hold)
"""

import warnings

import torch
from torch import nn

warnings.simplefilter("ignore")  # padding="same" of even length is not optimal, says PyTorch
held = 0


def gives(shape, layer, *size, **call):
    global held
    found = tuple(layer()(torch.ones(size), **call).shape)
    assert found == shape, (found, shape)
    held += 1


def refuses(words, layer, *size, **call):
    global held
    try:
        layer()(torch.ones(size), **call)
    except (ValueError, RuntimeError, TypeError, IndexError) as error:
        assert words in str(error), error
        held += 1
    else:
        raise AssertionError(words)


def is_(found, expected):
    global held
    assert torch.equal(found, torch.tensor(expected)), found
    held += 1


def ones(layer, bias=None):
    nn.init.ones_(layer.weight)
    if layer.bias is not None:
        nn.init.constant_(layer.bias, bias)
    return layer


with torch.no_grad():
    # Lists of one entry stand for all axes …
    gives((1, 2, 2, 2), lambda: nn.Conv2d(2, 2, 3, stride=(2,)), 1, 2, 5, 5)
    gives((1, 2, 7, 7), lambda: nn.Conv2d(2, 2, 3, padding=(2,)), 1, 2, 5, 5)
    gives((1, 2, 12, 12), lambda: nn.ConvTranspose2d(2, 2, 3, stride=(2,), output_padding=(1,)), 1, 2, 5, 5)
    # … but not of the kernel, and not everywhere.
    refuses("stride", lambda: nn.Conv2d(2, 2, (3,)), 1, 2, 5, 5)
    for mode in "reflect", "replicate", "circular":
        refuses("Padding size 2", lambda: nn.Conv2d(2, 2, 3, padding=(1,), padding_mode=mode), 1, 2, 7, 7)
        one = lambda: nn.Conv2d(2, 2, 3, padding="same", dilation=(2,), padding_mode=mode)
        # "same", yet the width shrinks: one axis alone is padded.
        gives((1, 2, 7, 3), one, 1, 2, 7, 7)
    refuses("index out of range", lambda: nn.ConvTranspose2d(2, 2, 3, stride=(2,)), 1, 2, 5, 5, output_size=[11, 11])
    for one in dict(kernel_size=(2,)), dict(kernel_size=2, stride=(2,)), dict(kernel_size=(2, 2), padding=(1,)):
        refuses("equals to 2, but got size 1", lambda: nn.Unfold(**one), 1, 2, 5, 5)
    refuses("equals to 2, but got size 1", lambda: nn.Fold((4,), 2), 1, 8, 9)

    # "same": an odd element at the end, stride 1 only, longer kernels than inputs.
    layer = nn.Conv1d(1, 1, 4, padding="same", bias=False)
    layer.weight.copy_(torch.tensor([[[1.0, 10, 100, 1000]]]))
    is_(layer(torch.tensor([[[1.0, 2, 3]]])), [[[3210.0, 321, 32]]])
    gives((1, 1, 2), lambda: nn.Conv1d(1, 1, 21, padding="same"), 1, 1, 2)
    refuses("not supported for strided", lambda: nn.Conv1d(1, 1, 3, padding="same", stride=2), 1, 1, 5)
    # Negative padding.
    refuses("negative padding", lambda: nn.Conv2d(2, 2, 3, padding=-1), 1, 2, 7, 7)
    gives((1, 2, 3, 3), lambda: nn.Conv2d(2, 2, 3, padding=-1, padding_mode="reflect"), 1, 2, 7, 7)

    # Limits of padding modes: reflect < size, circular <= size, replicate none; the longer end of
    # "same" counts.
    def padded(mode, padding, kernel=3):
        return lambda: nn.Conv1d(2, 2, kernel, padding=padding, padding_mode=mode)

    gives((1, 2, 11), padded("reflect", 4), 1, 2, 5)
    refuses("should be less", padded("reflect", 5), 1, 2, 5)
    gives((1, 2, 13), padded("circular", 5), 1, 2, 5)
    refuses("wrapping around more than once", padded("circular", 6), 1, 2, 5)
    gives((1, 2, 23), padded("replicate", 10), 1, 2, 5)
    gives((1, 2, 5), padded("reflect", "same", 9), 1, 2, 5)
    refuses("should be less", padded("reflect", "same", 10), 1, 2, 5)
    gives((1, 2, 5), padded("circular", "same", 11), 1, 2, 5)
    refuses("wrapping around more than once", padded("circular", "same", 12), 1, 2, 5)
    gives((1, 2, 3), padded("reflect", "valid"), 1, 2, 5)
    for mode, expected in ("circular", [21.0, 32, 13]), ("reflect", [21.0, 32, 23]), ("replicate", [21.0, 32, 33]):
        layer = nn.Conv1d(1, 1, 2, padding="same", padding_mode=mode, bias=False)
        layer.weight.copy_(torch.tensor([[[1.0, 10]]]))
        is_(layer(torch.tensor([[[1.0, 2, 3]]])), [[expected]])

    # Transposed layers: words and modes of padding.
    refuses('Only "zeros"', lambda: nn.ConvTranspose1d(2, 2, 3, padding_mode="reflect"), 1, 2, 5)
    nn.ConvTranspose1d(2, 2, 3, padding="valid")  # constructed, …
    # … not callable.
    refuses("must be tuple of ints", lambda: nn.ConvTranspose1d(2, 2, 3, padding="valid"), 1, 2, 5)
    # Padding crops, further than dilation * (kernel - 1), too; something must be left.
    gives((1, 2, 13), lambda: nn.ConvTranspose1d(2, 2, 2, padding=4), 1, 2, 20)
    gives((1, 2, 1), lambda: nn.ConvTranspose1d(2, 2, 2, padding=1), 1, 2, 2)
    refuses("Output size is too small", lambda: nn.ConvTranspose1d(2, 2, 2, padding=2), 1, 2, 3)
    # output_padding: below the larger of stride and dilation, axis by axis.
    gives((1, 2, 17, 7), lambda: nn.ConvTranspose2d(2, 2, 3, stride=(3, 1), output_padding=(2, 0)), 1, 2, 5, 5)
    bound = "smaller than either stride or dilation"
    refuses(bound, lambda: nn.ConvTranspose2d(2, 2, 3, stride=(3, 1), output_padding=(2, 1)), 1, 2, 5, 5)
    gives((1, 2, 13, 7), lambda: nn.ConvTranspose2d(2, 2, 3, dilation=(3, 1), output_padding=(2, 0)), 1, 2, 5, 5)
    refuses(bound, lambda: nn.ConvTranspose2d(2, 2, 3, dilation=(3, 1), output_padding=(0, 1)), 1, 2, 5, 5)
    gives((1, 2, 17, 17), lambda: nn.ConvTranspose2d(2, 2, 3, stride=2, dilation=3, output_padding=2), 1, 2, 5, 5)
    refuses(bound, lambda: nn.ConvTranspose2d(2, 2, 3, stride=2, dilation=3, output_padding=3), 1, 2, 5, 5)
    refuses("negative output_padding", lambda: nn.ConvTranspose1d(1, 1, 3, stride=2, output_padding=-1), 1, 1, 5)
    refuses(bound, lambda: nn.ConvTranspose3d(2, 2, 3, stride=(1, 2, 1), output_padding=(1, 0, 0)), 1, 2, 5, 5, 5)
    # It uncovers what padding has cropped; beyond the last input's reach there is the bias.
    layer = ones(nn.ConvTranspose1d(1, 1, 3, stride=2, padding=1, output_padding=1), 0.5)
    is_(layer(torch.ones(1, 2)), [[1.5, 2.5, 1.5, 1.5]])
    layer = ones(nn.ConvTranspose1d(1, 1, 2, stride=3, output_padding=2), 0.5)
    is_(layer(torch.ones(1, 2)), [[1.5, 1.5, 0.5, 1.5, 1.5, 0.5, 0.5]])
    # Gaps: the kernel is shorter than the stride, or its taps are further apart than inputs reach.
    layer = ones(nn.ConvTranspose1d(1, 1, 2, stride=4), 0.5)
    is_(layer(torch.ones(1, 2)), [[1.5, 1.5, 0.5, 0.5, 1.5, 1.5]])
    layer = ones(nn.ConvTranspose1d(1, 1, 2, stride=4, dilation=2), 0.5)
    is_(layer(torch.ones(1, 2)), [[1.5, 0.5, 1.5, 0.5, 1.5, 0.5, 1.5]])
    # output_size: from the size without output_padding, stride - 1 further.
    for size in 15, 16, 17:
        gives((1, 2, size), lambda: nn.ConvTranspose1d(2, 2, 3, stride=3), 1, 2, 5, output_size=[size])
    for size in 14, 18:
        refuses("[15] to [17]", lambda: nn.ConvTranspose1d(2, 2, 3, stride=3), 1, 2, 5, output_size=[size])
    wide = dict(stride=2, dilation=4)
    gives((1, 2, 18), lambda: nn.ConvTranspose1d(2, 2, 3, **wide, output_padding=3), 1, 2, 4)
    refuses("[15] to [16]", lambda: nn.ConvTranspose1d(2, 2, 3, **wide), 1, 2, 4, output_size=[18])
    # It wins over output_padding, takes any batch and channels in front, and is no integer.
    gives((1, 2, 15), lambda: nn.ConvTranspose1d(2, 2, 3, stride=3, output_padding=2), 1, 2, 5, output_size=[15])
    gives((1, 2, 15), lambda: nn.ConvTranspose1d(2, 2, 3, stride=3), 1, 2, 5, output_size=[7, 9, 15])
    gives((2, 15), lambda: nn.ConvTranspose1d(2, 2, 3, stride=3), 2, 5, output_size=[9, 15])
    refuses("must have 1 or 3", lambda: nn.ConvTranspose1d(2, 2, 3, stride=3), 1, 2, 5, output_size=[2, 15])
    refuses("has no len", lambda: nn.ConvTranspose1d(2, 2, 3, stride=3), 1, 2, 5, output_size=15)

    # Lazy layers take their channels from samples without a batch, too.
    gives((4, 6), lambda: nn.LazyConv1d(4, 3), 6, 8)
    layer = nn.LazyConv2d(4, 3)
    layer(torch.ones(1, 6, 8, 8))
    assert (type(layer), layer.in_channels) == (nn.Conv2d, 6)

    # Unfold and Fold: without a batch, too; the layout; what is in several windows, and in none.
    gives((8, 16), lambda: nn.Unfold(2), 2, 5, 5)
    gives((2, 4, 4), lambda: nn.Fold(4, 2), 8, 9)
    x = torch.arange(18.0).reshape(2, 3, 3)
    is_(nn.Unfold((2, 1))(x)[:, 1], [1.0, 4, 10, 13])
    is_(nn.Unfold((2, 1))(x)[0], [0.0, 1, 2, 3, 4, 5])
    is_(nn.Fold((3, 3), 2)(nn.Unfold(2)(torch.ones(1, 3, 3))), [[[1.0, 2, 1], [2, 4, 2], [1, 2, 1]]])
    strided = dict(kernel_size=2, stride=3)
    is_(nn.Fold((2, 4), **strided)(nn.Unfold(**strided)(torch.ones(1, 2, 4))), [[[1.0, 1, 0, 0], [1, 1, 0, 0]]])
    refuses("sliding blocks", lambda: nn.Unfold(3), 1, 2, 5)
    refuses("negative", lambda: nn.Unfold(2, padding=-1), 1, 5, 5)

    # Empty batches are fine, whatever the layer; empty axes are not, however much is padded.
    gives((0, 3, 5), lambda: nn.Conv1d(2, 3, 3, padding=1), 0, 2, 5)
    for mode in "reflect", "replicate", "circular":
        gives((0, 3, 5, 5), lambda: nn.Conv2d(2, 3, 3, padding=1, padding_mode=mode), 0, 2, 5, 5)
    gives((0, 3, 7, 7), lambda: nn.ConvTranspose2d(2, 3, 3), 0, 2, 5, 5)
    gives((0, 8, 16), lambda: nn.Unfold(2), 0, 2, 5, 5)
    gives((0, 2, 4, 4), lambda: nn.Fold(4, 2), 0, 8, 9)
    refuses("Only zero batch or zero channel", lambda: nn.Conv1d(2, 3, 3, padding=2), 1, 2, 0)
    refuses("Only zero batch or zero channel", lambda: nn.ConvTranspose1d(2, 3, 3), 1, 2, 0)
    refuses("non-zero dimensions", lambda: nn.Unfold(3, padding=2), 1, 2, 0, 5)
    # No channels of three that were asked for.
    gives((1, 0, 3), lambda: nn.Conv1d(0, 3, 3), 1, 0, 5)
    refuses("at least 1", lambda: nn.Conv1d(3, 0, 3), 1, 3, 5)

    # Initialisation: 1 / sqrt(fan_in), fan_in from the weight's own shape.
    for layer in nn.Conv2d(64, 32, 3, groups=2), nn.ConvTranspose2d(32, 64, 3, groups=2):
        bound = 1 / (32 * 9) ** 0.5
        largest = max(layer.weight.abs().max(), layer.bias.abs().max()).item()
        assert layer.weight.shape[1] == 32 and 0.99 * bound < largest <= bound * 1.00001, (largest, bound)
    # A dtype is no string in PyTorch, and Unfold has none.
    refuses("dtype", lambda: nn.Conv1d(2, 2, 3, dtype="float64"), 2, 5)
    refuses("dtype", lambda: nn.Unfold(2, dtype=torch.float64), 2, 5, 5)
    # Layers that are convolutions; the numbers are small integers, or divided by powers of two:
    # sums are exact.
    def same(layer, convolution, shape):
        global held
        x = torch.randint(-8, 9, (2, *shape)).float()
        assert torch.equal(layer(x).flatten(), convolution(x).flatten()), (layer, convolution)
        held += 1

    linear, covering = nn.Linear(3 * 4 * 5, 7), nn.Conv2d(3, 7, (4, 5))
    linear.weight.copy_(torch.randint(-8, 9, linear.weight.shape))
    linear.bias.copy_(torch.randint(-8, 9, linear.bias.shape))
    # The same elements in the same order.
    covering.weight.copy_(linear.weight.view_as(covering.weight))
    covering.bias.copy_(linear.bias)
    same(nn.Sequential(nn.Flatten(), linear), covering, (3, 4, 5))
    depthwise = nn.Conv2d(3, 3, 4, stride=2, padding=1, groups=3, bias=False)
    nn.init.constant_(depthwise.weight, 1 / 16)
    same(nn.AvgPool2d(4, stride=2, padding=1), depthwise, (3, 8, 9))
    norm = nn.BatchNorm2d(7).eval()
    norm.running_mean.copy_(torch.arange(7.0))
    norm.running_var.fill_(4.0)
    norm.eps = 0.0
    same(nn.Sequential(covering, norm), nn.utils.fusion.fuse_conv_bn_eval(covering.eval(), norm), (3, 4, 5))

print(f"{held} claims hold in PyTorch {torch.__version__}")
