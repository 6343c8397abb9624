#!/usr/bin/env python3
"""Writes data.rs next to this file: gradients of layers' inputs, as PyTorch computes them.

Needs torch. All numbers are small integers, so that sums are exact in any order, and no tolerance is needed.
"""
from pathlib import Path

import torch
from torch import nn

generator = torch.Generator().manual_seed(19)
version = torch.__version__.split("+")[0]
text = [f"//! Layers, their inputs, and the gradients of these. Written by generate.py with PyTorch {version}.\n"]


def integers(shape):
    return torch.randint(-4, 5, shape, generator=generator).float()


def array(tensor):
    if tensor.dim() == 0:
        return f"{tensor.item():.1f}"
    return "[" + ", ".join(array(row) for row in tensor) + "]"


def rust_type(shape):
    kind = "f32"
    for size in reversed(shape):
        kind = f"[{kind}; {size}]"
    return kind


def case(name, layer, *shape):
    """A layer, and the shape of its input without the batch."""
    with torch.no_grad():
        layer.weight.copy_(integers(layer.weight.shape))
    x = integers((1, *shape)).requires_grad_()
    y = layer(x)
    received = integers(y.shape)
    y.backward(received)
    text.append(f"\n/// `{layer}` on an input of {list(shape)}.\npub(crate) mod {name} {{\n")
    for constant, tensor in [
        ("WEIGHT", layer.weight), ("INPUT", x[0]), ("OUTPUT", y[0]), ("RECEIVED", received[0]), ("GRADIENT", x.grad[0])
    ]:
        text.append(f"    pub(crate) static {constant}: {rust_type(tensor.shape)} = {array(tensor.detach())};\n")
    text.append("}\n")


case("signal", nn.Conv1d(4, 6, 3, stride=2, padding=1, dilation=2, groups=2, bias=False), 4, 11)
case("same", nn.Conv1d(2, 3, 4, padding="same", bias=False), 2, 7)
case("stem", nn.Conv2d(3, 8, 3, stride=2, padding=1, bias=False), 3, 8, 8)
case("odd", nn.Conv2d(4, 2, (3, 5), stride=(1, 2), padding=(1, 2), dilation=(2, 1), groups=2, bias=False), 4, 7, 9)
case("volume", nn.Conv3d(2, 4, (1, 2, 3), stride=(1, 2, 2), padding=(0, 1, 1), bias=False), 2, 2, 4, 5)
case("up", nn.ConvTranspose2d(3, 2, 4, stride=2, padding=1, bias=False), 3, 3, 4)
Path(__file__).with_name("data.rs").write_text("".join(text))
