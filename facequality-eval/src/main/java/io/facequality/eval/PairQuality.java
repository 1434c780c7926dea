package io.facequality.eval;

/** How the qualities of two pictures become the quality of their comparison. */
public enum PairQuality {
    /** The smaller one: a comparison is as good as its worse picture. The usual choice. */
    MINIMUM {
        @Override
        public double of(double first, double second) {
            return Math.min(first, second);
        }
    },
    /** The arithmetic mean. */
    MEAN {
        @Override
        public double of(double first, double second) {
            return first / 2 + second / 2;
        }
    },
    /** The larger one. */
    MAXIMUM {
        @Override
        public double of(double first, double second) {
            return Math.max(first, second);
        }
    };

    /**
     * The quality of a comparison.
     *
     * @param first one picture's quality; higher is better
     * @param second the other's, by the same scorer
     * @return the pair's quality, on the scorer's own scale
     */
    public abstract double of(double first, double second);
}
