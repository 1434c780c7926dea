package io.facequality.select.internal.search;

import io.facequality.internal.Workers;
import io.facequality.select.FaceSelector.SearchMethod;
import io.facequality.select.Objective;
import io.facequality.select.Objective.ChoiceValue;
import io.facequality.select.internal.objective.GroupFaces;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Chooses so many among faces: picks the search that suits their number and runs it. Immutable. */
public final class Chooser {

    /** So few combinations are all evaluated: it takes no longer than making bounds. */
    private static final long FEW_COMBINATIONS = 200_000;

    /** In a larger group the bounds would take too much time and memory. */
    private static final int LARGEST_BOUNDED_GROUP = 2000;

    /** How many matrices of all pairs branch and bound holds. */
    private static final int BOUND_MATRICES = 5;

    private final Objective objective;
    private final SearchMethod method;
    private final Workers workers;
    private final long seed;
    private final Optional<Duration> time;

    public Chooser(Objective objective, SearchMethod method, Workers workers, long seed, Optional<Duration> time) {
        this.objective = objective;
        this.method = method;
        this.workers = workers;
        this.seed = seed;
        this.time = time;
    }

    /** The objective's values among faces; of somebody's own one checked. */
    public ChoiceValue values(GroupFaces faces) {
        return CheckedValue.of(objective, faces);
    }

    /** Chooses fewer faces than there are. */
    public SearchResult choose(GroupFaces faces, int count, long budget, LongConsumer progress) {
        ChoiceValue values = values(faces);
        Plan plan = plan(values, faces.size(), count, budget);
        SearchResult result =
                plan.search().search(values, faces.qualities(), count, Limits.of(budget, time, progress));
        String timed = time.map(limit -> "; it might stop elsewhere on another machine, as it had " + limit.toMillis()
                        + " ms")
                .orElse("");
        return new SearchResult(
                result.best(),
                result.optimality(),
                result.evaluations(),
                result.description() + ", " + plan.reason() + timed);
    }

    private record Plan(Search search, String reason) {}

    private Plan plan(ChoiceValue values, int size, int count, long budget) {
        boolean isBounded = values instanceof RelaxableValue || values.lowerBound(count) > Double.NEGATIVE_INFINITY;
        Search bounded = values instanceof RelaxableValue
                ? new BranchAndBound(workers, seed)
                : new PartialBoundSearch(workers, seed);
        Search exhaustive = new ExhaustiveSearch(workers);
        return switch (method) {
            case AUTO -> automatic(bounded, isBounded, size, count, budget);
            case EXHAUSTIVE -> new Plan(exhaustive, "as was asked for");
            case BRANCH_AND_BOUND -> isBounded
                    ? new Plan(bounded, "as was asked for")
                    : new Plan(exhaustive, "since the objective has no bounds");
            case SWAP -> new Plan(new SwapSearch(workers, seed), "as was asked for");
            case GREEDY -> new Plan(new GreedySearch(), "as was asked for");
        };
    }

    private Plan automatic(Search bounded, boolean isBounded, int size, int count, long budget) {
        long combinations = RevolvingDoor.count(size, count);
        String number = combinations == Long.MAX_VALUE
                ? "more than 10^18 combinations"
                : String.format(Locale.ROOT, "%,d combination%s", combinations, combinations == 1 ? "" : "s");
        String within = String.format(Locale.ROOT, " are within the budget of %,d", budget);
        if (combinations <= Math.min(FEW_COMBINATIONS, budget)) {
            return new Plan(new ExhaustiveSearch(workers), "since " + number + within);
        }
        if (isBounded && size <= LARGEST_BOUNDED_GROUP && boundsFit(size)) {
            return new Plan(bounded, "since " + number + " are many and the objective has bounds");
        }
        if (combinations <= budget) {
            return new Plan(new ExhaustiveSearch(workers), "since " + number + within);
        }
        String exceed = String.format(Locale.ROOT, "since %s exceed the budget of %,d", number, budget);
        boolean isEnoughToSwap = budget / SwapSearch.STARTS / size / count > 0;
        return isEnoughToSwap
                ? new Plan(new SwapSearch(workers, seed), exceed)
                : new Plan(new GreedySearch(), exceed + ", which is too little for any other");
    }

    private static boolean boundsFit(int size) {
        return (double) BOUND_MATRICES * size * size * Double.BYTES
                < Runtime.getRuntime().maxMemory() / 2.0;
    }
}
