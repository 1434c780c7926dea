package io.facequality.select.internal.search;

import io.facequality.internal.Interrupts;
import io.facequality.internal.Workers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds all choices whose sum of a relaxation's terms is within its limit.
 *
 * <p>Choices are built face by face, in the order of the faces' own terms plus half of their smallest pair terms. For a
 * partial choice {@code P} with {@code r} faces to go, each face {@code x} has the term {@code t_x}, its own and those
 * of its pairs with {@code P}. Whatever {@code r} faces are added, each is in {@code r - 1} pairs with the others, and
 * each pair has two ends: so the sum of all terms is at least that of {@code P} plus the sum of the {@code r} smallest
 * {@code t_x} plus half the {@code r - 1} smallest pair terms of {@code x}. Before {@code x} is added, {@code P} and
 * {@code x} are bounded so, once in constant time, and where that does not exclude them with the true pair terms of
 * {@code x}, in a loop over the later faces that the compiler turns into vector instructions.
 *
 * <p>All terms are whole numbers of a small unit, rounded down: sums of them are exact, four times as fast as those of
 * floating-point numbers, and never above the true sums times the unit. A term that alone exceeds what the smallest
 * possible rest could make up for is cut to just that.
 *
 * <p>Immutable. Each first face is a task of its own, and no task knows of another, so that what is found, and at what
 * cost, does not depend on the threads.
 */
public final class CliqueSearch {

    /** So many faces bounded against the later ones take about the time of one evaluation. */
    private static final int BOUNDS_PER_EVALUATION = 16;

    /** No sum of terms is larger, so that none overflows. */
    private static final int LARGEST_SUM = 1 << 29;

    private static final long FAR_ABOVE = Long.MAX_VALUE / 4;

    private final int size;
    private final int count;
    private final int limit;
    private final int[] order;
    private final int[] faces;
    private final int[][] pairs;
    /** Row r: for each face half the sum of its r - 1 smallest pair terms. */
    private final int[][] halves;

    public CliqueSearch(Relaxation relaxation, int count) {
        this.size = relaxation.faces().length;
        this.count = count;
        double lowest = lowest(relaxation);
        double range = Math.max(relaxation.limit() - lowest, Math.abs(relaxation.limit())) + Double.MIN_NORMAL;
        int largest = LARGEST_SUM / (2 * count + 4);
        // So much smaller that a term that is cut is above the limit, however the others were rounded.
        double units = (largest - count * (count + 1)) / Math.max(range, -lowest);
        this.limit = (int) Math.floor(relaxation.limit() * units);
        int[] facesByOrdinal = inUnits(relaxation.faces(), units, largest);
        int[][] pairsByOrdinal = Arrays.stream(relaxation.pairs())
                .map(row -> inUnits(row, units, largest))
                .toArray(int[][]::new);
        int[][] halvesByOrdinal = halves(pairsByOrdinal);
        this.order = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingInt(i -> facesByOrdinal[i] + halvesByOrdinal[count][i]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.faces = ordered(facesByOrdinal);
        this.halves = Arrays.stream(halvesByOrdinal).map(this::ordered).toArray(int[][]::new);
        this.pairs = Arrays.stream(order).mapToObj(i -> ordered(pairsByOrdinal[i])).toArray(int[][]::new);
    }

    /** No sum of a choice is lower. */
    private double lowest(Relaxation relaxation) {
        double face = Arrays.stream(relaxation.faces()).min().orElseThrow();
        double pair = Arrays.stream(relaxation.pairs())
                .mapToDouble(row -> Arrays.stream(row).min().orElseThrow())
                .min()
                .orElseThrow();
        return count * Math.min(0, face) + count * (count - 1) / 2.0 * Math.min(0, pair);
    }

    private static int[] inUnits(double[] terms, double units, int largest) {
        return Arrays.stream(terms)
                .mapToInt(term -> (int) Math.min(largest, Math.floor(term * units)))
                .toArray();
    }

    private int[] ordered(int[] byOrdinal) {
        return Arrays.stream(order).map(i -> byOrdinal[i]).toArray();
    }

    private int[][] halves(int[][] pairTerms) {
        int[][] result = new int[count + 1][size];
        for (int i = 0; i < size; i++) {
            int[] row = pairTerms[i].clone();
            row[i] = Integer.MAX_VALUE;
            Arrays.sort(row);
            int sum = 0;
            for (int r = 2; r <= count; r++) {
                sum += row[r - 2];
                result[r][i] = Math.floorDiv(sum, 2);
            }
        }
        return result;
    }

    /** Takes a choice, ascending, which is changed afterwards. */
    @FunctionalInterface
    public interface Visitor {
        void visit(int[] choice);
    }

    /**
     * Searches.
     *
     * @param workers the threads
     * @param visitors makes a visitor for each task; it is told of what is found, on the task's thread
     * @param limits how many evaluations may be spent, a fixed number of bounds or a visit counting as one
     * @return the visitors, in the order of the tasks, and what was spent; empty if the limit was reached before the
     *     end, which does not depend on the threads unless it was the time
     */
    public <V extends Visitor> Optional<Found<V>> search(
            Workers workers, Supplier<V> visitors, Limits limits) {
        AtomicLong spent = new AtomicLong();
        List<V> found = workers.run(size - count + 1, first -> {
            V visitor = visitors.get();
            Descent descent = new Descent(visitor, spent, limits);
            descent.start(first);
            descent.settle();
            return visitor;
        });
        boolean isComplete = spent.get() <= limits.evaluations() && !limits.isTimeUp();
        return isComplete ? Optional.of(new Found<>(found, spent.get())) : Optional.empty();
    }

    /** What came of a search that reached its end. */
    public record Found<V>(List<V> visitors, long evaluations) {}

    /** The choices with one first face. */
    private final class Descent {

        /** Unsettled bounds are added to the common sum from so many on. */
        private static final int SETTLED_BOUNDS = 1 << 14;

        private final Visitor visitor;
        private final AtomicLong spent;
        private final Limits limits;
        private final int[] chosen = new int[count];
        private final int[] choice = new int[count];
        /** By depth: each later face's own term and those of its pairs with the chosen ones. */
        private final int[][] terms = new int[count + 1][size];
        private final int[][] bounds = new int[count + 1][size];
        private final long[][] smallest = new long[count + 1][count + 1];
        private long unsettledBounds;
        private long boundsOfAll;
        private long visits;
        private long settled;
        private boolean isOver;

        Descent(Visitor visitor, AtomicLong spent, Limits limits) {
            this.visitor = visitor;
            this.spent = spent;
            this.limits = limits;
        }

        void start(int first) {
            chosen[0] = first;
            isOver = spent.get() > limits.evaluations();
            if (count == 1) {
                if (faces[first] <= limit) {
                    visit();
                }
                return;
            }
            plus(faces, pairs[first], first + 1, terms[1]);
            expand(1, first + 1, faces[first]);
        }

        /** Adds a face to so many, from a place on, whose terms sum up to a value. */
        private void expand(int depth, int from, int value) {
            int rest = count - depth;
            int[] own = terms[depth];
            int room = limit - value;
            if (rest == 1) {
                visitLast(own, null, from, room);
                return;
            }
            int[] half = halves[rest];
            int[] bound = bounds[depth];
            plus(own, halves[rest - 1], from, bound);
            long[] least = smallest[depth];
            Arrays.fill(least, FAR_ABOVE);
            long sum = FAR_ABOVE;
            for (int face = size - 1; face >= from && !isOver; face--) {
                int key = own[face] + half[face];
                if (key + sum <= room) {
                    int[] row = pairs[face];
                    if (isAnySumWithin(bound, row, face + 1, Math.floorDiv(room - own[face], rest - 1))) {
                        chosen[depth] = face;
                        if (rest == 2) {
                            visitLast(own, row, face + 1, room - own[face]);
                        } else {
                            plus(own, row, face + 1, terms[depth + 1]);
                            expand(depth + 1, face + 1, value + own[face]);
                        }
                    }
                    count();
                }
                if (key < least[rest - 2]) {
                    sum = insert(key, least, rest - 1);
                }
            }
        }

        private void visitLast(int[] own, int @Nullable [] row, int from, int room) {
            for (int face = from; face < size && !isOver; face++) {
                if (own[face] + (row == null ? 0 : row[face]) <= room) {
                    chosen[count - 1] = face;
                    visit();
                }
            }
        }

        private void visit() {
            for (int i = 0; i < count; i++) {
                choice[i] = order[chosen[i]];
            }
            Arrays.sort(choice);
            visitor.visit(choice);
            visits++;
            count();
        }

        private void count() {
            unsettledBounds++;
            if (unsettledBounds >= SETTLED_BOUNDS) {
                settle();
            }
        }

        /** Adds what was done to what all have done. */
        void settle() {
            Interrupts.check();
            boundsOfAll += unsettledBounds;
            unsettledBounds = 0;
            long evaluations = boundsOfAll / BOUNDS_PER_EVALUATION + visits;
            long more = evaluations - settled;
            settled = evaluations;
            limits.report(more);
            isOver = spent.addAndGet(more) > limits.evaluations() || limits.isTimeUp();
        }

        private static long insert(long key, long[] ascending, int length) {
            int place = length - 1;
            for (; place > 0 && ascending[place - 1] > key; place--) {
                ascending[place] = ascending[place - 1];
            }
            ascending[place] = key;
            long sum = 0;
            for (int i = 0; i < length; i++) {
                sum += ascending[i];
            }
            return sum;
        }
    }

    private static void plus(int[] a, int[] b, int from, int[] sums) {
        for (int i = from; i < sums.length; i++) {
            sums[i] = a[i] + b[i];
        }
    }

    /** Negative as soon as one of the differences is: a loop without a branch. */
    private static boolean isAnySumWithin(int[] a, int[] b, int from, int room) {
        int above = room + 1;
        int signs = 0;
        for (int i = from; i < a.length; i++) {
            signs |= a[i] + b[i] - above;
        }
        return signs < 0;
    }
}
