package io.facequality.select.internal.search;

/**
 * All combinations of k out of n ordinals, in an order in which each step puts one in and takes one out (Knuth, The Art
 * of Computer Programming 4A, section 7.2.1.3, algorithm R). Mostly the smallest ordinals change, so that sums over the
 * larger ones stay valid. The order can be entered at any place, so that threads can share it. For one thread.
 */
public final class RevolvingDoor {

    /** The combination, ascending. */
    private final int[] combination;

    private final int n;

    /** Enters the order at a rank from 0 to below {@link #count}. */
    public RevolvingDoor(int n, int k, long rank) {
        this.n = n;
        this.combination = new int[k];
        long rest = rank;
        int below = n;
        for (int size = k; size > 0; size--) {
            // Combinations of smaller ordinals come first; then those with this one, the rest of them backwards.
            do {
                below--;
            } while (count(below, size) > rest);
            combination[size - 1] = below;
            rest = count(below, size - 1) - 1 - (rest - count(below, size));
        }
    }

    /** The number of combinations of k out of n; {@link Long#MAX_VALUE} where it is larger or nearly so. */
    public static long count(int n, int k) {
        if (k > n) {
            return 0;
        }
        long count = 1;
        for (int i = 1; i <= Math.min(k, n - k); i++) {
            int factor = n - i + 1;
            if (count > Long.MAX_VALUE / factor) {
                return Long.MAX_VALUE;
            }
            count = count * factor / i;
        }
        return count;
    }

    /** The combination at the present place, ascending; it changes with each step and is not to be written to. */
    public int[] combination() {
        return combination;
    }

    /**
     * Goes on to the next combination, of which there must be one.
     *
     * @return how many of the smallest ordinals may have changed
     */
    public int advance() {
        int k = combination.length;
        boolean odd = k % 2 == 1;
        if (odd && combination[0] + 1 < above(0)) {
            combination[0]++;
            return 1;
        }
        if (!odd && combination[0] > 0) {
            combination[0]--;
            return 1;
        }
        // The places take turns: one may be lowered, the next one raised.
        boolean lower = odd;
        for (int place = 1; place < k; place++) {
            if (lower && combination[place] > place) {
                combination[place] = combination[place - 1];
                combination[place - 1] = place - 1;
                return place + 1;
            }
            if (!lower && combination[place] + 1 < above(place)) {
                combination[place - 1] = combination[place];
                combination[place]++;
                return place + 1;
            }
            lower = !lower;
        }
        throw new IllegalStateException("there is no combination behind the last");
    }

    private int above(int place) {
        return place + 1 < combination.length ? combination[place + 1] : n;
    }
}
