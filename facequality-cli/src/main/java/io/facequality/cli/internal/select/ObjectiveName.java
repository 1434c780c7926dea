package io.facequality.cli.internal.select;

import io.facequality.select.Objective;
import java.util.OptionalDouble;

/** The objectives by name. */
public enum ObjectiveName {
    /** The published one. */
    CENTRAL,
    /** Every face close to a good one. */
    COVERAGE,
    /** Far from each other. */
    DIVERSE,
    /** The best scores. */
    QUALITY;

    public Objective objective(OptionalDouble qualityFloor, OptionalDouble smallestDistance) {
        return switch (this) {
            case CENTRAL -> Objective.central();
            case COVERAGE -> Objective.coverage();
            case DIVERSE -> qualityFloor.isPresent()
                    ? Objective.diverse(qualityFloor.getAsDouble())
                    : Objective.diverse();
            case QUALITY -> smallestDistance.isPresent()
                    ? Objective.quality(smallestDistance.getAsDouble())
                    : Objective.quality();
        };
    }
}
