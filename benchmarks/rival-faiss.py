"""Finds near-duplicates with faiss: every face's nearest eight through IndexIVFFlat, then those from a cosine on.

Arguments: the file of the faces (little-endian float32 unit vectors), the numbers in a face, the number of cells, the
number of cells that a search probes, the threads. Four faces in a row are near-duplicates of each other.
"""

import resource
import sys
import time

import faiss
import numpy

COPIES = 4
NEIGHBORS = 8
THRESHOLD = 0.94


def planted_pairs(faces):
    shots = faces.reshape(-1, COPIES, faces.shape[1])
    pairs = 0
    for first in range(COPIES):
        for second in range(first + 1, COPIES):
            pairs += int((numpy.einsum("sd,sd->s", shots[:, first], shots[:, second]) >= THRESHOLD).sum())
    return pairs


def found_pairs(cosines, others):
    faces, places = numpy.nonzero(cosines >= THRESHOLD)
    partners = others[faces, places]
    is_pair = faces != partners
    pairs = numpy.stack([numpy.minimum(faces, partners), numpy.maximum(faces, partners)], axis=1)[is_pair]
    return numpy.unique(pairs[pairs[:, 0] // COPIES == pairs[:, 1] // COPIES], axis=0).shape[0]


def main():
    dimension, cells, probes, threads = (int(argument) for argument in sys.argv[2:6])
    faiss.omp_set_num_threads(threads)
    faces = numpy.fromfile(sys.argv[1], dtype="<f4").reshape(-1, dimension)
    start = time.process_time()
    index = faiss.IndexIVFFlat(faiss.IndexFlatIP(dimension), dimension, cells, faiss.METRIC_INNER_PRODUCT)
    index.train(faces)
    trained = time.process_time()
    index.add(faces)
    added = time.process_time()
    index.nprobe = probes
    cosines, others = index.search(faces, NEIGHBORS)
    searched = time.process_time()
    planted = planted_pairs(faces)
    print(
        f"faiss {faiss.__version__}, {faces.shape[0]} faces, {cells} cells, {probes} probes: "
        f"processor {trained - start:.1f} s to train, {added - trained:.1f} to add, {searched - added:.1f} to search, "
        f"{searched - start:.1f} in all; planted pairs found {found_pairs(cosines, others)} of {planted}; "
        f"resident at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss} kB",
        flush=True,
    )


main()
