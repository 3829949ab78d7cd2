"""Cases of the Gram maps and of the whole distillation loss."""

import torch.nn.functional as F

from golden_file import GoldenFile, full, positive, ramp, tensor, values


def gram_batch(q):
    """q [n, m] -> q q^T [n, n], each row divided by its L2 norm; a zero row stays zero."""
    return F.normalize(q @ q.T, dim=1)


def gram_time(x):
    """x [b, c, t] -> the map [t, t] of the samples in time, over the whole mini-batch."""
    return gram_batch(x.permute(2, 0, 1).flatten(1))


def gram_batch_file():
    file = GoldenFile("gram_batch")
    # The Gram matrix is (4 3; 3 4), with rows of length 5.
    integers = tensor([1.0, 1, 1, 1, 0, 1, 1, 1, 0, 1], 2, 5)
    file.case("three_four_five", gram_batch, dict(q=integers), seed_gradient=ramp(2, 2))
    file.case("values", gram_batch, dict(q=values(4, 15)))
    file.case("non_negative", gram_batch, dict(q=positive(5, 6)))
    file.case("one_row", gram_batch, dict(q=values(1, 6)))
    # PyTorch's gradient at a zero row is that of a division by 1e-12, so only values are kept.
    integers = tensor([1.0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 1], 3, 5)
    file.case("zero_row", gram_batch, dict(q=integers), gradients=False)
    return file


def gram_time_file():
    file = GoldenFile("gram_time")
    integers = tensor([1.0, 1, 1, 1, 1, 1, 1, 0, 0, 1], 1, 5, 2)
    file.case("three_four_five", gram_time, dict(x=integers), seed_gradient=ramp(2, 2))
    file.case("values", gram_time, dict(x=values(3, 2, 5)))
    file.case("one_window", gram_time, dict(x=values(1, 4, 7)))
    file.case("one_sample", gram_time, dict(x=values(3, 2, 1)))
    integers = tensor([1.0, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0, 0, 0, 1], 1, 5, 3)
    file.case("zero_sample", gram_time, dict(x=integers), gradients=False)
    return file


def takd_loss(
    student_output, teacher_output, target, lambda_kd, beta_similarity, beta_time, **features
):
    """(1 - lambda) task + lambda kd + betaSim similarity + betaTime time, and these four parts."""
    stages = [(features[f"student_{i}"], features[f"teacher_{i}"]) for i in (1, 2, 3)]
    parts = {
        "task": F.mse_loss(student_output, target),
        "kd": F.mse_loss(student_output, teacher_output),
        "similarity": sum(
            F.mse_loss(gram_batch(s.flatten(1)), gram_batch(t.flatten(1))) for s, t in stages
        )
        / 3,
        "time": sum(F.mse_loss(gram_time(s), gram_time(t)) for s, t in stages) / 3,
    }
    weights = dict(task=1 - lambda_kd, kd=lambda_kd, similarity=beta_similarity, time=beta_time)
    return {"y": sum(weights[n] * parts[n] for n in parts)} | parts


def takd_loss_file():
    file = GoldenFile("takd_loss")

    def case(name, inputs, lambda_kd=0.0, beta_similarity=0.0, beta_time=0.0):
        spec = dict(lambda_kd=lambda_kd, beta_similarity=beta_similarity, beta_time=beta_time)
        fixed = ("teacher_output", "target", "teacher_1", "teacher_2", "teacher_3")
        file.case(name, takd_loss, inputs, spec, fixed)

    def inputs(b, t):
        outputs = {n: values(b, 2, t) for n in ("student_output", "teacher_output", "target")}
        student = {f"student_{i}": values(b, 1 + i, t) for i in (1, 2, 3)}
        return outputs | student | {f"teacher_{i}": values(b, 2 * i + 1, t) for i in (1, 2, 3)}

    case("whole", inputs(4, 5), lambda_kd=0.75, beta_similarity=200.0, beta_time=300.0)
    case("task_and_kd", inputs(2, 3), lambda_kd=0.75)
    case("task_and_similarity", inputs(3, 2), beta_similarity=100.0)
    case("task_and_time", inputs(2, 3), beta_time=100.0)
    outputs = dict(
        student_output=ramp(2, 1, 2, start=1),
        teacher_output=full(3, 2, 1, 2),
        target=full(1, 2, 1, 2),
    )
    same = {f"{role}_{i}": ramp(2, i, 2) for i in (1, 2, 3) for role in ("student", "teacher")}
    same = {name: feature + 1 for name, feature in same.items()}
    case("same_features_cost_nothing", outputs | same, 0.5, 200.0, 300.0)
    return file


def files():
    yield gram_batch_file()
    yield gram_time_file()
    yield takd_loss_file()
