#!/bin/sh
# Runs a benchmark. Without a name: JMH; its options follow.
#   benchmarks/run.sh [JMH OPTIONS]                               the stages of the hot path
#   benchmarks/run.sh throughput FOLDER [MODEL [AT ONCE...]]      from files, beside the model alone
#   benchmarks/run.sh flat-memory FOLDER align|as-is [N [MODEL]]  resident memory over N faces
#   benchmarks/run.sh opening MODEL                               time and memory of opening, with rewrites and without
#   benchmarks/run.sh agreement FOLDER N MODEL...               with rewrites beside without, on N aligned crops
#   benchmarks/run.sh profile MODEL [--no-rewrites] [--batch N]   time by kind of node
#   benchmarks/run.sh iresnet 100|narrow FILE                     writes a network of random weights
#   benchmarks/run.sh million-pairs FOLDER SAMPLES                evaluates 100,000 synthetic faces, 1,000,000 pairs
#   benchmarks/run.sh import FOLDER [WEIGHTS]                     time and memory of importing, IResNet-100 by default
#   benchmarks/run.sh score-files COUNT MODEL FOLDER...           scores aligned crops, for compare-python.sh
#   benchmarks/run.sh sizes 24 FOLDER...                          score and embedding of one photograph in many sizes
#   benchmarks/run.sh photographs THREADS COUNT FOLDER            processor time of scoring photographs
#   benchmarks/run.sh photographs make COUNT FOLDER TO            writes photographs at 12 megapixels
#   benchmarks/run.sh all-pairs 20000 512 3 2                     all pairs beside OpenBLAS: VECTORS COMPONENTS ROUNDS THREADS
#   benchmarks/run.sh synthetic-faces PEOPLE 1000000 FILE         writes faces with known near-duplicates
#   benchmarks/run.sh million FILE 256 2 embeddings 0.999         finds them: NUMBERS THREADS embeddings|halves|file RECALL
#   benchmarks/run.sh near-duplicates PEOPLE                      each grouper's precision and recall, and the keepers
#   benchmarks/run.sh thresholds PEOPLE RATE DATE                 the embedded model's default thresholds
#   benchmarks/run.sh same-person STRANGERS GROUPS.csv COLUMN DATE PEOPLE...   the embedded model's threshold for one person
#   benchmarks/run.sh people PEOPLE MORE CLIPS PHOTOS [MODEL]     how well people are found, with the embedded or a BGR model
#   benchmarks/run.sh people-calibration PEOPLE DATE              the embedded model's calibration for people
#   benchmarks/run.sh people-scale 100000 2                       people among many faces: FACES THREADS; give -Xmx1500m
#   benchmarks/run.sh quality-components ladder PEOPLE PHOTOS     what blur and blocks the reports' components are calibrated with
#   benchmarks/run.sh quality-components matrix PHOTOS 100        how each component falls with each degradation
#   benchmarks/run.sh quality-components sizes PHOTOS 40          how the components depend on the resolution
#   benchmarks/run.sh quality-components sentences PHOTOS         which faces get a sentence
#   benchmarks/run.sh one-group 100000 2                          so many faces in one group: FACES THREADS
#   benchmarks/run.sh diffusion-cost FOLDER UNET EMBEDDER [ROUNDS]                passes and time per face
#   benchmarks/run.sh diffusion-sample FOLDER UNET EMBEDDER FILE [FACES [SEEDS]]  draws what the tables are made from
#   benchmarks/run.sh diffusion-tables FILE                                       errors, costs and ranks
#   benchmarks/run.sh proofs CLIPS PEOPLE                         how long it takes to prove the best five
#   benchmarks/run.sh proof-check CLIPS PEOPLE                    whether they are the best of all 75 million choices
#   benchmarks/run.sh objectives as-is|align KEEP MIN FOLDER...   what each objective keeps
#   benchmarks/run.sh distinct-shots as-is|align PEOPLE NEW_FOLDER 40 120 1   shots and originals kept: PASS_OVER TAKE SEED
#   benchmarks/run.sh diffusion-memory FOLDER UNET EMBEDDER MB [N]                memory over N faces, beside a limit
#   benchmarks/run.sh diffusion-degradations FOLDER UNET EMBEDDER [FACES [REPEATS]]  scores of worse and worse faces
#   benchmarks/run.sh impostor-groups FOLDER GROUPS.csv COLUMN MODEL rgb|bgr [THRESHOLD...]  false matches by group
#   benchmarks/run.sh students 3 64 2 TEACHER                     what students cost: ROUNDS FACES THREADS
#   benchmarks/run.sh degraded-copies FOLDER TO                   aligned crops, most of them made worse
#   benchmarks/run.sh unet-speed UNET...                          time of a pass, beside the first UNet
#   benchmarks/run.sh detection-calibration PICTURES benchmarks/detection/faces.csv DATE     what the detectors' scores mean
#   benchmarks/run.sh detection PICTURES benchmarks/detection/faces.csv YUNET EMBEDDER       the tables of docs/detection.md
#   benchmarks/run.sh videos cost THREADS VIDEO...                tracks, people, times real time, processor time
#   benchmarks/run.sh videos regret 3 VIDEO...                    quality lost by looking at some frames only
#   benchmarks/run.sh videos stream 10 VIDEO                      memory over ten hours of a stream
#   benchmarks/run.sh videos many 200 VIDEO                       files, threads and temporary folders after 200 videos
#   benchmarks/run.sh video-mutants 2000 VIDEO...                 damaged copies of videos
# PEOPLE is a folder of aligned crops, one folder per person. JAVA_OPTS goes to Java: all-pairs and million are much faster
# with --add-modules jdk.incubator.vector, and million needs -Xmx2g.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
[ -d "$root/benchmarks/target/lib" ] || mvn -q -B -ntp -f "$root" -DskipTests -pl benchmarks -am package
classpath="$root/benchmarks/target/classes:$root/benchmarks/target/lib/*"
case "${1:-}" in
    throughput) main=io.facequality.benchmarks.experiments.Throughput; shift ;;
    flat-memory) main=io.facequality.benchmarks.experiments.FlatMemory; shift ;;
    opening) main=io.facequality.benchmarks.experiments.Opening; shift ;;
    agreement) main=io.facequality.benchmarks.experiments.Agreement; shift ;;
    profile) main=io.facequality.benchmarks.experiments.Profile; shift ;;
    iresnet) main=io.facequality.benchmarks.experiments.IResNet; shift ;;
    diffusion-cost) main=io.facequality.benchmarks.experiments.DiffusionCost; shift ;;
    diffusion-sample) main=io.facequality.benchmarks.experiments.DiffusionSample; shift ;;
    diffusion-tables) main=io.facequality.benchmarks.experiments.DiffusionTables; shift ;;
    diffusion-degradations) main=io.facequality.benchmarks.experiments.DiffusionDegradations; shift ;;
    diffusion-memory) main=io.facequality.benchmarks.experiments.DiffusionFlatMemory; shift ;;
    unet-speed) main=io.facequality.benchmarks.experiments.UnetSpeed; shift ;;
    million-pairs) main=io.facequality.benchmarks.experiments.MillionPairs; shift ;;
    import) main=io.facequality.benchmarks.experiments.ImportWeights; shift ;;
    score-files) main=io.facequality.benchmarks.experiments.ScoreFiles; shift ;;
    all-pairs) main=io.facequality.benchmarks.experiments.AllPairsSpeed; shift ;;
    million) main=io.facequality.benchmarks.experiments.MillionFaces; shift ;;
    near-duplicates) main=io.facequality.benchmarks.experiments.NearDuplicateTable; shift ;;
    thresholds) main=io.facequality.benchmarks.experiments.DefaultThresholdCalibration; shift ;;
    same-person) main=io.facequality.benchmarks.experiments.SamePersonCalibration; shift ;;
    one-group) main=io.facequality.benchmarks.experiments.OneGroup; shift ;;
    proofs) main=io.facequality.benchmarks.experiments.ProofTable; shift ;;
    proof-check) main=io.facequality.benchmarks.experiments.ProofCheck; shift ;;
    impostor-groups) main=io.facequality.benchmarks.experiments.ImpostorGroups; shift ;;
    students) main=io.facequality.benchmarks.experiments.StudentSpeed; shift ;;
    degraded-copies) main=io.facequality.benchmarks.experiments.DegradedCopies; shift ;;
    objectives) main=io.facequality.benchmarks.experiments.ObjectiveTable; shift ;;
    detection-calibration) main=io.facequality.images.internal.detection.DetectionCalibration; shift ;;
    detection) main=io.facequality.images.internal.detection.DetectionTable; shift ;;
    quality-components) main=io.facequality.benchmarks.experiments.QualityComponents; shift ;;
    sizes) main=io.facequality.benchmarks.experiments.PictureSizes; shift ;;
    photographs) main=io.facequality.benchmarks.experiments.ScorePhotographs; shift ;;
    people) main=io.facequality.benchmarks.experiments.PeopleTable; shift ;;
    people-calibration) main=io.facequality.benchmarks.experiments.PeopleCalibration; shift ;;
    people-scale) main=io.facequality.benchmarks.experiments.PeopleScale; shift ;;
    distinct-shots) main=io.facequality.benchmarks.experiments.DistinctShotsTable; shift ;;
    videos) main=io.facequality.benchmarks.experiments.VideoTable; shift ;;
    video-mutants) main=io.facequality.benchmarks.experiments.VideoMutants; shift ;;
    synthetic-faces) main=io.facequality.benchmarks.experiments.SyntheticFaces; shift ;;
    *) main=org.openjdk.jmh.Main ;;
esac
# shellcheck disable=SC2086 # several options
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx1g ${JAVA_OPTS:-} -cp "$classpath" "$main" "$@"
