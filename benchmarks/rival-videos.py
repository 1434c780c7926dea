"""Scores and embeds the faces of a video the usual way: OpenCV decodes, YuNet detects and aligns, ONNX Runtime scores.

Arguments: how many threads, the model's file, YuNet's file, the video. Frames are looked at every 0.5 seconds, and every
0.1 seconds where a face was seen within the last 0.5. Prints a table of one line, for the second time through the video.
"""

import os
import sys
import time

import cv2
import numpy
import onnxruntime

LONG_SIDE = 640
COARSE = 0.5
FINE = 0.1
TEMPLATE = numpy.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.729904, 92.2041]],
    dtype=numpy.float32,
)


class Faces:
    def __init__(self, threads, model, yunet):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self.name = self.session.get_inputs()[0].name
        self.detector = cv2.FaceDetectorYN.create(yunet, "", (LONG_SIDE, LONG_SIDE), 0.7)

    def look(self, image):
        height, width = image.shape[:2]
        scale = min(1.0, LONG_SIDE / max(width, height))
        small = cv2.resize(image, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
        self.detector.setInputSize((small.shape[1], small.shape[0]))
        _, faces = self.detector.detect(small)
        count = 0
        for face in [] if faces is None else faces:
            transform, _ = cv2.estimateAffinePartial2D(face[4:14].reshape(5, 2) / scale, TEMPLATE, method=cv2.LMEDS)
            if transform is not None:
                crop = cv2.cvtColor(cv2.warpAffine(image, transform, (112, 112)), cv2.COLOR_BGR2RGB)
                values = ((crop.astype(numpy.float32) / 255 - 0.5) / 0.5).transpose(2, 0, 1)[None]
                self.session.run(None, {self.name: values})
                count += 1
        return count


def follow(faces, video):
    capture = cv2.VideoCapture(video)
    looked = found = 0
    next_look, last_seen, shown = 0.0, -1.0, 0.0
    while capture.grab():
        shown = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        if shown >= next_look:
            _, image = capture.retrieve()
            count = faces.look(image)
            looked += 1
            found += count
            if count:
                last_seen = shown
            step = FINE if last_seen >= 0 and shown - last_seen < COARSE else COARSE
            next_look = (int(shown / step + 1e-6) + 1) * step
    capture.release()
    return shown, looked, found


def main():
    threads = int(sys.argv[1])
    cv2.setNumThreads(threads)
    faces = Faces(threads, sys.argv[2], sys.argv[3])
    follow(faces, sys.argv[4])
    processor, clock = time.process_time(), time.perf_counter()
    seconds, looked, found = follow(faces, sys.argv[4])
    processor, clock = time.process_time() - processor, time.perf_counter() - clock
    print("video,looked,faces,times_real_time,cpu_seconds_per_second")
    print(f"{os.path.basename(sys.argv[4])},{looked},{found},{seconds / clock:.2f},{processor / seconds:.3f}")


main()
