#!/bin/sh
# Measures the embedded quality model again, and puts the figures, the plots and the score calibration into their places.
#   benchmarks/evaluate-embedded.sh PEOPLE EMBEDDER.onnx WORK
# PEOPLE is a folder of aligned crops, one folder per person; EMBEDDER takes RGB; WORK keeps the results of the models,
# so that a second run is fast.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
people=$1
embedder=$2
work=$3

"$root/facequality" evaluate "$people" --crop as-is --embedding-model "$embedder" --out "$work" \
    --faces-to-show 0 \
    --reference 'LFW development people, aligned by five points: 5,381 pictures of 1,170 people' \
    --note '870 of the 1,170 people of the reference set are among those that the model was trained on.' \
    >"$work-summary.txt"

mkdir -p "$root/docs/evaluation"
for plot in "edc-$(basename "$embedder" .onnx)" det degradation-facequality-mini quality-facequality-mini; do
    cp "$work/plots/$plot.svg" "$root/docs/evaluation/"
done
cp "$work/facequality-mini.calibration.json" \
    "$root/facequality-models/src/main/resources/io/facequality/models/facequality-mini.calibration.json"

# The page shows what was printed, apart from the last line, which names a place on this machine.
page=$root/docs/evaluation.md
sed -e '/^Report: /d' -e '${/^$/d;}' "$work-summary.txt" >"$work-shown.txt"
awk -v shown="$work-shown.txt" '
    /^<!-- figures -->$/ { print; print "```text"; while ((getline line < shown) > 0) if (line != "" || seen) { print line; seen = 1 }
        print "```"; skipping = 1 }
    /^<!-- end of figures -->$/ { skipping = 0 }
    !skipping && !/^<!-- figures -->$/ { print }' "$page" >"$page.new"
mv "$page.new" "$page"
