package io.facequality;

/** The score itself where it is large enough, otherwise a floor; its text tells a plan which floor. */
record QualityFloor(double floor) implements QualityWeighting {

    @Override
    public double weight(QualityScore score) {
        return Math.max(score.value(), floor);
    }

    @Override
    public String toString() {
        return "max(score, " + floor + ")";
    }
}
