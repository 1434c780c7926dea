#!/bin/sh
# Makes a model the embedded one, and measures everything anew that depends on it: digest and size, thresholds, the
# calibrations of scores and of people, and the figures of docs/evaluation.md.
#   benchmarks/replace-embedded.sh MODEL.onnx VERSION TRAINED PEOPLE UNLABELED EMBEDDER.onnx WORK
# TRAINED is the folder OUT of train-embedded.sh, with the people and strangers that were held out. PEOPLE and UNLABELED
# are the folders that it was given; UNLABELED has groups.csv with a column 'origin'. EMBEDDER takes RGB. WORK keeps
# results. What people wrote is left to people: PROVENANCE.md and docs/distilling.md say how the model was made, and
# compare-embedded.sh has their figures.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
model=$1
version=$2
trained=$3
people=$4
unlabeled=$5
embedder=$6
work=$7
today=$(date +%Y-%m-%d)

models=$root/facequality-models/src/main
class=$models/java/io/facequality/models/EmbeddedModel.java
file=$models/resources/io/facequality/models/facequality-mini.onnx
scores=$models/resources/io/facequality/models/facequality-mini.calibration.json
provenance=$models/resources/io/facequality/models/PROVENANCE.md
catalogue=$root/facequality-catalogue/src/main/resources/io/facequality/catalogue/catalogue.json
groups=$root/facequality-select/src/main/resources/io/facequality/group
thresholds=$groups/thresholds.properties
calibration=$groups/internal/people/people.properties

replace() { # FILE SED-EXPRESSION...
    target=$1
    shift
    sed "$@" "$target" >"$target.new"
    mv "$target.new" "$target"
}

# 7557351 to 7,557,351
commas() { printf %s "$1" | rev | sed 's/.../&,/g; s/,$//' | rev; }

mkdir -p "$work"
old=$(sha256sum "$file" | cut -d ' ' -f 1)
old_size=$(wc -c <"$file" | tr -d ' ')
cp "$model" "$file"
new=$(sha256sum "$file" | cut -d ' ' -f 1)
new_size=$(wc -c <"$file" | tr -d ' ')
# The last eight bytes that gzip writes are the CRC-32 and the size.
crc=$(gzip -c "$file" | tail -c 8 | od -An -tx4 -N4 | tr -d ' ')
replace "$class" -e "s/\("$old"\", \)0x[0-9a-f]*L/\10x${crc}L/" -e "s/$old/$new/" -e "s/\"facequality-mini\", \"[0-9]*\"/\"facequality-mini\", \"$version\"/"
replace "$provenance" -e "s/$old/$new/" -e "s/$(commas "$old_size")/$(commas "$new_size")/"
replace "$catalogue" -e "s/$old/$new/" -e "s/\"size\": $old_size/\"size\": $new_size/"
# Nothing runs with the calibration of another model; the evaluation writes this one's.
replace "$scores" -e "s/$old/$new/"
mvn -q -B -ntp -f "$root" -DskipTests -pl benchmarks,facequality-cli -am package
touch "$root/facequality-cli/target/facequality.jar"

{
    echo '# The thresholds that hold for one embedding model, and where they come from. Made by'
    echo "# 'benchmarks/replace-embedded.sh'; intervals at 95 %."
    echo "model.name=facequality-mini $version"
    echo "model.sha256=$new"
    echo
    "$root/benchmarks/run.sh" thresholds "$people" 1e-2 "$today"
    echo
    "$root/benchmarks/run.sh" same-person "$trained/strangers" "$unlabeled/groups.csv" origin "$today" \
        "$trained/held-out" "$trained/other-source"
} >"$work/thresholds.properties"
mv "$work/thresholds.properties" "$thresholds"
"$root/benchmarks/run.sh" people-calibration "$people" "$today" >"$work/people.properties"
mv "$work/people.properties" "$calibration"

# The commands that follow use what was just measured.
mvn -q -B -ntp -f "$root" -DskipTests -pl benchmarks,facequality-cli -am package
touch "$root/facequality-cli/target/facequality.jar"
"$root/benchmarks/evaluate-embedded.sh" "$people" "$embedder" "$work/evaluated"
