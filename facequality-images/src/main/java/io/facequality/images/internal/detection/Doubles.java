package io.facequality.images.internal.detection;

import io.facequality.DetectedFace.Landmarks.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Keeps one of several findings of a face. Two are of one face if the middle of one lies within 0.45 of the larger size
 * from the other's: faces that overlap in a crowd stay apart, and so do a face and a much smaller one beside it.
 *
 * @param order the better first; equal ones by their place, so that the result does not depend on the input's order
 */
record Doubles<T>(ToDoubleFunction<T> order, Function<T, Point> center, ToDoubleFunction<T> size) {

    private static final double SAME_FACE = 0.45;

    /** What is so much smaller and lies in a face is a part of it, such as an eye. */
    private static final double PART = 0.33;

    private static final double FACE = 0.6;

    /** Keeps the best of each face, the best first. */
    List<T> without(List<T> found) {
        Comparator<T> bestFirst = Comparator.<T>comparingDouble(one -> -order.applyAsDouble(one))
                .thenComparingDouble(one -> center.apply(one).y())
                .thenComparingDouble(one -> center.apply(one).x());
        List<T> kept = new ArrayList<>();
        for (T one : found.stream().sorted(bestFirst).toList()) {
            if (kept.stream().noneMatch(other -> isSame(one, other))) {
                kept.add(one);
            }
        }
        return kept;
    }

    private boolean isSame(T one, T other) {
        double larger = Math.max(size.applyAsDouble(one), size.applyAsDouble(other));
        double smaller = Math.min(size.applyAsDouble(one), size.applyAsDouble(other));
        double reach = smaller < PART * larger ? FACE : SAME_FACE;
        return center.apply(one).distanceTo(center.apply(other)) < reach * larger;
    }
}
