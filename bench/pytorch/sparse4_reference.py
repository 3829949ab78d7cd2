#!/usr/bin/env python3
"""PyTorch counterpart of the benchmark task "sparse-4", to compare speed and accuracy with.

Task: four insole cells of each foot in [8, T], the vertical force of both feet out [2, T], 100 Hz,
on walks from PhysioNet's "Gait in Parkinson's Disease" (gaitpdb 1.0.0, ODC-By 1.0; Goldberger et
al. 2000; Yogev et al. 2005, Hausdorff et al. 2007, Frenkel-Toledo et al. 2005). The totals are the
sum of all eight cells of a foot, not a force plate: a result says how well four stand in for eight.

Recipe: windows of 128 samples, hop 64, batches of 64 (the short last one is kept); inputs
standardised per channel and targets divided by one standard deviation, both fitted on training
subjects; AdamW, one-cycle schedule; the epoch with the least error on fold 1 is kept and tested on
whole recordings of fold 0, without their first 32 samples.

Written for Python 3.11, torch 2.13.0 and numpy 2.4.6:
    pip install torch==2.13.0 numpy==2.4.6
    python sparse4_reference.py --data DIR --model wrn16-2 --epochs 20 --save teacher.pt
    python sparse4_reference.py --data DIR --model cnn-s --method takd --teacher teacher.pt
"""

import argparse
import copy
import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

WINDOW, HOP, BATCH, WARM_UP = 128, 64, 64, 32
FOLDS, TEST_FOLD, VALIDATION_FOLD = 5, 0, 1
INPUT_COLUMNS = [1, 4, 7, 8, 9, 12, 15, 16]  # cells 1, 4, 7, 8: left foot, then right foot
TARGET_COLUMNS = [17, 18]

# lambda, betaSim, betaTime, found on fold 1 for cnn-s taught by wrn16-2. The scaled task loss ends
# near 0.025, so the weights usual for a classifier (200 to 3000) drown the task.
DEFAULT_WEIGHTS = {
    "none": (0, 0, 0),
    "kd": (0.7, 0, 0),
    "sp": (0, 1, 0),
    "takd": (0.3, 0.3, 0.3),
}


# Networks. Each returns its output and its features, the list that distillation compares.


class CnnS(nn.Module):
    """Causal convolutions 8 -> 16 -> 16 -> 16 and a 1x1 head. Features: the three ReLU outputs."""

    def __init__(self, inputs=8):
        super().__init__()
        self.convs = nn.ModuleList(
            nn.Conv1d(c, 16, 5, dilation=d) for c, d in [(inputs, 1), (16, 2), (16, 4)]
        )
        self.head = nn.Conv1d(16, 2, 1)

    def forward(self, x):
        features = []
        for conv in self.convs:
            x = F.relu(conv(F.pad(x, (4 * conv.dilation[0], 0))))
            features.append(x)
        return self.head(x), features


class LstmS(nn.Module):
    """Causal convolution 8 -> 16, LSTM 16 -> 24 and a 1x1 head. Features: ReLU and LSTM outputs."""

    def __init__(self, inputs=8):
        super().__init__()
        self.conv = nn.Conv1d(inputs, 16, 5)
        self.lstm = nn.LSTM(16, 24, batch_first=True)
        # PyTorch's second bias adds nothing that the first cannot learn.
        nn.init.zeros_(self.lstm.bias_hh_l0).requires_grad_(False)
        self.head = nn.Conv1d(24, 2, 1)

    def forward(self, x):
        a = F.relu(self.conv(F.pad(x, (4, 0))))
        h = self.lstm(a.transpose(1, 2))[0].transpose(1, 2)
        return self.head(h), [a, h]


class Block(nn.Module):
    """Pre-activation block: BN, ReLU, conv, BN, ReLU, conv, plus the shortcut."""

    def __init__(self, c_in, c_out, dilation):
        super().__init__()
        self.bn1, self.bn2 = nn.BatchNorm1d(c_in), nn.BatchNorm1d(c_out)
        same = dict(padding=dilation, dilation=dilation, bias=False)
        self.conv1 = nn.Conv1d(c_in, c_out, 3, **same)
        self.conv2 = nn.Conv1d(c_out, c_out, 3, **same)
        self.shortcut = nn.Conv1d(c_in, c_out, 1, bias=False) if c_in != c_out else None

    def forward(self, x):
        a = F.relu(self.bn1(x))
        skip = x if self.shortcut is None else self.shortcut(a)
        return skip + self.conv2(F.relu(self.bn2(self.conv1(a))))


class Wrn16(nn.Module):
    """Wide residual network, depth 16, no pooling over time. Features: the three stage outputs."""

    def __init__(self, k, inputs=8):
        super().__init__()
        self.conv1 = nn.Conv1d(inputs, 16, 3, padding=1, bias=False)
        widths = [16, 16 * k, 32 * k, 64 * k]
        self.stages = nn.ModuleList(
            nn.Sequential(
                Block(widths[i], widths[i + 1], 2**i), Block(widths[i + 1], widths[i + 1], 2**i)
            )
            for i in range(3)
        )
        self.bn, self.head = nn.BatchNorm1d(64 * k), nn.Conv1d(64 * k, 2, 1)

    def forward(self, x):
        x, features = self.conv1(x), []
        for stage in self.stages:
            x = stage(x)
            features.append(x)
        return self.head(F.relu(self.bn(x))), features


MODELS = {"cnn-s": CnnS, "lstm-s": LstmS} | {f"wrn16-{k}": lambda k=k: Wrn16(k) for k in (1, 2, 3)}


# Losses.


def gram(q):
    """Similarities of the rows of q [n, m]: q q^T [n, n], each row divided by its L2 norm."""
    return F.normalize(q @ q.T, dim=1)


def similarity_loss(fs, ft):
    """Lsim of one stage: features [b, c, t], maps [b, b] over the mini-batch."""
    return F.mse_loss(gram(fs.flatten(1)), gram(ft.flatten(1)))


def time_loss(fs, ft):
    """Ltime T1 of one stage: features [b, c, t], one map [t, t] of the whole mini-batch."""
    return F.mse_loss(gram(fs.permute(2, 0, 1).flatten(1)), gram(ft.permute(2, 0, 1).flatten(1)))


def distillation_loss(args, y_s, features_s, y, teacher):
    """(1 - lambda) MSE(yS, y) + lambda MSE(yS, yT) + betaSim Lsim + betaTime Ltime."""
    y_t, features_t = teacher
    loss = (1 - args.lambda_kd) * F.mse_loss(y_s, y) + args.lambda_kd * F.mse_loss(y_s, y_t)
    # A student with fewer features than the teacher has stages is compared with the last stages.
    pairs = list(zip(features_s, features_t[-len(features_s) :]))
    if args.beta_sim > 0:
        loss = loss + args.beta_sim * sum(similarity_loss(s, t) for s, t in pairs) / len(pairs)
    if args.beta_time > 0:
        loss = loss + args.beta_time * sum(time_loss(s, t) for s, t in pairs) / len(pairs)
    return loss


# Data.


def load(folder):
    """Standardised inputs [S, 8, 2000], scaled targets [S, 2, 2000], the scale in N, folds [S]."""
    files = sorted((folder / "walk").glob("*.txt"))
    rows = np.stack([np.loadtxt(f) for f in files])
    fold = np.arange(len(files)) % FOLDS
    train = (fold != TEST_FOLD) & (fold != VALIDATION_FOLD)
    x, y = rows[:, :, INPUT_COLUMNS], rows[:, :, TARGET_COLUMNS]
    x = (x - x[train].mean((0, 1))) / x[train].std((0, 1))
    scale_n = y[train].std()
    as_tensor = lambda a: torch.tensor(a.transpose(0, 2, 1).copy(), dtype=torch.float32)
    return as_tensor(x), as_tensor(y / scale_n), float(scale_n), torch.tensor(fold)


def training_windows(recordings, fold):
    """[S, C, T] -> the windows of the training subjects [W, C, WINDOW]."""
    chosen = recordings[(fold != TEST_FOLD) & (fold != VALIDATION_FOLD)]
    return chosen.unfold(2, WINDOW, HOP).transpose(1, 2).flatten(0, 1).contiguous()


@torch.no_grad()
def evaluate(model, x, y, scale_n):
    """RMSE [N] and Pearson's r, both feet pooled, over whole recordings after the warm-up."""
    model.eval()
    estimate = torch.cat([model(part)[0] for part in x.split(8)])[:, :, WARM_UP:].flatten().double()
    truth = y[:, :, WARM_UP:].flatten().double()
    rmse_n = scale_n * (estimate - truth).square().mean().sqrt().item()
    return rmse_n, torch.corrcoef(torch.stack([estimate, truth]))[0, 1].item()


# Training.


def train(name, model, data, epochs, seed, args=None, teacher=None):
    """Trains in place, keeps the best epoch; its validation RMSE, seconds of steps and in all."""
    x, y, scale_n, fold = data
    xw, yw = training_windows(x, fold), training_windows(y, fold)
    x_val, y_val = x[fold == VALIDATION_FOLD], y[fold == VALIDATION_FOLD]
    peak = 3e-3 if name.startswith("wrn") else 4.5e-3
    batches = -(-len(xw) // BATCH)
    optimizer = torch.optim.AdamW(model.parameters(), lr=peak, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, peak, total_steps=epochs * batches, cycle_momentum=False
    )
    shuffle = torch.Generator().manual_seed(seed)
    start, step_seconds, best_rmse_n, best_state = time.perf_counter(), 0.0, float("inf"), None
    for epoch in range(1, epochs + 1):
        model.train()
        epoch_start, loss_sum = time.perf_counter(), 0.0
        for batch in torch.randperm(len(xw), generator=shuffle).split(BATCH):
            y_s, features = model(xw[batch])
            if teacher is None:
                loss = F.mse_loss(y_s, yw[batch])
            else:
                y_t, stages = teacher
                loss = distillation_loss(
                    args, y_s, features, yw[batch], (y_t[batch], [f[batch] for f in stages])
                )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            loss_sum += loss.item() * len(batch)
        step_seconds += time.perf_counter() - epoch_start
        rmse_n, r = evaluate(model, x_val, y_val, scale_n)
        if rmse_n < best_rmse_n:
            best_rmse_n, best_state = rmse_n, copy.deepcopy(model.state_dict())
        loss_mean = loss_sum / len(xw)
        say(f"{name} epoch {epoch:3d}  loss {loss_mean:.5f}  validation {rmse_n:.2f} N  r {r:.4f}")
    model.load_state_dict(best_state)
    return best_rmse_n, step_seconds, time.perf_counter() - start


@torch.no_grad()
def teach(teacher, data):
    """Outputs and features of the frozen teacher for every training window, computed once."""
    x, _, _, fold = data
    teacher.eval()
    parts = [teacher(part) for part in training_windows(x, fold).split(BATCH)]
    return torch.cat([y for y, _ in parts]), [torch.cat(f) for f in zip(*(fs for _, fs in parts))]


def say(line):
    print(line, file=sys.stderr, flush=True)


def arguments():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--data", type=Path, required=True, help="the gaitpdb folder, which holds walk/")
    p.add_argument("--model", choices=MODELS, default="cnn-s")
    p.add_argument("--epochs", type=int, default=25)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--method", choices=["none", "kd", "sp", "takd"], default="none")
    p.add_argument("--lambda", dest="lambda_kd", type=float, help="weight of the teacher's output")
    p.add_argument("--beta-sim", type=float, help="weight of Lsim")
    p.add_argument("--beta-time", type=float, help="weight of Ltime")
    p.add_argument("--teacher", type=Path, help="saved state; without it a teacher is trained")
    p.add_argument("--teacher-model", choices=MODELS, default="wrn16-2")
    p.add_argument("--teacher-epochs", type=int, default=20)
    p.add_argument("--teacher-seed", type=int, default=1)
    p.add_argument("--warm-start", type=Path, help="state to start from")
    p.add_argument("--save", type=Path, help="where the trained state goes")
    p.add_argument("--validation-only", action="store_true", help="leave the test fold alone")
    p.add_argument("--json", action="store_true", help="one JSON object on standard output")
    args = p.parse_args()
    defaults = DEFAULT_WEIGHTS[args.method]
    for key, value in zip(("lambda_kd", "beta_sim", "beta_time"), defaults):
        if getattr(args, key) is None:
            setattr(args, key, value)
    return args


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    data = load(args.data)
    teacher = None
    if args.method != "none":
        torch.manual_seed(args.teacher_seed)
        network = MODELS[args.teacher_model]()
        if args.teacher:
            network.load_state_dict(torch.load(args.teacher, weights_only=True))
        else:
            train(args.teacher_model, network, data, args.teacher_epochs, args.teacher_seed)
        teacher = teach(network, data)
    torch.manual_seed(args.seed)
    model = MODELS[args.model]()
    if args.warm_start:
        model.load_state_dict(torch.load(args.warm_start, weights_only=True))
    validation_rmse_n, step_s, total_s = train(
        args.model, model, data, args.epochs, args.seed, args, teacher
    )
    if args.save:
        torch.save(model.state_dict(), args.save)
    result = {n: getattr(args, n) for n in ("model", "method", "epochs", "seed", "threads")}
    result |= {"lambda": args.lambda_kd, "beta_sim": args.beta_sim, "beta_time": args.beta_time}
    result |= {"warm_start": args.warm_start is not None, "torch": torch.__version__}
    result["parameters"] = sum(p.numel() for p in model.parameters() if p.requires_grad)
    result |= {"step_s": round(step_s, 2), "training_s": round(total_s, 2)}
    result["validation_rmse_n"] = round(validation_rmse_n, 3)
    if not args.validation_only:
        x, y, scale_n, fold = data
        rmse_n, r = evaluate(model, x[fold == TEST_FOLD], y[fold == TEST_FOLD], scale_n)
        result |= {"rmse_n": round(rmse_n, 3), "r": round(r, 5)}
    if args.json:
        print(json.dumps(result))
    else:
        print("  ".join(f"{key} {value}" for key, value in result.items()))


if __name__ == "__main__":
    main()
