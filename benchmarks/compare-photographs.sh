#!/usr/bin/env bash
# Measures the processor time from a photograph's file to the score of its main face, in turn with the usual Python loop:
# OpenCV decodes, YuNet detects at a long side of 640 and aligns, ONNX Runtime scores. Prints each round and the medians.
# Skips itself where PYTHON (python3) lacks onnxruntime, OpenCV or NumPy, or OpenCV lacks YuNet.
#   benchmarks/compare-photographs.sh COUNT MODEL YUNET FOLDER
#   ROUNDS=5 THREADS=2 PYTHON=path/to/python benchmarks/compare-photographs.sh 40 MODEL YUNET FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/beside-opencv.sh"
count=$1 model=$2 yunet=$3 folder=$4

# Milliseconds of a processor for each picture, as a command prints them.
milliseconds() {
    "$@" 2>/dev/null | sed -n 's/.*scored, \([0-9.]*\) ms of a processor.*/\1/p' | grep . || { echo "failed: $*" >&2; return 1; }
}

ours=() theirs=()
for round in $(seq "${ROUNDS:-5}"); do
    java=$(milliseconds "$here/run.sh" photographs "$threads" "$count" "$folder")
    rival=$(milliseconds "$python" "$here/rival-photographs.py" "$threads" "$count" "$model" "$yunet" "$folder")
    ours+=("$java") theirs+=("$rival")
    echo "round $round: facequality $java ms of a processor for each picture, Python $rival ms"
done
echo "medians: facequality $(median "${ours[@]}") ms, Python $(median "${theirs[@]}") ms"
