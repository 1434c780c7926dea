"""Scores aligned crops from files the usual way: a loop with Pillow, NumPy and ONNX Runtime, batches of eight.

Arguments: how many pictures, some twice if there are fewer; the model's file; the folders.
"""

import os
import sys

import numpy
import onnxruntime
from PIL import Image

BATCH = 8


def pictures(folders):
    for folder in folders:
        for place, names, files in os.walk(folder):
            names.sort()
            for file in sorted(files):
                if file.lower().endswith((".jpg", ".jpeg", ".png")):
                    yield os.path.join(place, file)


def face(path):
    image = Image.open(path).convert("RGB")
    if image.size != (112, 112):
        image = image.resize((112, 112), Image.BILINEAR)
    values = (numpy.asarray(image, dtype=numpy.float32) / 255 - 0.5) / 0.5
    return values.transpose(2, 0, 1)


def main():
    count = int(sys.argv[1])
    found = list(pictures(sys.argv[3:]))
    wanted = [found[i % len(found)] for i in range(count)]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = os.cpu_count()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(sys.argv[2], options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    scored = 0
    for start in range(0, count, BATCH):
        batch = numpy.stack([face(path) for path in wanted[start : start + BATCH]])
        scored += len(session.run(["quality"], {name: batch})[0])
    print(scored, "pictures scored")


main()
