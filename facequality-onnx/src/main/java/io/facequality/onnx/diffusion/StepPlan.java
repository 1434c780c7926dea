package io.facequality.onnx.diffusion;

import io.facequality.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

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
