package io.facequality.review.internal;

import io.facequality.plan.internal.decisions.ReviewedGroup;
import io.facequality.plan.internal.decisions.ReviewedPlan;
import java.util.Comparator;
import java.util.List;

/** The groups that are most alike, by the vectors that stand for their kept faces. */
final class NearGroups {

    private static final int MOST = 12;

    private NearGroups() {}

    private record Near(ReviewedGroup group, double cosine) {}

    static List<ReviewedGroup> to(ReviewedGroup group, ReviewedPlan plan) {
        double[] vector = vector(group);
        return plan.groups().stream()
                .filter(other -> !other.id().equals(group.id()))
                .map(other -> new Near(other, cosine(vector, vector(other))))
                .sorted(Comparator.comparingDouble(Near::cosine).reversed())
                .limit(MOST)
                .map(Near::group)
                .toList();
    }

    private static double[] vector(ReviewedGroup group) {
        return group.planned().representative().toArray();
    }

    private static double cosine(double[] one, double[] other) {
        double product = 0;
        double square = 0;
        double otherSquare = 0;
        for (int i = 0; i < Math.min(one.length, other.length); i++) {
            product += one[i] * other[i];
            square += one[i] * one[i];
            otherSquare += other[i] * other[i];
        }
        double length = Math.sqrt(square * otherSquare);
        return length > 0 ? product / length : -1;
    }
}
