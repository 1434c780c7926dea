#!/bin/sh
# Measures how much processor time a start takes, beside Python with ONNX Runtime in the same run: the version, and the
# score of one aligned crop, each several times. The smallest time counts, since other work on the machine adds to it.
#   benchmarks/start.sh PACKAGE CROP MODEL.onnx [TIMES]
# PACKAGE is an unpacked package, MODEL.onnx the model that Python runs: the embedded one lies in
# facequality-models/src/main/resources. Python needs numpy, Pillow and onnxruntime; PYTHON names another one than
# python3. Seconds of processor time (user and system), then the ratio to Python.
set -eu
package=$1
crop=$2
model=$3
times=${4:-7}
python=${PYTHON:-python3}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/score.py" <<'END'
import sys

import numpy
import onnxruntime
from PIL import Image

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(sys.argv[1], options, providers=["CPUExecutionProvider"])
picture = numpy.asarray(Image.open(sys.argv[2]).convert("RGB").resize((112, 112)), dtype=numpy.float32)
pixels = ((picture / 255 - 0.5) / 0.5).transpose(2, 0, 1)[None]
outputs = {output.name: value for output, value in zip(session.get_outputs(), session.run(None, {"input": pixels}))}
print(outputs["quality"][0])
END

# User and system time of the children of a shell that does nothing else.
seconds() {
    sh -c '"$@" >/dev/null; times' measured "$@" | tail -n 1 | awk '{
        for (i = 1; i <= 2; i++) { split($i, part, "[ms]"); sum += 60 * part[1] + part[2] }
        printf "%.3f\n", sum }'
}

best() {
    i=0
    while [ "$i" -lt "$times" ]; do
        seconds "$@"
        i=$((i + 1))
    done | sort -n | head -n 1
}

command=$package/bin/facequality
# The first start makes the class data.
"$command" --version >/dev/null
version=$(best "$command" --version)
score=$(best "$command" score --crop as-is "$crop")
rival=$(best "$python" "$work/score.py" "$model" "$crop")
awk -v version="$version" -v score="$score" -v rival="$rival" 'BEGIN {
    printf "what,seconds,ratio_to_python\n"
    printf "facequality --version,%.2f,%.2f\n", version, version / rival
    printf "facequality score --crop as-is CROP,%.2f,%.2f\n", score, score / rival
    printf "Python: import; open the model; score CROP,%.2f,1.00\n", rival }'
