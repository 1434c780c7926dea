package io.facequality.select.internal.objective;

import io.facequality.Selection.Optimality;
import io.facequality.select.Objective;
import io.facequality.select.Objective.ChoiceValue;
import io.facequality.select.Objective.ComparedFaces;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** See {@link Objective#diverse(double)}; a floor that is not a number is the group's median. */
public record Diverse(double qualityFloor) implements Objective {

    @Override
    public String description() {
        return "2 less the smallest distance between two kept faces, of those that reach the quality floor";
    }

    @Override
    public ChoiceValue among(ComparedFaces compared) {
        GroupFaces faces = GroupFaces.of(compared);
        double[] qualities = faces.qualities();
        double[] ascending = qualities.clone();
        Arrays.sort(ascending);
        double floor = Double.isNaN(qualityFloor) ? ascending[ascending.length / 2] : qualityFloor;
        return new DiverseValue(faces, qualities, ascending, floor);
    }

    @Override
    public String name() {
        return "DIVERSE";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("qualityFloor", Double.isNaN(qualityFloor) ? "median" : Double.toString(qualityFloor));
    }

    @Override
    public String reason(double value, int leftOut, Optimality optimality) {
        boolean isDistance = value > 0 && value < 2;
        return isDistance
                ? String.format(
                        Locale.ROOT,
                        "is %s in distance: none is nearer to another than %.3f",
                        Praise.best(optimality),
                        2 - value)
                : Objective.super.reason(value, leftOut, optimality);
    }
}
