#!/bin/sh
# Makes the embedded default anew: holds 300 people out, trains a dense student on everybody else, and compares it on the
# people held out. It may be stopped at any moment; the same command goes on.
#   benchmarks/train-embedded.sh PEOPLE MORE TEACHER.onnx EMBEDDER.onnx OUT [SETTINGS.json]
# PEOPLE is a folder of aligned crops, one folder per person, of whom some are held out. MORE is another such folder, or an
# empty one. TEACHER is an embedder that takes BGR. EMBEDDER is another one, which takes RGB. OUT keeps everything. SETTINGS
# names settings that differ from the defaults (docs/distilling.md); those of train-embedded.json name a map of the teacher
# that the embedded default learned from.
#
# HELD_OUT     how many people are held out (300)
# JAVA_OPTS    more options for Java
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
people=$1
more=$2
teacher=$3
embedder=$4
out=$5
settings=${6:-$root/benchmarks/train-embedded.json}
export LC_ALL=C

# A person's pictures lie in folders of several notations: letters alone tell who it is.
letters() { sed -e 's/^facescrub-//' | tr -cd 'A-Za-z\n' | tr 'A-Z' 'a-z'; }

# The people whose names have the smallest SHA-256 are held out. Nobody chooses, and more pictures change nothing.
if [ ! -d "$out/learn" ]; then
    rm -rf "$out/learn.part" "$out/held-out"
    mkdir -p "$out/learn.part" "$out/held-out"
    ls "$people" | while read -r name; do
        printf '%s %s\n' "$(printf %s "$name" | sha256sum | cut -d ' ' -f 1)" "$name"
    done | sort | head -n "${HELD_OUT:-300}" | cut -d ' ' -f 2- | sort >"$out/held-out.txt"
    letters <"$out/held-out.txt" | sort -u >"$out/held-out-letters.txt"
    while read -r name; do
        cp -R "$people/$name" "$out/held-out/"
    done <"$out/held-out.txt"
    for folder in "$people" "$more"; do
        ls "$folder" | while read -r name; do
            if ! grep -qx "$(printf '%s\n' "$name" | letters)" "$out/held-out-letters.txt"; then
                mkdir -p "$out/learn.part/$name"
                cp "$folder/$name"/* "$out/learn.part/$name/"
            fi
        done
    done
    chmod -R u+w "$out/learn.part" "$out/held-out"
    mv "$out/learn.part" "$out/learn"
fi

# Processors that have tiles for 16 bits (AMX) multiply so, and add in 32; nothing changes on others.
export ONEDNN_DEFAULT_FPMATH_MODE=BF16
# Training spends a third of its time getting memory and giving it back, unless it is kept; this is for glibc.
export MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=1000000000000 MALLOC_TOP_PAD_=268435456
"$root/facequality" distill --data "$out/learn" --teacher "$teacher" --channels bgr --student dense \
    --settings "$settings" --out "$out/run"
"$root/benchmarks/compare-embedded.sh" "$out/held-out" "$teacher" "$embedder" "$out/run/model.onnx" "$out/compared"
