"""Twenty steps of every optimiser, the schedules beside one-cycle and cosine, clipping by value and
the moving average of weights. Values only, no gradients."""

import numpy as np
import torch
from torch import nn
from torch.optim.lr_scheduler import LinearLR, OneCycleLR, SequentialLR, StepLR
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from golden_file import GoldenFile, values
from training_cases import adamw, rates, sgd, steps

STEPS = 20


def drawn():
    return dict(parameter=values(3), gradient=values(STEPS, 3))


def cases_of(file, f, defaults):
    """A case with all defaults and whatever is given besides; each runs over twenty steps."""

    def case(name, **changed):
        file.case(name, f, drawn(), defaults | changed, gradients=False)

    return case


def sgd_file():
    file = GoldenFile("sgd_20_steps")
    defaults = dict(learning_rate=0.05, momentum=0.8, dampening=0.0, nesterov=False, weight_decay=0)
    case = cases_of(file, sgd, defaults)
    case("dampening", dampening=0.25)
    case("dampening_without_momentum", momentum=0.0, dampening=0.25)
    case("nesterov", nesterov=True, weight_decay=0.1)
    case("classical_together", dampening=0.5, weight_decay=0.1)
    return file


def adam(parameter, gradient, learning_rate, beta1, beta2, **spec):
    make = lambda p: torch.optim.Adam(p, learning_rate, (beta1, beta2), **spec)
    return steps(make, parameter, gradient)


def adam_file(name, f):
    file = GoldenFile(name)
    defaults = dict(learning_rate=0.05, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0)
    case = cases_of(file, f, defaults)
    case("defaults")
    case("betas", beta1=0.6, beta2=0.9)
    case("eps_large", eps=0.5)
    case("weight_decay", weight_decay=0.25)
    case("all_together", beta1=0.7, beta2=0.95, eps=0.01, weight_decay=0.25)
    return file


def rmsprop(parameter, gradient, learning_rate, **spec):
    return steps(lambda p: torch.optim.RMSprop(p, learning_rate, **spec), parameter, gradient)


def rmsprop_file():
    file = GoldenFile("rmsprop")
    defaults = dict(learning_rate=0.02, alpha=0.99, eps=1e-8, centered=False, momentum=0.0)
    case = cases_of(file, rmsprop, defaults | dict(weight_decay=0.0))
    case("defaults")
    case("alpha", alpha=0.8)
    case("eps_large", eps=0.5)
    case("centered", centered=True)
    case("momentum", momentum=0.7)
    case("weight_decay", weight_decay=0.25)
    case("all_together", alpha=0.9, eps=0.05, centered=True, momentum=0.6, weight_decay=0.25)
    return file


def lion(parameter, gradient, learning_rate, beta1, beta2, weight_decay):
    """Algorithm 2 of Chen et al. 2023 in NumPy; PyTorch has no Lion."""
    w, m, rows = parameter.numpy().copy(), np.zeros(len(parameter)), []
    for g in gradient.numpy():
        c = beta1 * m + (1 - beta1) * g
        w = w - learning_rate * (np.sign(c) + weight_decay * w)
        m = beta2 * m + (1 - beta2) * g
        rows.append(w)
    return {"parameter": torch.tensor(np.stack(rows))}


def lion_file():
    file = GoldenFile("lion")
    defaults = dict(learning_rate=0.03, beta1=0.9, beta2=0.99, weight_decay=0.0)
    case = cases_of(file, lion, defaults)
    case("defaults")
    case("beta1", beta1=0.5)
    case("beta2", beta2=0.75)
    case("weight_decay", weight_decay=0.5)
    case("all_together", beta1=0.75, beta2=0.5, weight_decay=0.5)
    return file


def schedules_file():
    file = GoldenFile("schedules")

    def case(name, schedule_of, spec, count=STEPS):
        f = lambda peak, **spec: rates(lambda o: schedule_of(o, **spec), peak, count)
        file.case(name, f, {}, spec, gradients=False)

    case("stairs", StepLR, dict(peak=0.5, step_size=6, gamma=0.25))

    def warm_up(o, start, total_steps):
        return LinearLR(o, start, 1.0, total_steps)

    case("warm_up", warm_up, dict(peak=0.5, start=0.1, total_steps=8))

    def stairs_after_warm_up(o, start, total_steps, step_size, gamma):
        parts = [warm_up(o, start, total_steps), StepLR(o, step_size, gamma)]
        return SequentialLR(o, parts, [total_steps])

    both = dict(peak=0.5, start=0.1, total_steps=8, step_size=3, gamma=0.5)
    case("stairs_after_warm_up", stairs_after_warm_up, both)

    def one_cycle(o, rise):
        return OneCycleLR(o, 0.5, STEPS, pct_start=rise)

    case("late_peak", one_cycle, dict(peak=0.5, rise=0.75))
    return file


def clip(limit, **gradients):
    parameters = [nn.Parameter(torch.zeros_like(g)) for g in gradients.values()]
    for p, g in zip(parameters, gradients.values()):
        p.grad = g.clone()
    nn.utils.clip_grad_value_(parameters, limit)
    return {n: p.grad for n, p in zip(gradients, parameters)}


def clip_grad_value_file():
    file = GoldenFile("clip_grad_value")
    gradients = dict(a=values(2, 3), b=values(4))
    file.case("some_are_outside", clip, gradients, dict(limit=0.75), gradients=False)
    file.case("all_are_inside", clip, gradients, dict(limit=2.0), gradients=False)
    file.case("nothing_is_inside", clip, gradients, dict(limit=0.0), gradients=False)
    return file


def moving_average(weight, decay):
    """The average after each row of weight has been the network's; the first begins it."""
    network = nn.Linear(weight.shape[1], 1, bias=False).double()
    average, rows = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(decay)), []
    for w in weight:
        with torch.no_grad():
            network.weight.copy_(w)
        average.update_parameters(network)
        rows.append(average.module.weight.detach().clone()[0])
    return {"average": torch.stack(rows)}


def moving_average_file():
    file = GoldenFile("moving_average")
    file.case("half", moving_average, dict(weight=values(6, 2)), dict(decay=0.5), gradients=False)
    slow = dict(weight=values(STEPS, 2))
    file.case("slow", moving_average, slow, dict(decay=0.9), gradients=False)
    return file


def files():
    yield sgd_file()
    yield adam_file("adam", adam)
    yield adam_file("adamw_20_steps", adamw)
    yield rmsprop_file()
    yield lion_file()
    yield schedules_file()
    yield clip_grad_value_file()
    yield moving_average_file()
