#!/bin/sh
# Runs a benchmark. Without a name: JMH; its options follow.
#   benchmarks/run.sh [JMH OPTIONS]                               the stages of the hot path
#   benchmarks/run.sh throughput FOLDER [MODEL]                   from files, beside the model alone
#   benchmarks/run.sh flat-memory FOLDER align|as-is [N [MODEL]]  resident memory over N faces
#   benchmarks/run.sh opening MODEL                               time and memory of opening, with rewrites and without
#   benchmarks/run.sh profile MODEL [--no-rewrites] [--batch N]   time by kind of node
#   benchmarks/run.sh iresnet 100|narrow FILE                     writes a network of random weights
#   benchmarks/run.sh import FOLDER [WEIGHTS]                     time and memory of importing, IResNet-100 by default
#   benchmarks/run.sh score-files COUNT MODEL FOLDER...           scores aligned crops, for compare-python.sh
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
[ -d "$root/benchmarks/target/lib" ] || mvn -q -B -ntp -f "$root" -DskipTests -pl benchmarks -am package
export ORT_DISABLE_TELEMETRY=1
classpath="$root/benchmarks/target/classes:$root/benchmarks/target/lib/*"
case "${1:-}" in
    throughput) main=io.facequality.benchmarks.Throughput; shift ;;
    flat-memory) main=io.facequality.benchmarks.FlatMemory; shift ;;
    opening) main=io.facequality.benchmarks.Opening; shift ;;
    profile) main=io.facequality.benchmarks.Profile; shift ;;
    iresnet) main=io.facequality.benchmarks.IResNet; shift ;;
    import) main=io.facequality.benchmarks.ImportWeights; shift ;;
    score-files) main=io.facequality.benchmarks.ScoreFiles; shift ;;
    *) main=org.openjdk.jmh.Main ;;
esac
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx1g -cp "$classpath" "$main" "$@"
