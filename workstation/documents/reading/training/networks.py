"""The two networks, how they are trained and how they are written: plain convolutions, so that OpenCV runs them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn


def _step(into: int, out: int, size: tuple[int, int], stride: tuple[int, int], dilation: int, pad_rows: bool) -> Any:
    rows = (size[0] // 2) * dilation if pad_rows else 0
    padding = (rows, (size[1] // 2) * dilation)
    return nn.Conv2d(into, out, size, stride=stride, padding=padding, dilation=dilation, bias=False)


def stack(table: tuple[tuple[int, int, tuple[int, int], tuple[int, int], int, bool], ...], answers: int) -> Any:
    """Convolutions with batch norm and ReLU by a table, then one of 1 x 1 to ``answers`` planes.

    A row of the table: planes in, planes out, kernel (rows, columns), stride, dilation, rows padded.
    """
    layers: list[Any] = []
    for row in table:
        layers += [_step(*row), nn.BatchNorm2d(row[1]), nn.ReLU()]
    return nn.Sequential(*layers, nn.Conv2d(table[-1][1], answers, 1))


RECOGNISER = (
    (1, 24, (5, 5), (2, 2), 1, True),
    (24, 32, (3, 3), (2, 1), 1, True),
    (32, 48, (3, 3), (1, 1), 1, True),
    (48, 64, (3, 3), (2, 1), 1, True),
    (64, 72, (4, 5), (1, 1), 1, False),
    (72, 64, (1, 5), (1, 1), 1, True),
    (64, 64, (1, 5), (1, 1), 4, True),
    (64, 64, (1, 5), (1, 1), 8, True),
)
"""The last two see three characters to either side: how their neighbours were printed, blurred and stored."""
LOCATOR = (
    (1, 12, (5, 5), (2, 2), 1, True),
    (12, 24, (3, 3), (2, 2), 1, True),
    (24, 24, (3, 3), (1, 1), 1, True),
    (24, 24, (3, 3), (1, 1), 2, True),
    (24, 24, (3, 3), (1, 1), 4, True),
    (24, 24, (3, 3), (1, 1), 8, True),
    (24, 24, (3, 3), (1, 1), 2, True),
    (24, 24, (3, 3), (1, 1), 1, True),
)
"""Quarter resolution all the way: lines two cells apart must stay apart."""


def write(network: Any, path: Path, name: str) -> None:
    """The network as ONNX, batch norm folded into the convolutions, any size of input."""
    weights: list[Any] = []
    nodes: list[Any] = []
    layers = list(network.eval())
    flowing = "strips"
    for place, layer in enumerate(layers):
        if not isinstance(layer, nn.Conv2d):
            continue
        norm = layers[place + 1] if place + 1 < len(layers) else None
        weight = layer.weight.detach().double()
        if isinstance(norm, nn.BatchNorm2d):
            scale = norm.weight.detach().double() / torch.sqrt(norm.running_var.double() + norm.eps)
            bias = norm.bias.detach().double() - norm.running_mean.double() * scale
            weight = weight * scale[:, None, None, None]
        else:
            bias = layer.bias.detach().double()
        for key, values in (("w", weight), ("b", bias)):
            weights.append(numpy_helper.from_array(values.numpy().astype(np.float32), f"{key}{place}"))
        last = norm is None
        out = "answers" if last else f"c{place}"
        pads = [layer.padding[0], layer.padding[1]] * 2
        nodes.append(
            helper.make_node(
                "Conv",
                [flowing, f"w{place}", f"b{place}"],
                [out],
                kernel_shape=list(layer.kernel_size),
                strides=list(layer.stride),
                dilations=list(layer.dilation),
                pads=pads,
            )
        )
        if not last:
            nodes.append(helper.make_node("Relu", [out], [f"r{place}"]))
            flowing = f"r{place}"
    given = helper.make_tensor_value_info("strips", TensorProto.FLOAT, ["n", 1, "height", "width"])
    told = helper.make_tensor_value_info(
        "answers", TensorProto.FLOAT, ["n", layers[-1].out_channels, "rows", "columns"]
    )
    graph = helper.make_graph(nodes, name, [given], [told], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())
