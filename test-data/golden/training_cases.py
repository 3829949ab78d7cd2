"""Cases of optimisers, learning rate schedules and gradient clipping. Values only, no gradients."""

import torch
from torch import nn
from torch.optim.lr_scheduler import CosineAnnealingLR, OneCycleLR

from golden_file import GoldenFile, full, ramp, tensor, values


def steps(optimizer_of, parameter, gradient):
    """Takes the rows of gradient [steps, n] in turn; the parameter [n] after each step."""
    p, rows = nn.Parameter(parameter.clone()), []
    optimizer = optimizer_of([p])
    for g in gradient:
        p.grad = g.clone()
        optimizer.step()
        rows.append(p.detach().clone())
    return {"parameter": torch.stack(rows)}


def sgd(parameter, gradient, learning_rate, **spec):
    return steps(lambda p: torch.optim.SGD(p, learning_rate, **spec), parameter, gradient)


def adamw(parameter, gradient, learning_rate, beta1, beta2, **spec):
    make = lambda p: torch.optim.AdamW(p, learning_rate, (beta1, beta2), **spec)
    return steps(make, parameter, gradient)


def drawn():
    return dict(parameter=values(4), gradient=values(5, 4))


def sgd_file():
    file = GoldenFile("sgd")

    def case(name, inputs, learning_rate=0.1, momentum=0.0, nesterov=False, weight_decay=0.0):
        spec = dict(momentum=momentum, nesterov=nesterov, weight_decay=weight_decay)
        spec = dict(learning_rate=learning_rate) | spec
        file.case(name, sgd, inputs, spec, gradients=False)

    integers = dict(parameter=ramp(3), gradient=full(1, 5, 3))
    case("ramp", integers, learning_rate=1.0)
    case("ramp_momentum", integers, learning_rate=1.0, momentum=0.5)
    case("plain", drawn())
    case("momentum", drawn(), momentum=0.9)
    case("nesterov", drawn(), momentum=0.9, nesterov=True)
    case("weight_decay", drawn(), weight_decay=0.01)
    case("all_together", drawn(), 0.05, 0.9, True, 0.01)
    return file


def adamw_file():
    file = GoldenFile("adamw")

    def case(name, inputs, learning_rate=0.01, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0):
        spec = dict(beta1=beta1, beta2=beta2, eps=eps, weight_decay=weight_decay)
        file.case(name, adamw, inputs, dict(learning_rate=learning_rate) | spec, gradients=False)

    case("defaults", drawn())
    case("weight_decay", drawn(), weight_decay=0.01)
    case("beta1", drawn(), beta1=0.5)
    case("beta2", drawn(), beta2=0.75)
    case("eps_large", drawn(), eps=0.5)
    still = dict(parameter=full(32, 2), gradient=full(0, 5, 2))
    case("zero_gradient_halves", still, learning_rate=0.5, weight_decay=1.0)
    case("all_together", drawn(), 0.05, 0.8, 0.9, 1e-3, 0.1)
    return file


def rates(schedule_of, peak, count):
    """The learning rates of the first count steps."""
    optimizer = torch.optim.SGD([nn.Parameter(full(0, 1))], lr=peak)
    schedule, rows = schedule_of(optimizer), []
    for _ in range(count - 1):
        rows.append(schedule.get_last_lr()[0])
        optimizer.step()
        schedule.step()
    return {"learning_rate": tensor(rows + schedule.get_last_lr())}


def one_cycle(peak, total_steps, **spec):
    return rates(lambda o: OneCycleLR(o, peak, total_steps, **spec), peak, total_steps)


def cosine(peak, floor, total_steps):
    """One rate more than steps: the last is the floor."""
    return rates(lambda o: CosineAnnealingLR(o, total_steps, floor), peak, total_steps + 1)


def one_cycle_file():
    file = GoldenFile("one_cycle")

    def case(name, peak, total_steps, pct_start):
        spec = dict(peak=peak, total_steps=total_steps, pct_start=pct_start)
        spec |= dict(div_factor=25.0, final_div_factor=1e4)
        file.case(name, one_cycle, {}, spec, gradients=False)

    case("twenty_steps", 0.003, 20, 0.3)
    case("peak_between_steps", 1.0, 25, 0.3)
    case("early_peak", 1.0, 20, 0.1)
    return file


def cosine_file():
    file = GoldenFile("cosine")
    to_zero = dict(peak=1.0, floor=0.0, total_steps=20)
    file.case("twenty_steps_to_zero", cosine, {}, to_zero, gradients=False)
    to_floor = dict(peak=0.1, floor=0.01, total_steps=20)
    file.case("twenty_steps_to_a_floor", cosine, {}, to_floor, gradients=False)
    return file


def clip(max_norm, eps, **gradients):
    """PyTorch multiplies by max_norm / (norm + 1e-6) where that is below 1."""
    parameters = [nn.Parameter(torch.zeros_like(g)) for g in gradients.values()]
    for p, g in zip(parameters, gradients.values()):
        p.grad = g.clone()
    norm = nn.utils.clip_grad_norm_(parameters, max_norm)
    return {"norm": norm} | {n: p.grad for n, p in zip(gradients, parameters)}


def clip_grad_norm_file():
    file = GoldenFile("clip_grad_norm")

    def case(name, max_norm, **inputs):
        file.case(name, clip, inputs, dict(max_norm=max_norm, eps=1e-6), gradients=False)

    norm_5 = dict(a=tensor([3.0]), b=tensor([0.0, 4]))
    case("below_stays", 10.0, **norm_5)
    case("above_is_scaled", 1.0, **norm_5)
    case("zero_stays", 1.0, a=full(0, 2), b=full(0, 1))
    case("values", 0.5, a=values(2, 3), b=values(4))
    return file


def files():
    yield sgd_file()
    yield adamw_file()
    yield one_cycle_file()
    yield cosine_file()
    yield clip_grad_norm_file()
