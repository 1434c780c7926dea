package io.facequality.group.internal.search;

import java.util.SplittableRandom;

/** Random samples without repetition that depend on nothing but their seed. */
final class Samples {

    private Samples() {}

    /** So many of the numbers below a size, or all, in ascending order (Knuth's algorithm S). */
    static int[] of(int size, long wanted, long seed) {
        int count = (int) Math.min(size, wanted);
        int[] chosen = new int[count];
        SplittableRandom random = new SplittableRandom(seed);
        int filled = 0;
        for (int number = 0; filled < count; number++) {
            if (random.nextInt(size - number) < count - filled) {
                chosen[filled++] = number;
            }
        }
        return chosen;
    }
}
