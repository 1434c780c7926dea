package io.facequality;

/** Every face counts the same. */
enum EqualWeighting implements QualityWeighting {
    /** The only one. */
    INSTANCE;

    @Override
    public double weight(QualityScore score) {
        return 1;
    }

    @Override
    public String toString() {
        return "1";
    }
}
