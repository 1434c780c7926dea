package io.facequality.group.internal.search;

import io.facequality.group.PictureGrouper.MirrorImages;
import io.facequality.group.PictureGrouper.PerceptualHash;
import io.facequality.group.internal.search.SimilarityMatrix.OrdinalPair;
import io.facequality.internal.Workers;
import java.util.List;

/** Shares of equal bits of perceptual hashes; every pair is compared. */
public final class HashSimilarities implements Similarities {

    /** From this size on a group is worth several threads. */
    private static final int MANY = 500;

    private final List<PerceptualHash> hashes;
    private final MirrorImages mirrorImages;
    private final Workers workers;

    /** If mirror images count as alike, the similarity is the larger one of the two. */
    public HashSimilarities(List<PerceptualHash> hashes, MirrorImages mirrorImages, Workers workers) {
        this.hashes = hashes;
        this.mirrorImages = mirrorImages;
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

    public int distance(int first, int second) {
        PerceptualHash one = hashes.get(first);
        PerceptualHash other = hashes.get(second);
        return mirrorImages == MirrorImages.ALIKE ? one.distanceOrMirrored(other) : one.distance(other);
    }

    @Override
    public OrdinalPair widest(int[] members) {
        OrdinalPair[] widest = {new OrdinalPair(members[0], members[1], similarity(members[0], members[1]))};
        Workers some = members.length < MANY ? new Workers(1) : workers;
        some.forEach(members.length - 1, place -> {
            OrdinalPair widestOfRow = widestOfRow(members, place);
            synchronized (widest) {
                widest[0] = OrdinalPair.lessSimilar(widest[0], widestOfRow);
            }
        });
        return widest[0];
    }

    /** Of the pairs of a member and those after it. */
    private OrdinalPair widestOfRow(int[] members, int place) {
        OrdinalPair widest = new OrdinalPair(
                members[place], members[place + 1], similarity(members[place], members[place + 1]));
        for (int after = place + 2; after < members.length; after++) {
            double similarity = similarity(members[place], members[after]);
            if (similarity < widest.similarity()) {
                widest = new OrdinalPair(members[place], members[after], similarity);
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
