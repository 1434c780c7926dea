package io.facequality.select;

import io.facequality.DuplicateSelector;
import io.facequality.FaceGroup;
import io.facequality.InvalidInputException;
import io.facequality.Keep;
import io.facequality.ModelId;
import io.facequality.Optimality;
import io.facequality.Problem;
import io.facequality.QualityWeighting;
import io.facequality.Selection;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Keeps the faces whose mean represents the left-out ones best: leave-p-out cross-validation with the published
 * objective.
 *
 * <p><b>The objective.</b> Every choice {@code C} of k faces has a representative {@code m}, the mean of their
 * embeddings, plain or {@linkplain Representation weighted}. Its value is the weighted mean distance of the faces that
 * are left out,
 *
 * <pre>{@code sum_j w_j |e_j - m| / sum_j w_j,   j not in C}</pre>
 *
 * where {@code e_j} is a face's embedding divided by its length, {@code w_j} the weight that a {@link QualityWeighting}
 * gives its score, and {@code |.|} the Euclidean distance, from 0 to 2. The smallest value wins. With {@link
 * Representation#MEAN} this is what the published selection's code computes; its description says {@link
 * Representation#QUALITY_WEIGHTED}. The objective rewards the most central faces; it does not spread the choice over
 * distinct views.
 *
 * <p><b>The search.</b> Up to a budget of combinations all are evaluated, and the result is {@link Optimality.Proven}.
 * Beyond, a swap search improves the faces of the highest quality and random starts, and the result is {@link
 * Optimality.Heuristic}; it evaluates at most as many choices as the budget. {@link Selection#search} says which and
 * why.
 *
 * <p><b>Ties.</b> Choices whose values differ from the smallest by at most 1e-12 are equal; among them the highest
 * total quality wins, then the choice whose sorted {@linkplain io.facequality.FaceId ids} come first. The order of the
 * faces in their group, the number of threads and the machine change nothing.
 *
 * <p><b>Edges.</b> A group that is no larger than wanted is kept whole: nothing is left out, so there is no value.
 * Where all left-out faces weigh 0, each of them counts the same; likewise where all kept faces weigh 0 in a weighted
 * mean. A weight below 1e-100 of the group's largest counts as 0.
 *
 * <p><b>Cost.</b> A matrix of all pairs, O(n² d) time and 8 n² bytes for n faces of d components; then O(n) time for
 * each evaluated choice, whatever the dimension; each thread of a search holds another 8 n k bytes. A group that needs
 * more than half of the Java heap is refused. A group that is kept whole needs O(n² d) time and no matrix.
 *
 * <p>Immutable, holds no resources, safe for several threads. The threads that are asked for work within a call of
 * {@link #select} only. Interrupting the calling thread ends the call with a {@link
 * java.util.concurrent.CancellationException}.
 */
public final class LeavePOutSelector implements DuplicateSelector {

    /** How many combinations are evaluated at most, by default: about ten seconds' work for groups of 100 faces. */
    public static final long DEFAULT_EVALUATION_BUDGET = 50_000_000;

    private static final long LARGEST_EVALUATION_BUDGET = 1_000_000_000_000_000L;

    private final Builder settings;
    private final Workers workers;

    private LeavePOutSelector(Builder settings) {
        this.settings = settings;
        this.workers = new Workers(settings.threads);
    }

    /**
     * The settings to start from: plain mean, weights {@code max(score, 1e-6)}, 50 million combinations, seed 0, one
     * thread.
     *
     * @return immutable settings
     */
    public static Builder builder() {
        return new Builder(
                Representation.MEAN,
                QualityWeighting.atLeast(QualityWeighting.DEFAULT_FLOOR),
                DEFAULT_EVALUATION_BUDGET,
                0,
                1);
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidInputException if the weighting gives a weight that is negative or not finite, or if the group is
     *     too large for the Java heap
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted; it stays so
     */
    @Override
    public Selection select(FaceGroup group, Keep keep) {
        int wanted = wanted(keep);
        Candidates candidates = new Candidates(group);
        FaceWeights weights = FaceWeights.of(candidates.faces(), settings.weighting, settings.representation);
        return wanted < group.size() ? choose(candidates, weights, wanted) : keepWhole(candidates, weights, wanted);
    }

    private static int wanted(Keep keep) {
        if (keep instanceof Keep.Best best) {
            return best.count();
        }
        throw new IllegalArgumentException("expected a fixed number of faces to keep, found " + keep);
    }

    private Selection choose(Candidates candidates, FaceWeights weights, int wanted) {
        requireThatItFits(candidates.group(), wanted);
        UnitVectors vectors = UnitVectors.of(candidates.embeddings());
        Objective objective = new LeavePOutObjective(GramMatrix.of(vectors, workers), weights);
        long combinations = RevolvingDoor.count(candidates.size(), wanted);
        boolean withinBudget = combinations <= settings.evaluationBudget;
        Search search = withinBudget
                ? new ExhaustiveSearch(workers)
                : new SwapSearch(workers, settings.seed, settings.evaluationBudget);
        SearchResult result = search.search(objective, candidates.qualities(), wanted);
        KeptFaces keptFaces = new KeptFaces(vectors, weights, result.best().ordinals());
        return new Selection(
                candidates.group().name(),
                Explanation.ofChoice(candidates, keptFaces, result).verdicts(),
                keptFaces.representative(),
                objective.description(),
                OptionalDouble.of(result.best().value()),
                result.optimality(),
                result.description() + ", since " + reason(combinations, withinBudget),
                result.evaluations());
    }

    private String reason(long combinations, boolean withinBudget) {
        String number = combinations > LARGEST_EVALUATION_BUDGET
                ? "more than 10^15"
                : String.format(Locale.ROOT, "%,d", combinations);
        return String.format(
                Locale.ROOT,
                "%s combinations %s the budget of %,d",
                number,
                withinBudget ? "are within" : "exceed",
                settings.evaluationBudget);
    }

    private Selection keepWhole(Candidates candidates, FaceWeights weights, int wanted) {
        int[] all = IntStream.range(0, candidates.size()).toArray();
        KeptFaces keptFaces = new KeptFaces(UnitVectors.of(candidates.embeddings()), weights, all);
        return new Selection(
                candidates.group().name(),
                Explanation.ofWhole(candidates, keptFaces, all, wanted).verdicts(),
                keptFaces.representative(),
                LeavePOutObjective.description(settings.representation),
                OptionalDouble.empty(),
                new Optimality.Proven(),
                "no search, since the group is no larger than the number to keep",
                0);
    }

    private void requireThatItFits(FaceGroup group, int wanted) {
        long available = Runtime.getRuntime().maxMemory() / 2;
        double perPair = Double.BYTES;
        double needed = perPair * group.size() * (group.size() + (double) wanted * settings.threads);
        if (needed > available) {
            throw new InvalidInputException(new Problem(
                    "cannot choose among so many faces",
                    "group " + group.name(),
                    String.format(
                            Locale.ROOT,
                            "a group whose pairs fit into %,d MB, half of the Java heap: at most about %,d faces",
                            available >> 20,
                            (long) Math.sqrt(available / perPair)),
                    String.format(Locale.ROOT, "%,d faces, which need %,.0f MB", group.size(), needed / (1 << 20)),
                    "Split the group, or give the Java machine a larger heap with -Xmx."));
        }
    }

    /** Every setting that has a part in the choice, and nothing that changes from run to run. */
    @Override
    public String toString() {
        QualityWeighting weighting = settings.weighting;
        boolean named = weighting instanceof QualityWeighting.AtLeast || weighting instanceof QualityWeighting.Uniform;
        return "LeavePOutSelector[representation=" + settings.representation + ", weighting="
                + (named ? weighting.toString() : ModelId.ofCode(weighting).name()) + ", evaluationBudget="
                + settings.evaluationBudget + ", seed=" + settings.seed + "]";
    }

    /** The settings of a {@link LeavePOutSelector}; immutable, each method gives changed ones. */
    public static final class Builder {

        private final Representation representation;
        private final QualityWeighting weighting;
        private final long evaluationBudget;
        private final long seed;
        private final int threads;

        private Builder(
                Representation representation,
                QualityWeighting weighting,
                long evaluationBudget,
                long seed,
                int threads) {
            this.representation = representation;
            this.weighting = weighting;
            this.evaluationBudget = evaluationBudget;
            this.seed = seed;
            this.threads = threads;
        }

        /**
         * Which vector stands for the kept faces.
         *
         * @param representation plain or quality-weighted mean
         * @return changed settings
         */
        public Builder representation(Representation representation) {
            Objects.requireNonNull(representation, "representation");
            return new Builder(representation, weighting, evaluationBudget, seed, threads);
        }

        /**
         * How a score becomes a weight, of left-out faces and in a quality-weighted mean.
         *
         * @param weighting gives finite weights of at least 0, of which only the ratios matter; safe for as many
         *     threads as call the selector
         * @return changed settings
         */
        public Builder weighting(QualityWeighting weighting) {
            Objects.requireNonNull(weighting, "weighting");
            return new Builder(representation, weighting, evaluationBudget, seed, threads);
        }

        /**
         * How many choices may be evaluated for one group. If there are no more combinations, all are, and the result
         * is proven; otherwise a heuristic search evaluates at most that many, though at least one for each of its 16
         * starts.
         *
         * @param combinations from 1 to 10^15
         * @return changed settings
         * @throws IllegalArgumentException if the number is out of its range
         */
        public Builder evaluationBudget(long combinations) {
            if (combinations < 1 || combinations > LARGEST_EVALUATION_BUDGET) {
                throw new IllegalArgumentException(
                        "expected a budget from 1 to 10^15 combinations, found " + combinations);
            }
            return new Builder(representation, weighting, combinations, seed, threads);
        }

        /**
         * Where the random starts of the heuristic search come from; the exhaustive one has no use for it.
         *
         * @param seed any number; the same one gives the same selection
         * @return changed settings
         */
        public Builder seed(long seed) {
            return new Builder(representation, weighting, evaluationBudget, seed, threads);
        }

        /**
         * How many threads work on one group. More are of use for large groups only, and never change the result.
         *
         * @param threads at least 1; 1 is the calling thread itself
         * @return changed settings
         * @throws IllegalArgumentException if the number is not positive
         */
        public Builder threads(int threads) {
            if (threads < 1) {
                throw new IllegalArgumentException("expected at least 1 thread, found " + threads);
            }
            return new Builder(representation, weighting, evaluationBudget, seed, threads);
        }

        /**
         * Makes the selector.
         *
         * @return a selector with these settings
         */
        public LeavePOutSelector build() {
            return new LeavePOutSelector(this);
        }
    }
}
