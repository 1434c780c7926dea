package io.facequality.select.internal.objective;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Selection.Optimality;
import io.facequality.select.Objective;
import io.facequality.select.Objective.ChoiceValue;
import io.facequality.select.Objective.ComparedFaces;
import java.util.Locale;
import java.util.Map;

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
        return new CoverageValue(GroupFaces.of(faces), qualityCost);
    }

    @Override
    public String name() {
        return "COVERAGE";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("qualityCost", Double.toString(qualityCost));
    }

    @Override
    public String reason(double value, int leftOut, Optimality optimality) {
        return String.format(
                Locale.ROOT,
                "covers all faces %s, near and of good quality (weighted mean cost %.3f)",
                Praise.best(optimality),
                value);
    }

    @Override
    public int numbersPerPair() {
        return 1;
    }
}
