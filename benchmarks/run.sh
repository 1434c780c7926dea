#!/bin/sh
# Runs a benchmark. Without a name: JMH; its options follow.
#   benchmarks/run.sh [JMH OPTIONS]                       the stages of the hot path
#   benchmarks/run.sh throughput FOLDER [MODEL]           from files, beside the model alone
#   benchmarks/run.sh flat-memory FOLDER align|as-is [N]  resident memory over N faces
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
[ -d "$root/benchmarks/target/lib" ] || mvn -q -B -ntp -f "$root" -DskipTests -pl benchmarks -am package
export ORT_DISABLE_TELEMETRY=1
classpath="$root/benchmarks/target/classes:$root/benchmarks/target/lib/*"
case "${1:-}" in
    throughput) main=io.facequality.benchmarks.Throughput; shift ;;
    flat-memory) main=io.facequality.benchmarks.FlatMemory; shift ;;
    *) main=org.openjdk.jmh.Main ;;
esac
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx1g -cp "$classpath" "$main" "$@"
