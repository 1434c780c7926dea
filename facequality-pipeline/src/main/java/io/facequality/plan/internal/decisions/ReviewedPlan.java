package io.facequality.plan.internal.decisions;

import io.facequality.plan.SelectionPlan;
import java.nio.file.Path;
import java.util.List;

/**
 * A plan as a person's decisions leave it.
 *
 * @param plan the plan with the decisions; its groups are those of {@code groups}
 * @param groups the same groups, with what a review needs to know of them
 */
public record ReviewedPlan(SelectionPlan plan, List<ReviewedGroup> groups) {

    /** Copies the list. */
    public ReviewedPlan {
        groups = List.copyOf(groups);
    }

    /**
     * Applies decisions to a plan. Those about faces that the plan does not have change nothing.
     *
     * @param plan the program's plan
     * @param decisions those that count, in the order in which they were made
     */
    public static ReviewedPlan of(SelectionPlan plan, List<PersonDecision> decisions) {
        Review review = new Review(plan);
        decisions.forEach(review::decide);
        List<ReviewedGroup> groups = review.groups();
        SelectionPlan changed = new SelectionPlan(
                plan.provenance(),
                plan.root(),
                groups.stream().map(ReviewedGroup::planned).toList(),
                plan.rejected(),
                plan.findings(),
                plan.references());
        return new ReviewedPlan(changed, groups);
    }

    /**
     * Reads a plan and the decisions beside it.
     *
     * @param file the plan's file
     * @throws io.facequality.FaceQualityException.StorageException if a file cannot be read
     * @throws io.facequality.FaceQualityException.InvalidInputException if one is not what it should be
     */
    public static ReviewedPlan read(Path file) {
        return of(SelectionPlan.read(file), DecisionFile.standing(DecisionFile.beside(file)));
    }

    /** How many faces are kept or dropped by a person's decision against the program's, or in other groups. */
    public long changedGroups() {
        return groups.stream().filter(ReviewedGroup::changed).count();
    }
}
