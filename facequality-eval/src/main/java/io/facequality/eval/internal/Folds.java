package io.facequality.eval.internal;

import io.facequality.eval.ComparisonPairs;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.random.RandomDataGenerator;

/**
 * The folds of pairs: those of the pairs' own protocol, otherwise ten folds in which no person is in two of them.
 *
 * @param ofPairs the fold of each pair, from 0; {@link #NONE} for a pair that is left out
 * @param origin where the folds come from, in words
 */
record Folds(int[] ofPairs, String origin) {

    static final int NONE = -1;

    private static final int COUNT = 10;

    static Folds of(ComparisonPairs pairs, int[] people, long seed) {
        boolean own = IntStream.range(0, pairs.size()).allMatch(pair -> pairs.fold(pair).isPresent());
        return own
                ? new Folds(
                        IntStream.range(0, pairs.size())
                                .map(pair -> pairs.fold(pair).getAsInt())
                                .toArray(),
                        "the folds of the pairs file")
                : new Folds(
                        ofPeople(pairs, people, seed),
                        COUNT + " folds without a person in common, as many pairs of each kind, drawn with seed "
                                + seed);
    }

    private static int[] ofPeople(ComparisonPairs pairs, int[] people, long seed) {
        int count = Arrays.stream(people).max().orElse(-1) + 1;
        RandomDataGenerator random = new RandomDataGenerator(new MersenneTwister(seed));
        int[] order = random.nextPermutation(count, count);
        int[] folds = new int[pairs.size()];
        for (int pair = 0; pair < folds.length; pair++) {
            int first = order[people[pairs.first(pair)]] % COUNT;
            int second = order[people[pairs.second(pair)]] % COUNT;
            folds[pair] = first == second ? first : NONE;
        }
        balance(pairs, folds, random);
        return folds;
    }

    /** Keeps as many pairs of the more frequent kind of each fold as there are of the other kind. */
    private static void balance(ComparisonPairs pairs, int[] folds, RandomDataGenerator random) {
        for (int fold = 0; fold < COUNT; fold++) {
            int wanted = fold;
            int[] genuine = IntStream.range(0, pairs.genuine())
                    .filter(pair -> folds[pair] == wanted)
                    .toArray();
            int[] impostor = IntStream.range(pairs.genuine(), pairs.size())
                    .filter(pair -> folds[pair] == wanted)
                    .toArray();
            int kept = Math.min(genuine.length, impostor.length);
            leaveOut(genuine, kept, folds, random);
            leaveOut(impostor, kept, folds, random);
        }
    }

    private static void leaveOut(int[] members, int kept, int[] folds, RandomDataGenerator random) {
        if (members.length > kept) {
            int[] order = random.nextPermutation(members.length, members.length);
            for (int i = kept; i < members.length; i++) {
                folds[members[order[i]]] = NONE;
            }
        }
    }
}
