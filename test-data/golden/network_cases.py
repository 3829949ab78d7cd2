"""Whole networks, forward and backward."""

import torch.nn.functional as F

from golden_file import GoldenFile, full, positive, values
from op_cases import batch_norm, conv1d


def relu(x):
    """relu, where no element lies so near the kink that float32 could fall on the other side."""
    near = int(((x != 0) & (x.abs() < 1e-4)).sum())
    if near:
        raise ValueError(f"{near} elements too near 0 for relu; choose other inputs")
    return F.relu(x)


def cnn_s(x, target, **p):
    a = x
    for conv, dilation in (("conv1", 1), ("conv2", 2), ("conv3", 4)):
        padding = dict(pad_left=4 * dilation, dilation=dilation)
        a = relu(conv1d(a, p[f"{conv}.weight"], p[f"{conv}.bias"], **padding))
    estimate = conv1d(a, p["head.weight"], p["head.bias"])
    return {"y": F.mse_loss(estimate, target), "estimate": estimate}


def cnn_s_file():
    file = GoldenFile("network_cnn_s")

    def conv(name, m, c, k, limit):
        weight, bias = values(m, c, k, limit=limit, grid=32), values(m, limit=0.5, grid=32)
        return {f"{name}.weight": weight, f"{name}.bias": bias}

    inputs = dict(x=values(2, 8, 40), target=values(2, 2, 40))
    inputs |= conv("conv1", 16, 8, 5, 0.25) | conv("conv2", 16, 16, 5, 0.1875)
    inputs |= conv("conv3", 16, 16, 5, 0.1875) | conv("head", 2, 16, 1, 0.5)
    file.case("mse", cnn_s, inputs, fixed=("target",))
    return file


def wrn_stage(x, dilation, momentum, eps, **p):
    """Two pre-activation blocks; the first changes the width, so its shortcut is a convolution."""
    running = {}

    def norm_relu(a, name):
        affine, c = (p[f"{name}.gamma"], p[f"{name}.beta"]), a.shape[1]
        out = batch_norm(a, *affine, full(0, c), full(1, c), True, momentum, eps)
        running.update({f"{name}.{n}": out[n] for n in ("running_mean", "running_variance")})
        return relu(out["y"])

    same = dict(pad_left=dilation, pad_right=dilation, dilation=dilation)
    for block in ("block1", "block2"):
        a = norm_relu(x, f"{block}.bn1")
        shortcut = f"{block}.shortcut.weight"
        skip = conv1d(a, p[shortcut]) if shortcut in p else x
        h = conv1d(a, p[f"{block}.conv1.weight"], **same)
        x = skip + conv1d(norm_relu(h, f"{block}.bn2"), p[f"{block}.conv2.weight"], **same)
    return {"y": x} | running


def wrn_stage_file():
    file = GoldenFile("network_wrn_stage")

    def norm(name, c):
        return {f"{name}.gamma": positive(c), f"{name}.beta": values(c, limit=0.5)}

    def block(name, c, m):
        first = norm(f"{name}.bn1", c) | {f"{name}.conv1.weight": values(m, c, 3, limit=0.5)}
        return first | norm(f"{name}.bn2", m) | {f"{name}.conv2.weight": values(m, m, 3, limit=0.5)}

    inputs = dict(x=values(2, 3, 11)) | block("block1", 3, 4) | block("block2", 4, 4)
    inputs["block1.shortcut.weight"] = values(4, 3, 1, limit=0.5)
    file.case("training", wrn_stage, inputs, dict(dilation=2, momentum=0.1, eps=1e-5))
    return file


def files():
    yield cnn_s_file()
    yield wrn_stage_file()
