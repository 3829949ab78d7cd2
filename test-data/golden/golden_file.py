"""What a golden file is made of: inputs, cases, and the text they are written as.

Inputs are small integers (the ramp cases, to be checked by hand) or multiples of 1/16 or 1/32, so
that float32, float64 and the printed digits are the same number. Each tensor is drawn from a stream
named after its file, case and name: a new case changes no old one.
"""

import json
import math
import random

import numpy as np
import torch


def tensor(data, *shape):
    return torch.tensor(data, dtype=torch.float64).reshape(shape or (len(data),))


def ramp(*shape, start=0):
    """start, start + 1, start + 2, ..."""
    return tensor([float(start + i) for i in range(math.prod(shape))], *shape)


def full(value, *shape):
    return torch.full(shape, float(value), dtype=torch.float64)


def values(*shape, limit=2.0, grid=16):
    """A recipe for multiples of 1/grid in [-limit, limit]; the case using it names the stream."""
    top = round(limit * grid)
    return lambda key: drawn(shape, key, lambda stream: stream.randint(-top, top) / grid)


def positive(*shape, limit=2.0, grid=16):
    """As values, in (0, limit]."""
    return lambda key: drawn(shape, key, lambda r: r.randint(1, round(limit * grid)) / grid)


def drawn(shape, key, draw):
    stream = random.Random(key)
    return tensor([draw(stream) for _ in range(math.prod(shape))], *shape)


class Digits:
    """A tensor to be written with this many significant digits; 17 are all of a float64."""

    def __init__(self, tensor, digits):
        self.tensor = tensor
        self.digits = digits


class GoldenFile:
    """The cases of one op, in order."""

    def __init__(self, name):
        self.name = name
        self.cases = []

    def case(self, name, f, inputs, spec=None, fixed=(), seed_gradient=None, gradients=True):
        """Runs f(**inputs, **spec) both ways; it answers y, or a dict whose y is differentiated.

        The gradient fed in at y is seed_gradient; without one it is drawn like an input, or 1 for a
        scalar. The inputs named in fixed get no gradient.
        """
        spec = spec or {}
        key = f"{self.name}/{name}/"
        inputs = {n: v(key + n) if callable(v) else v for n, v in inputs.items()}
        leaves = {
            n: v.clone().requires_grad_(gradients and n not in fixed) for n, v in inputs.items()
        }
        outputs = f(**leaves, **spec)
        outputs = outputs if isinstance(outputs, dict) else {"y": outputs}
        record = {"name": name, "spec": spec, "inputs": inputs, "outputs": outputs}
        if gradients:
            y = outputs["y"]
            if seed_gradient is None:
                seed_gradient = values(*y.shape)(key + "seed_gradient") if y.dim() else full(1)
            y.backward(seed_gradient)
            record["seed_gradient"] = seed_gradient
            record["gradients"] = {n: v.grad for n, v in leaves.items() if v.requires_grad}
        self.cases.append(record)

    def text(self):
        header = {
            "generator": "test-data/golden/generate_golden.py",
            "torch": torch.__version__.split("+")[0],
            "numpy": np.__version__,
        }
        return text(header | {"cases": self.cases}) + "\n"


def text(value, line="\n"):
    """JSON with a line for each entry; flat objects and short tensors count as one entry."""
    deeper = line + " "
    if isinstance(value, torch.Tensor):
        return tensor_text(value.detach().numpy(), deeper)
    if isinstance(value, Digits):
        return tensor_text(value.tensor.numpy(), deeper, value.digits)
    if isinstance(value, list):
        return "[" + ",".join(deeper + text(v, deeper) for v in value) + line + "]"
    if isinstance(value, dict) and any(
        isinstance(v, (torch.Tensor, Digits, dict, list)) for v in value.values()
    ):
        entries = (f"{deeper}{json.dumps(k)}: {text(v, deeper)}" for k, v in value.items())
        return "{" + ",".join(entries) + line + "}"
    return json.dumps(value)


def tensor_text(a, line, precision=9):
    """Nine significant digits, unless told. Below 1e-15 of the largest element all is rounding noise: 0."""
    noise = 1e-15 * np.abs(a).max(initial=0)
    digits = [f"{v:.{precision}g}" if abs(v) > noise else "0" for v in a.ravel()]
    width, line = (a.shape[-1], line) if a.size > 12 else (12, "")
    rows = [line + ", ".join(digits[i : i + width]) for i in range(0, len(digits), width)]
    return f'{{"shape": {json.dumps(a.shape)}, "data": [{",".join(rows)}]}}'
