#!/usr/bin/env bash
# Times scoring aligned crops from files, start-up included, beside the usual Python loop, in turn, and prints the ratio
# of each pair and their median. Skips itself where PYTHON (python3) lacks onnxruntime, Pillow or NumPy.
#   benchmarks/compare-python.sh COUNT MODEL FOLDER...
#   ROUNDS=5 PYTHON=path/to/python benchmarks/compare-python.sh 10000 MODEL FOLDER FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3}
if ! "$python" -c 'import onnxruntime, PIL, numpy' 2>/dev/null; then
    echo "skipped: $python lacks onnxruntime, Pillow or NumPy; name one that has them with PYTHON=..."
    exit 0
fi
count=$1

# Seconds that a command takes; what it prints must say that it scored everything.
seconds() {
    local start end
    start=$(date +%s.%N)
    "$@" 2>/dev/null | grep -q "^$count pictures scored" || { echo "failed: $*" >&2; return 1; }
    end=$(date +%s.%N)
    echo "$end - $start" | bc -l
}

"$here/run.sh" score-files 8 "${@:2}" >/dev/null
ratios=()
for round in $(seq "${ROUNDS:-5}"); do
    java=$(seconds "$here/run.sh" score-files "$@")
    rival=$(seconds "$python" "$here/rival.py" "$@")
    ratio=$(echo "$rival / $java" | bc -l)
    ratios+=("$ratio")
    LC_ALL=C printf 'round %d: facequality %.1f s (%.0f faces/s), Python %.1f s (%.0f faces/s), ratio %.2f\n' \
        "$round" "$java" "$(echo "$count / $java" | bc -l)" "$rival" "$(echo "$count / $rival" | bc -l)" "$ratio"
done
LC_ALL=C printf 'median ratio %.2f\n' "$(printf '%s\n' "${ratios[@]}" | sort -g | sed -n "$((($(printf '%s\n' "${ratios[@]}" | wc -l) + 1) / 2))p")"
