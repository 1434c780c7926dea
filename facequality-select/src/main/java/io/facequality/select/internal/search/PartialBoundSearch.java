package io.facequality.select.internal.search;

import io.facequality.Selection.Optimality;
import io.facequality.internal.Interrupts;
import io.facequality.internal.Workers;
import io.facequality.select.Objective.ChoiceValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Branch and bound by an objective's own {@link ChoiceValue#lowerBound}: choices are built face by face, and a partial
 * choice whose bound is above the best that a swap search found is not completed. Each first face is a task of its own
 * that knows of no other, so that the result does not depend on the threads.
 *
 * @param workers the threads
 * @param seed of the swap search
 */
record PartialBoundSearch(Workers workers, long seed) implements Search {

    private static final int SWAP_PART = 5;

    @Override
    public SearchResult search(ChoiceValue objective, double[] qualities, int count, Limits limits) {
        SearchResult start = new SwapSearch(workers, seed)
                .search(objective, qualities, count, limits.withEvaluations(limits.evaluations() / SWAP_PART));
        AtomicLong spent = new AtomicLong(start.evaluations());
        List<Descent> descents = workers.run(qualities.length - count + 1, first -> {
            Descent descent = new Descent(objective, qualities, count, start.best(), limits, spent);
            descent.complete(0, first);
            return descent;
        });
        boolean isComplete = spent.get() <= limits.evaluations() && !limits.isTimeUp();
        if (!isComplete) {
            return new SearchResult(
                    start.best(), optimality(start.best().value(), objective.lowerBound(count)), start.evaluations(),
                    description());
        }
        Frontrunners best = new Frontrunners(qualities);
        best.offer(start.best().value(), start.best().ordinals());
        descents.forEach(descent -> best.offerAll(descent.best));
        return new SearchResult(best.best(), new Optimality.Proven(), spent.get(), description());
    }

    private static Optimality optimality(double found, double bound) {
        return bound >= 0 && found > 0 && bound <= found
                ? new Optimality.WithinGap((found - bound) / found)
                : new Optimality.Heuristic();
    }

    private String description() {
        return String.format(Locale.ROOT, "branch and bound by the objective's own bound, with seed %d", seed);
    }

    private static final class Descent {

        private final ChoiceValue objective;
        private final int size;
        private final int count;
        private final double limit;
        private final Limits limits;
        private final AtomicLong spent;
        private final Frontrunners best;
        private final int[] chosen;

        Descent(
                ChoiceValue objective,
                double[] qualities,
                int count,
                Choice start,
                Limits limits,
                AtomicLong spent) {
            this.objective = objective;
            this.size = qualities.length;
            this.count = count;
            this.limit = start.value() + Frontrunners.TOLERANCE;
            this.limits = limits;
            this.spent = spent;
            this.best = new Frontrunners(qualities);
            this.chosen = new int[count];
        }

        /** Puts a face into a place, and all later ones behind it. */
        void complete(int place, int face) {
            Interrupts.check();
            limits.report(1);
            if (spent.incrementAndGet() > limits.evaluations() || limits.isTimeUp()) {
                return;
            }
            chosen[place] = face;
            if (place == count - 1) {
                best.offer(objective.value(chosen.clone()), chosen);
            } else if (objective.lowerBound(count, Arrays.copyOf(chosen, place + 1)) <= limit) {
                for (int next = face + 1; next <= size - count + place + 1; next++) {
                    complete(place + 1, next);
                }
            }
        }
    }
}
