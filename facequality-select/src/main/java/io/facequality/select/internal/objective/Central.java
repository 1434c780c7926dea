package io.facequality.select.internal.objective;

import io.facequality.Selection.Optimality;
import io.facequality.select.FaceSelector.Representation;
import io.facequality.select.Objective;
import io.facequality.select.Objective.ChoiceValue;
import io.facequality.select.Objective.ComparedFaces;
import java.util.Locale;

/** See {@link Objective#central()}. */
public record Central() implements Objective {

    @Override
    public String description() {
        return description(Representation.MEAN);
    }

    @Override
    public String description(Representation representation) {
        return "weighted mean distance of the left-out faces to the "
                + (representation == Representation.MEAN ? "mean" : "quality-weighted mean") + " of the kept faces";
    }

    @Override
    public ChoiceValue among(ComparedFaces faces) {
        return new CentralValue(GroupFaces.of(faces));
    }

    @Override
    public String name() {
        return "CENTRAL";
    }

    @Override
    public String reason(double value, int leftOut, Optimality optimality) {
        return String.format(
                Locale.ROOT,
                "represents the %s %s (weighted mean distance %.3f)",
                Praise.counted(leftOut, "left-out face"),
                Praise.best(optimality),
                value);
    }

    @Override
    public boolean isRepresentedByMean() {
        return true;
    }
}
