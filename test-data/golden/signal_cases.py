"""Cases of signal processing, from SciPy 1.17.1. Values only, no gradients."""

import numpy as np
import scipy.signal
import torch

from golden_file import GoldenFile, full, ramp, values


def resample(x, up, down, padding):
    """With padding "line", the line from the first to the last sample is taken off and put back."""
    n = len(x)
    slope = (x[-1].item() - x[0].item()) / (n - 1) if padding == "line" else 0.0
    start = x[0].item() if padding == "line" else 0.0
    y = scipy.signal.resample_poly(x.numpy() - (start + slope * np.arange(n)), up, down)
    return torch.from_numpy(y + start + slope * np.arange(len(y)) * down / up)


def low_pass(x, order, cutoff_hz, rate_hz):
    sections = scipy.signal.butter(order, cutoff_hz, fs=rate_hz, output="sos")
    return torch.from_numpy(scipy.signal.sosfiltfilt(sections, x.numpy()).copy())


def resample_file():
    file = GoldenFile("resample")

    def case(name, x, up, down, padding="zero"):
        spec = dict(up=up, down=down, padding=padding)
        file.case(name, resample, dict(x=x), spec, gradients=False)

    case("force_plate_to_insole", values(400, limit=64), 1, 10)
    case("force_plate_to_insole_line", values(400, limit=64), 1, 10, "line")
    case("up", values(40, limit=64), 2, 1)
    case("down", values(81, limit=64), 1, 2)
    case("three_halves", values(61, limit=64), 3, 2)
    case("two_thirds_line", values(61, limit=64), 2, 3, "line")
    case("not_in_lowest_terms", values(50, limit=64), 10, 4)
    case("audio_like", values(150, limit=64), 160, 147, "line")
    case("shorter_than_the_filter", values(5, limit=64), 1, 4)
    case("single_sample", full(3, 1), 3, 2)
    case("ramp_line", ramp(30), 1, 3, "line")
    case("same_rate", values(7, limit=64), 5, 5)
    return file


def butterworth_file():
    file = GoldenFile("butterworth")

    def case(name, x, order, cutoff_hz, rate_hz):
        spec = dict(order=order, cutoff_hz=cutoff_hz, rate_hz=rate_hz)
        file.case(name, low_pass, dict(x=x), spec, gradients=False)

    case("force", values(300, limit=64), 4, 20.0, 200.0)
    case("force_plate", values(300, limit=64), 4, 20.0, 2000.0)
    case("second_order", values(100, limit=64), 2, 6.0, 100.0)
    case("first_order", values(60, limit=64), 1, 5.0, 100.0)
    case("third_order", values(80, limit=64), 3, 30.0, 100.0)
    case("eighth_order", values(120, limit=64), 8, 40.0, 200.0)
    case("near_nyquist", values(60, limit=64), 4, 49.0, 100.0)
    case("shortest", values(16, limit=64), 4, 20.0, 200.0)
    case("step", torch.cat([full(0, 40), full(800, 40)]), 4, 20.0, 200.0)
    return file


def files():
    return [resample_file(), butterworth_file()]
