package io.facequality.select;

import io.facequality.DuplicateSelector;
import io.facequality.FaceGroup;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.Keep;
import io.facequality.QualityScore.QualityWeighting;
import io.facequality.Selection;
import io.facequality.Selection.Optimality;
import io.facequality.internal.NamedSettings;
import io.facequality.internal.Workers;
import io.facequality.select.internal.Candidates;
import io.facequality.select.internal.Explanation;
import io.facequality.select.internal.FoldedChoice;
import io.facequality.select.internal.HeldOutDistances;
import io.facequality.select.internal.KeptFaces;
import io.facequality.select.internal.objective.FaceWeights;
import io.facequality.select.internal.objective.GramMatrix;
import io.facequality.select.internal.objective.GroupFaces;
import io.facequality.select.internal.objective.UnitVectors;
import io.facequality.select.internal.search.Chooser;
import io.facequality.select.internal.search.SearchResult;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * Keeps of each group the faces that are best by an {@link Objective}, and says why.
 *
 * <p><b>The objective</b> is {@link Objective#coverage()} by default: every face of the group is close to a kept face
 * of good quality. {@link Objective#central()} is the published leave-p-out objective; {@link Objective#diverse} and
 * {@link Objective#quality} are others, and a class of your own may be one.
 *
 * <p><b>The search</b> is chosen by size, see {@link SearchMethod#AUTO}, and a {@link Selection} says which ran and
 * why, and how good the choice is known to be: {@link Optimality.Proven}, {@link Optimality.WithinGap} with a true
 * lower bound, or {@link Optimality.Heuristic}. A budget of evaluations stops any search with its best so far, always
 * at the same place; so does a budget of time, but not at the same place.
 *
 * <p><b>Cross-validation.</b> With {@link CrossValidation#leavePOut()} the choice is made among all faces. With {@link
 * CrossValidation#kFold} the faces are split at random into folds of like qualities. For each fold, a choice is made
 * among the faces of the others. Each of these choices is validated on every fold: its error is the weighted mean
 * distance of the fold's faces, without those that it keeps, to what represents them. For {@link Objective#central()}
 * that is the mean of the kept faces, for all others the nearest kept face. The choice with the smallest mean error is kept;
 * {@link Selection#heldOutError} has that mean and its standard error. Another seed makes another split.
 *
 * <p><b>{@link Keep#auto}</b> finds by such folds ({@value #DEFAULT_FOLDS} where none are set) how many faces are worth
 * keeping. For each number from 1, choices are made among the other folds and validated on the one that had no part; the
 * smallest number is taken whose mean error is within one standard error of the least. So it never keeps more than
 * there are faces beside a fold. A group of one face is kept.
 *
 * <p><b>Ties.</b> Choices whose values differ from the smallest by at most 1e-12 are equal; among them the highest
 * total quality wins, then the choice whose sorted {@linkplain io.facequality.FaceId ids} come first. The order of the
 * faces in their group, the number of threads and the machine change nothing.
 *
 * <p><b>Edges.</b> A group that is no larger than wanted is kept whole: nothing is left out, so there is no value. A
 * weight below 1e-100 of the group's largest counts as 0. What each objective does where faces weigh nothing, or too
 * few are good or distinct enough, it says itself; so many faces as are wanted are kept in any case.
 *
 * <p><b>Cost.</b> A matrix of all pairs, O(n² d) time and 8 n² bytes for n faces of d components; then O(n) time for
 * each evaluated choice, whatever the dimension; each thread of a search holds another 8 n k bytes, and branch and
 * bound four more matrices. A group that needs more than half of the Java heap is refused. A group that is kept whole
 * needs O(n² d) time and no matrix.
 *
 * <p>Immutable, holds no resources, safe for several threads. The threads that are asked for work within a call of
 * {@link #select} only. Interrupting the calling thread ends the call with a {@link
 * java.util.concurrent.CancellationException}.
 */
public final class FaceSelector implements DuplicateSelector {

    /** How many folds {@link Keep#auto} uses where none are set. */
    public static final int DEFAULT_FOLDS = 5;

    /** Divided by the number of faces, the default budget: some ten seconds' work on one thread for any group. */
    private static final long DEFAULT_WORK = 2_500_000_000L;

    private static final long SMALLEST_DEFAULT_BUDGET = 1000;
    private static final Duration LONGEST_TIME = Duration.ofDays(365);
    private static final long LARGEST_EVALUATION_BUDGET = 1_000_000_000_000_000L;

    private final Builder settings;
    private final Workers workers;
    private final Chooser chooser;

    private FaceSelector(Builder settings) {
        this.settings = settings;
        this.workers = new Workers(settings.threads);
        this.chooser = new Chooser(settings.objective, settings.search, workers, settings.seed, settings.timeBudget);
    }

    /**
     * The settings to start from: {@link Objective#coverage()}, weights {@code max(score, 1e-6)}, plain mean, the
     * search by size, no cross-validation, seed 0, one thread.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidInputException if the weighting gives a weight that is negative or not finite, or if the group is
     *     too large for the Java heap
     * @throws InvalidInputException if an objective of the caller's own gives a value that is no finite number
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted; it stays so
     */
    @Override
    public Selection select(FaceGroup group, Keep keep) {
        Candidates candidates = new Candidates(group);
        FaceWeights weights = FaceWeights.of(candidates.faces(), settings.weighting, settings.representation);
        int wanted = keep instanceof Keep.Best best ? best.count() : ((Keep.Auto) keep).atMost();
        if (group.size() == 1 || keep instanceof Keep.Best && wanted >= group.size()) {
            return keepWhole(candidates, weights, wanted);
        }
        requireThatItFits(group, Math.min(wanted, group.size()));
        UnitVectors vectors = UnitVectors.of(candidates.embeddings());
        GroupFaces faces =
                new GroupFaces(GramMatrix.of(vectors, workers), weights, candidates.qualities());
        FoldedChoice.Validated validated = keep instanceof Keep.Auto
                ? chooseAsManyAsAreWorthKeeping(group, faces, wanted)
                : choose(group, faces, wanted);
        SearchResult result = validated.result();
        KeptFaces keptFaces = new KeptFaces(vectors, weights, result.best().ordinals());
        return new Selection(
                group.name(),
                Explanation.ofChoice(candidates, keptFaces, settings.objective, result).decisions(),
                keptFaces.representative(),
                description(),
                OptionalDouble.of(result.best().value()),
                result.optimality(),
                result.description(),
                result.evaluations(),
                validated.error());
    }

    private FoldedChoice.Validated chooseAsManyAsAreWorthKeeping(FaceGroup group, GroupFaces faces, int atMost) {
        FoldedChoice.Count count =
                folded(faces, folds().orElse(DEFAULT_FOLDS)).worthKeeping(atMost, budget(group), progress(group));
        FoldedChoice.Validated validated = choose(group, faces, count.faces());
        SearchResult result = validated.result();
        return new FoldedChoice.Validated(
                new SearchResult(
                        result.best(),
                        result.optimality(),
                        count.evaluations() + result.evaluations(),
                        count.reason() + "; " + result.description()),
                Optional.of(validated.error().orElse(count.error())));
    }

    private FoldedChoice.Validated choose(FaceGroup group, GroupFaces faces, int count) {
        if (folds().isPresent()) {
            FoldedChoice folded = folded(faces, folds().getAsInt());
            if (count <= folded.most()) {
                return folded.best(count, budget(group), progress(group));
            }
        }
        SearchResult result = chooser.choose(faces, count, budget(group), progress(group));
        String unfolded = folds().isPresent() ? ", without folds, since a fold leaves fewer faces than are wanted" : "";
        return new FoldedChoice.Validated(
                new SearchResult(
                        result.best(), result.optimality(), result.evaluations(), result.description() + unfolded),
                Optional.empty());
    }

    private OptionalInt folds() {
        return settings.crossValidation instanceof CrossValidation.KFold kFold
                ? OptionalInt.of(kFold.folds())
                : OptionalInt.empty();
    }

    private FoldedChoice folded(GroupFaces faces, int folds) {
        return new FoldedChoice(
                chooser, faces, new HeldOutDistances(faces, settings.objective), folds, settings.seed);
    }

    private long budget(FaceGroup group) {
        return settings.evaluationBudget.orElse(Math.max(SMALLEST_DEFAULT_BUDGET, DEFAULT_WORK / group.size()));
    }

    private LongConsumer progress(FaceGroup group) {
        long budget = budget(group);
        Object oneAtATime = new Object();
        return evaluations -> {
            synchronized (oneAtATime) {
                settings.listener.onProgress(group.name(), evaluations, budget);
            }
        };
    }

    private String description() {
        return settings.objective.description(settings.representation);
    }

    private Selection keepWhole(Candidates candidates, FaceWeights weights, int wanted) {
        int[] all = IntStream.range(0, candidates.size()).toArray();
        KeptFaces keptFaces = new KeptFaces(UnitVectors.of(candidates.embeddings()), weights, all);
        return new Selection(
                candidates.group().name(),
                Explanation.ofWhole(candidates, keptFaces, all, wanted).decisions(),
                keptFaces.representative(),
                description(),
                OptionalDouble.empty(),
                new Optimality.Proven(),
                "no search, since the group is no larger than the number to keep",
                0);
    }

    private void requireThatItFits(FaceGroup group, int wanted) {
        long available = Runtime.getRuntime().maxMemory() / 2;
        double perPair = Double.BYTES;
        double matrices = 1 + settings.objective.numbersPerPair();
        double needed =
                perPair * group.size() * (matrices * group.size() + (double) wanted * settings.threads);
        if (needed > available) {
            throw new InvalidInputException(new Problem(
                    "cannot choose among so many faces",
                    "group " + group.name(),
                    String.format(
                            Locale.ROOT,
                            "a group whose pairs fit into %,d MB, half of the Java heap: at most about %,d faces",
                            available >> 20,
                            (long) Math.sqrt(available / perPair / matrices)),
                    String.format(Locale.ROOT, "%,d faces, which need %,.0f MB", group.size(), needed / (1 << 20)),
                    "Split the group, or give the Java machine a larger heap with -Xmx."));
        }
    }

    @Override
    public String name() {
        return "FaceSelector";
    }

    /** Every setting that has a part in the choice, and nothing that changes from run to run. */
    @Override
    public Map<String, String> settings() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("objective", NamedSettings.inWords(settings.objective.name(), settings.objective.settings()));
        all.put("representation", settings.representation.toString());
        all.put("weighting", settings.weighting.name());
        all.put("search", settings.search.toString());
        all.put("folds", folds().isPresent() ? Integer.toString(folds().getAsInt()) : "none");
        all.put(
                "evaluationBudget",
                settings.evaluationBudget.isPresent()
                        ? Long.toString(settings.evaluationBudget.getAsLong())
                        : "by size");
        all.put("timeBudget", settings.timeBudget.map(Duration::toString).orElse("none"));
        all.put("seed", Long.toString(settings.seed));
        return Collections.unmodifiableMap(all);
    }

    /** The {@link #settings}, as plans show them. */
    @Override
    public String toString() {
        return NamedSettings.inWords(name(), settings());
    }

    /** Collects settings; not safe to share between threads. {@link #build} may be called many times. */
    public static final class Builder {

        private Objective objective = Objective.coverage();
        private Representation representation = Representation.MEAN;
        private QualityWeighting weighting = QualityWeighting.atLeast(QualityWeighting.DEFAULT_FLOOR);
        private SearchMethod search = SearchMethod.AUTO;
        private CrossValidation crossValidation = CrossValidation.leavePOut();
        private OptionalLong evaluationBudget = OptionalLong.empty();
        private Optional<Duration> timeBudget = Optional.empty();
        private long seed;
        private int threads = 1;
        private SearchListener listener = (group, evaluations, budget) -> {};

        private Builder() {}

        private Builder(Builder other) {
            this.objective = other.objective;
            this.representation = other.representation;
            this.weighting = other.weighting;
            this.search = other.search;
            this.crossValidation = other.crossValidation;
            this.evaluationBudget = other.evaluationBudget;
            this.timeBudget = other.timeBudget;
            this.seed = other.seed;
            this.threads = other.threads;
            this.listener = other.listener;
        }

        /**
         * What makes a choice good.
         *
         * @param objective one of the library's or your own; safe for as many threads as call the selector or work for
         *     it
         * @return this builder
         */
        public Builder objective(Objective objective) {
            this.objective = Objects.requireNonNull(objective, "objective");
            return this;
        }

        /**
         * Which vector stands for the kept faces.
         *
         * @param representation plain or quality-weighted mean
         * @return this builder
         */
        public Builder representation(Representation representation) {
            this.representation = Objects.requireNonNull(representation, "representation");
            return this;
        }

        /**
         * How a score becomes a weight.
         *
         * @param weighting gives finite weights of at least 0, of which only the ratios matter; safe for as many
         *     threads as call the selector
         * @return this builder
         */
        public Builder weighting(QualityWeighting weighting) {
            this.weighting = Objects.requireNonNull(weighting, "weighting");
            return this;
        }

        /**
         * How the best choice is looked for.
         *
         * @param search by size, or one in particular
         * @return this builder
         */
        public Builder search(SearchMethod search) {
            this.search = Objects.requireNonNull(search, "search");
            return this;
        }

        /**
         * How choices are validated.
         *
         * @param crossValidation among all faces, or in folds
         * @return this builder
         */
        public Builder crossValidation(CrossValidation crossValidation) {
            this.crossValidation = Objects.requireNonNull(crossValidation, "crossValidation");
            return this;
        }

        /**
         * How many choices may be evaluated for one group; what bounds cost counts with it. By default 2.5 billion
         * divided by the number of faces, some ten seconds' work on one thread. The swap search has 16 starts and
         * evaluates each once in any case. Whatever the number, the same one gives the same selection.
         *
         * @param evaluations from 1 to 10^15
         * @return this builder
         * @throws InvalidInputException if the number is out of its range
         */
        public Builder evaluationBudget(long evaluations) {
            if (evaluations < 1 || evaluations > LARGEST_EVALUATION_BUDGET) {
                throw InvalidInputException.ofValue("FaceSelector", "a budget from 1 to 10^15 evaluations", evaluations);
            }
            this.evaluationBudget = OptionalLong.of(evaluations);
            return this;
        }

        /**
         * How long each search may take, the evaluation budget apart. Where time runs out, the selection depends on the
         * machine and what else it does; it says so. By default there is no such limit.
         *
         * @param time positive, at most 365 days
         * @return this builder
         * @throws InvalidInputException if the time is out of its range
         */
        public Builder timeBudget(Duration time) {
            if (time.isNegative() || time.isZero() || time.compareTo(LONGEST_TIME) > 0) {
                throw InvalidInputException.ofValue("FaceSelector", "a positive time of at most 365 days", time);
            }
            this.timeBudget = Optional.of(time);
            return this;
        }

        /**
         * Where everything random comes from: the starts of the swap search and the folds.
         *
         * @param seed any number; the same one gives the same selection
         * @return this builder
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * How many threads work on one group. More are of use for large groups only, and never change the result.
         *
         * @param threads at least 1; 1 is the calling thread itself
         * @return this builder
         * @throws InvalidInputException if the number is not positive
         */
        public Builder threads(int threads) {
            if (threads < 1) {
                throw InvalidInputException.ofValue("FaceSelector", "at least 1 thread", threads);
            }
            this.threads = threads;
            return this;
        }

        /**
         * Who hears how far a search is; nobody by default.
         *
         * @param listener quick to return, and safe for as many threads as call the selector
         * @return this builder
         */
        public Builder listener(SearchListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Makes the selector.
         *
         * @return a selector with these settings
         */
        public FaceSelector build() {
            return new FaceSelector(new Builder(this));
        }
    }

    /** Which vector stands for the kept faces. */
    public enum Representation {
        /** The plain mean of their normalized embeddings, as in the published selection's code. */
        MEAN,
        /** The mean of their normalized embeddings weighted by quality, as in the published selection's description. */
        QUALITY_WEIGHTED
    }

    /** How the best choice is looked for. */
    public enum SearchMethod {
        /**
         * By size: every combination where they are few, branch and bound where the objective has bounds, every combination
         * again where the budget allows for them, otherwise a swap search, and a greedy one where even that is too much.
         */
        AUTO,
        /** Every combination, each in O(n). */
        EXHAUSTIVE,
        /**
         * Leaves out what a lower bound excludes, and proves the rest: exactly, or within a gap. An objective without
         * bounds is searched exhaustively.
         */
        BRANCH_AND_BOUND,
        /** From 16 starts, exchanges one face for another as long as that helps; proves nothing. */
        SWAP,
        /** Adds one face after the other; proves nothing. */
        GREEDY
    }

    /** How a choice is validated by faces that had no part in it. */
    public sealed interface CrossValidation {

        /** Chooses among all faces; the objective itself measures those that are left out. */
        record LeavePOut() implements CrossValidation {}

        /**
         * Splits a group's faces into folds. For each fold, faces are chosen from the others; every such choice is then
         * validated on every fold, and the best on average is kept.
         *
         * @param folds from 2 to 1,000; a smaller group has a fold for each face
         */
        record KFold(int folds) implements CrossValidation {

            private static final int MOST_FOLDS = 1000;

            /** Checks the number. */
            public KFold {
                if (folds < 2 || folds > MOST_FOLDS) {
                    throw InvalidInputException.ofValue("CrossValidation", "from 2 to " + MOST_FOLDS + " folds", folds);
                }
            }
        }

        /**
         * Chooses among all faces.
         *
         * @return the setting
         */
        static CrossValidation leavePOut() {
            return new LeavePOut();
        }

        /**
         * Splits the faces into folds, as {@link KFold} says.
         *
         * @param folds from 2 to 1,000
         * @return the setting
         * @throws InvalidInputException if the number is out of its range
         */
        static CrossValidation kFold(int folds) {
            return new KFold(folds);
        }
    }

    /** Hears how far a search is. */
    @FunctionalInterface
    public interface SearchListener {

        /**
         * Is told now and then, from whichever thread works on the group, one at a time for each group.
         *
         * @param group the group's name
         * @param evaluations how much was done so far, in evaluations; it may start anew where a search is part of a
         *     cross-validation
         * @param budget how much may be done at most
         */
        void onProgress(String group, long evaluations, long budget);
    }
}
