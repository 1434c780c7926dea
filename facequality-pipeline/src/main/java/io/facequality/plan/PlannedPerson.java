package io.facequality.plan;

import io.facequality.Decision;
import io.facequality.FaceGroup.WidestPair;
import io.facequality.FaceRecord;
import io.facequality.Selection;
import io.facequality.Selection.HeldOutError;
import io.facequality.Selection.Optimality;
import io.facequality.Selection.Representative;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a plan says of one person, or of another group of faces.
 *
 * @param name the group's name; for a folder its path below the plan's root, with {@code /} between its parts
 * @param faces every face of the group, kept and dropped, in the order of their pictures
 * @param representative the vector that stands for the kept faces
 * @param objective what was made as small as possible, in words
 * @param objectiveValue its value, lower is better; empty if the group was kept whole
 * @param optimality how good the choice is known to be
 * @param search which search ran, in words
 * @param evaluations how many combinations were evaluated
 * @param heldOutError how well the kept faces represent others by cross-validation, where that had a part in the choice
 * @param widest the two faces of a group of near-duplicates that are least alike; empty for a folder or a face alone
 */
public record PlannedPerson(
        String name,
        List<PlannedFace> faces,
        Representative representative,
        String objective,
        OptionalDouble objectiveValue,
        Optimality optimality,
        String search,
        long evaluations,
        Optional<HeldOutError> heldOutError,
        Optional<WidestPair> widest) {

    /** Copies the list and checks that nothing is missing. */
    public PlannedPerson {
        Objects.requireNonNull(name, "name");
        faces = List.copyOf(faces);
        Objects.requireNonNull(representative, "representative");
        Objects.requireNonNull(objective, "objective");
        Objects.requireNonNull(objectiveValue, "objectiveValue");
        Objects.requireNonNull(optimality, "optimality");
        Objects.requireNonNull(search, "search");
        Objects.requireNonNull(heldOutError, "heldOutError");
        Objects.requireNonNull(widest, "widest");
    }

    public static PlannedPerson of(Selection selection, Optional<WidestPair> widest) {
        return new PlannedPerson(
                selection.group(),
                selection.decisions().stream().map(PlannedPerson::face).toList(),
                selection.representative(),
                selection.objective(),
                selection.objectiveValue(),
                selection.optimality(),
                selection.search(),
                selection.evaluations(),
                selection.heldOutError(),
                widest);
    }

    private static PlannedFace face(Decision decision) {
        FaceRecord face = decision.face();
        return new PlannedFace(
                face.id().source(),
                face.id().face(),
                face.pictureSha256(),
                decision.kept(),
                face.quality().value(),
                decision.distanceToRepresentative(),
                decision.distanceToNearestKept(),
                decision.reason(),
                face.detection());
    }

    /**
     * The kept faces.
     *
     * @return at least one, in order
     */
    public List<PlannedFace> kept() {
        return faces.stream().filter(PlannedFace::kept).toList();
    }

    /**
     * The dropped faces.
     *
     * @return any number, in order
     */
    public List<PlannedFace> dropped() {
        return faces.stream().filter(face -> !face.kept()).toList();
    }
}
