"""Cases of the functions of one and two tensors, of the reductions, dropout and the losses."""

import torch
import torch.nn.functional as F

from golden_file import GoldenFile, full, positive, ramp, tensor, values

BINARY = {
    "add": torch.add,
    "subtract": torch.subtract,
    "multiply": torch.multiply,
    "divide": torch.divide,
    "maximum": torch.maximum,
    "minimum": torch.minimum,
}


def binary(a, b, function):
    return BINARY[function](a, b)


def add_broadcast_file():
    file = GoldenFile("add_broadcast")
    spec = dict(function="add")
    column = dict(a=ramp(2, 3), b=ramp(2, 1, start=10))
    file.case("ramp", binary, column, spec, seed_gradient=ramp(2, 3))
    file.case("bias", binary, dict(a=values(2, 3, 5), b=values(3, 1)), spec)
    file.case("both_stretched", binary, dict(a=values(2, 1, 5), b=values(3, 1)), spec)
    file.case("scalar", binary, dict(a=values(), b=values(2, 3)), spec)
    return file


def binary_file():
    file = GoldenFile("binary")

    def case(function, name, a, b, seed_gradient=None):
        spec = dict(function=function)
        file.case(f"{function}_{name}", binary, dict(a=a, b=b), spec, seed_gradient=seed_gradient)

    for function in ("subtract", "multiply", "divide", "maximum", "minimum"):
        b = positive if function == "divide" else values
        case(function, "ramp", ramp(2, 3), full(2, 2, 3), ramp(2, 3, start=1))
        case(function, "same_shape", values(2, 3, 5), b(2, 3, 5))
        case(function, "b_per_channel", values(2, 3, 5), b(3, 1))
        case(function, "a_in_time", values(5), b(2, 3, 5))
        case(function, "both_stretched", values(2, 1, 4), b(3, 1))
        case(function, "scalar", values(2, 3), b())
    return file


UNARY = {
    "affine": lambda x, alpha, beta: alpha * x + beta,
    "abs": lambda x, alpha, beta: torch.abs(x),
    "sqrt": lambda x, alpha, beta: torch.sqrt(x),
    "exp": lambda x, alpha, beta: torch.exp(x),
    "log": lambda x, alpha, beta: torch.log(x),
    "x_log_x": lambda x, alpha, beta: torch.xlogy(x, x),
    "pow": lambda x, alpha, beta: torch.pow(x, alpha),
    "clamp": lambda x, alpha, beta: torch.clamp(x, alpha, beta),
    "leaky_relu": lambda x, alpha, beta: F.leaky_relu(x, alpha),
    "elu": lambda x, alpha, beta: F.elu(x, alpha),
    "gelu": lambda x, alpha, beta: F.gelu(x),
    "gelu_tanh": lambda x, alpha, beta: F.gelu(x, approximate="tanh"),
    "silu": lambda x, alpha, beta: F.silu(x),
    "softplus": lambda x, alpha, beta: F.softplus(x),
    "huber": lambda x, alpha, beta: F.huber_loss(
        x, torch.zeros_like(x), reduction="none", delta=alpha
    ),
    "pinball": lambda x, alpha, beta: torch.maximum(alpha * x, (alpha - 1) * x),
}


def unary(x, function, alpha, beta):
    return UNARY[function](x, alpha, beta)


def unary_file():
    file = GoldenFile("unary")

    def case(function, name, x, alpha=0.0, beta=0.0):
        spec = dict(function=function, alpha=alpha, beta=beta)
        file.case(f"{function}_{name}", unary, dict(x=x), spec)

    # From -3 to 3: every kink at an integer is met.
    kinks = ramp(7, start=-3)
    case("affine", "ramp", kinks, 2.0, -1.0)
    case("abs", "ramp", kinks)
    case("sqrt", "squares", ramp(5, start=1) ** 2)
    case("sqrt", "values", positive(2, 3))
    case("exp", "values", values(2, 3, 5))
    case("exp", "large", tensor([-1000.0, -20, 20]))
    case("log", "values", positive(2, 3, 5))
    case("x_log_x", "values", positive(2, 3, 5))
    case("pow", "cube", kinks, 3.0)
    case("pow", "zero", kinks, 0.0)
    case("pow", "one", kinks, 1.0)
    case("pow", "root", positive(2, 3), 0.5)
    case("pow", "inverse_square", positive(2, 3), -2.0)
    case("clamp", "at_the_bounds", kinks, -2.0, 1.0)
    case("clamp", "from_below", kinks, 0.0, 1000.0)
    case("leaky_relu", "ramp", kinks, 0.25)
    case("leaky_relu", "values", values(2, 3, 5), 0.01)
    case("elu", "ramp", kinks, 1.0)
    case("elu", "alpha", values(2, 3, 5), 1.5)
    for function in ("gelu", "gelu_tanh", "silu", "softplus"):
        case(function, "ramp", kinks)
        case(function, "values", values(2, 3, 5))
        case(function, "far", tensor([-1000.0, -30, -6, 6, 30, 1000]))
    case("huber", "at_the_bounds", kinks, 2.0)
    case("huber", "values", values(2, 3, 5), 0.5)
    case("pinball", "ramp", kinks, 0.75)
    case("pinball", "median", kinks, 0.5)
    return file


def where_file():
    file = GoldenFile("where")
    where = lambda condition, a, b: torch.where(condition != 0, a, b)

    def case(name, condition, a, b, seed_gradient=None):
        inputs = dict(condition=condition, a=a, b=b)
        file.case(name, where, inputs, fixed=("condition",), seed_gradient=seed_gradient)

    alternating = tensor([1.0, 0, -2, 0, 3, 0], 2, 3)
    case("ramp", alternating, ramp(2, 3), ramp(2, 3, start=10), ramp(2, 3, start=1))
    case("condition_stretched", tensor([1.0, 0, 1], 3, 1), values(2, 3, 5), values(2, 3, 5))
    case("all_stretched", tensor([1.0, 0], 2, 1, 1), values(3, 1), values(4))
    case("scalar", alternating, values(2, 3), values())
    return file


def softmax_file():
    file = GoldenFile("softmax")

    def softmax(x, axis, log):
        return F.log_softmax(x, axis) if log else F.softmax(x, axis)

    for log in (False, True):
        prefix = "log_" if log else ""

        def case(name, x, axis):
            file.case(prefix + name, softmax, dict(x=x), dict(axis=axis, log=log))

        case("ramp", ramp(2, 3), 1)
        case("first_axis", values(3, 2, 4), 0)
        case("middle_axis", values(2, 3, 4), 1)
        case("last_axis", values(2, 3, 4), 2)
        case("far", tensor([1000.0, 0, -1000, 990], 1, 4), 1)
        case("one", values(2, 1, 3), 1)
    return file


REDUCTIONS = {
    "sum": lambda x, axes, keep: x.sum(axes, keepdim=keep),
    "mean": lambda x, axes, keep: x.mean(axes, keepdim=keep),
    "variance": lambda x, axes, keep: x.var(axes, correction=0, keepdim=keep),
    "sample_variance": lambda x, axes, keep: x.var(axes, correction=1, keepdim=keep),
    "max": lambda x, axes, keep: x.amax(axes, keepdim=keep),
    "min": lambda x, axes, keep: x.amin(axes, keepdim=keep),
}


def reduce(x, function, keep, **axes):
    return REDUCTIONS[function](x, tuple(axes.values()), keep)


def reduce_file():
    file = GoldenFile("reduce")

    def case(function, name, x, *axes, keep=False):
        spec = dict(function=function, keep=keep) | {f"axis_{i}": a for i, a in enumerate(axes)}
        file.case(f"{function}_{name}", reduce, dict(x=x), spec)

    for function in REDUCTIONS:
        case(function, "ramp", ramp(2, 3), 1)
        case(function, "first_axis", values(3, 2, 4), 0)
        case(function, "middle_axis_kept", values(2, 3, 4), 1, keep=True)
        case(function, "outer_axes", values(2, 3, 4), 2, 0)
        case(function, "all_axes", values(2, 3), 0, 1)
    for function in ("max", "min"):
        case(function, "ties", tensor([1.0, 1, 0, 0, 1, 0, 1, 1], 2, 4), 1)
    return file


def splitmix64(seed):
    """The numbers of java.util.SplittableRandom, as doubles in [0, 1)."""
    mask = 2**64 - 1
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) & mask
        z = seed
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        yield ((z ^ (z >> 31)) >> 11) * 2.0**-53


def dropout(x, p, seed):
    stream = splitmix64(seed)
    keep = tensor([float(next(stream) >= p) for _ in range(x.numel())], *x.shape)
    return x * keep / (1 - p)


def dropout_file():
    file = GoldenFile("dropout")
    file.case("half", dropout, dict(x=ramp(3, 4, start=1)), dict(p=0.5, seed=1))
    file.case("quarter", dropout, dict(x=values(2, 3, 5)), dict(p=0.25, seed=2))
    file.case("nothing", dropout, dict(x=values(2, 3)), dict(p=0.0, seed=3))
    return file


def cosine(a, b, axis):
    return (1 - F.cosine_similarity(a, b, dim=axis)).mean()


def pinball(a, b, q):
    r = b - a
    return torch.maximum(q * r, (q - 1) * r).mean()


def kl_divergence(a, b, batch):
    return F.kl_div(a, b, reduction="batchmean" if batch else "mean")


def losses_file():
    file = GoldenFile("losses")
    # r = a - b is -2, ... 2, so that every kink is met.
    integers = dict(a=ramp(1, 5, start=1), b=full(3, 1, 5))
    inputs = dict(a=values(2, 2, 5), b=values(2, 2, 5))
    mae = lambda a, b: F.l1_loss(a, b)
    file.case("mae_ramp", mae, integers)
    file.case("mae_values", mae, inputs)
    huber = lambda a, b, delta: F.huber_loss(a, b, delta=delta)
    file.case("huber_ramp", huber, integers, dict(delta=1.0))
    file.case("huber_values", huber, inputs, dict(delta=0.5))
    smooth_l1 = lambda a, b, beta: F.smooth_l1_loss(a, b, beta=beta)
    file.case("smooth_l1_ramp", smooth_l1, integers, dict(beta=1.0))
    file.case("smooth_l1_values", smooth_l1, inputs, dict(beta=0.5))
    file.case("smooth_l1_without_curve", smooth_l1, inputs, dict(beta=0.0))
    file.case("pinball_ramp", pinball, integers, dict(q=0.75))
    file.case("pinball_values", pinball, inputs, dict(q=0.125))
    file.case("cosine_time", cosine, inputs, dict(axis=2))
    file.case("cosine_channels", cosine, inputs, dict(axis=1))
    zero = dict(a=tensor([0.0, 0, 3, 4], 2, 2), b=tensor([1.0, 2, 4, 3], 2, 2))
    file.case("cosine_of_zero", cosine, zero, dict(axis=1), gradients=False)
    shares = dict(a=values(3, 4), b=positive(3, 4))
    file.case("kl_divergence_batch", kl_divergence, shares, dict(batch=True))
    file.case("kl_divergence_elements", kl_divergence, shares, dict(batch=False))
    nothing = dict(a=values(1, 3), b=tensor([0.0, 0.5, 0.5], 1, 3))
    file.case("kl_divergence_of_zero", kl_divergence, nothing, dict(batch=True), fixed=("b",))
    return file


def files():
    yield add_broadcast_file()
    yield binary_file()
    yield unary_file()
    yield where_file()
    yield softmax_file()
    yield reduce_file()
    yield dropout_file()
    yield losses_file()
