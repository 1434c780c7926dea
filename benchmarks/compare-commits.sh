#!/bin/sh
# Shows that a change leaves results as they were, byte for byte: builds an older commit beside this checkout, runs the
# same commands with both, and compares what they write.
#
#     FACEQUALITY_SHARED=DIR benchmarks/compare-commits.sh COMMIT [PEOPLE]
#
# COMMIT  the older commit
# PEOPLE  how many people of the test data to use, 12 by default

set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
shared=${FACEQUALITY_SHARED:?name the folder of the test data}
commit=${1:?name the older commit}
people=${2:-12}

scratch=$(mktemp -d)
trap 'git -C "$here" worktree remove --force "$scratch/source" 2>/dev/null || true; rm -rf "$scratch"' EXIT
git -C "$here" worktree add -q --detach "$scratch/source" "$commit"

mkdir -p "$scratch/photos" "$scratch/crops" "$scratch/roll"
ls "$shared/data/people-photos" | head -n "$people" | while read -r person; do
    cp -R "$shared/data/people-photos/$person" "$scratch/photos"
    cp "$shared/data/people-photos/$person"/* "$scratch/roll"
done
ls "$shared/data/people-aligned" | head -n "$((people * 5))" | while read -r person; do
    cp -R "$shared/data/people-aligned/$person" "$scratch/crops"
done

# Runs every command with the facequality of the folder $1; what it writes goes to $2.
run() {
    facequality=$1/facequality
    mkdir -p "$2"
    cd "$2"
    golden=$shared/golden
    teacher=$shared/models/mobilefacenet-512-bgr.onnx
    "$facequality" score "$scratch/photos" >score.csv
    "$facequality" score "$scratch/crops" --crop as-is --format json >score-crops.jsonl
    "$facequality" score "$scratch/crops" --crop as-is >labels.csv
    "$facequality" embed "$scratch/crops" --crop as-is --out embeddings.npy
    "$facequality" select "$scratch/photos" --keep 2 --plan select/plan.json
    "$facequality" select "$scratch/photos" --keep 2 --objective central --plan central/plan.json
    "$facequality" select "$scratch/crops" --crop as-is --keep auto --seed 7 --plan auto/plan.json
    "$facequality" dedupe "$scratch/roll" --plan dedupe/plan.json
    "$facequality" dedupe "$scratch/roll" --group pictures --plan pictures/plan.json
    "$facequality" findings "$scratch/crops" --crop as-is >findings.csv
    "$facequality" models import "$golden/ediffiqa-t/ediffiqaT-random.pth" --out t.onnx
    "$facequality" models import "$golden/ediffiqa-iresnet/ediffiqa-iresnet-narrow-random.pth" --out iresnet.onnx
    "$facequality" models import "$golden/diffiqa/unet-random.pt" --out unet.onnx
    "$facequality" distill --data "$scratch/crops" --labels labels.csv --teacher "$teacher" --channels bgr --out head
    cd "$here"
}

for checkout in "$scratch/source" "$here"; do
    "$checkout/facequality" --version
done
run "$scratch/source" "$scratch/before" >"$scratch/before.log" 2>&1 || { cat "$scratch/before.log" >&2; exit 1; }
run "$here" "$scratch/after" >"$scratch/after.log" 2>&1 || { cat "$scratch/after.log" >&2; exit 1; }

# Pages for people may say the same in other words; data may not differ.
differ=0
cd "$scratch/before"
for file in $(find . -type f ! -name '*.html' | sort); do
    if cmp -s "$file" "$scratch/after/$file"; then
        echo "same    $file"
    else
        echo "DIFFERS $file"
        differ=1
    fi
done
exit $differ
