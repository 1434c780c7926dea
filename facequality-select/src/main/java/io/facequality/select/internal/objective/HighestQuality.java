package io.facequality.select.internal.objective;

import io.facequality.Selection.Optimality;
import io.facequality.select.Objective;
import io.facequality.select.Objective.ChoiceValue;
import io.facequality.select.Objective.ComparedFaces;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** See {@link Objective#quality(double)}; a distance that is not a number is half the group's median. */
public record HighestQuality(double smallestDistance) implements Objective {

    /** In a larger group, so many faces at most, spread evenly, stand for all in the median. */
    private static final int LARGEST_SAMPLE = 2000;

    @Override
    public String description() {
        return "mean lack of quality of the kept faces, as part of the group's range, and 2 for each pair that is too"
                + " close";
    }

    @Override
    public ChoiceValue among(ComparedFaces compared) {
        GroupFaces faces = GroupFaces.of(compared);
        return new HighestQualityValue(
                faces, Double.isNaN(smallestDistance) ? medianDistance(faces) / 2 : smallestDistance);
    }

    private static double medianDistance(GroupFaces faces) {
        int step = (faces.size() - 1) / LARGEST_SAMPLE + 1;
        int size = (faces.size() - 1) / step + 1;
        double[] distances = new double[size * (size - 1) / 2];
        int pair = 0;
        for (int i = 0; i < size; i++) {
            for (int l = 0; l < i; l++) {
                distances[pair++] = faces.distance(i * step, l * step);
            }
        }
        Arrays.sort(distances);
        return distances.length == 0 ? 0 : distances[distances.length / 2];
    }

    @Override
    public String name() {
        return "QUALITY";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "smallestDistance",
                Double.isNaN(smallestDistance) ? "half the median" : Double.toString(smallestDistance));
    }

    @Override
    public String reason(double value, int leftOut, Optimality optimality) {
        return String.format(
                Locale.ROOT,
                "is %s in quality of those that are not too close to each other (value %.3f)",
                Praise.best(optimality),
                value);
    }
}
