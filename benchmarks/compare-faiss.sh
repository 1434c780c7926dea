#!/usr/bin/env bash
# Finds the near-duplicates among synthetic faces within cells, then with faiss, and prints the processor time of both.
# Skips faiss where PYTHON (python3) lacks it.
#   benchmarks/run.sh synthetic-faces PEOPLE 1000000 FILE
#   JAVA_OPTS='-Xmx2g --add-modules jdk.incubator.vector' PYTHON=path/to/python benchmarks/compare-faiss.sh FILE 256 4000 4
# The arguments: the file, the numbers in a face, and for faiss the number of cells, and how many of them it probes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
"$here/run.sh" million "$1" "$2" 2 embeddings 0.999
python=${PYTHON:-python3}
if ! "$python" -c 'import faiss, numpy' 2>/dev/null; then
    echo "skipped: $python lacks faiss or NumPy; name one that has them with PYTHON=..."
    exit 0
fi
"$python" "$here/rival-faiss.py" "$1" "$2" "$3" "$4" 2
