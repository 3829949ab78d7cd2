"""Cases of grouped and transposed convolutions, of recurrent ops and stacks, and whole trainings."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.func import functional_call

from golden_file import Digits, GoldenFile, full, ramp, tensor, values


def conv1d(x, w, b=None, stride=1, pad_left=0, pad_right=0, dilation=1, groups=1):
    """w [M, C / groups, K]."""
    padded = F.pad(x, (pad_left, pad_right))
    return F.conv1d(padded, w, b, stride=stride, dilation=dilation, groups=groups)


def conv1d_groups_file():
    file = GoldenFile("conv1d_groups")

    def case(name, inputs, seed_gradient=None, **away_from_default):
        spec = dict(stride=1, pad_left=0, pad_right=0, dilation=1, groups=1) | away_from_default
        file.case(name, conv1d, inputs, spec, seed_gradient=seed_gradient)

    def inputs(n, c, t, m, k, groups, bias=True):
        drawn = dict(x=values(n, c, t), w=values(m, c // groups, k, limit=1))
        return drawn | dict(b=values(m, limit=1)) if bias else drawn

    case("ramp_depthwise", dict(x=ramp(1, 2, 4), w=ramp(2, 1, 2)), full(1, 1, 2, 3), groups=2)
    two = dict(x=ramp(1, 4, 3), w=ramp(2, 2, 2), b=ramp(2, start=1))
    case("ramp_two_groups", two, ramp(1, 2, 2), groups=2)
    case("two_groups", inputs(2, 4, 11, 6, 3, 2), groups=2)
    case("depthwise", inputs(2, 3, 11, 3, 3, 3), groups=3)
    case("depthwise_without_bias", inputs(2, 3, 11, 3, 3, 3, bias=False), groups=3)
    case("channel_multiplier_2", inputs(2, 3, 11, 6, 3, 3), groups=3)
    case("depthwise_stride_2", inputs(2, 3, 11, 3, 3, 3), groups=3, stride=2)
    case("depthwise_causal", inputs(2, 3, 9, 3, 3, 3), groups=3, pad_left=4, dilation=2)
    odd = dict(stride=2, pad_left=3, pad_right=1, dilation=2)
    case("all_together", inputs(2, 4, 13, 6, 4, 2), groups=2, **odd)
    case("all_together_depthwise", inputs(2, 3, 13, 6, 4, 3), groups=3, **odd)
    return file


def conv_transpose1d(x, w, b=None, stride=1, padding=0, output_padding=0, dilation=1, groups=1):
    """w [C, M / groups, K]."""
    return F.conv_transpose1d(x, w, b, stride, padding, output_padding, groups, dilation)


def conv_transpose1d_file():
    file = GoldenFile("conv_transpose1d")

    def case(name, inputs, seed_gradient=None, **away_from_default):
        spec = dict(stride=1, padding=0, output_padding=0, dilation=1, groups=1)
        spec |= away_from_default
        file.case(name, conv_transpose1d, inputs, spec, seed_gradient=seed_gradient)

    def inputs(n, c, t, m, k, groups=1, bias=True):
        drawn = dict(x=values(n, c, t), w=values(c, m // groups, k, limit=1))
        return drawn | dict(b=values(m, limit=1)) if bias else drawn

    case("ramp", dict(x=ramp(1, 1, 3), w=ramp(1, 1, 3)), full(1, 1, 1, 5))
    spread = dict(x=ramp(1, 1, 3), w=ramp(1, 1, 2, start=1), b=full(10, 1))
    case("ramp_stride_2", spread, ramp(1, 1, 6), stride=2)
    case("defaults", inputs(2, 3, 6, 4, 3))
    case("without_bias", inputs(2, 3, 6, 4, 3, bias=False))
    case("stride_3", inputs(2, 3, 5, 2, 3), stride=3)
    case("padding_2", inputs(2, 3, 7, 2, 4), padding=2)
    case("output_padding", inputs(2, 3, 5, 2, 3), stride=3, output_padding=2)
    case("dilation_2", inputs(2, 3, 6, 2, 3), dilation=2)
    case("two_groups", inputs(2, 4, 6, 6, 3, groups=2), groups=2)
    case("depthwise", inputs(2, 3, 6, 6, 3, groups=3), groups=3)
    all_of_them = dict(stride=3, padding=2, output_padding=1, dilation=2, groups=2)
    case("all_together", inputs(2, 4, 5, 6, 4, groups=2), **all_of_them)
    return file


def reversed_in_time(x, reverse):
    return x.flip(2) if reverse else x


def gru(x, w_x, w_h, b_x, b_h, h0=None, reverse=False):
    """Gates r, z, n."""
    cell = nn.GRU(x.shape[1], w_h.shape[1], batch_first=True, dtype=torch.float64)
    weights = dict(weight_ih_l0=w_x, weight_hh_l0=w_h, bias_ih_l0=b_x, bias_hh_l0=b_h)
    state = (full(0, x.shape[0], w_h.shape[1]) if h0 is None else h0)[None]
    steps = reversed_in_time(x, reverse).transpose(1, 2)
    y, _ = functional_call(cell, weights, (steps, state))
    return reversed_in_time(y.transpose(1, 2), reverse)


def gru_file():
    file = GoldenFile("gru")

    def case(name, inputs, reverse=False):
        file.case(name, gru, inputs, dict(reverse=reverse))

    def inputs(n, c, t, h):
        weights = dict(w_x=values(3 * h, c, limit=1), w_h=values(3 * h, h, limit=1))
        biases = dict(b_x=values(3 * h, limit=1), b_h=values(3 * h, limit=1))
        return dict(x=values(n, c, t)) | weights | biases

    def only_bias(r, z, n, q):
        zero = dict(x=ramp(1, 1, 5), w_x=full(0, 3, 1), w_h=full(0, 3, 1))
        return zero | dict(b_x=tensor([float(r), z, n]), b_h=tensor([0.0, 0, q]))

    # At a bias of 40 a gate is 1, at -40 it is 0, and the candidate is 1.
    case("update_gate_open_stays", only_bias(0, 40, 40, 0))
    case("update_gate_shut_takes_the_candidate", only_bias(0, -40, 40, 0))
    case("reset_gate_acts_on_the_hidden_bias", only_bias(-40, -40, 0.5, 40))
    case("one_sample", inputs(2, 2, 1, 3))
    case("zero_state", inputs(2, 2, 7, 3))
    case("given_state", inputs(2, 2, 7, 3) | dict(h0=values(2, 3, limit=1)))
    case("reverse", inputs(2, 2, 7, 3), reverse=True)
    case("reverse_given_state", inputs(2, 2, 5, 3) | dict(h0=values(2, 3)), reverse=True)
    case("one_hidden_unit", inputs(3, 4, 5, 1))
    case("long", inputs(1, 2, 25, 3))
    return file


def lstm_states(x, w_x, w_h, b, h0=None, c0=None, reverse=False, cells=False):
    """The outputs and, with cells, the cell states as further channels; step by step."""
    hidden = w_h.shape[1]
    cell = nn.LSTMCell(x.shape[1], hidden, dtype=torch.float64)
    weights = dict(weight_ih=w_x, weight_hh=w_h, bias_ih=b, bias_hh=torch.zeros_like(b))
    zero = full(0, x.shape[0], hidden)
    state = tuple(zero if s is None else s for s in (h0, c0))
    states = []
    for sample in reversed_in_time(x, reverse).unbind(2):
        state = functional_call(cell, weights, (sample, state))
        states.append(torch.cat(state, 1) if cells else state[0])
    return reversed_in_time(torch.stack(states, 2), reverse)


def lstm_states_file():
    file = GoldenFile("lstm_states")

    def inputs(n, c, t, h):
        weights = dict(w_x=values(4 * h, c, limit=1), w_h=values(4 * h, h, limit=1))
        return dict(x=values(n, c, t)) | weights | dict(b=values(4 * h, limit=1))

    state = dict(h0=values(2, 3, limit=1), c0=values(2, 3))
    both = dict(reverse=True, cells=True)
    file.case("cells", lstm_states, inputs(2, 2, 5, 3), dict(reverse=False, cells=True))
    file.case("reverse", lstm_states, inputs(2, 2, 5, 3), dict(reverse=True, cells=False))
    file.case("reverse_with_cells", lstm_states, inputs(2, 2, 5, 3), both)
    file.case("all_together", lstm_states, inputs(2, 2, 5, 3) | state, both)
    return file


def suffixes(layers, bidirectional):
    """Footfall's and PyTorch's names of each layer, in PyTorch's order."""
    for i in range(layers):
        yield f"layer{i}", f"l{i}"
        if bidirectional:
            yield f"layer{i}_reverse", f"l{i}_reverse"


def stack(x, kind, layers, bidirectional, **p):
    """nn.LSTM or nn.GRU; the second bias of an LSTM is zero."""
    weights = {}
    for here, there in suffixes(layers, bidirectional):
        weights[f"weight_ih_{there}"] = p[f"{here}.weight_x"]
        weights[f"weight_hh_{there}"] = p[f"{here}.weight_h"]
        if kind == "lstm":
            weights[f"bias_ih_{there}"] = p[f"{here}.bias"]
            weights[f"bias_hh_{there}"] = torch.zeros_like(p[f"{here}.bias"])
        else:
            weights[f"bias_ih_{there}"] = p[f"{here}.bias_x"]
            weights[f"bias_hh_{there}"] = p[f"{here}.bias_h"]
    shape = (x.shape[1], p["layer0.weight_h"].shape[1], layers)
    options = dict(batch_first=True, bidirectional=bidirectional, dtype=torch.float64)
    net = (nn.LSTM if kind == "lstm" else nn.GRU)(*shape, **options)
    y, last = functional_call(net, weights, (x.transpose(1, 2),))
    states = dict(h_n=last[0], c_n=last[1]) if kind == "lstm" else dict(h_n=last)
    return {"y": y.transpose(1, 2)} | states


def recurrent_stack_file():
    file = GoldenFile("recurrent_stack")

    def case(kind, layers, bidirectional):
        h, c, gates = 3, 2, 4 if kind == "lstm" else 3
        biases = ("bias",) if kind == "lstm" else ("bias_x", "bias_h")
        inputs = dict(x=values(2, c, 5))
        for here, _ in suffixes(layers, bidirectional):
            channels = c if here.startswith("layer0") else h * (2 if bidirectional else 1)
            inputs[f"{here}.weight_x"] = values(gates * h, channels, limit=1)
            inputs[f"{here}.weight_h"] = values(gates * h, h, limit=1)
            inputs |= {f"{here}.{b}": values(gates * h, limit=1) for b in biases}
        spec = dict(kind=kind, layers=layers, bidirectional=bidirectional)
        name = f"{kind}_{layers}{'_bidirectional' if bidirectional else ''}"
        file.case(name, stack, inputs, spec)

    for kind in ("lstm", "gru"):
        case(kind, 2, False)
        case(kind, 1, True)
        case(kind, 2, True)
    return file


def losses(network, parameters, x, target, learning_rate, weight_decay, steps):
    """The loss before each of some steps of AdamW on one batch."""
    optimizer = torch.optim.AdamW(parameters, learning_rate, weight_decay=weight_decay)
    found = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = F.mse_loss(network(x), target)
        found.append(loss.item())
        loss.backward()
        optimizer.step()
    return {"losses": Digits(tensor(found), 17)}


def train_lstm(x, target, learning_rate, weight_decay, steps, **p):
    """Two LSTM layers and a linear one for each sample. The second biases stay zero."""
    p = {name: nn.Parameter(value.clone()) for name, value in p.items()}

    def network(x):
        layers = {name.removeprefix("stack."): value for name, value in p.items()}
        h = stack(x, "lstm", 2, False, **layers)["y"]
        return F.conv1d(h, p["head.weight"], p["head.bias"])

    return losses(network, p.values(), x, target, learning_rate, weight_decay, steps)


def training_lstm_file():
    file = GoldenFile("training_lstm")
    h, c = 8, 3
    inputs = dict(x=values(4, c, 20, limit=1), target=values(4, 2, 20, limit=1))
    for here, channels in (("stack.layer0", c), ("stack.layer1", h)):
        inputs[f"{here}.weight_x"] = values(4 * h, channels, limit=0.375, grid=32)
        inputs[f"{here}.weight_h"] = values(4 * h, h, limit=0.375, grid=32)
        inputs[f"{here}.bias"] = values(4 * h, limit=0.375, grid=32)
    inputs |= {"head.weight": values(2, h, 1, limit=0.375, grid=32), "head.bias": full(0, 2)}
    spec = dict(learning_rate=0.01, weight_decay=0.01, steps=100)
    file.case("two_layers", train_lstm, inputs, spec, gradients=False)
    return file


def hashed(number, fan_in, *shape):
    """Element i of tensor number p: (m(2^16 p + i) mod 255 - 127) / 2^(7 + k).

    m mixes 32 bits; 2^-k is the largest power of two with fan_in 2^-2k <= 6, so that a uniform
    distribution keeps the variance of activations through a relu.
    """
    k = 0
    while fan_in > 6 * 4**k:
        k += 1
    size, found = torch.Size(shape).numel(), []
    for i in range(size):
        z = (((number << 16) + i + 1) * 0x9E3779B1) & 0xFFFFFFFF
        z = ((z ^ (z >> 15)) * 0x85EBCA6B) & 0xFFFFFFFF
        z ^= z >> 13
        found.append((z % 255 - 127) / 2 ** (7 + k))
    return tensor(found, *shape)


class Block(nn.Module):
    """Pre-activation residual block."""

    def __init__(self, c, m, dilation):
        super().__init__()
        same = dict(padding=dilation, dilation=dilation, bias=False)
        self.norm1 = nn.BatchNorm1d(c)
        self.conv1 = nn.Conv1d(c, m, 3, **same)
        self.norm2 = nn.BatchNorm1d(m)
        self.conv2 = nn.Conv1d(m, m, 3, **same)
        self.shortcut = nn.Identity() if c == m else nn.Conv1d(c, m, 1, bias=False)

    def forward(self, x):
        a = F.relu(self.norm1(x))
        h = self.conv2(F.relu(self.norm2(self.conv1(a))))
        return h + (x if isinstance(self.shortcut, nn.Identity) else self.shortcut(a))


def wrn16_1(inputs, outputs):
    layers, channels = [nn.Conv1d(inputs, 16, 3, padding=1, bias=False)], 16
    for stage in range(3):
        for _ in range(2):
            layers.append(Block(channels, 16 << stage, 1 << stage))
            channels = 16 << stage
    layers += [nn.BatchNorm1d(channels), nn.ReLU(), nn.Conv1d(channels, outputs, 1)]
    return nn.Sequential(*layers)


def train_wrn16_1(inputs, outputs, batch, length, learning_rate, weight_decay, steps):
    """Convolutions start hashed, numbered in order; normalisations as the identity, biases at 0."""
    network = wrn16_1(inputs, outputs).double()
    number = 0
    for p in network.parameters():
        if p.dim() == 3:
            p.data = hashed(number, p.shape[1] * p.shape[2], *p.shape)
            number += 1
    network[-1].bias.data.zero_()
    x = hashed(number, 1, batch, inputs, length)
    target = hashed(number + 1, 1, batch, outputs, length)
    return losses(network, network.parameters(), x, target, learning_rate, weight_decay, steps)


def training_wrn16_1_file():
    file = GoldenFile("training_wrn16_1")
    spec = dict(inputs=4, outputs=2, batch=4, length=32)
    spec |= dict(learning_rate=0.0001, weight_decay=0.01, steps=100)
    file.case("hashed_weights", train_wrn16_1, {}, spec, gradients=False)
    return file


def files():
    yield conv1d_groups_file()
    yield conv_transpose1d_file()
    yield gru_file()
    yield lstm_states_file()
    yield recurrent_stack_file()
    yield training_lstm_file()
    yield training_wrn16_1_file()
