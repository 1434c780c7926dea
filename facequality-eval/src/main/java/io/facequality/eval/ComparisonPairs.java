package io.facequality.eval;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.math3.random.RandomDataGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * The pairs of faces that are compared: <em>genuine</em> pairs of one person and <em>impostor</em> pairs of two people.
 * Faces and pairs are named by their positions, from 0. Genuine pairs come first.
 *
 * <p>Immutable and safe to share between threads; nine bytes per pair.
 */
public final class ComparisonPairs {

    private static final byte NO_FOLD = -1;

    /** With fewer candidates per wanted pair than this, all are listed and shuffled instead of drawn one by one. */
    private static final int SPARSE = 4;

    /**
     * How many pairs of a folder of people are compared. If there are more, a sample is drawn without replacement, each
     * pair with the same probability.
     *
     * @param maximumGenuine the most pairs of one person, at least 1
     * @param maximumImpostor the most pairs of two people, at least 1
     * @param seed decides which pairs are drawn
     */
    public record Sampling(int maximumGenuine, int maximumImpostor, long seed) {

        private static final int DEFAULT_MAXIMUM_GENUINE = 500_000;
        private static final int DEFAULT_MAXIMUM_IMPOSTOR = 1_000_000;

        /** Checks the numbers. */
        public Sampling {
            if (maximumGenuine < 1 || maximumImpostor < 1) {
                throw InvalidInputException.ofValue(
                        "Sampling", "at least one pair of each kind", maximumGenuine + " and " + maximumImpostor);
            }
        }

        /**
         * At most 500,000 genuine and 1,000,000 impostor pairs.
         *
         * @param seed decides which pairs are drawn
         * @return the sampling
         */
        public static Sampling withSeed(long seed) {
            return new Sampling(DEFAULT_MAXIMUM_GENUINE, DEFAULT_MAXIMUM_IMPOSTOR, seed);
        }
    }

    private final int[] first;
    private final int[] second;
    private final byte[] folds;
    private final int genuine;
    private final String origin;

    private ComparisonPairs(int[] first, int[] second, byte[] folds, int genuine, String origin) {
        this.first = first;
        this.second = second;
        this.folds = folds;
        this.genuine = genuine;
        this.origin = origin;
        requirePairs("genuine", genuine);
        requirePairs("impostor", first.length - genuine);
    }

    /**
     * The pairs of some people: all of them, or a sample without replacement.
     *
     * @param people the person of each face, as a position from 0
     * @param sampling how many pairs, and which
     * @return the pairs, in the order of the faces
     * @throws InvalidInputException if there is no genuine or no impostor pair
     */
    public static ComparisonPairs ofPeople(int[] people, Sampling sampling) {
        RandomDataGenerator random = new RandomDataGenerator(new Well19937c(sampling.seed()));
        long[] genuine = genuine(people, sampling.maximumGenuine(), random);
        long[] impostor = impostor(people, sampling.maximumImpostor(), random);
        long allGenuine = genuineCount(people);
        long allImpostor = pairs(people.length) - allGenuine;
        boolean isWhole = genuine.length == allGenuine && impostor.length == allImpostor;
        long[] both = LongStream.concat(Arrays.stream(genuine), Arrays.stream(impostor)).toArray();
        int[] first = Arrays.stream(both).mapToInt(pair -> (int) (pair / people.length)).toArray();
        int[] second = Arrays.stream(both).mapToInt(pair -> (int) (pair % people.length)).toArray();
        byte[] none = new byte[both.length];
        Arrays.fill(none, NO_FOLD);
        return new ComparisonPairs(
                first, second, none, genuine.length,
                isWhole ? "all pairs" : "drawn with seed " + sampling.seed() + " from " + allGenuine
                        + " genuine and " + allImpostor + " impostor pairs");
    }

    /** A pair is one number: the first face times the number of faces plus the second. Ascending. */
    private static long[] genuine(int[] people, int most, RandomDataGenerator random) {
        int[][] faces = facesOf(people);
        long[] before = new long[faces.length + 1];
        for (int person = 0; person < faces.length; person++) {
            before[person + 1] = before[person] + pairs(faces[person].length);
        }
        return chosen(before[faces.length], most, random)
                .map(ordinal -> {
                    int at = Arrays.binarySearch(before, ordinal);
                    int person = at < 0 ? -at - 2 : lastOfEqual(before, at);
                    return pairOfRank(faces[person], ordinal - before[person], people.length);
                })
                .sorted()
                .toArray();
    }

    /** A person with one face has no pairs, and so the same count as the next person. */
    private static int lastOfEqual(long[] sorted, int at) {
        int last = at;
        while (last + 1 < sorted.length && sorted[last + 1] == sorted[at]) {
            last++;
        }
        return last;
    }

    /** Pairs (i, j) with i before j, numbered by j, then by i. */
    private static long pairOfRank(int[] faces, long rank, int faceCount) {
        int j = (int) ((1 + Math.sqrt(1 + 8.0 * rank)) / 2);
        while (pairs(j) > rank) {
            j--;
        }
        while (pairs(j + 1) <= rank) {
            j++;
        }
        return (long) faces[(int) (rank - pairs(j))] * faceCount + faces[j];
    }

    private static long[] impostor(int[] people, int most, RandomDataGenerator random) {
        int[] all = IntStream.range(0, people.length).toArray();
        LongUnaryOperator pair = rank -> pairOfRank(all, rank, people.length);
        long total = pairs(people.length);
        long impostors = total - genuineCount(people);
        if (impostors <= (long) SPARSE * most) {
            long[] every = LongStream.range(0, total)
                    .map(pair)
                    .filter(it -> isImpostor(people, it))
                    .toArray();
            return chosen(every.length, most, random)
                    .map(ordinal -> every[(int) ordinal])
                    .sorted()
                    .toArray();
        }
        Set<Long> drawn = new HashSet<>(2 * most);
        while (drawn.size() < most) {
            long candidate = pair.applyAsLong(random.nextLong(0, total - 1));
            if (isImpostor(people, candidate)) {
                drawn.add(candidate);
            }
        }
        return drawn.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    private static boolean isImpostor(int[] people, long pair) {
        return people[(int) (pair / people.length)] != people[(int) (pair % people.length)];
    }

    /** At most so many different numbers below a bound. */
    private static LongStream chosen(long bound, int most, RandomDataGenerator random) {
        if (bound <= most) {
            return LongStream.range(0, bound);
        }
        if (bound <= (long) SPARSE * most) {
            long[] all = LongStream.range(0, bound).toArray();
            for (int i = 0; i < most; i++) {
                int other = (int) random.nextLong(i, bound - 1);
                long swapped = all[i];
                all[i] = all[other];
                all[other] = swapped;
            }
            return Arrays.stream(all, 0, most);
        }
        Set<Long> drawn = new HashSet<>(2 * most);
        while (drawn.size() < most) {
            drawn.add(random.nextLong(0, bound - 1));
        }
        return drawn.stream().mapToLong(Long::longValue);
    }

    private static int[][] facesOf(int[] people) {
        int[] counts = new int[Arrays.stream(people).max().orElse(-1) + 1];
        for (int person : people) {
            counts[person]++;
        }
        int[][] faces = new int[counts.length][];
        Arrays.setAll(faces, person -> new int[counts[person]]);
        for (int face = people.length - 1; face >= 0; face--) {
            faces[people[face]][--counts[people[face]]] = face;
        }
        return faces;
    }

    private static long genuineCount(int[] people) {
        return Arrays.stream(facesOf(people)).mapToLong(faces -> pairs(faces.length)).sum();
    }

    private static long pairs(long count) {
        return count * (count - 1) / 2;
    }

    private void requirePairs(String kind, int count) {
        if (count == 0) {
            throw new InvalidInputException(new Problem(
                    "cannot evaluate",
                    "the " + kind + " pairs",
                    "at least one pair",
                    "none",
                    "Give at least two people, one of them with two usable pictures, or pairs of both kinds."));
        }
    }

    /**
     * The number of pairs.
     *
     * @return genuine and impostor pairs together
     */
    public int size() {
        return first.length;
    }

    /**
     * The number of pairs of one person; their positions are those below this number.
     *
     * @return at least 1
     */
    public int genuine() {
        return genuine;
    }

    /**
     * The number of pairs of two people.
     *
     * @return at least 1
     */
    public int impostor() {
        return first.length - genuine;
    }

    /**
     * One face of a pair.
     *
     * @param pair the pair's position
     * @return the face's position
     */
    public int first(int pair) {
        return first[pair];
    }

    /**
     * The other face of a pair.
     *
     * @param pair the pair's position
     * @return the face's position
     */
    public int second(int pair) {
        return second[pair];
    }

    /**
     * The fold of a pair, in a protocol with folds.
     *
     * @param pair the pair's position
     * @return from 0; empty without folds
     */
    public OptionalInt fold(int pair) {
        return folds[pair] == NO_FOLD ? OptionalInt.empty() : OptionalInt.of(folds[pair]);
    }

    /**
     * Where the pairs come from.
     *
     * @return in words
     */
    public String origin() {
        return origin;
    }

    /**
     * Starts from no pairs; for pairs that are known to match or not.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects pairs; not safe to share between threads. {@link #build} may be called many times. */
    public static final class Builder {

        private final List<Added> genuinePairs = new ArrayList<>();
        private final List<Added> impostorPairs = new ArrayList<>();

        private Builder() {}

        private record Added(int first, int second, byte fold) {

            static Added of(int first, int second, OptionalInt fold) {
                int number = fold.orElse(NO_FOLD);
                if (number < NO_FOLD || number > Byte.MAX_VALUE) {
                    throw InvalidInputException.ofValue("ComparisonPairs", "a fold from 0 to " + Byte.MAX_VALUE, number);
                }
                return new Added(first, second, (byte) number);
            }
        }

        /**
         * Adds a pair of one person.
         *
         * @param first a face's position
         * @param second the position of another face
         * @param fold its fold, from 0 to 127; empty without folds
         * @return this builder
         */
        public Builder genuine(int first, int second, OptionalInt fold) {
            genuinePairs.add(Added.of(first, second, fold));
            return this;
        }

        /**
         * Adds a pair of two people.
         *
         * @param first a face's position
         * @param second the position of another face
         * @param fold its fold, from 0 to 127; empty without folds
         * @return this builder
         */
        public Builder impostor(int first, int second, OptionalInt fold) {
            impostorPairs.add(Added.of(first, second, fold));
            return this;
        }

        /**
         * Makes the pairs.
         *
         * @param origin where the pairs come from, in words
         * @return the pairs, genuine ones first, each kind in the order in which it was added
         * @throws InvalidInputException if there is no genuine or no impostor pair
         */
        public ComparisonPairs build(String origin) {
            List<Added> all = Stream.concat(genuinePairs.stream(), impostorPairs.stream()).toList();
            byte[] folds = new byte[all.size()];
            for (int i = 0; i < folds.length; i++) {
                folds[i] = all.get(i).fold();
            }
            return new ComparisonPairs(
                    all.stream().mapToInt(Added::first).toArray(),
                    all.stream().mapToInt(Added::second).toArray(),
                    folds,
                    genuinePairs.size(),
                    origin);
        }
    }
}
