"""Cases of data movement, matrix products, normalisation and pooling."""

import math
import random

import torch
import torch.nn.functional as F

from golden_file import GoldenFile, full, ramp, tensor, values


def distinct(*shape, start=None):
    """As values, but no two the same: multiples of 1/16 from start, or around 0, in any order."""
    count = math.prod(shape)
    start = -(count // 2) if start is None else start
    numbers = [(start + i) / 16 for i in range(count)]
    return lambda key: tensor(random.Random(key).sample(numbers, count), *shape)


def concat_axis_file():
    file = GoldenFile("concat_axis")
    concat = lambda a, b, axis: torch.cat((a, b), dim=axis)
    integers = dict(a=ramp(2, 3), b=ramp(1, 3, start=10))
    file.case("ramp_batch", concat, integers, dict(axis=0), seed_gradient=ramp(3, 3))
    file.case("time", concat, dict(a=values(2, 3, 4), b=values(2, 3, 1)), dict(axis=2))
    file.case("vectors", concat, dict(a=values(3), b=values(2)), dict(axis=0))
    return file


def sliced(x, axis, start, end, step):
    return x.index_select(axis, torch.tensor(range(start, end, step), dtype=torch.long))


def slice_file():
    file = GoldenFile("slice")

    def case(name, x, axis, start, end, step=1, seed_gradient=None):
        spec = dict(axis=axis, start=start, end=end, step=step)
        file.case(name, sliced, dict(x=x), spec, seed_gradient=seed_gradient)

    case("ramp", ramp(1, 2, 5), 2, 1, 4, seed_gradient=ramp(1, 2, 3))
    case("ramp_flip", ramp(1, 2, 3), 2, 2, -1, -1, seed_gradient=ramp(1, 2, 3))
    case("channels", values(2, 4, 3), 1, 1, 3)
    case("step_2_leaves_a_rest", values(2, 2, 8), 2, 1, 8, 3)
    case("backwards_step_2", values(2, 2, 7), 2, 5, 0, -2)
    case("batch_backwards", values(3, 2, 2), 0, 2, -1, -1)
    return file


def pad(x, axis, before, after, replicate, value):
    extent = x.shape[axis]
    if replicate:
        places = torch.arange(-before, extent + after).clamp(0, extent - 1)
        return x.index_select(axis, places)
    widths = [0, 0] * (x.dim() - 1 - axis) + [before, after]
    return F.pad(x, widths, value=value)


def pad_file():
    file = GoldenFile("pad")

    def case(name, x, axis, before, after, replicate=False, value=0.0, seed_gradient=None):
        spec = dict(axis=axis, before=before, after=after, replicate=replicate, value=value)
        file.case(name, pad, dict(x=x), spec, seed_gradient=seed_gradient)

    case("ramp", ramp(1, 2, 3), 2, 2, 1, seed_gradient=ramp(1, 2, 6))
    case("before", values(2, 2, 3), 2, 2, 0)
    case("after", values(2, 2, 3), 2, 0, 2)
    case("value", values(2, 2, 3), 2, 1, 1, value=-1.5)
    case("channels", values(2, 2, 3), 1, 1, 2, value=0.5)
    case("ramp_replicate", ramp(1, 2, 3), 2, 2, 1, True, seed_gradient=ramp(1, 2, 6))
    case("replicate_channels", values(2, 2, 3), 1, 2, 1, True)
    case("replicate_one_sample", values(2, 2, 1), 2, 3, 2, True)
    # PyTorch's own replication, on the axis where it has one.
    replicate = lambda x, axis, before, after, replicate, value: F.pad(
        x, (before, after), mode="replicate"
    )
    spec = dict(axis=2, before=3, after=2, replicate=True, value=0.0)
    file.case("replicate_time", replicate, dict(x=values(2, 2, 4)), spec)
    return file


def gather_file():
    file = GoldenFile("gather")

    def case(name, x, axis, indices, seed_gradient=None):
        gather = lambda x, axis, indices: x.index_select(axis, torch.tensor(indices))
        spec = dict(axis=axis, indices=indices)
        file.case(name, gather, dict(x=x), spec, seed_gradient=seed_gradient)

    case("ramp", ramp(1, 2, 4), 2, [3, 0, 3], ramp(1, 2, 3))
    case("time", values(2, 3, 5), 2, [4, 1, 1, 0, 1, 2])
    case("channels", values(2, 3, 4), 1, [2, 2, 0])
    case("batch", values(3, 2, 2), 0, [1, 1, 1, 2])
    return file


def reshape_file():
    file = GoldenFile("reshape")
    reshape = lambda x, shape: x.reshape(shape)
    file.case("ramp", reshape, dict(x=ramp(2, 3)), dict(shape=[3, 2]), seed_gradient=ramp(3, 2))
    file.case("flatten", reshape, dict(x=values(2, 3, 2)), dict(shape=[2, 6]))
    file.case("split", reshape, dict(x=values(2, 6)), dict(shape=[2, 2, 1, 3]))
    return file


def permute_file():
    file = GoldenFile("permute")
    permute = lambda x, axes: x.permute(axes)
    file.case("ramp", permute, dict(x=ramp(2, 3)), dict(axes=[1, 0]), seed_gradient=ramp(3, 2))
    file.case("time_first", permute, dict(x=values(2, 3, 4)), dict(axes=[2, 0, 1]))
    file.case("channels_last", permute, dict(x=values(2, 3, 4)), dict(axes=[0, 2, 1]))
    file.case("four_axes", permute, dict(x=values(2, 3, 1, 4)), dict(axes=[3, 1, 0, 2]))
    return file


def matmul_file():
    file = GoldenFile("matmul")

    def matmul(a, b, transpose_a, transpose_b):
        return (a.mT if transpose_a else a) @ (b.mT if transpose_b else b)

    def case(name, a, b, transpose_a=False, transpose_b=False, seed_gradient=None):
        spec = dict(transpose_a=transpose_a, transpose_b=transpose_b)
        file.case(name, matmul, dict(a=a, b=b), spec, seed_gradient=seed_gradient)

    case("ramp", ramp(2, 3), ramp(3, 2), seed_gradient=ramp(2, 2))
    case("matrices", values(3, 4), values(4, 5))
    case("transposed_a", values(4, 3), values(4, 5), transpose_a=True)
    case("transposed_b", values(3, 4), values(5, 4), transpose_b=True)
    case("transposed_both", values(2, 4, 3), values(2, 5, 4), True, True)
    case("batch", values(2, 3, 4), values(2, 4, 2))
    case("one_b_for_all", values(2, 3, 4), values(4, 2))
    case("one_a_for_all", values(3, 4), values(2, 4, 2))
    case("broadcast_both_ways", values(2, 1, 2, 3), values(3, 3, 2))
    case("broadcast_transposed", values(2, 1, 3, 2), values(1, 3, 2, 3), True, True)
    case("inner_1", values(2, 3, 1), values(2, 1, 4))
    return file



def attention_file():
    file = GoldenFile("attention")

    def attention(q, k, v):
        return F.scaled_dot_product_attention(q, k, v)

    def case(name, q, k, v):
        file.case(name, attention, dict(q=q, k=k, v=v), dict())

    case("matrices", values(3, 4), values(2, 4), values(2, 5))
    case("windows", values(2, 3, 4), values(2, 5, 4), values(2, 5, 1))
    case("windows_and_heads", values(2, 2, 1, 3), values(2, 2, 4, 3), values(2, 2, 4, 3))
    return file


def linear_axes_file():
    file = GoldenFile("linear_axes")
    linear = lambda x, w, b: F.linear(x, w, b)
    integers = dict(x=ramp(2, 1, 3), w=ramp(2, 3), b=ramp(2))
    file.case("ramp", linear, integers, seed_gradient=ramp(2, 1, 2))
    weights = dict(w=values(4, 3, limit=1), b=values(4, limit=1))
    file.case("three_axes", linear, dict(x=values(2, 5, 3)) | weights)
    file.case("four_axes", linear, dict(x=values(2, 1, 2, 3)) | weights)
    return file


def layer_norm_file():
    file = GoldenFile("layer_norm")

    def case(name, inputs, eps=1e-5, seed_gradient=None):
        layer_norm = lambda x, gamma, beta, eps: F.layer_norm(x, gamma.shape, gamma, beta, eps)
        file.case(name, layer_norm, inputs, dict(eps=eps), seed_gradient=seed_gradient)

    # The variance is 3, so with eps 1 the standard deviation is 2.
    x = tensor([-2.0, 2, 2, 2, 7, 7, 3, 7], 2, 4)
    affine = dict(gamma=full(2, 4), beta=tensor([0.0, 5, 0, 5]))
    case("integers", dict(x=x) | affine, 1.0, ramp(2, 4))
    affine = dict(gamma=values(5), beta=values(5))
    case("last_axis", dict(x=values(2, 3, 5)) | affine)
    case("eps_large", dict(x=values(2, 3, 5)) | affine, 0.5)
    case("last_two_axes", dict(x=values(3, 2, 5), gamma=values(2, 5), beta=values(2, 5)))
    case("all_axes", dict(x=values(2, 5), gamma=values(2, 5), beta=values(2, 5)))
    case("constant", dict(x=full(3, 2, 5)) | affine)
    return file


def group_norm_file():
    file = GoldenFile("group_norm")

    def case(name, inputs, groups, eps=1e-5, seed_gradient=None):
        group_norm = lambda x, gamma, beta, groups, eps: F.group_norm(x, groups, gamma, beta, eps)
        file.case(name, group_norm, inputs, dict(groups=groups, eps=eps), (), seed_gradient)

    x = tensor([-2.0, 2, 2, 2, 7, 7, 3, 7], 1, 4, 2)
    affine = dict(gamma=tensor([2.0, 4, 2, 4]), beta=tensor([0.0, 5, 0, 5]))
    case("integers", dict(x=x) | affine, 2, 1.0, ramp(1, 4, 2))
    inputs = dict(x=values(3, 4, 5), gamma=values(4), beta=values(4))
    case("two_groups", inputs, 2)
    case("one_group", inputs, 1)
    case("groups_of_one_channel", inputs, 4)
    case("eps_large", inputs, 2, 0.5)
    return file


def max_pool1d(x, kernel_size, stride, padding, dilation):
    return F.max_pool1d(x, kernel_size, stride, padding, dilation)


def max_pool1d_file():
    file = GoldenFile("max_pool1d")

    def case(name, x, kernel_size, stride=1, padding=0, dilation=1, seed_gradient=None):
        spec = dict(kernel_size=kernel_size, stride=stride, padding=padding, dilation=dilation)
        file.case(name, max_pool1d, dict(x=x), spec, seed_gradient=seed_gradient)

    case("ramp", ramp(1, 1, 6), 2, 2, seed_gradient=ramp(1, 1, 3, start=1))
    # Of equal samples the first one gets the gradient.
    ties = tensor([1.0, 3, 3, 2, 2, 2, -1, -1], 1, 1, 8)
    case("ties", ties, 3, seed_gradient=ramp(1, 1, 6, start=1))
    case("kernel_3", distinct(2, 2, 9), 3)
    case("stride_2_leaves_a_rest", distinct(2, 2, 9), 4, 2)
    case("padding_of_negative_samples", distinct(2, 2, 7, start=-40), 3, 1, 1)
    case("dilation_2", distinct(2, 2, 9), 3, 1, 0, 2)
    case("whole_input", distinct(2, 3, 5), 5)
    case("all_together", distinct(2, 3, 13), 4, 3, 2, 2)
    return file


def avg_pool1d_file():
    file = GoldenFile("avg_pool1d")

    def case(name, x, kernel_size, stride=1, padding=0, count=True, seed_gradient=None):
        avg_pool1d = lambda x, kernel_size, stride, padding, count_padding: F.avg_pool1d(
            x, kernel_size, stride, padding, count_include_pad=count_padding
        )
        spec = dict(kernel_size=kernel_size, stride=stride, padding=padding, count_padding=count)
        file.case(name, avg_pool1d, dict(x=x), spec, seed_gradient=seed_gradient)

    case("ramp", ramp(1, 1, 6), 2, 2, seed_gradient=ramp(1, 1, 3, start=2))
    case("kernel_3", values(2, 2, 9), 3)
    case("stride_2_leaves_a_rest", values(2, 2, 9), 4, 2)
    case("padding_counts", values(2, 2, 7), 4, 1, 2)
    case("padding_does_not_count", values(2, 2, 7), 4, 1, 2, count=False)
    case("mean_over_time", values(2, 3, 5), 5)
    case("all_together", values(2, 3, 13), 4, 3, 2, count=False)
    return file


def upsample1d_file():
    file = GoldenFile("upsample1d")

    def upsample1d(x, factor, linear):
        if linear:
            return F.interpolate(x, scale_factor=factor, mode="linear", align_corners=False)
        return F.interpolate(x, scale_factor=factor, mode="nearest")

    def case(name, x, factor, linear, seed_gradient=None):
        spec = dict(factor=factor, linear=linear)
        file.case(name, upsample1d, dict(x=x), spec, seed_gradient=seed_gradient)

    case("ramp_nearest", ramp(1, 1, 3), 2, False, ramp(1, 1, 6))
    case("nearest_3", values(2, 2, 4), 3, False)
    # Quarters of steps of 4.
    case("integers_linear", 4 * ramp(1, 1, 3), 2, True, 4 * ramp(1, 1, 6))
    case("linear_3", values(2, 2, 4), 3, True)
    case("linear_4", values(2, 2, 3), 4, True)
    case("linear_one_sample", values(2, 2, 1), 3, True)
    case("factor_1", values(1, 2, 4), 1, True)
    return file


def files():
    yield concat_axis_file()
    yield slice_file()
    yield pad_file()
    yield gather_file()
    yield reshape_file()
    yield permute_file()
    yield matmul_file()
    yield attention_file()
    yield linear_axes_file()
    yield layer_norm_file()
    yield group_norm_file()
    yield max_pool1d_file()
    yield avg_pool1d_file()
    yield upsample1d_file()
