"""Writes python.safetensors with the reference implementation of the format.

Generated once with Python 3.11.7, safetensors 0.8.0 and numpy 2.4.6:

    python generate_python_safetensors.py

One entry of metadata only: the reference implementation does not order them.
"""

import pathlib

import numpy as np
from safetensors.numpy import save_file

tensors = {
    "conv.weight": np.arange(12, dtype=np.float32).reshape(2, 3, 2),
    "conv.bias": np.array([-0.0, np.inf], dtype=np.float32),
    "statistics.mean": np.array([0.1, 1e300, 5e-324], dtype=np.float64),
    "scalar": np.array(3.5, dtype=np.float32),
    "empty": np.zeros((0, 4), dtype=np.float32),
    'gr\u00f6\u00dfe "\n\t\u0001\u007f\u2028 \U0001f9b6': np.ones(1, dtype=np.float64),
    "nan": np.array([0x7FC12345, 0xFF800001], dtype=np.uint32).view(np.float32),
}
metadata = {"note": 'a "quoted" line\nand \U0001f9b6'}
save_file(tensors, pathlib.Path(__file__).with_name("python.safetensors"), metadata)
