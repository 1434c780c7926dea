package io.facequality.select;

import io.facequality.Optimality;
import java.util.List;
import java.util.Locale;

/**
 * Evaluates every combination, in revolving-door order: O(n) each. Threads take stretches of the order; since a value
 * does not depend on where a stretch began, the result is the same to the last bit however it is split.
 *
 * @param workers the threads
 * @param shortestStretch how many combinations a stretch has at least, if there are as many
 */
record ExhaustiveSearch(Workers workers, long shortestStretch) implements Search {

    /** A shorter stretch is not worth handing over. */
    private static final long SHORTEST_STRETCH = 1 << 14;

    /** Stretches for each thread, so that none waits long for the last. */
    private static final int STRETCHES_PER_THREAD = 8;

    private static final int INTERRUPTION_INTERVAL = 1 << 10;

    ExhaustiveSearch(Workers workers) {
        this(workers, SHORTEST_STRETCH);
    }

    @Override
    public SearchResult search(Objective objective, double[] qualities, int count) {
        long combinations = RevolvingDoor.count(objective.size(), count);
        int stretches = (int) Math.min(
                (long) workers.threads() * STRETCHES_PER_THREAD, (combinations - 1) / shortestStretch + 1);
        List<Frontrunners> found = workers.run(stretches, stretch -> walk(
                objective,
                qualities,
                count,
                start(combinations, stretch, stretches),
                start(combinations, stretch + 1, stretches)));
        Frontrunners best = new Frontrunners(qualities);
        found.forEach(best::offerAll);
        return new SearchResult(best.best(), new Optimality.Proven(), combinations, description(combinations));
    }

    private static long start(long combinations, int stretch, int stretches) {
        return combinations / stretches * stretch + Math.min(stretch, combinations % stretches);
    }

    private static Frontrunners walk(Objective objective, double[] qualities, int count, long from, long to) {
        Frontrunners best = new Frontrunners(qualities);
        RevolvingDoor door = new RevolvingDoor(objective.size(), count, from);
        int[] combination = door.combination();
        PartialChoice pile = objective.partialChoice(count);
        pushLargest(pile, combination, count - 1);
        best.offer(pile.valueWith(combination[0]), combination);
        for (long rank = from + 1; rank < to; rank++) {
            if (rank % INTERRUPTION_INTERVAL == 0) {
                Workers.stopIfInterrupted();
            }
            int changed = door.advance();
            for (int place = 1; place < changed; place++) {
                pile.pop();
            }
            pushLargest(pile, combination, changed - 1);
            best.offer(pile.valueWith(combination[0]), combination);
        }
        return best;
    }

    /** The smallest ordinal, which changes most often, is never on the pile. */
    private static void pushLargest(PartialChoice pile, int[] combination, int from) {
        for (int place = from; place > 0; place--) {
            pile.push(combination[place]);
        }
    }

    private static String description(long combinations) {
        return String.format(Locale.ROOT, "exhaustive search: all %,d combinations were evaluated", combinations);
    }
}
