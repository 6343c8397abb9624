"""Writes the corpora that fuzzing starts from: the golden calls in all notations, the files of
`layer_specs`, and small files of weights.

    python3 fuzz/seeds.py          # writes fuzz/corpus/{toml,json,inline,weights}/
    cargo +nightly fuzz run toml -- -dict=fuzz/dictionary -max_total_time=600 -timeout=10 -rss_limit_mb=4096
"""

import json
from pathlib import Path

FUZZ = Path(__file__).resolve().parent
ROOT = FUZZ.parent
# What the data gives by position.
ORDER = ["in_channels", "out_channels", "kernel_size"]
# What is ours, and in no golden call.
EXTENSIONS = {
    "pairs": {"padding": [[1, 2], [0, 3]], "input_shape": [16, "H", 9]},
    "same_upper": {"padding": "same_upper", "stride": 2, "dtype": "float64"},
    "same_lower": {"padding": "same_lower", "padding_mode": "circular", "input_shape": [16, 12, 9]},
    "weights": {"weights": "model.safetensors", "tensors": ["stem.weight", "stem.bias"]},
    "memory_format": {"memory_format": "channels_last"},
    "memory_formats": {"memory_format": {"input": "blocked", "output": "channels_last"}, "dtype": "float64"},
    "unroll": {"unroll": "size"},
    "plan": {"plan": {"avx2": {"kernel": "pixels", "channels": 1, "vectors": 2}}},
    "plan_channels": {"plan": {"avx512": {"kernel": "channels", "vectors": 1, "pixels": 8, "tail": 7, "band": 56, "phases": 1}}},
    "plan_whole_rows": {
        "input_shape": [16, 12, 9],
        "plan": {
            "neon": {"kernel": "whole_rows", "vectors": 2, "pixels": 5, "tail": 4, "band": 9},
            "avx2": {"kernel": "pixels", "channels": 1, "vectors": 7},
        },
    },
    "plan_rows": {"groups": 16, "out_channels": 32, "plan": {"sse2": {"kernel": "rows", "rows": 4, "vectors": 2}}},
    "layer": {"weights": "../model.safetensors", "tensors": "stem", "bias": False},
}


def python(value):
    if isinstance(value, list):
        return "(" + ", ".join(python(entry) for entry in value) + ("," if len(value) == 1 else "") + ")"
    return json.dumps(value) if isinstance(value, str) else str(value)


def toml(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(entry)}" for key, entry in value.items()) + " }"
    return str(value).lower() if isinstance(value, bool) else json.dumps(value)


def write(target, name, text):
    folder = FUZZ / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


for data in ["cases.jsonl", "invalid.jsonl"]:
    for line in (ROOT / "tests/golden/data" / data).read_text().splitlines():
        case = json.loads(line)
        given = case.get("given")
        if not given or "class" not in given:
            continue
        keywords = dict(given["kwargs"])
        shape = case.get("input_shape")
        if shape:
            keywords["input_shape"] = shape[1:] if case.get("batched", True) else shape
        if "output_size" in given:
            keywords["output_size"] = given["output_size"]
        arguments = [python(value) for value in given["args"]]
        arguments += [f"{key}={python(value)}" for key, value in keywords.items()]
        write("inline", case["id"], f"nn.{given['class']}({', '.join(arguments)})")
        names = ORDER[1:] if given["class"].startswith("Lazy") else ORDER
        keys = {"type": given["class"], **dict(zip(names, given["args"])), **keywords}
        write("json", case["id"], json.dumps(keys, indent=2))
        keys = {key: value for key, value in keys.items() if value is not None}
        write("toml", case["id"], "".join(f"{key} = {toml(value)}\n" for key, value in keys.items()))

for name, keywords in EXTENSIONS.items():
    keys = {"type": "Conv2d", "in_channels": 16, "out_channels": 33, "kernel_size": [3, 5], **keywords}
    arguments = ", ".join(f"{key}={python(value)}" for key, value in keys.items() if key != "type")
    write("inline", name, f"nn.Conv2d({arguments})")
    write("json", name, json.dumps(keys, indent=2))
    write("toml", name, "".join(f"{key} = {toml(value)}\n" for key, value in keys.items()))

# What Python allows beyond values, among Rust's tokens.
PASTED = {
    "printed": "Conv2d(16, 33, kernel_size=(3, 5), stride=(2, 1), padding=same, padding_mode=reflect)",
    "printed_lazy": "LazyConv2d(0, 33, kernel_size=(3, 5), stride=(1, 1), input_shape=(16, H, 9))",
    "arithmetic": "nn.Conv2d(2 * 8, 33, (3, 2 + 3), padding=((3 - 1) * 2, -(-2)))",
    "comments": "nn.Conv2d(16, 33, # (3, 5)\n(3, 5)) # end",
    "objects": 'torch.nn.modules.conv.Conv2d(16, 33, 3, bias=0, device=torch.device("cpu", 0), dtype=torch.double)',
    "sequential": "nn.Sequential(nn.Conv2d(16, 33, 3), nn.ReLU())",
    "arguments": "nn.Conv2d(*args, **kwargs)",
}
for name, text in PASTED.items():
    write("inline", name, text)

for path in sorted((ROOT / "layer_specs").glob("*.*")):
    if path.suffix in {".toml", ".json"}:
        write(path.suffix[1:], path.name, path.read_bytes())

for path in sorted((ROOT / "tests/weights").glob("*.safetensors")):
    if path.stat().st_size < 4096:
        write("weights", path.stem, path.read_bytes())
