package io.facequality.select.internal.search;

import io.facequality.Selection.Optimality;
import io.facequality.internal.Workers;
import io.facequality.select.Objective.ChoiceValue;
import java.util.Locale;
import java.util.Optional;

/**
 * Proves that a choice is the best, or nearly, by a lower bound that excludes most others.
 *
 * <p>A swap search finds a choice that mostly is the best already. Then, step by step, the choices are looked for whose
 * value may be below what was found by 5 %, 2 %, 1 %, half a percent, and at last by nothing: a {@link CliqueSearch} on
 * the objective's {@link Relaxation}s lists those that the bound does not exclude, and they are evaluated. Each step
 * that reaches its end proves the gap that it was made for, and the last one that nothing better exists; ties are then
 * known as the exhaustive search knows them. A step that would exceed the evaluations is left out, and one that does
 * exceed them changes nothing, so that the result is the same for any number of threads.
 *
 * @param workers the threads
 * @param seed of the swap search
 */
record BranchAndBound(Workers workers, long seed) implements Search {

    /** Of a larger choice the bound of all choices is all that is stated: its parts exclude too little. */
    private static final int MOST_FACES = 50;

    private static final double[] GAPS = {0.05, 0.02, 0.01, 0.005, 0};

    /** A step costs at least so many times what the one before did. */
    private static final int STEP_GROWTH = 8;

    /** The part of the evaluations that the swap search may spend. */
    private static final int SWAP_PART = 5;

    @Override
    public SearchResult search(ChoiceValue objective, double[] qualities, int count, Limits limits) {
        SearchResult start = new SwapSearch(workers, seed)
                .search(objective, qualities, count, limits.withEvaluations(limits.evaluations() / SWAP_PART));
        if (!(objective instanceof RelaxableValue relaxable) || limits.isTimeUp()) {
            return start;
        }
        Relaxer relaxer = relaxable.relaxer(count, workers);
        Proof proof = new Proof(objective, qualities, relaxer, start, limits);
        if (relaxer.hasRelaxations() && count <= MOST_FACES) {
            proof.run(count);
        }
        return proof.result(count);
    }

    private final class Proof {

        private final ChoiceValue objective;
        private final double[] qualities;
        private final Relaxer relaxer;
        private final Limits limits;
        private final Frontrunners best;
        private final long swapEvaluations;
        private double lowerBound;
        private long spent;
        private long evaluated;

        Proof(ChoiceValue objective, double[] qualities, Relaxer relaxer, SearchResult start, Limits limits) {
            this.objective = objective;
            this.qualities = qualities;
            this.relaxer = relaxer;
            this.limits = limits;
            this.best = new Frontrunners(qualities);
            best.offer(start.best().value(), start.best().ordinals());
            this.swapEvaluations = start.evaluations();
            this.lowerBound = relaxer.lowerBound();
            this.spent = start.evaluations();
        }

        void run(int count) {
            long lastStep = 0;
            for (double gap : GAPS) {
                double found = best.best().value();
                boolean isLast = gap == 0;
                double target = isLast ? found + 2 * Frontrunners.TOLERANCE : found * (1 - gap);
                if (!isLast && target <= lowerBound) {
                    continue;
                }
                long left = limits.evaluations() - spent;
                if (left < STEP_GROWTH * lastStep || limits.isTimeUp()) {
                    return;
                }
                Frontrunners listed = new Frontrunners(qualities);
                long before = spent;
                if (!listAll(target, count, listed)) {
                    return;
                }
                best.offerAll(listed);
                lastStep = spent - before;
                lowerBound = isLast ? best.best().value() : Math.max(lowerBound, target);
            }
        }

        /** Lists every choice that may reach the target. */
        private boolean listAll(double target, int count, Frontrunners listed) {
            return relaxer.relax(target, best.best().ordinals(), relaxation -> {
                Optional<CliqueSearch.Found<Evaluation>> found = new CliqueSearch(relaxation, count)
                        .search(
                                workers,
                                () -> new Evaluation(relaxation),
                                limits.withEvaluations(limits.evaluations() - spent));
                found.ifPresent(all -> {
                    spent += all.evaluations();
                    for (Evaluation evaluation : all.visitors()) {
                        listed.offerAll(evaluation.best);
                        evaluated += evaluation.count;
                    }
                });
                return found.isPresent();
            });
        }

        /** Evaluates what a relaxation does not exclude. */
        private final class Evaluation implements CliqueSearch.Visitor {

            private final Relaxation relaxation;
            private final Frontrunners best = new Frontrunners(qualities);
            private long count;

            Evaluation(Relaxation relaxation) {
                this.relaxation = relaxation;
            }

            @Override
            public void visit(int[] choice) {
                if (relaxation.covers(choice)) {
                    best.offer(objective.value(choice), choice);
                    count++;
                }
            }
        }

        SearchResult result(int count) {
            Choice found = best.best();
            long combinations = RevolvingDoor.count(qualities.length, count);
            String number = combinations == Long.MAX_VALUE ? "all" : String.format(Locale.ROOT, "%,d", combinations);
            return new SearchResult(
                    found,
                    optimality(found.value()),
                    swapEvaluations + evaluated,
                    String.format(
                            Locale.ROOT,
                            "branch and bound with seed %d: of %s combinations %,d were evaluated, the others excluded"
                                    + " as far as is stated by bounds that cost as much as %,d",
                            seed,
                            number,
                            swapEvaluations + evaluated,
                            spent - swapEvaluations - evaluated));
        }

        private Optimality optimality(double found) {
            if (found - lowerBound <= 2 * Frontrunners.TOLERANCE) {
                return new Optimality.Proven();
            }
            return new Optimality.WithinGap(Math.min(1, (found - lowerBound) / found));
        }
    }
}
