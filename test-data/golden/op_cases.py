"""Cases of the single ops, in the layout of the engine: x [N, C, T]."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.func import functional_call

from golden_file import GoldenFile, full, positive, ramp, tensor, values


def conv1d(x, w, b=None, stride=1, pad_left=0, pad_right=0, dilation=1):
    """w [M, C, K]; y_t sums w_k x_(t stride - pad_left + k dilation)."""
    return F.conv1d(F.pad(x, (pad_left, pad_right)), w, b, stride=stride, dilation=dilation)


def conv1d_file():
    file = GoldenFile("conv1d")

    def case(name, inputs, seed_gradient=None, **away_from_default):
        spec = dict(stride=1, pad_left=0, pad_right=0, dilation=1) | away_from_default
        file.case(name, conv1d, inputs, spec, seed_gradient=seed_gradient)

    def inputs(n, c, t, m, k, bias=True):
        drawn = dict(x=values(n, c, t), w=values(m, c, k, limit=1))
        return drawn | dict(b=values(m, limit=1)) if bias else drawn

    case("ramp", dict(x=ramp(1, 1, 5), w=ramp(1, 1, 3)), full(1, 1, 1, 3))
    channels = dict(x=ramp(2, 2, 5), w=ramp(3, 2, 2), b=ramp(3, start=1))
    case("ramp_channels_and_bias", channels, ramp(2, 3, 4))
    causal = dict(x=ramp(1, 2, 5), w=ramp(2, 2, 3), b=ramp(2))
    case("ramp_causal", causal, full(1, 1, 2, 5), pad_left=4, dilation=2)

    case("defaults", inputs(2, 3, 11, 4, 3))
    case("without_bias", inputs(2, 3, 11, 4, 3, bias=False))
    case("stride_2", inputs(2, 3, 11, 4, 3), stride=2)
    case("stride_3_leaves_a_rest", inputs(2, 3, 13, 2, 3), stride=3)
    case("pad_left", inputs(2, 3, 11, 4, 3), pad_left=2)
    case("pad_right", inputs(2, 3, 11, 4, 3), pad_right=2)
    case("dilation_2", inputs(2, 3, 11, 4, 3), dilation=2)
    case("same_padding_dilation_4", inputs(2, 3, 11, 4, 3), pad_left=4, pad_right=4, dilation=4)
    case("causal_kernel_5", inputs(2, 3, 11, 2, 5), pad_left=4)
    case("causal_longer_than_input", inputs(1, 2, 7, 2, 5), pad_left=16, dilation=4)
    case("kernel_1", inputs(2, 3, 11, 2, 1))
    case("kernel_of_whole_input", inputs(2, 2, 5, 3, 5))
    case("all_together", inputs(3, 3, 13, 5, 4), stride=2, pad_left=3, pad_right=1, dilation=2)
    return file


def batch_norm(x, gamma, beta, running_mean, running_variance, training, momentum, eps):
    """Normalises with the biased variance and keeps the unbiased one, as PyTorch does."""
    mean, variance = running_mean.clone(), running_variance.clone()
    y = F.batch_norm(x, mean, variance, gamma, beta, training, momentum, eps)
    return {"y": y, "running_mean": mean, "running_variance": variance}


def batch_norm_file():
    file = GoldenFile("batch_norm")

    def case(name, inputs, seed_gradient=None, training=True, momentum=0.1, eps=1e-5):
        spec = dict(training=training, momentum=momentum, eps=eps)
        fixed = ("running_mean", "running_variance")
        file.case(name, batch_norm, inputs, spec, fixed, seed_gradient)

    def statistics(mean, variance):
        return dict(running_mean=mean, running_variance=variance)

    # The biased variance is 3, so with eps 1 the standard deviation is 2.
    x = tensor([-2.0, 2, 2, 2, 7, 7, 3, 7], 1, 2, 4)
    affine, fresh = dict(gamma=full(2, 2), beta=tensor([0.0, 5])), statistics(
        full(0, 2), full(1, 2)
    )
    case("integers", dict(x=x) | affine | fresh, ramp(1, 2, 4), eps=1.0)
    given = statistics(tensor([1.0, 2]), full(3, 2))
    integers = dict(x=ramp(2, 2, 3)) | affine | given
    case("integers_evaluation", integers, ramp(2, 2, 3), training=False, eps=1.0)

    inputs = dict(x=values(3, 2, 7), gamma=values(2), beta=values(2))
    given = statistics(values(2), positive(2))
    case("training_first_update", inputs | fresh)
    case("training_later_update", inputs | given)
    case("training_momentum_half", inputs | given, momentum=0.5)
    case("training_eps_large", inputs | given, eps=0.5)
    constant = dict(x=full(3, 2, 1, 5), gamma=full(2, 1), beta=full(1, 1))
    case("training_constant_channel", constant | statistics(full(0, 1), full(1, 1)))
    case("evaluation", inputs | given, training=False)
    return file


def lstm(x, w_x, w_h, b, h0=None, c0=None):
    """Gates i, f, g, o; one bias (PyTorch's second one is zero)."""
    cell = nn.LSTM(x.shape[1], w_h.shape[1], batch_first=True, dtype=torch.float64)
    weights = dict(weight_ih_l0=w_x, weight_hh_l0=w_h, bias_ih_l0=b, bias_hh_l0=torch.zeros_like(b))
    zero = full(0, x.shape[0], w_h.shape[1])
    state = tuple((zero if s is None else s)[None] for s in (h0, c0))
    y, (_, c_last) = functional_call(cell, weights, (x.transpose(1, 2), state))
    return {"y": y.transpose(1, 2), "c_last": c_last[0]}


def lstm_file():
    file = GoldenFile("lstm")

    def inputs(n, c, t, h):
        weights = dict(w_x=values(4 * h, c, limit=1), w_h=values(4 * h, h, limit=1))
        return dict(x=values(n, c, t)) | weights | dict(b=values(4 * h, limit=1))

    def only_bias(i, f, g, o):
        zero = dict(x=ramp(1, 1, 5), w_x=full(0, 4, 1), w_h=full(0, 4, 1))
        return zero | dict(b=tensor([float(i), f, g, o]))

    # At a bias of 40 a gate is 1, at -40 it is 0, and the candidate is 1.
    file.case("cell_counts", lstm, only_bias(40, 40, 40, 40))
    file.case("cell_forgets", lstm, only_bias(40, -40, 40, 40))
    file.case("output_gate_shut", lstm, only_bias(40, 40, 40, -40))
    file.case("zero_weights", lstm, only_bias(0, 0, 0, 0))
    file.case("one_sample", lstm, inputs(2, 2, 1, 3))
    file.case("zero_state", lstm, inputs(2, 2, 7, 3))
    state = dict(h0=values(2, 3, limit=1), c0=values(2, 3))
    file.case("given_state", lstm, inputs(2, 2, 7, 3) | state)
    file.case("one_hidden_unit", lstm, inputs(3, 4, 5, 1))
    file.case("long", lstm, inputs(1, 2, 25, 3))
    return file


def linear_file():
    file = GoldenFile("linear")
    linear = lambda x, w, b=None: F.linear(x, w, b)
    file.case("ramp", linear, dict(x=ramp(2, 3), w=ramp(2, 3), b=ramp(2)), seed_gradient=ramp(2, 2))
    weights = dict(w=values(4, 3, limit=1), b=values(4, limit=1))
    file.case("with_bias", linear, dict(x=values(5, 3)) | weights)
    file.case("without_bias", linear, dict(x=values(5, 3), w=values(4, 3, limit=1)))
    file.case("one_row", linear, dict(x=values(1, 3)) | weights)
    return file


def add_file():
    file = GoldenFile("add")
    add = lambda a, b: a + b
    file.case("ramp", add, dict(a=ramp(2, 3), b=ramp(2, 3, start=10)), seed_gradient=ramp(2, 3))
    file.case("rank_3", add, dict(a=values(2, 3, 5), b=values(2, 3, 5)))
    file.case("same_input_twice", lambda a: a + a, dict(a=values(2, 3)))
    return file


def activation_file(name, f):
    file = GoldenFile(name)
    activation = lambda x: f(x)
    # The derivative of relu at 0 is 0.
    integers = ramp(1, 1, 7, start=-3)
    file.case(
        "ramp_through_zero", activation, dict(x=integers), seed_gradient=ramp(1, 1, 7, start=1)
    )
    file.case("rank_3", activation, dict(x=values(2, 3, 5)))
    saturated = tensor([-1000.0, -20, -9, 9, 20, 1000])
    file.case("saturated", activation, dict(x=saturated), seed_gradient=full(1, 6))
    tiny = tensor([-(2.0**-4), -(2.0**-10), 0, 2.0**-10, 2.0**-4])
    file.case("near_zero", activation, dict(x=tiny), seed_gradient=full(1, 5))
    return file


def concat_file():
    file = GoldenFile("concat")
    concat = lambda a, b, c: torch.cat((a, b, c), dim=1)
    integers = dict(a=ramp(2, 1, 3), b=ramp(2, 2, 3, start=10), c=ramp(2, 1, 3, start=30))
    file.case("ramp", concat, integers, seed_gradient=ramp(2, 4, 3))
    file.case("rank_2", concat, dict(a=values(3, 2), b=values(3, 1), c=values(3, 4)))
    file.case("rank_3", concat, dict(a=values(2, 3, 5), b=values(2, 1, 5), c=values(2, 2, 5)))
    return file


def mean_file():
    file = GoldenFile("mean")
    mean = lambda x: x.mean()
    file.case("ramp", mean, dict(x=ramp(1, 1, 5)), seed_gradient=full(5))
    file.case("rank_3", mean, dict(x=values(2, 3, 5)))
    file.case("seed_gradient_not_one", mean, dict(x=values(2, 3, 5)), seed_gradient=full(2.5))
    return file


def mse_file():
    file = GoldenFile("mse")
    mse = lambda prediction, target: F.mse_loss(prediction, target)
    integers = dict(prediction=ramp(1, 1, 3), target=full(1, 1, 1, 3))
    file.case("ramp", mse, integers, seed_gradient=full(3))
    inputs = dict(prediction=values(2, 2, 5), target=values(2, 2, 5))
    file.case("rank_3", mse, inputs)
    file.case("seed_gradient_not_one", mse, inputs, seed_gradient=full(2.5))
    file.case("no_error", mse, dict(prediction=ramp(2, 3), target=ramp(2, 3)))
    return file


def files():
    yield conv1d_file()
    yield batch_norm_file()
    yield lstm_file()
    yield linear_file()
    yield add_file()
    yield activation_file("relu", F.relu)
    yield activation_file("tanh", torch.tanh)
    yield activation_file("sigmoid", torch.sigmoid)
    yield concat_file()
    yield mean_file()
    yield mse_file()
