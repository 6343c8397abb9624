"""Writes one TOML specification for each layer of suite.json, next to this script.

suite.json lists layers of well-known networks as measured against other systems.
"""

import json
import pathlib

here = pathlib.Path(__file__).parent


def value(numbers):
    """One number where all axes agree, otherwise a list."""
    return str(numbers[0]) if len(set(numbers)) == 1 else str(list(numbers))


for layer in json.loads((here / "suite.json").read_text()):
    transposed = "Transpose" if "transpose" in layer["op"] else ""
    lines = [
        "#:schema ../layer.schema.json",
        f'type = "Conv{transposed}{len(layer["kernel"])}d"',
        f"in_channels = {layer['in_channels']}",
        f"out_channels = {layer['out_channels']}",
        f"kernel_size = {value(layer['kernel'])}",
    ]
    defaults = {"stride": "1", "padding": "0", "output_padding": "0", "dilation": "1"}
    for key, default in defaults.items():
        if layer[key] is not None and value(layer[key]) != default:
            lines.append(f"{key} = {value(layer[key])}")
    if layer["groups"] != 1:
        lines.append(f"groups = {layer['groups']}")
    if not layer["bias"]:
        lines.append("bias = false")
    lines.append(f"input_shape = {[layer['in_channels'], *layer['input']]}")
    (here / f"{layer['id']}.toml").write_text("\n".join(lines) + "\n")
