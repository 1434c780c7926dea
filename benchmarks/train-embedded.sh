#!/bin/sh
# Makes the embedded default anew: holds people out, trains a student of blocks on everybody else, and compares it on the
# people held out. It may be stopped at any moment; the same command goes on.
#   benchmarks/train-embedded.sh PEOPLE MORE UNLABELED TEACHER.onnx EMBEDDER.onnx OUT [SETTINGS.json]
# PEOPLE is a folder of aligned crops, one folder per person; 300 people are held out. MORE is another such folder, or an
# empty one; people of another source, whose folders begin with facescrub-, are all held out. UNLABELED has crops of
# people whom nobody knows, one picture per person; a third of them is held out as strangers. TEACHER is an embedder that
# takes BGR. EMBEDDER is another one, which takes RGB; both say how well a face is recognized. OUT keeps everything.
# SETTINGS names settings that differ from the defaults (docs/distilling.md); those of train-embedded.json name the maps
# after the blocks of the teacher that the embedded default learned from.
#
# HELD_OUT     how many people are held out (300)
# WEIGHTS      the model.onnx of an earlier run, to start from it instead of from scratch
# JAVA_OPTS    more options for Java
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
people=$1
more=$2
unlabeled=$3
teacher=$4
embedder=$5
out=$6
settings=${7:-$root/benchmarks/train-embedded.json}
export LC_ALL=C

# A person's pictures lie in folders of several notations: letters alone tell who it is.
letters() { sed -e 's/^facescrub-//' | tr -cd 'A-Za-z\n' | tr 'A-Z' 'a-z'; }

# The people whose names have the smallest SHA-256 are held out. Nobody chooses, and more pictures change nothing.
if [ ! -d "$out/learn" ]; then
    rm -rf "$out/learn.part" "$out/held-out" "$out/other-source" "$out/strangers"
    mkdir -p "$out/learn.part" "$out/held-out" "$out/other-source" "$out/strangers"
    ls "$people" | while read -r name; do
        printf '%s %s\n' "$(printf %s "$name" | sha256sum | cut -d ' ' -f 1)" "$name"
    done | sort | head -n "${HELD_OUT:-300}" | cut -d ' ' -f 2- | sort >"$out/held-out.txt"
    letters <"$out/held-out.txt" | sort -u >"$out/held-out-letters.txt"
    while read -r name; do
        cp -R "$people/$name" "$out/held-out/"
    done <"$out/held-out.txt"
    for folder in "$people" "$more"; do
        ls "$folder" | while read -r name; do
            if [ "${name#facescrub-}" != "$name" ]; then
                cp -R "$folder/$name" "$out/other-source/"
            elif ! grep -qx "$(printf '%s\n' "$name" | letters)" "$out/held-out-letters.txt"; then
                mkdir -p "$out/learn.part/$name"
                cp "$folder/$name"/* "$out/learn.part/$name/"
            fi
        done
    done
    # A third of the strangers, by the digest of their paths. The others are people with one picture each.
    (cd "$unlabeled" && find . -type f ! -name '*.csv') | sed 's:^\./::' | sort | while read -r path; do
        case $(printf %s "$path" | sha256sum) in
            [0-4]*)
                mkdir -p "$out/strangers/$(dirname "$path")"
                cp "$unlabeled/$path" "$out/strangers/$path" ;;
            *)
                name=unlabeled-$(printf %s "$path" | tr '/' '-')
                mkdir -p "$out/learn.part/$name"
                cp "$unlabeled/$path" "$out/learn.part/$name/" ;;
        esac
    done
    chmod -R u+w "$out/learn.part" "$out/held-out" "$out/other-source" "$out/strangers"
    mv "$out/learn.part" "$out/learn"
fi

# Processors that have tiles for 16 bits (AMX) multiply so, and add in 32; nothing changes on others.
export ONEDNN_DEFAULT_FPMATH_MODE=BF16
# On AMD's processors of 2024 (Zen 5), some of PyTorch's kernels for AVX-512 compute wrong numbers.
if grep -q AuthenticAMD /proc/cpuinfo 2>/dev/null; then
    export ONEDNN_MAX_CPU_ISA=AVX2
fi
# Threads that wait for each other must not spin: on cores that others use, that is most of the time.
export OMP_WAIT_POLICY=PASSIVE
# Training spends a third of its time getting memory and giving it back, unless it is kept; this is for glibc.
export MALLOC_ARENA_MAX=1 MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=1000000000000 MALLOC_TOP_PAD_=268435456
"$root/facequality" distill --data "$out/learn" --teacher "$teacher" --channels bgr --student blocks \
    --second-embedder "$embedder" --second-channels rgb ${WEIGHTS:+--weights "$WEIGHTS"} \
    --settings "$settings" --out "$out/run"
for people in held-out other-source; do
    "$root/benchmarks/compare-embedded.sh" "$out/$people" "$teacher" "$embedder" "$out/run/model.onnx" \
        "$out/compared-$people"
done
if [ -f "$unlabeled/groups.csv" ]; then
    "$root/benchmarks/run.sh" impostor-groups "$out/strangers" "$unlabeled/groups.csv" origin "$out/run/model.onnx" rgb
fi
