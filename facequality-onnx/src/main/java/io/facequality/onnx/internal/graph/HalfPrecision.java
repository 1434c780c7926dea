package io.facequality.onnx.internal.graph;

/** IEEE 754 numbers of 16 bits; Java has them from version 20 on. */
public final class HalfPrecision {

    private static final int SIGN = 0x8000;
    private static final int EXPONENT_BITS = 0x1f;
    private static final int FRACTION_BITS = 0x3ff;
    private static final int INFINITE = 0x7c00;
    private static final int QUIET = 0x0200;

    /** The least float32 that rounds to infinity: half a step above the largest finite number, 65504. */
    private static final float OVERFLOW = 65520f;

    /** Below this the steps between the numbers are all of one size. */
    private static final float LEAST_NORMAL = 0x1p-14f;

    private static final int STEPS_BELOW_NORMAL = 24;
    private static final int DROPPED_BITS = 13;
    private static final int EXPONENT_DIFFERENCE = 127 - 15;

    private HalfPrecision() {}

    /**
     * The same number in 32 bits.
     *
     * @param half a number of 16 bits
     * @return exactly that number
     */
    public static float toFloat(short half) {
        int exponent = half >>> 10 & EXPONENT_BITS;
        int fraction = half & FRACTION_BITS;
        int sign = half << Short.SIZE & Integer.MIN_VALUE;
        if (exponent == 0) {
            float magnitude = Math.scalb((float) fraction, -STEPS_BELOW_NORMAL);
            return sign == 0 ? magnitude : -magnitude;
        }
        int rebiased = exponent == EXPONENT_BITS ? 0xff : exponent + EXPONENT_DIFFERENCE;
        return Float.intBitsToFloat(sign | rebiased << 23 | fraction << DROPPED_BITS);
    }

    /** The nearest number, of two as near the even one. */
    static short of(float value) {
        int bits = Float.floatToIntBits(value);
        int sign = bits >>> 16 & SIGN;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | INFINITE | QUIET);
        }
        if (magnitude >= OVERFLOW) {
            return (short) (sign | INFINITE);
        }
        if (magnitude < LEAST_NORMAL) {
            return (short) (sign | (int) Math.rint(Math.scalb((double) magnitude, STEPS_BELOW_NORMAL)));
        }
        int rebiased = (bits & Integer.MAX_VALUE) - (EXPONENT_DIFFERENCE << 23);
        int even = rebiased >>> DROPPED_BITS & 1;
        return (short) (sign | rebiased + (1 << DROPPED_BITS - 1) - 1 + even >>> DROPPED_BITS);
    }
}
