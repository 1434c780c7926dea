package io.facequality.select.internal.search;

import io.facequality.Selection.Optimality;
import io.facequality.internal.Interrupts;
import io.facequality.internal.Workers;
import io.facequality.select.Objective.ChoiceValue;
import io.facequality.select.Objective.PartialChoice;
import java.util.List;
import java.util.Locale;

/**
 * Evaluates every combination, in revolving-door order: O(n) each. Where fewer evaluations are allowed than there are
 * combinations, those that come first in that order are evaluated. Threads take stretches of the order; since a value
 * does not depend on where a stretch began, the result is the same to the last bit however it is split.
 *
 * @param workers the threads
 * @param shortestStretch how many combinations a stretch has at least, if there are as many
 */
public record ExhaustiveSearch(Workers workers, long shortestStretch) implements Search {

    /** A shorter stretch is not worth handing over. */
    private static final long SHORTEST_STRETCH = 1 << 14;

    /** Stretches for each thread, so that none waits long for the last. */
    private static final int STRETCHES_PER_THREAD = 8;

    private static final int INTERRUPTION_INTERVAL = 1 << 10;

    ExhaustiveSearch(Workers workers) {
        this(workers, SHORTEST_STRETCH);
    }

    @Override
    public SearchResult search(ChoiceValue objective, double[] qualities, int count, Limits limits) {
        long combinations = RevolvingDoor.count(qualities.length, count);
        long allowed = Math.min(combinations, limits.evaluations());
        int stretches = (int) Math.min(
                (long) workers.threads() * STRETCHES_PER_THREAD, (allowed - 1) / shortestStretch + 1);
        List<Walk> walks = workers.run(stretches, stretch -> {
            Walk walk = new Walk(objective, qualities, limits);
            walk.run(count, start(allowed, stretch, stretches), start(allowed, stretch + 1, stretches));
            return walk;
        });
        Frontrunners best = new Frontrunners(qualities);
        walks.forEach(walk -> best.offerAll(walk.best));
        long evaluations = walks.stream().mapToLong(walk -> walk.evaluations).sum();
        boolean isComplete = evaluations == combinations;
        return new SearchResult(
                best.best(),
                isComplete ? new Optimality.Proven() : new Optimality.Heuristic(),
                evaluations,
                description(evaluations, isComplete));
    }

    private static long start(long combinations, int stretch, int stretches) {
        return combinations / stretches * stretch + Math.min(stretch, combinations % stretches);
    }

    /** One stretch. */
    private static final class Walk {

        private final ChoiceValue objective;
        private final int size;
        private final Limits limits;
        private final Frontrunners best;
        private long evaluations;

        Walk(ChoiceValue objective, double[] qualities, Limits limits) {
            this.objective = objective;
            this.limits = limits;
            this.best = new Frontrunners(qualities);
            this.size = qualities.length;
        }

        void run(int count, long from, long to) {
            RevolvingDoor door = new RevolvingDoor(size, count, from);
            int[] combination = door.combination();
            PartialChoice pile = objective.partialChoice(count);
            pushLargest(pile, combination, count - 1);
            best.offer(pile.valueWith(combination[0]), combination);
            evaluations = 1;
            long reported = 0;
            for (long rank = from + 1; rank < to; rank++) {
                if (rank % INTERRUPTION_INTERVAL == 0) {
                    Interrupts.check();
                    limits.report(evaluations - reported);
                    reported = evaluations;
                    if (limits.isTimeUp()) {
                        return;
                    }
                }
                int changed = door.advance();
                for (int place = 1; place < changed; place++) {
                    pile.pop();
                }
                pushLargest(pile, combination, changed - 1);
                best.offer(pile.valueWith(combination[0]), combination);
                evaluations++;
            }
            limits.report(evaluations - reported);
        }
    }

    /** The smallest ordinal, which changes most often, is never on the pile. */
    private static void pushLargest(PartialChoice pile, int[] combination, int from) {
        for (int place = from; place > 0; place--) {
            pile.push(combination[place]);
        }
    }

    private static String description(long evaluations, boolean isComplete) {
        return isComplete
                ? String.format(Locale.ROOT, "exhaustive search: all %,d combinations were evaluated", evaluations)
                : String.format(Locale.ROOT, "exhaustive search that was cut off after %,d combinations", evaluations);
    }
}
