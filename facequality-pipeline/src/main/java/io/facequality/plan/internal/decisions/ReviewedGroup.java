package io.facequality.plan.internal.decisions;

import io.facequality.plan.PlannedGroup;
import io.facequality.plan.PlannedGroup.PlannedFace;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A group as a person left it.
 *
 * @param id what the group is called while the plan is reviewed: the same after every decision
 * @param planned the group with the person's decisions
 * @param faces the ordinals of its faces in the plan, in the order of the group
 * @param proposed whether the program would keep each of them
 * @param accepted whether the person said that the whole group is right
 * @param changed whether the person decided anything else about it
 */
public record ReviewedGroup(
        String id, PlannedGroup planned, List<Integer> faces, List<Boolean> proposed, boolean accepted, boolean changed) {

    /** Copies the lists. */
    public ReviewedGroup {
        faces = List.copyOf(faces);
        proposed = List.copyOf(proposed);
    }

    /**
     * How sure the program's choice is: the lowest quality that it keeps less the highest that it drops.
     *
     * @return below 0 where a dropped face has a higher quality than a kept one; empty where there was no choice
     */
    public OptionalDouble margin() {
        double lowestKept = Double.POSITIVE_INFINITY;
        double highestDropped = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < proposed.size(); i++) {
            PlannedFace face = planned.faces().get(i);
            if (proposed.get(i)) {
                lowestKept = Math.min(lowestKept, face.quality());
            } else {
                highestDropped = Math.max(highestDropped, face.quality());
            }
        }
        double margin = lowestKept - highestDropped;
        return Double.isFinite(margin) ? OptionalDouble.of(margin) : OptionalDouble.empty();
    }
}
