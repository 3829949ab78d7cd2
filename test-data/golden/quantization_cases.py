"""The 8-bit scheme in integers of any size: what it means, not how 32-bit registers compute it.

Nothing is taken from an implementation: a product is a fraction, and rounding is its definition.
"""

import json
import math
import random
from fractions import Fraction

import numpy as np
import torch

from golden_file import GoldenFile, ramp, tensor, values

LEAST, MOST = -128, 127


def half_up(x):
    return math.floor(x + Fraction(1, 2))


def half_away(x):
    return half_up(x) if x >= 0 else -half_up(-x)


def clamp(x, low, high):
    return max(low, min(high, x))


def clamp16(x):
    return clamp(x, -(2**15), 2**15 - 1)


def multiplier(factor):
    """(value, shift): value 2^(shift - 31) is the factor, 2^30 <= value < 2^31."""
    if factor == 0:
        return 0, 0
    fraction, shift = math.frexp(factor)
    value = half_away(Fraction(fraction) * 2**31)
    if value == 2**31:
        value, shift = 2**30, shift + 1
    return (0, 0) if shift < -31 else (value, shift)


def doubling_high_multiply(a, b):
    return min(half_up(Fraction(a * b, 2**31)), 2**31 - 1)


def rounding_shift(x, exponent):
    return half_away(Fraction(x, 2**exponent))


def multiply(x, value, shift):
    left = clamp(x * 2 ** max(shift, 0), -(2**31), 2**31 - 1)
    return rounding_shift(doubling_high_multiply(left, value), max(-shift, 0))


def knots(f):
    """513 knots 1/32 apart, moved against the chord by half of what it misses the curve by."""
    moved = []
    for i in range(513):
        x = (i - 256) / 32
        bend = f(x - 1 / 32) - 2 * f(x) + f(x + 1 / 32)
        moved.append(clamp16(round((f(x) - bend / 16) * 2**15)))
    return moved


SIGMOID = knots(lambda x: 1 / (1 + math.exp(-x)))
TANH = knots(math.tanh)


def at(table, x):
    i, rest = divmod(clamp16(x), 128)
    low, high = table[i + 256], table[i + 257]
    return low + half_up(Fraction((high - low) * rest, 128))


class IntegerFile:
    """Cases of whole numbers: exact, unlike those of a GoldenFile."""

    def __init__(self, name):
        self.name = name
        self.cases = []

    def case(self, name, **numbers):
        self.cases.append({"name": name} | numbers)

    def text(self):
        header = {
            "generator": "test-data/golden/generate_golden.py",
            "torch": torch.__version__.split("+")[0],
            "numpy": np.__version__,
        }
        lines = ",\n  ".join(json.dumps(case) for case in self.cases)
        return json.dumps(header)[:-1] + ', "cases": [\n  ' + lines + "\n]}\n"


EDGES = [0, 1, -1, 2, -3, 2**30, -(2**30), 2**31 - 1, -(2**31), -(2**31) + 1]


def arithmetic(file):
    stream = random.Random("arithmetic")
    integers = EDGES + [stream.randint(-(2**31), 2**31 - 1) >> (3 * i) for i in range(10)]
    factors = [0.0, 1.0, 0.5, 1 / 3, 1 - 2**-40, 1 - 2**-33, 2**-31, 2**-32, 2**-33, 3e-12]
    factors += [2**-20 + 2**-52, 1.5, 1000.25, 2.0**30 - 1] + [
        math.exp(stream.uniform(-15, 3)) for _ in range(10)
    ]
    pairs = [multiplier(f) for f in factors]
    file.case("multiplier", factor=factors, value=[v for v, _ in pairs], shift=[s for _, s in pairs])

    a = [x for x in integers for _ in integers]
    b = integers * len(integers)
    high = [doubling_high_multiply(x, y) for x, y in zip(a, b)]
    file.case("doubling_high_multiply", a=a, b=b, y=high)

    x = [x for x in integers + [5, -5, 6, -6] for _ in (0, 1, 2, 15, 30, 31)]
    exponent = [0, 1, 2, 15, 30, 31] * (len(integers) + 4)
    file.case(
        "rounding_shift", x=x, exponent=exponent, y=[rounding_shift(*p) for p in zip(x, exponent)]
    )

    x = [x for x in integers for _ in pairs]
    value, shift = ([p[i] for p in pairs] * len(integers) for i in (0, 1))
    file.case(
        "multiply", x=x, value=value, shift=shift, y=[multiply(*p) for p in zip(x, value, shift)]
    )


def tables(file):
    file.case("sigmoid", knots=SIGMOID)
    file.case("tanh", knots=TANH)


def drawn(stream, count, low, high):
    return [stream.randint(low, high) for _ in range(count)]


def requantized(total, value, shift, activation, zero_point):
    scaled = multiply(total, value, shift)
    if activation == "tanh":
        return clamp(rounding_shift(at(TANH, scaled), 8), LEAST, MOST)
    if activation == "sigmoid":
        return clamp(rounding_shift(at(SIGMOID, scaled), 7) - 128, LEAST, MOST)
    low = zero_point if activation == "relu" else LEAST
    return clamp(scaled + zero_point, low, MOST)


def conv(file, name, c, o, k, length, dilation=1, left=0, right=0, groups=1, activation="none"):
    """With zero points as they are meant: subtracted from x, not folded into the bias."""
    stream = random.Random(f"conv/{name}")
    zero_in, zero_out = stream.randint(-40, 40), stream.randint(-40, 40)
    zero_out = {"tanh": 0, "sigmoid": -128}.get(activation, zero_out)
    x = drawn(stream, c * length, LEAST, MOST)
    weight = drawn(stream, o * c // groups * k, -127, 127)
    real_bias = drawn(stream, o, -3000, 3000)
    pairs = [multiplier(stream.uniform(0.0005, 0.02)) for _ in range(o)]
    y = []
    for out in range(o):
        group = out // (o // groups)
        for t in range(length):
            total = real_bias[out]
            for i in range(c // groups):
                for tap in range(k):
                    at_time = t + tap * dilation - left
                    if 0 <= at_time < length:
                        sample = x[(group * (c // groups) + i) * length + at_time]
                        total += weight[(out * (c // groups) + i) * k + tap] * (sample - zero_in)
            y.append(requantized(total, *pairs[out], activation, zero_out))
    rows = [weight[i * len(weight) // o : (i + 1) * len(weight) // o] for i in range(o)]
    file.case(
        name,
        channels=[c, o],
        kernel_size=k,
        dilation=dilation,
        pad=[left, right],
        groups=groups,
        activation=activation,
        zero_points=[zero_in, zero_out],
        weight=weight,
        bias=[b - zero_in * sum(row) for b, row in zip(real_bias, rows)],
        value=[v for v, _ in pairs],
        shift=[s for _, s in pairs],
        x=x,
        y=y,
    )


def gates(stream, rows, columns, zero_point):
    weight = drawn(stream, rows * columns, -127, 127)
    real_bias = drawn(stream, rows, -3000, 3000)
    pairs = [multiplier(stream.uniform(0.2, 0.9)) for _ in range(rows)]
    bias = [
        real_bias[r] - zero_point * sum(weight[r * columns : (r + 1) * columns])
        for r in range(rows)
    ]
    numbers = dict(weight=weight, bias=bias, value=[p[0] for p in pairs], shift=[p[1] for p in pairs])

    def run(x):
        return [
            multiply(
                real_bias[r]
                + sum(weight[r * columns + i] * (x[i] - zero_point) for i in range(columns)),
                *pairs[r],
            )
            for r in range(rows)
        ]

    return numbers, run


def recurrent(file, name, gate_count, cells, columns, length, step, **spec):
    stream = random.Random(f"recurrent/{name}")
    zero_in, zero_out = stream.randint(-40, 40), stream.randint(-40, 40)
    x_numbers, run_x = gates(stream, gate_count * cells, columns, zero_in)
    h_numbers, run_h = gates(stream, gate_count * cells, cells, zero_out)
    hidden = multiplier(spec.pop("hidden"))
    x = drawn(stream, columns * length, LEAST, MOST)
    y = [[] for _ in range(cells)]
    h, state = [zero_out] * cells, [0] * cells
    for t in range(length):
        a, b = run_x(x[t::length]), run_h(h)
        for j in range(cells):
            wide, state[j] = step(a, b, j, cells, state[j], **spec)
            h[j] = clamp(multiply(wide, *hidden) + zero_out, LEAST, MOST)
            y[j].append(h[j])
    file.case(
        name,
        cells=cells,
        columns=columns,
        zero_points=[zero_in, zero_out],
        gates_x=x_numbers,
        gates_h=h_numbers,
        hidden=list(hidden),
        x=x,
        y=[q for row in y for q in row],
        **spec,
    )


def lstm_step(a, b, j, cells, c, cell_bits):
    i, f, g, o = (
        at(TANH if n == 2 else SIGMOID, clamp16(a[n * cells + j] + b[n * cells + j]))
        for n in range(4)
    )
    c = clamp16(rounding_shift(f * c, 15) + rounding_shift(i * g, 30 - cell_bits))
    tanh = at(TANH, clamp16(half_away(Fraction(c) * Fraction(2) ** (12 - cell_bits))))
    return o * tanh, c


def gru_step(a, b, j, cells, s):
    r, z = (
        at(SIGMOID, clamp16(a[n * cells + j] + b[n * cells + j])) for n in range(2)
    )
    new = clamp16(a[2 * cells + j]) + rounding_shift(r * clamp16(b[2 * cells + j]), 15)
    n = at(TANH, clamp16(new))
    s = rounding_shift((2**15 - z) * n + z * s, 15)
    return s, s


def fake_quant(x, scale, zero_point, least, most):
    return torch.fake_quantize_per_tensor_affine(x, scale, zero_point, least, most)


def fake_quant_rows(x, scales, zero_points, least, most):
    return torch.fake_quantize_per_channel_affine(
        x, scales.float(), zero_points.int(), 0, least, most
    )


def fake_quant_file():
    """Scales that are powers of two, and inputs off the halves, so that nothing hangs on rounding."""
    file = GoldenFile("fake_quant")

    def case(name, x, scale, zero_point, least=-128, most=127):
        spec = dict(scale=scale, zero_point=zero_point, least=least, most=most)
        file.case(name, fake_quant, dict(x=x), spec)

    case("ramp", ramp(9, start=-4), 1.0, 0, least=-3, most=2)
    case("fine", values(2, 3, 7, limit=2), 0.03125, 10)
    case("saturated", values(2, 3, 7, limit=2), 0.03125, 10, least=-20, most=30)
    case("unsigned", values(2, 3, 7, limit=4), 0.0625, 0, least=0)
    scales = dict(scales=tensor([0.25, 0.03125, 0.5]), zero_points=tensor([0, 3, -1]))
    file.case(
        "rows",
        fake_quant_rows,
        dict(x=values(3, 5, limit=2)) | scales,
        dict(least=-7, most=7),
        fixed=("scales", "zero_points"),
    )
    return file


def files():
    file = IntegerFile("quantization")
    arithmetic(file)
    tables(file)
    conv(file, "conv", 3, 2, 3, 6, left=2)
    conv(file, "conv_relu", 2, 5, 3, 7, dilation=2, left=2, right=2, activation="relu")
    conv(file, "conv_groups", 4, 6, 2, 5, left=1, groups=2)
    conv(file, "conv_tanh", 2, 3, 1, 8, activation="tanh")
    conv(file, "conv_sigmoid", 2, 3, 1, 8, activation="sigmoid")
    for bits in (11, 14, 15):
        name = f"lstm_{bits}"
        recurrent(file, name, 4, 3, 2, 12, lstm_step, hidden=2**-22.5, cell_bits=bits)
    recurrent(file, "gru", 3, 3, 2, 12, gru_step, hidden=2**-7.7)
    yield file
    yield fake_quant_file()
