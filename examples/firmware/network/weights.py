"""Writes weights/ds_cnn.safetensors: the weights that PyTorch draws by default, seeded. Needs torch and safetensors."""

from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

torch.manual_seed(49)
modules = {
    "features": nn.Conv2d(1, 64, (10, 4), stride=2),
    "depthwise_1": nn.Conv2d(64, 64, 3, padding=1, groups=64),
    "pointwise_1": nn.Conv2d(64, 64, 1),
    "depthwise_2": nn.Conv2d(64, 64, 3, padding=1, groups=64),
    "pointwise_2": nn.Conv2d(64, 64, 1),
}
tensors = {f"{name}.{key}": tensor for name, module in modules.items() for key, tensor in module.state_dict().items()}
save_file(tensors, Path(__file__).parent / "weights" / "ds_cnn.safetensors")
