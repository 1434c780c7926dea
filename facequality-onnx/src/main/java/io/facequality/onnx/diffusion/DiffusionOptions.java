package io.facequality.onnx.diffusion;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.onnx.internal.diffusion.CounterNoise;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/** How faces are scored by diffusion: how often, in which steps, with which noise, in how much memory. Immutable. */
public final class DiffusionOptions {

    private final int repeats;
    private final int minimumRepeats;
    private final OptionalDouble targetError;
    private final StepPlan steps;
    private final boolean antithetic;
    private final NoiseSource noise;
    private final long memoryLimit;

    private DiffusionOptions(Builder builder) {
        this.repeats = builder.repeats;
        this.minimumRepeats = Math.min(builder.minimumRepeats, builder.repeats);
        this.targetError = builder.targetError;
        this.steps = builder.steps;
        this.antithetic = builder.antithetic;
        this.noise = builder.noise;
        this.memoryLimit = builder.memoryLimit;
    }

    /**
     * The published score at its least cost: ten repeats of five calls each, seed 0.
     *
     * @return the defaults
     */
    public static DiffusionOptions defaults() {
        return builder().build();
    }

    /**
     * Starts from the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * How many repeats a face gets at most.
     *
     * @return at least 1
     */
    public int repeats() {
        return repeats;
    }

    /**
     * How many repeats a face gets at least, where they may stop early.
     *
     * @return from 1 to {@link #repeats()}
     */
    public int minimumRepeats() {
        return minimumRepeats;
    }

    /**
     * The standard error at which a face's repeats stop.
     *
     * @return above 0; empty if every face gets all repeats
     */
    public OptionalDouble targetError() {
        return targetError;
    }

    /**
     * The steps of the restoration.
     *
     * @return the plan
     */
    public StepPlan steps() {
        return steps;
    }

    /**
     * Whether noise comes in pairs of opposite sign.
     *
     * @return false unless switched on
     */
    public boolean antithetic() {
        return antithetic;
    }

    /**
     * Where the noise comes from, before it is put into pairs.
     *
     * @return the source
     */
    public NoiseSource noise() {
        return noise;
    }

    /**
     * How much memory the work of one call may take.
     *
     * @return bytes
     */
    public long memoryLimit() {
        return memoryLimit;
    }

    /** All that decides about a score, in words, for the model's version. */
    public String description() {
        return repeats + " repeats"
                + (targetError.isPresent()
                        ? ", at least " + minimumRepeats + ", to a standard error of " + targetError.getAsDouble()
                        : "")
                + "; " + steps.calls() + " steps" + (antithetic ? ", antithetic" : "") + "; "
                + (noise instanceof CounterNoise counter
                        ? "seed " + counter.seed()
                        : "noise " + noise.getClass().getName());
    }

    @Override
    public String toString() {
        return "DiffusionOptions[" + description() + "; " + memoryLimit + " bytes]";
    }

    /** Collects options; not safe to share between threads. */
    public static final class Builder {

        private static final int PUBLISHED_REPEATS = 10;
        private static final int DEFAULT_MINIMUM = 4;
        private static final long DEFAULT_MEMORY = 512L << 20;

        private int repeats = PUBLISHED_REPEATS;
        private int minimumRepeats = DEFAULT_MINIMUM;
        private OptionalDouble targetError = OptionalDouble.empty();
        private StepPlan steps = StepPlan.compacted();
        private boolean antithetic;
        private NoiseSource noise = new CounterNoise(0);
        private long memoryLimit = DEFAULT_MEMORY;

        private Builder() {}

        /**
         * Sets how many repeats a face gets, or gets at most; 10 by default, as published.
         *
         * @param repeats at least 1
         * @return this builder
         */
        public Builder repeats(int repeats) {
            this.repeats = atLeastOne(repeats, "repeats");
            return this;
        }

        /**
         * Sets how many repeats a face gets before they may stop early; 4 by default. The fewer, the more often chance
         * makes the error look small: with 2 or 3 it is hardly known.
         *
         * @param repeats at least 1
         * @return this builder
         */
        public Builder minimumRepeats(int repeats) {
            this.minimumRepeats = atLeastOne(repeats, "minimum of repeats");
            return this;
        }

        /**
         * Stops a face's repeats as soon as the standard error of its score is at most this; never by default.
         *
         * @param error above 0
         * @return this builder
         */
        public Builder targetError(double error) {
            if (!(error > 0) || Double.isInfinite(error)) {
                throw InvalidInputException.ofValue("DiffusionOptions", "a target error above 0", error);
            }
            this.targetError = OptionalDouble.of(error);
            return this;
        }

        /**
         * Sets the steps of the restoration; {@link StepPlan#compacted()} by default.
         *
         * @param steps the plan
         * @return this builder
         */
        public Builder steps(StepPlan steps) {
            this.steps = Objects.requireNonNull(steps, "steps");
            return this;
        }

        /**
         * Draws noise in {@linkplain NoiseSource#inPairs() pairs of opposite sign}. All numbers of repeats must then be
         * even.
         *
         * @return this builder
         */
        public Builder antithetic() {
            this.antithetic = true;
            return this;
        }

        /**
         * Sets the seed of {@link CounterNoise}; 0 by default. The same face, seed and models give the same score.
         *
         * @param seed any number
         * @return this builder
         */
        public Builder seed(long seed) {
            return noise(new CounterNoise(seed));
        }

        /**
         * Sets where the noise comes from.
         *
         * @param source the source
         * @return this builder
         */
        public Builder noise(NoiseSource source) {
            this.noise = Objects.requireNonNull(source, "source");
            return this;
        }

        /**
         * Sets how much memory one call's work may take, its model runs included; 512 MB by default. It decides how
         * many pictures are worked on at once, never what the scores are.
         *
         * @param bytes above 0
         * @return this builder
         */
        public Builder memoryLimit(long bytes) {
            if (bytes < 1) {
                throw InvalidInputException.ofValue("DiffusionOptions", "a memory limit above 0 bytes", bytes);
            }
            this.memoryLimit = bytes;
            return this;
        }

        /**
         * Fixes the options.
         *
         * @return the options
         * @throws InvalidInputException if noise comes in pairs and a number of repeats is odd
         */
        public DiffusionOptions build() {
            if (antithetic && (repeats % 2 == 1 || minimumRepeats % 2 == 1)) {
                throw InvalidInputException.ofValue(
                        "DiffusionOptions",
                        "even numbers of repeats for antithetic pairs",
                        repeats + " and a minimum of " + minimumRepeats);
            }
            return new DiffusionOptions(this);
        }

        private static int atLeastOne(int number, String name) {
            if (number < 1) {
                throw InvalidInputException.ofValue("DiffusionOptions", name + " of at least 1", number);
            }
            return number;
        }
    }

    /**
     * The times at which a picture is restored: each step calls the denoiser once, at its time {@code from}, and leaves the
     * picture at its time {@code to}; the last one ends at {@link #CLEAN}.
     *
     * @param steps at least one; each starts where the one before ended
     */
    public record StepPlan(List<Step> steps) {

        /** Where a plan ends: no noise is left. */
        public static final int CLEAN = -1;

        /** DifFIQA noises a face at index 5 of the schedule and starts to restore it at this index, one lower. */
        private static final int START = 4;

        private static final int PUBLISHED_CALLS = 6;

        /**
         * One call of the denoiser.
         *
         * @param from the time that the picture is at
         * @param to the time that it is brought to, at most {@code from}; {@link #CLEAN} for the last
         */
        public record Step(int from, int to) {

            /** Checks the order. */
            public Step {
                if (from < 0 || to < CLEAN || to > from) {
                    throw InvalidInputException.ofValue(
                            "StepPlan", "a step from a time of at least 0 down", "one from " + from + " to " + to);
                }
            }

            /**
             * Whether the step leaves the picture where it is, but for rounding.
             *
             * @return true if it starts and ends at one time
             */
            public boolean isIdle() {
                return from == to;
            }

            /**
             * Whether the picture is clean afterwards, so that no noise is drawn.
             *
             * @return true for the last step of a plan
             */
            public boolean isLast() {
                return to == CLEAN;
            }
        }

        /** Checks that the steps hang together. */
        public StepPlan {
            steps = List.copyOf(steps);
            for (int i = 0; i < steps.size(); i++) {
                boolean endsInTime = steps.get(i).isLast() == (i == steps.size() - 1);
                if (!endsInTime || i > 0 && steps.get(i).from() != steps.get(i - 1).to()) {
                    throw InvalidInputException.ofValue(
                            "StepPlan", "steps that each start where the one before ended, the last at " + CLEAN, steps);
                }
            }
            if (steps.isEmpty()) {
                throw InvalidInputException.ofValue("StepPlan", "at least one step", "none");
            }
        }

        /**
         * The published plan, six calls: the times 4, 3, 2, 1, 0, 0 and the end. One of its steps is idle.
         *
         * @return the plan, to compare with
         */
        public static StepPlan reference() {
            return spread(PUBLISHED_CALLS);
        }

        /**
         * The published plan without its idle step, five calls: the same picture but for rounding.
         *
         * @return the plan to use
         */
        public static StepPlan compacted() {
            return new StepPlan(reference().steps().stream().filter(step -> !step.isIdle()).toList());
        }

        /**
         * A plan of fewer calls, spread as the published one is: cheaper, and another score, which ranks faces nearly
         * alike.
         *
         * @param calls from 1 to 5; 5 is {@link #compacted()}
         * @return the plan
         */
        public static StepPlan ofCalls(int calls) {
            if (calls < 1 || calls > START + 1) {
                throw InvalidInputException.ofValue("StepPlan", "from 1 to " + (START + 1) + " calls", calls);
            }
            return spread(calls);
        }

        /** Times evenly spaced from the start to the end and cut to integers, as the published code has them. */
        private static StepPlan spread(int calls) {
            List<Step> steps = new ArrayList<>();
            int from = START;
            for (int call = 1; call <= calls; call++) {
                int to = call == calls ? CLEAN : (int) (START - (double) call * (START - CLEAN) / calls);
                steps.add(new Step(from, to));
                from = to;
            }
            return new StepPlan(steps);
        }

        /**
         * How often the denoiser is called for each picture.
         *
         * @return the number of steps
         */
        public int calls() {
            return steps.size();
        }
    }

    /**
     * Where the noise of a diffusion comes from: normal numbers of mean 0 and variance 1. A source gives the same noise for
     * the same face and the same place, whenever and wherever it is asked.
     */
    @FunctionalInterface
    public interface NoiseSource {

        /** The noise of one face. */
        @FunctionalInterface
        interface FaceNoise {

            /**
             * Fills an array.
             *
             * @param place which of the face's draws
             * @param target takes the noise of one picture
             */
            void draw(Place place, float[] target);
        }

        /**
         * Which of a face's draws.
         *
         * @param repeat the repeat, from 0
         * @param mirrored whether it is for the mirror image
         * @param draw 0 for the noise that is added first, from 1 on for the steps of the restoration in their order
         */
        record Place(int repeat, boolean mirrored, int draw) {}

        /**
         * The noise of a face.
         *
         * @param face the face
         * @return what fills arrays with its noise; confined to one thread
         */
        FaceNoise of(AlignedFace face);

        /**
         * The same source in antithetic pairs: repeats 2k and 2k + 1 get the noise of this source's repeat k, the second
         * with its sign turned. Errors of odd order in the noise cancel in a pair's mean.
         *
         * <p>Source: Hammersley and Morton, "A new Monte Carlo technique: antithetic variates", 1956.
         *
         * @return the source of pairs
         */
        default NoiseSource inPairs() {
            return face -> {
                FaceNoise noise = of(face);
                return (place, target) -> {
                    noise.draw(new Place(place.repeat() / 2, place.mirrored(), place.draw()), target);
                    if (place.repeat() % 2 == 1) {
                        for (int i = 0; i < target.length; i++) {
                            target[i] = -target[i];
                        }
                    }
                };
            };
        }
    }
}
