#!/bin/sh
# Writes src/main/classes/facequality.classes anew: the classes that the usual commands load, from which class-data
# archives are made. An old list does no harm: classes that are not there any more are passed over, new ones are loaded
# as ever.
#   distribution/make-class-list.sh PACKAGE PHOTOGRAPH CROP
# PACKAGE is an unpacked package of this platform, PHOTOGRAPH a picture with a face, CROP an aligned face.
set -eu
package=$1
photograph=$2
crop=$3
list=$(cd "$(dirname "$0")" && pwd)/src/main/classes/facequality.classes
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0

loaded() { # OPTIONS COMMAND...
    number=$((number + 1))
    options=$1
    shift
    # shellcheck disable=SC2086 # several options
    java $options -XX:DumpLoadedClassList="$work/$number.list" -Dfacequality.natives="$package/native" \
        -cp "$package/lib/facequality-launcher.jar" io.facequality.cli.Main "$@" >/dev/null 2>&1 || true
}

short='-XX:+UseSerialGC -XX:TieredStopAtLevel=1'
loaded "$short" --version
loaded "$short" score --crop as-is "$crop"
loaded '' score "$photograph"
loaded '' embed "$photograph" --out "$work/embeddings"
loaded '' demo --out "$work/demo"
loaded '' --help
# It never ends by itself.
loaded '' review --no-open "$work/demo/pictures" &
review=$!
sleep 20
kill -INT "$review" 2>/dev/null || true
awk '/^#/ { next } !seen[$0]++' "$work"/?.list >"$list.new"
mv "$list.new" "$list"
wc -l "$list"
