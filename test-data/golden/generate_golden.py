#!/usr/bin/env python3
"""Writes the golden files: inputs, outputs, gradients of every op as PyTorch has them in float64.

Written for Python 3.11, torch 2.13.0, numpy 2.4.6 and scipy 1.17.1:
    pip install torch==2.13.0 numpy==2.4.6 scipy==1.17.1
    python generate_golden.py
The files go to ../src/main/resources/dev/footfall/testdata/golden; README.md says what is in them.
"""

import json
from itertools import chain
from pathlib import Path

import torch

import distillation_cases
import elementwise_cases
import evaluation_cases
import network_cases
import op_cases
import optimizer_cases
import quantization_cases
import recurrent_cases
import shape_cases
import signal_cases
import training_cases

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "src/main/resources/dev/footfall/testdata/golden"


def main():
    torch.set_num_threads(1)
    modules = (
        op_cases,
        elementwise_cases,
        shape_cases,
        recurrent_cases,
        distillation_cases,
        training_cases,
        optimizer_cases,
        network_cases,
        signal_cases,
        evaluation_cases,
        quantization_cases,
    )
    files = list(chain.from_iterable(module.files() for module in modules))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file in files:
        text = file.text()
        json.loads(text)
        (FOLDER / f"{file.name}.json").write_text(text, encoding="utf-8")
        print(f"{file.name:20}{len(text):8} B  {', '.join(case['name'] for case in file.cases)}")
    index = "".join(f"{name}\n" for name in sorted(file.name for file in files))
    (FOLDER / "index.txt").write_text(index, encoding="utf-8")


if __name__ == "__main__":
    main()
