"""Metrics of an evaluation as NumPy and SciPy have them. Values only, no gradients."""

import numpy as np
import torch
from scipy import stats

from golden_file import Digits, GoldenFile, drawn, tensor, values

RATE_HZ = 100.0


def walk(seed, steps=4, stance=62, swing=41, weight=700.0):
    """A vertical force with two peaks a step and an estimate of it, multiples of 1/16 N."""
    r = np.random.default_rng(seed)
    force, estimate = [np.zeros(7)], [r.normal(0, 5, 7)]
    for _ in range(steps):
        n = stance + int(r.integers(-3, 4))
        s = (np.arange(n) + 0.5) / n
        shape = np.sin(np.pi * s) + 0.45 * np.sin(3 * np.pi * s)
        force += [weight * shape * r.uniform(0.9, 1.1), np.zeros(swing)]
        estimate += [force[-2] * r.uniform(0.85, 1.15) + r.normal(0, 25, n), r.normal(0, 5, swing)]
    grid = lambda parts: np.round(np.concatenate(parts) * 16) / 16
    return torch.from_numpy(grid(force)), torch.from_numpy(grid(estimate))


def metrics(force, estimate, body_weight_n):
    f, e = force.numpy(), estimate.numpy()
    d = e - f
    rmse = np.sqrt(np.mean(d**2))
    y = dict(
        rmse_n=rmse,
        rmse_bw=np.sqrt(np.mean((d / body_weight_n) ** 2)),
        nrmse_percent=100 * rmse / np.ptp(f),
        mae_n=np.mean(np.abs(d)),
        r=stats.pearsonr(f, e).statistic,
        r2=1 - np.sum(d**2) / np.sum((f - f.mean()) ** 2),
    )
    return {"y": Digits(tensor(list(y.values())), 15)}


def metrics_file():
    file = GoldenFile("metrics")
    for seed, body_weight_n in ((1, 700.0), (2, 812.5)):
        force, estimate = walk(seed)
        inputs = dict(force=force, estimate=estimate)
        file.case(f"walk_{seed}", metrics, inputs, dict(body_weight_n=body_weight_n), gradients=False)
    return file


def step_shape(x, rate_hz):
    half = len(x) // 2
    first, second = int(np.argmax(x[:half])), half + int(np.argmax(x[half:]))
    low, high = np.interp([0.2 * first, 0.8 * first], np.arange(len(x)), x)
    return np.array(
        [x[first], first / rate_hz, x[second], second / rate_hz, np.sum(x) / rate_hz]
        + [(high - low) / (0.6 * first / rate_hz)]
    )


def steps(force, estimate, rate_hz, threshold_n):
    """Bias and mean absolute deviation of both peaks, their times, impulse and loading rate."""
    f, e = force.numpy(), estimate.numpy()
    on = np.concatenate([[0], f >= threshold_n, [0]]).astype(int)
    starts, ends = np.flatnonzero(np.diff(on) == 1), np.flatnonzero(np.diff(on) == -1)
    measured = np.array([step_shape(f[a:b], rate_hz) for a, b in zip(starts, ends)])
    estimated = np.array([step_shape(e[a:b], rate_hz) for a, b in zip(starts, ends)])
    d = estimated - measured
    deviations = 100 * d / np.where(measured, measured, 1)
    deviations[:, [1, 3]] = 1000 * d[:, [1, 3]]
    y = np.stack([deviations.mean(0), np.abs(deviations).mean(0)], 1)
    return {
        "y": Digits(torch.from_numpy(y), 15),
        "phases": tensor([float(t) for t in np.stack([starts, ends], 1).ravel()], len(starts), 2),
    }


def steps_file():
    file = GoldenFile("steps")
    for seed in (3, 4):
        force, estimate = walk(seed)
        inputs = dict(force=force, estimate=estimate)
        spec = dict(rate_hz=RATE_HZ, threshold_n=20.0)
        file.case(f"walk_{seed}", steps, inputs, spec, gradients=False)
    return file


def agreement(counts, **differences):
    """One-way analysis of variance of the differences by subject (Bland and Altman 2007)."""
    groups = [g.numpy() for g in differences.values()]
    everything = np.concatenate(groups)
    n, total = len(groups), len(everything)
    bias = everything.mean()
    if n == 1 or n == total:
        sd = everything.std(ddof=1)
    else:
        within = sum(((g - g.mean()) ** 2).sum() for g in groups) / (total - n)
        f = stats.f_oneway(*groups).statistic
        k = (total**2 - sum(len(g) ** 2 for g in groups)) / ((n - 1) * total)
        sd = np.sqrt(max(0.0, (f * within - within) / k) + within)
    return {"y": Digits(tensor([bias, sd, bias - 1.96 * sd, bias + 1.96 * sd]), 15)}


def agreement_file():
    file = GoldenFile("agreement")

    def case(name, *counts, offset=0.0):
        inputs = {f"d{i}": values(n, limit=40.0) for i, n in enumerate(counts)}
        shifted = {
            k: (lambda key, v=v, i=i: v(key) + offset * i) for i, (k, v) in enumerate(inputs.items())
        }
        f = lambda **d: agreement(counts, **d)
        file.case(name, f, shifted, gradients=False)

    case("subjects_differ", 5, 8, 3, 6, offset=25.0)
    case("subjects_alike", 6, 4, 7)
    case("one_subject", 9)
    case("one_each", 1, 1, 1, 1, 1)
    return file


def bootstrap(draws, level, **subjects):
    """Percentile interval of the pooled RMSE and r over the given draws of subjects."""
    pairs = [(f.numpy(), e.numpy()) for f, e in zip(*[iter(subjects.values())] * 2)]
    rmse, r = [], []
    for draw in draws.numpy().astype(int):
        f = np.concatenate([pairs[i][0] for i in draw])
        e = np.concatenate([pairs[i][1] for i in draw])
        rmse.append(np.sqrt(np.mean((e - f) ** 2)))
        r.append(stats.pearsonr(f, e).statistic)
    ends = [50 - 50 * level, 50 + 50 * level]
    y = [np.percentile(rmse, ends), np.percentile(r, ends)]
    return {"y": Digits(torch.from_numpy(np.stack(y)), 15)}


def bootstrap_file():
    file = GoldenFile("bootstrap")
    subjects = {}
    for i, n in enumerate((6, 9, 4, 7)):
        subjects[f"f{i}"] = values(n, limit=800.0)
        subjects[f"e{i}"] = values(n, limit=900.0)
    draws = lambda key: drawn((40, 4), key, lambda r: r.randrange(4))
    inputs = dict(draws=draws) | subjects
    file.case("four_subjects", bootstrap, inputs, dict(level=0.95), gradients=False)
    return file


def comparison(x, y):
    """Both paired tests, the effect size and the rank-biserial correlation of x - y."""
    d = (x - y).numpy()
    ranks = stats.rankdata(np.abs(d))
    y = [
        d.mean(),
        stats.wilcoxon(d).pvalue,
        stats.ttest_1samp(d, 0).pvalue,
        d.mean() / d.std(ddof=1),
        np.sum(np.sign(d) * ranks) / np.sum(ranks),
    ]
    return {"y": Digits(tensor([float(v) for v in y]), 15)}


def comparison_file():
    file = GoldenFile("comparison")
    for name, n, offset in (("no_difference", 9, 0.0), ("x_is_less", 14, -20.0)):
        # Distinct sizes of the differences: every p-value is the exact one.
        x = lambda key, n=n, offset=offset: values(n, limit=90.0)(key) / 2 + 100 + offset
        y = lambda key, n=n: values(n, limit=9.0)(key) + 100 + tensor([i / 64 for i in range(n)])
        file.case(name, comparison, dict(x=x, y=y), gradients=False)
    return file


def files():
    return [metrics_file(), steps_file(), agreement_file(), bootstrap_file(), comparison_file()]
