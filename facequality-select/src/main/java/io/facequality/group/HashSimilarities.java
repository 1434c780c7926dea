package io.facequality.group;

import io.facequality.group.SimilarityMatrix.OrdinalPair;
import java.util.List;

/** Shares of equal bits of perceptual hashes; every pair is compared. */
final class HashSimilarities implements Similarities {

    private final List<PerceptualHash> hashes;
    private final Workers workers;

    HashSimilarities(List<PerceptualHash> hashes, Workers workers) {
        this.hashes = hashes;
        this.workers = workers;
    }

    @Override
    public int size() {
        return hashes.size();
    }

    @Override
    public void pairs(double threshold, PairVisitor visitor) {
        workers.forEach(hashes.size(), first -> {
            PerceptualHash hash = hashes.get(first);
            for (int second = first + 1; second < hashes.size(); second++) {
                double similarity = hash.similarity(hashes.get(second));
                if (similarity >= threshold) {
                    synchronized (this) {
                        visitor.visit(first, second, similarity);
                    }
                }
            }
        });
    }

    @Override
    public double similarity(int first, int second) {
        return hashes.get(first).similarity(hashes.get(second));
    }

    @Override
    public OrdinalPair widest(int[] members) {
        OrdinalPair widest = new OrdinalPair(members[0], members[1], similarity(members[0], members[1]));
        for (int i = 0; i < members.length; i++) {
            for (int j = i + 1; j < members.length; j++) {
                double similarity = similarity(members[i], members[j]);
                if (similarity < widest.similarity()) {
                    widest = new OrdinalPair(members[i], members[j], similarity);
                }
            }
        }
        return widest;
    }

    @Override
    public SimilarityMatrix matrix(int[] members) {
        SimilarityMatrix matrix = new SimilarityMatrix(members.length);
        for (int i = 0; i < members.length; i++) {
            for (int j = i; j < members.length; j++) {
                matrix.set(i, j, similarity(members[i], members[j]));
            }
        }
        return matrix;
    }
}
