package io.facequality.eval;

/** How the scores of two pictures become the quality of their pair. */
public enum PairQuality {
    /** The lower score: a comparison is as good as its worse picture. The usual choice. */
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
    /** The higher score. */
    MAXIMUM {
        @Override
        public double of(double first, double second) {
            return Math.max(first, second);
        }
    };

    /**
     * The quality of a pair.
     *
     * @param first the score of one picture; higher is better
     * @param second the score of the other, by the same scorer
     * @return the quality of the pair, on the scorer's own scale
     */
    public abstract double of(double first, double second);
}
