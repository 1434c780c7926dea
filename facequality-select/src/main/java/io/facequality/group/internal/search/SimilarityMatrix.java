package io.facequality.group.internal.search;

/** The similarities of a few members, by their places; symmetric. One thread at a time. */
public final class SimilarityMatrix {

    /** Two ordinals, the first below the second, and their similarity. */
    public record OrdinalPair(int first, int second, double similarity) {

        /** Of two pairs the less similar one; of equals the first in order. */
        public static OrdinalPair lessSimilar(OrdinalPair a, OrdinalPair b) {
            if (a.similarity != b.similarity) {
                return a.similarity < b.similarity ? a : b;
            }
            if (a.first != b.first) {
                return a.first < b.first ? a : b;
            }
            return a.second <= b.second ? a : b;
        }
    }

    private final int size;
    private final float[] values;

    SimilarityMatrix(int size) {
        this.size = size;
        this.values = new float[Math.multiplyExact(size, size)];
    }

    public int size() {
        return size;
    }

    public double get(int first, int second) {
        return values[first * size + second];
    }

    public void set(int first, int second, double similarity) {
        values[first * size + second] = (float) similarity;
        values[second * size + first] = (float) similarity;
    }
}
