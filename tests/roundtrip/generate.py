"""PyTorch's side of the round trip: writes data/ from the specifications below layer_specs/.

For each specification it builds `getattr(torch.nn, type)(**arguments)`, lets PyTorch initialise it, saves its `state_dict` as
a safetensors file, and records what the module gives for an input by formula. data/README.md describes the files.

    python generate.py          (needs torch, numpy, safetensors)

Keys that PyTorch does not have are emulated with what it has:

- `input_shape`: the shape of the input, with sizes of our choice where it leaves them open;
- `output_size` of a transposed layer: the argument of the call;
- `dtype`: the torch.dtype of this name;
- `memory_format`: nothing, since it does not change the numbers; the case says it, and the tests put them in order;
- `padding` as pairs, "same_upper", "same_lower": `F.pad` on the input of a module without padding; of a transposed layer, the
  output of a module without padding, cropped.
"""

import copy
import json
import math
import pathlib
import shutil
import tomllib
import zlib

import safetensors.torch
import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
SPECS = HERE.parent.parent / "layer_specs"
DATA = HERE / "data"

# Larger state_dicts are not stored: the module is then given values by formula, which the tests can
# work out.
MAX_STORED = 160 << 10
# Layers of more multiply-adds are computed once, for one sample, in tests that are not optimised.
MAX_MACS = 10_000_000
# Outputs recorded one by one; the totals cover all of them.
MAX_SAMPLES = 256
# Sizes of depth, height and width where a specification leaves them open, and of channels.
OPEN = [7, 13, 11]
OPEN_CHANNELS = 3
INPUT, WEIGHT, BIAS = 2654435761, 2246822519, 3266489917


def formula(shape, multiplier, dtype):
    """Element i is ((i * multiplier mod 2^32) >> 8) / 2^24 - 0.5, exact in float32."""
    i = torch.arange(math.prod(shape), dtype=torch.int64)
    # The product of two numbers below 2^32 may not fit: split it.
    low, high = i * (multiplier & 0xFFFF), (i * (multiplier >> 16) & 0xFFFF) << 16
    hashed = (low + high) & 0xFFFFFFFF
    return ((hashed >> 8).to(torch.float64) / 2**24 - 0.5).to(dtype).reshape(shape)


def read(path):
    if path.suffix == ".toml":
        return tomllib.loads(path.read_text())
    spec = json.loads(path.read_text())
    spec.pop("$schema", None)
    return spec


def specifications():
    """Specifications by name; a TOML and a JSON file of one name have to say the same."""
    found = {}
    for path in sorted(SPECS.rglob("*")):
        if path.suffix not in (".toml", ".json") or path.name in ("suite.json", "layer.schema.json"):
            continue
        file = path.relative_to(SPECS).as_posix()
        spec, files = found.setdefault(file.rsplit(".", 1)[0], (read(path), []))
        assert read(path) == spec, f"{file} differs from {files}"
        files.append(file)
    return found


def each(value, rank):
    return [value] * rank if isinstance(value, int) else list(value) * (rank if len(value) == 1 else 1)


def formats(given):
    """What a case says of its memory formats: nothing where they are PyTorch's default."""
    if given is None:
        return {}
    table = given if isinstance(given, dict) else {"input": given, "output": given}
    sides = [table.get(side, "contiguous_format").removeprefix("torch.") for side in ("input", "output")]
    return {"memory_format": ["channels_last" if side == "channels_last_3d" else side for side in sides]}


class Layer:
    """A module, and what has to be done before and after it to get the layer of a specification."""

    def __init__(self, spec):
        arguments = dict(spec)
        kind = arguments.pop("type")
        self.windows = kind in ("Unfold", "Fold")
        self.transposed = "Transpose" in kind
        self.rank = 2 if self.windows else int(kind[-2])
        shape = arguments.pop("input_shape", None)
        self.fixed = shape is not None and all(isinstance(size, int) for size in shape)
        self.dtype = getattr(torch, arguments.pop("dtype", "float32").removeprefix("torch."))
        self.output_size = arguments.pop("output_size", None) if self.transposed else None
        arguments.pop("weights", None), arguments.pop("tensors", None)
        self.formats = formats(arguments.pop("memory_format", None))
        self.shape = self.input_shape(kind, arguments, shape)
        self.pairs, self.mode = self.take_padding(arguments)
        if not self.windows:
            arguments["dtype"] = self.dtype
        self.module = getattr(torch.nn, kind)(**arguments)

    def input_shape(self, kind, arguments, shape):
        if kind == "Fold":
            size, kernel = each(arguments["output_size"], 2), each(arguments["kernel_size"], 2)
            stride, dilation = each(arguments.get("stride", 1), 2), each(arguments.get("dilation", 1), 2)
            padding = each(arguments.get("padding", 0), 2)
            along = zip(size, kernel, stride, dilation, padding)
            blocks = math.prod((n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, d, p in along)
            rows = shape[0] if shape else None
            return [rows if isinstance(rows, int) else OPEN_CHANNELS * math.prod(kernel), blocks]
        shape = shape or [arguments.get("in_channels"), *[None] * self.rank]
        sizes = zip(shape[1:], OPEN[-self.rank :])
        channels = shape[0] if isinstance(shape[0], int) else OPEN_CHANNELS
        return [channels] + [size if isinstance(size, int) else chosen for size, chosen in sizes]

    def take_padding(self, arguments):
        """Padding that PyTorch has no word for, as pairs; it is taken out of the arguments."""
        padding = arguments.get("padding")
        kernel, stride = each(arguments["kernel_size"], self.rank), each(arguments.get("stride", 1), self.rank)
        dilation = each(arguments.get("dilation", 1), self.rank)
        if padding in ("same_upper", "same_lower"):
            pairs = []
            for n, k, s, d in zip(self.shape[1:], kernel, stride, dilation):
                total = max((-(-n // s) - 1) * s + d * (k - 1) + 1 - n, 0)
                less, more = total // 2, total - total // 2
                pairs.append([less, more] if padding == "same_upper" else [more, less])
        elif isinstance(padding, list) and isinstance(padding[0], list):
            pairs = padding
        else:
            return None, None
        del arguments["padding"]
        mode = arguments.pop("padding_mode", "zeros")
        return pairs, "constant" if mode == "zeros" else mode

    def __call__(self, module, x):
        # `F.pad` counts from the last axis, and so does cropping with negative amounts.
        if self.pairs is not None and not self.transposed:
            x = F.pad(x, [end for pair in reversed(self.pairs) for end in pair], mode=self.mode)
        y = module(x) if self.output_size is None else module(x, output_size=self.output_size_for(x))
        if self.pairs is not None and self.transposed:
            y = F.pad(y, [-end for pair in reversed(self.pairs) for end in pair])
        return y

    def output_size_for(self, x):
        """PyTorch wants the batch in front of the channels, where there is one."""
        return self.output_size[-self.rank :] if x.dim() == self.rank + 2 else self.output_size

    def macs(self, y):
        """Every weight meets every output position, or, of a transposed layer, every input position."""
        positions = self.shape if self.transposed else y.shape[1:]
        return 0 if self.windows else self.module.weight.numel() * math.prod(positions[1:])

    def terms(self):
        """The most terms that one output is the sum of, and the part of a unit that rounding can take from each."""
        unit = 2.0**-53 if self.dtype == torch.float64 else 2.0**-24
        if isinstance(self.module, torch.nn.Unfold):
            return 0, unit
        if isinstance(self.module, torch.nn.Fold):
            return math.prod(each(self.module.kernel_size, 2)), unit
        weight = self.module.weight
        inputs = weight.shape[0] // self.module.groups if self.transposed else weight.shape[1]
        return inputs * math.prod(weight.shape[2:]) + (self.module.bias is not None), unit


def magnitudes(module):
    """The module with the magnitudes of its parameters, which gives the sum of its terms' magnitudes."""
    for parameter in module.parameters():
        parameter.data = parameter.data.abs()
    return module


def totals(y):
    """Sums over all outputs, in double precision: plain and of magnitudes, without and with weights of 1 to 251."""
    y = y.reshape(-1)
    weighted = y * (torch.arange(len(y)) % 251 + 1)
    return {
        "sum": y.sum().item(),
        "sum_abs": y.abs().sum().item(),
        "weighted_sum": weighted.sum().item(),
        "weighted_sum_abs": weighted.abs().sum().item(),
    }


def case(name, spec, files, tensors):
    torch.manual_seed(zlib.crc32(name.encode()))
    layer = Layer(spec)
    # Lazy layers learn their channels here.
    first = layer(layer.module, formula([1, *layer.shape], INPUT, layer.dtype))
    macs = layer.macs(first)
    batch = 2 if macs <= MAX_MACS and math.prod(layer.shape) <= 100_000 else 1
    x = formula([batch, *layer.shape], INPUT, layer.dtype)
    state = layer.module.state_dict()
    stored = sum(tensor.nbytes for tensor in state.values()) <= MAX_STORED
    if state and not stored:
        multipliers = {"weight": WEIGHT, "bias": BIAS}
        layer.module.load_state_dict({key: formula(t.shape, multipliers[key], t.dtype) for key, t in state.items()})
    elif state:
        path = DATA / "state_dicts" / f"{name}.safetensors"
        path.parent.mkdir(parents=True, exist_ok=True)
        safetensors.torch.save_file(state, path)

    y = layer(layer.module, x)
    double = copy.deepcopy(layer.module).double()
    y_f64 = layer(double, x.double())
    largest = layer(magnitudes(double), x.double().abs()).max().item()
    terms, unit = layer.terms()
    atol = 4 * math.sqrt(terms) * unit * largest
    assert (y.double() - y_f64).abs().max().item() <= atol, name

    count = y.numel()
    index = torch.arange(count)
    if count > MAX_SAMPLES:
        # The corners of the first and the last channel, and anything else.
        plane, row = math.prod(y.shape[2:]), y.shape[-1]
        corners = [0, row - 1, plane - row, plane - 1, count - plane, count - plane + row - 1, count - row, count - 1]
        index = torch.randint(count, [MAX_SAMPLES - len(corners)])
        index = torch.unique(torch.cat([torch.tensor(corners), index]))
    tensors[f"{name}.index"] = index.to(torch.int32)
    tensors[f"{name}.output"] = y.reshape(-1)[index].clone()
    tensors[f"{name}.output_f64"] = y_f64.reshape(-1)[index].clone()
    parameters = ("state_dict" if stored else "formula") if state else None
    return {
        "name": name,
        "specs": files,
        "class": type(layer.module).__name__,
        "dtype": str(layer.dtype).removeprefix("torch."),
        "fixed": layer.fixed,
        "batch": batch,
        "input_shape": layer.shape,
        "output_shape": list(y.shape[1:]),
        "weight_shape": list(state["weight"].shape) if state else None,
        "bias": "bias" in state,
        "parameters": parameters,
        "every_way": macs <= MAX_MACS,
        "atol": atol,
        "totals": totals(y_f64),
        **layer.formats,
    }


def main():
    shutil.rmtree(DATA / "state_dicts", ignore_errors=True)
    DATA.mkdir(exist_ok=True)
    tensors, lines = {}, []
    with torch.no_grad():
        for name, (spec, files) in specifications().items():
            lines.append(json.dumps(case(name, spec, files, tensors)))
            print(name)
    (DATA / "cases.jsonl").write_text("\n".join(lines) + "\n")
    safetensors.torch.save_file(tensors, DATA / "outputs.safetensors")
    print(f"{len(lines)} cases by PyTorch {torch.__version__}")


main()
