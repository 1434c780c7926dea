package io.facequality.onnx.internal.graph;

/**
 * From where to where a value's numbers are told apart in 8 bits; what is outside is taken as the nearer end.
 *
 * @param lowest at most 0, so that 0 itself is among the 256 numbers
 * @param highest at least 0
 */
public record ValueRange(float lowest, float highest) {

    private static final int STEPS = 255;

    /** Checks that 0 is inside. */
    public ValueRange {
        if (!(lowest <= 0 && highest >= 0) || Float.isInfinite(lowest) || Float.isInfinite(highest)) {
            throw new IllegalArgumentException("expected finite ends with 0 between them, found " + lowest + " and "
                    + highest);
        }
    }

    /** How far neighbors are apart; above 0. */
    float step() {
        float step = (float) (((double) highest - lowest) / STEPS);
        return step > 0 ? step : 1;
    }

    /** Which of the 256 numbers, from 0 on, is 0. */
    int zero() {
        return Math.round(-lowest / step());
    }
}
