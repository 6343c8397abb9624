#!/usr/bin/env python3
"""Writes the small .safetensors files of the tests. Needs nothing but Python.

usage: tests/weights/generate.py    (from anywhere; the files are committed)

Number n of a tensor is ((37 n + m) mod 61 - 30) / 16 with m = 0 for weights and 7 for biases: exact in every type, and
known to the tests.
"""

import json
import math
import struct
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent


def numbers(count, shift):
    return [((37 * n + shift) % 61 - 30) / 16 for n in range(count)]


def encode(dtype, values):
    if dtype == "BF16":  # the upper half of a single; the numbers here have few digits
        return b"".join(struct.pack("<f", value)[2:] for value in values)
    codes = {"F16": "e", "F32": "f", "F64": "d", "I32": "i", "U8": "B"}
    return struct.pack(f"<{len(values)}{codes[dtype]}", *values)


def tensor(dtype, shape, shift=0, values=None):
    if values is None:
        values = numbers(math.prod(shape), shift)
    return dtype, list(shape), encode(dtype, values)


def pack(tensors, metadata=None):
    header, data = {}, b""
    if metadata:
        header["__metadata__"] = metadata
    for name, (dtype, shape, values) in tensors.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    header = json.dumps(header, separators=(",", ":")).encode()
    header += b" " * (-len(header) % 8)
    return struct.pack("<Q", len(header)) + header + data


def layer(name, dtype, weight, bias=None):
    """A layer's tensors; `bias` is the number of its output channels."""
    tensors = {f"{name}weight": tensor(dtype, weight)}
    if bias is not None:
        tensors[f"{name}bias"] = tensor(dtype, [bias], 7)
    return tensors


def write(path, content):
    path = TESTS / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    print(f"{len(content):6} {path.relative_to(TESTS)}")


# tests/pretrained.rs
model = {
    **layer("dense.", "F32", [20, 3, 3, 3], 20),
    **layer("grouped.", "F32", [36, 2, 3, 2], 36),
    **layer("depthwise.", "F32", [6, 1, 3, 3]),
    **layer("volume.", "F32", [17, 2, 2, 1, 3], 17),
    **layer("up.", "F32", [5, 20, 3, 3], 20),
    **layer("up_grouped.", "F32", [4, 3, 3], 6),
    **layer("dense_double.", "F64", [20, 3, 3, 3], 20),
    **layer("depthwise_double.", "F64", [6, 1, 3, 3]),
    **layer("up_double.", "F64", [5, 20, 3, 3], 20),
    **layer("from_half.", "F16", [20, 3, 3, 3], 20),
    **layer("from_brain.", "BF16", [20, 3, 3, 3], 20),
    **layer("double_from_half.", "F16", [4, 3, 3], 4),
    **layer("double_from_brain.", "BF16", [4, 3, 3], 4),
    **layer("double_from_single.", "F32", [4, 3, 3], 4),
    # A state_dict has more than convolutions.
    "norm.num_batches_tracked": tensor("I32", [], values=[7]),
}
write("weights/model.safetensors", pack(model, {"format": "pt"}))
write("weights/single.safetensors", pack(layer("", "F32", [2, 1, 3], 2)))
write("consumers/strict/specs/trained.safetensors", pack(layer("trained.", "F32", [4, 3, 3, 3], 4)))
write("consumers/bare/trained.safetensors", pack(layer("trained.", "F32", [2, 1, 3], 2)))

# tests/ui
ui = "ui/specs/weights"
conv = [4, 3, 3, 3]
good = layer("stem.", "F32", conv, 4)
write(f"{ui}/good.safetensors", pack(good))
write(f"{ui}/other_names.safetensors", pack({**layer("conv1.", "F32", conv, 4), **layer("conv2.", "F32", [8, 4, 3, 3], 8)}))
write(f"{ui}/near_name.safetensors", pack(layer("stemm.", "F32", conv, 4)))
write(f"{ui}/many_names.safetensors", pack({f"blocks.{n}.weight": tensor("U8", [1], values=[n]) for n in range(20)}))
write(f"{ui}/no_tensors.safetensors", pack({}))
write(f"{ui}/no_bias.safetensors", pack(layer("stem.", "F32", conv)))
write(f"{ui}/wrong_shape.safetensors", pack({**layer("stem.", "F32", [4, 3, 5, 5]), "stem.bias": tensor("F32", [8])}))
write(f"{ui}/transposed.safetensors", pack(layer("stem.", "F32", [3, 4, 3, 3], 4)))
write(f"{ui}/double.safetensors", pack(layer("stem.", "F64", conv, 4)))
write(f"{ui}/integers.safetensors", pack({**good, "stem.weight": tensor("I32", conv, values=[1] * 108)}))
write(f"{ui}/linear.safetensors", pack(layer("classes.", "F32", [4, 27], 4)))
write(
    f"{ui}/normalised.safetensors",
    pack(
        {
            "stem.bias": tensor("F32", [4], 7),
            "stem.parametrizations.weight.original0": tensor("F32", [4, 1, 1, 1]),
            "stem.parametrizations.weight.original1": tensor("F32", conv),
        }
    ),
)
weight, bias = numbers(108, 0), numbers(4, 7)
weight[5], weight[7], weight[9], bias[1] = math.nan, -math.inf, math.nan, math.inf
write(
    f"{ui}/not_finite.safetensors",
    pack({"stem.weight": tensor("F32", conv, values=weight), "stem.bias": tensor("F32", [4], values=bias)}),
)
write(f"{ui}/cut_off.safetensors", pack(good)[:-10])
write(f"{ui}/longer.safetensors", pack(good) + b"more")
write(f"{ui}/not_json.safetensors", struct.pack("<Q", 9) + b'{"stem": ')
write(f"{ui}/pickled.safetensors", b"PK\x03\x04 as torch.save writes it")
write(f"{ui}/empty.safetensors", b"")
