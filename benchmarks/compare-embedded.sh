#!/bin/sh
# Compares a model with the embedded one and with a teacher, on people that it never saw.
#   benchmarks/compare-embedded.sh PEOPLE TEACHER.onnx EMBEDDER.onnx MODEL.onnx OUT
# PEOPLE is a folder of aligned crops, one folder per person. TEACHER is an embedder that takes BGR. EMBEDDER takes RGB and
# shows what the quality scores are worth. OUT keeps the results of the models, by their digests. A false match rate of
# 0.1 % needs 3,000 pairs of strangers, so about a hundred people.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
people=$1
teacher=$2
embedder=$3
model=$4
out=$5

mkdir -p "$out"
[ -d "$out/worse" ] || {
    rm -rf "$out/worse.part"
    "$root/benchmarks/run.sh" degraded-copies "$people" "$out/worse.part" >/dev/null
    mv "$out/worse.part" "$out/worse"
}
# Embedders on the pictures as they are; scores on pictures of which half are worse, at a threshold of good ones.
"$root/facequality" evaluate "$people" --crop as-is --samples 0 --degrade 0 --faces-to-show 0 --no-progress \
    --embedding-model "$model" --embedding-model built-in --embedding-model "$teacher" --embedding-channels bgr \
    --quality-model "$model" --quality-model built-in \
    --cache "$out/cache" --out "$out/clean" >"$out/clean.txt"
"$root/facequality" evaluate "$out/worse" --pairs "$out/worse/pairs.csv" --crop as-is --samples 200 --degrade 0 \
    --faces-to-show 0 --no-progress --embedding-model "$embedder" --quality-model "$model" --quality-model built-in \
    --cache "$out/cache" --out "$out/scores" >"$out/scores.txt"

printf '| %-28s | accuracy | FNMR at FMR 1 %% | at 0.1 %% | pAUC to 0.3 / start |\n' embedder
printf '|---|---|---|---|---|\n'
awk -F, '
    FILENAME ~ /areas/ && $3 == "0.3" && tolower($4) ~ /step/ && tolower($5) ~ /normal/ {
        area[$2] = sprintf("%.3f", $8)
    }
    FILENAME ~ /verification/ && FNR > 1 {
        if (!($1 in seen)) { seen[$1] = 1; order[++count] = $1 }
        if ($2 ~ /fold accuracy/) accuracy[$1] = sprintf("%.2f %%", 100 * $3)
        if ($2 ~ /FMR 0.01$/) at1[$1] = sprintf("%.1f %%", 100 * $3)
        if ($2 ~ /FMR 0.001$/) at01[$1] = sprintf("%.1f %%", 100 * $3)
    }
    END { for (i = 1; i <= count; i++) printf "| %-28s | %s | %s | %s | %s |\n", order[i], accuracy[order[i]], \
        at1[order[i]], at01[order[i]], area[order[i]] }' "$out/scores/areas.csv" "$out/clean/verification.csv"
