"""Scores the main faces of photographs the usual way: OpenCV decodes, YuNet detects and aligns, ONNX Runtime scores.

Arguments: how many threads, how many pictures (spread evenly over the folder), the model's file, YuNet's file, the folder.
Prints the processor time of a second round over the pictures, and the time on the clock.
"""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy
import onnxruntime

LONG_SIDE = 640
TEMPLATE = numpy.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.729904, 92.2041]],
    dtype=numpy.float32,
)


def pictures(folder, count):
    found = sorted(
        os.path.join(place, file)
        for place, _, files in os.walk(folder)
        for file in files
        if file.lower().endswith((".jpg", ".jpeg", ".png"))
    )
    return [found[i * len(found) // count] for i in range(count)]


class Scorer:
    def __init__(self, model, yunet):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self.name = self.session.get_inputs()[0].name
        self.detector = cv2.FaceDetectorYN.create(yunet, "", (LONG_SIDE, LONG_SIDE), 0.7)

    def score(self, path):
        image = cv2.imread(path)
        height, width = image.shape[:2]
        scale = min(1.0, LONG_SIDE / max(width, height))
        small = cv2.resize(image, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
        self.detector.setInputSize((small.shape[1], small.shape[0]))
        _, faces = self.detector.detect(small)
        if faces is None:
            return None
        face = max(faces, key=lambda found: found[2] * found[3])
        points = face[4:14].reshape(5, 2) / scale
        transform, _ = cv2.estimateAffinePartial2D(points, TEMPLATE, method=cv2.LMEDS)
        crop = cv2.cvtColor(cv2.warpAffine(image, transform, (112, 112)), cv2.COLOR_BGR2RGB)
        values = ((crop.astype(numpy.float32) / 255 - 0.5) / 0.5).transpose(2, 0, 1)[None]
        return self.session.run(["quality"], {self.name: values})[0]


def main():
    threads, count = int(sys.argv[1]), int(sys.argv[2])
    cv2.setNumThreads(1)
    wanted = pictures(sys.argv[5], count)
    scorers = [Scorer(sys.argv[3], sys.argv[4]) for _ in range(threads)]

    def work(part):
        return [scorers[part].score(path) for path in wanted[part::threads]]

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))
        processor, clock = time.process_time(), time.perf_counter()
        scores = [score for part in pool.map(work, range(threads)) for score in part]
        processor, clock = time.process_time() - processor, time.perf_counter() - clock
    scored = sum(score is not None for score in scores)
    print(
        f"{scored} pictures scored, {1000 * processor / count:.1f} ms of a processor for each,"
        f" {1000 * clock / count:.1f} ms on the clock"
    )


main()
