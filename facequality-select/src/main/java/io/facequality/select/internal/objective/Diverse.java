package io.facequality.select.internal.objective;

import io.facequality.select.ComparedFaces;
import io.facequality.select.Objective;
import io.facequality.select.Objective.ChoiceValue;
import java.util.Arrays;

/** See {@link Objective#diverse(double)}; a floor that is not a number is the group's median. */
public record Diverse(double qualityFloor) implements Objective {

    @Override
    public String description() {
        return "2 less the smallest distance between two kept faces, of those that reach the quality floor";
    }

    @Override
    public ChoiceValue among(ComparedFaces faces) {
        double[] qualities = faces.qualities();
        double[] ascending = qualities.clone();
        Arrays.sort(ascending);
        double floor = Double.isNaN(qualityFloor) ? ascending[ascending.length / 2] : qualityFloor;
        return new DiverseValue(faces, qualities, ascending, floor);
    }

    @Override
    public String toString() {
        return "DIVERSE[qualityFloor=" + (Double.isNaN(qualityFloor) ? "median" : Double.toString(qualityFloor)) + "]";
    }
}
