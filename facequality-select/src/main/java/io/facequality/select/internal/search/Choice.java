package io.facequality.select.internal.search;

import java.util.Arrays;

/** A combination of faces with what decides whether it is better than another. Immutable. */
public final class Choice {

    private final double value;
    private final double quality;
    private final int[] ordinals;

    /** Copies the ordinals, which ascend. */
    Choice(double value, double quality, int[] ordinals) {
        this.value = value;
        this.quality = quality;
        this.ordinals = ordinals.clone();
    }

    /** The objective's value, lower is better. */
    public double value() {
        return value;
    }

    /** A copy of the kept faces' ordinals, ascending. */
    public int[] ordinals() {
        return ordinals.clone();
    }

    /** Whether this one wins where the values are equal: by total quality, then by the first ordinals. */
    boolean winsTieAgainst(Choice other) {
        return quality != other.quality
                ? quality > other.quality
                : Arrays.compare(ordinals, other.ordinals) < 0;
    }
}
