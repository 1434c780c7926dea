package io.facequality.group;

import io.facequality.group.SimilarityMatrix.OrdinalPair;
import java.util.List;

/** Shares of equal bits of perceptual hashes; every pair is compared. */
final class HashSimilarities implements Similarities {

    private final List<PerceptualHash> hashes;
    private final boolean mirrored;
    private final Workers workers;

    /** If mirror images count as alike, the similarity is the larger one of the two. */
    HashSimilarities(List<PerceptualHash> hashes, boolean mirrored, Workers workers) {
        this.hashes = hashes;
        this.mirrored = mirrored;
        this.workers = workers;
    }

    @Override
    public int size() {
        return hashes.size();
    }

    @Override
    public void pairs(double threshold, PairVisitor visitor) {
        workers.forEach(hashes.size(), first -> {
            for (int second = first + 1; second < hashes.size(); second++) {
                double similarity = similarity(first, second);
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
        return PerceptualHash.similarity(distance(first, second));
    }

    int distance(int first, int second) {
        PerceptualHash one = hashes.get(first);
        PerceptualHash other = hashes.get(second);
        return mirrored ? one.distanceOrMirrored(other) : one.distance(other);
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
