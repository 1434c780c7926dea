#!/usr/bin/env bash
# Measures the processor time for each second of video, in turn with the usual Python loop: OpenCV decodes and looks at a
# frame every 0.5 seconds, every 0.1 seconds where there is a face, YuNet detects at a long side of 640, ONNX Runtime
# scores and embeds. Python tracks nothing and keeps nothing. Prints each round and the medians, for each video.
# Skips itself where PYTHON (python3) lacks onnxruntime, OpenCV or NumPy, or OpenCV lacks YuNet.
#   benchmarks/compare-videos.sh MODEL YUNET VIDEO...
#   ROUNDS=5 THREADS=2 PYTHON=path/to/python benchmarks/compare-videos.sh MODEL YUNET VIDEO...
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/beside-opencv.sh"
model=$1 yunet=$2
shift 2

# Seconds of a processor for each second of video: the last column of the last line.
seconds() {
    "$@" 2>/dev/null | tail -n 1 | sed -n 's/.*,\([0-9.]*\)$/\1/p' | grep . || { echo "failed: $*" >&2; return 1; }
}

for video in "$@"; do
    ours=() theirs=()
    for round in $(seq "${ROUNDS:-5}"); do
        java=$(seconds "$here/run.sh" videos cost "$threads" "$video")
        rival=$(seconds "$python" "$here/rival-videos.py" "$threads" "$model" "$yunet" "$video")
        ours+=("$java") theirs+=("$rival")
        echo "$(basename "$video"), round $round: facequality $java s of a processor for each second, Python $rival s"
    done
    echo "$(basename "$video"), medians: facequality $(median "${ours[@]}") s, Python $(median "${theirs[@]}") s"
done
