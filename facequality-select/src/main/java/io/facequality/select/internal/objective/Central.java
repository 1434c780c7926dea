package io.facequality.select.internal.objective;

import io.facequality.select.ComparedFaces;
import io.facequality.select.FaceSelector.Representation;
import io.facequality.select.Objective;
import io.facequality.select.Objective.ChoiceValue;

/** See {@link Objective#central()}. */
public record Central() implements Objective {

    @Override
    public String description() {
        return description(Representation.MEAN);
    }

    public String description(Representation representation) {
        return "weighted mean distance of the left-out faces to the "
                + (representation == Representation.MEAN ? "mean" : "quality-weighted mean") + " of the kept faces";
    }

    @Override
    public ChoiceValue among(ComparedFaces faces) {
        return new CentralValue(faces);
    }

    @Override
    public String toString() {
        return "CENTRAL";
    }
}
