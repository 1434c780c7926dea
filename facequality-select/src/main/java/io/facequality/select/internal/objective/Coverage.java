package io.facequality.select.internal.objective;

import io.facequality.InvalidInputException;
import io.facequality.select.ComparedFaces;
import io.facequality.select.Objective;
import io.facequality.select.Objective.ChoiceValue;
import java.util.Locale;

/** See {@link Objective#coverage(double)}. */
public record Coverage(double qualityCost) implements Objective {

    public Coverage {
        if (!(qualityCost >= 0) || Double.isInfinite(qualityCost)) {
            throw InvalidInputException.ofValue("Coverage", "a finite cost of at least 0", qualityCost);
        }
    }

    @Override
    public String description() {
        return "weighted mean distance of all faces to the nearest kept face"
                + (qualityCost == 0 ? "" : ", and what that lacks in quality");
    }

    @Override
    public ChoiceValue among(ComparedFaces faces) {
        return new CoverageValue(faces, qualityCost);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "COVERAGE[qualityCost=%s]", qualityCost);
    }
}
