package io.facequality.plan;

import io.facequality.ModelId;
import io.facequality.Outcome.Rejection;
import io.facequality.ProgressListener;
import io.facequality.group.Finding;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.internal.PlanFiles;
import io.facequality.plan.internal.PlanReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What is to be kept of a folder of people, and why: a value that can be reviewed before anything happens. The same
 * pictures, models and settings give the same plan, whatever the number of threads.
 *
 * @param provenance what made the plan
 * @param root the folder that the pictures' paths start from, absolute
 * @param groups the people, or other groups of faces, in the order of their names
 * @param rejected what could not be used, in the order of the paths
 * @param findings faces that seem to lie under the wrong person, for someone to look at; nothing is done about them
 * @param references protected folders, absolute. Pictures of one outside of the root were compared with, and go by
 *     their absolute paths; nothing is ever done with them. Pictures of one below the root count as kept, and never move
 */
public record SelectionPlan(
        Provenance provenance,
        Path root,
        List<PlannedGroup> groups,
        List<RejectedPicture> rejected,
        List<Finding> findings,
        List<Path> references) {

    /** Copies the lists and checks that nothing is missing. */
    public SelectionPlan {
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(root, "root");
        groups = List.copyOf(groups);
        rejected = List.copyOf(rejected);
        findings = List.copyOf(findings);
        references = List.copyOf(references);
    }

    /**
     * A plan without protected folders.
     *
     * @param provenance what made the plan
     * @param root the folder that the pictures' paths start from, absolute
     * @param groups the people, or other groups of faces, in the order of their names
     * @param rejected what could not be used, in the order of the paths
     * @param findings faces that seem to lie under the wrong person
     */
    public SelectionPlan(
            Provenance provenance,
            Path root,
            List<PlannedGroup> groups,
            List<RejectedPicture> rejected,
            List<Finding> findings) {
        this(provenance, root, groups, rejected, findings, List.of());
    }

    /**
     * What made a plan.
     *
     * @param version the version of facequality
     * @param settings every setting that had a part in the choice, by name, in a fixed order
     * @param models the models that scored, embedded and detected, by their role: {@code quality}, {@code embedding},
     *     {@code detector}
     */
    public record Provenance(String version, Map<String, String> settings, Map<String, ModelId> models) {

        /** Copies the maps and checks that nothing is missing. */
        public Provenance {
            Objects.requireNonNull(version, "version");
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
            models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        }
    }

    /**
     * A picture of a plan.
     *
     * @param path its path below the root, with {@code /} between its parts
     * @param sha256 its digest when it was scored
     * @param kept whether any of its faces is kept, or it lies in a protected folder
     */
    public record PlannedPicture(String path, String sha256, boolean kept) {}

    /**
     * A picture, or a folder, that could not be used. Nothing happens to it when a plan is applied.
     *
     * @param picture its path below the plan's root, with {@code /} between its parts
     * @param cause the kind of reason
     * @param message the reason in one line
     */
    public record RejectedPicture(String picture, Rejection.Cause cause, String message) {

        /** Checks that nothing is missing. */
        public RejectedPicture {
            Objects.requireNonNull(picture, "picture");
            Objects.requireNonNull(cause, "cause");
            Objects.requireNonNull(message, "message");
        }
    }

    /**
     * The version of facequality that made the plan.
     *
     * @return such as {@code 0.1.0}
     */
    public String version() {
        return provenance.version();
    }

    /**
     * Every setting that had a part in the choice.
     *
     * @return by name, in a fixed order
     */
    public Map<String, String> settings() {
        return provenance.settings();
    }

    /**
     * The models that scored, embedded and detected.
     *
     * @return by their role: {@code quality}, {@code embedding}, {@code detector}
     */
    public Map<String, ModelId> models() {
        return provenance.models();
    }

    /**
     * Reads a plan that {@link #writeTo} wrote.
     *
     * @param file the JSON file
     * @return the plan
     * @throws io.facequality.FaceQualityException.StorageException if the file cannot be read
     * @throws io.facequality.FaceQualityException.InvalidInputException if it is no plan; the message says where it is wrong
     */
    public static SelectionPlan read(Path file) {
        return PlanReader.read(file);
    }

    /**
     * Writes the plan as {@code plan.json}, which {@link #read} takes, as {@code plan.csv}, one row per face, and as {@code
     * report.html}, one self-contained page. Earlier files of these names are replaced; each appears whole or not at
     * all.
     *
     * @param folder where to write; made if it is missing
     * @throws io.facequality.FaceQualityException.StorageException if they cannot be written
     * @throws java.util.concurrent.CancellationException if this thread is interrupted; files that are whole stay
     */
    public void writeTo(Path folder) {
        PlanFiles.in(folder).write(this, ProgressListener.none());
    }

    /**
     * Copies the pictures that are kept, with their folders, and writes each person's representative vector as {@code
     * best_encoding.npy} (float64, NumPy format) beside them. Nothing is overwritten.
     *
     * @param folder where to copy to; made if it is missing
     * @throws io.facequality.FaceQualityException.StorageException if any picture could not be copied; the others were
     * @throws io.facequality.FaceQualityException.InvalidInputException if the folder is the plan's own root
     */
    public void copyTo(Path folder) {
        PlanApplication.of(this, folder).apply(PlanApplication.Mode.COPY, PlanApplication.What.KEPT).orElseThrow();
    }

    /**
     * The pictures that are kept: those with at least one kept face, and those of protected folders below the root.
     *
     * @return paths below the root, without repetition, in the plan's order
     */
    public List<PlannedPicture> keptPictures() {
        return pictures().filter(PlannedPicture::kept).toList();
    }

    /**
     * The pictures that are dropped: those with faces, none of which is kept. Rejected pictures are not among them.
     *
     * @return paths below the root, without repetition, in the plan's order
     */
    public List<PlannedPicture> droppedPictures() {
        return pictures().filter(picture -> !picture.kept()).toList();
    }

    private Stream<PlannedPicture> pictures() {
        Map<String, PlannedPicture> byPath = new LinkedHashMap<>();
        groups.stream()
                .flatMap(group -> group.faces().stream())
                .filter(face -> !isReference(face))
                .forEach(face -> byPath.merge(
                        face.picture(),
                        new PlannedPicture(face.picture(), face.sha256(), face.kept() || isProtected(face)),
                        (one, other) -> new PlannedPicture(one.path(), one.sha256(), one.kept() || other.kept())));
        return byPath.values().stream();
    }

    /**
     * Whether a face is in a picture of a protected folder outside of the root.
     *
     * @param face a face of this plan
     * @return false if its picture lies below the root, or the face is not kept
     */
    public boolean isReference(PlannedFace face) {
        return face.kept() && references.stream().anyMatch(folder -> isBelow(face.picture(), folder));
    }

    /**
     * Whether a face stays kept, whatever a person decides.
     *
     * @param face a face of this plan
     * @return true if its picture lies in a protected folder, below the root or outside of it
     */
    public boolean isProtected(PlannedFace face) {
        return isReference(face) || isProtectedBelowRoot(face.picture());
    }

    /** A root that lies in a protected folder itself is not protected: what is below it is its own. */
    boolean isProtectedBelowRoot(String picture) {
        try {
            Path file = root.resolve(picture).normalize();
            return references.stream().filter(folder -> folder.startsWith(root)).anyMatch(file::startsWith);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static boolean isBelow(String picture, Path folder) {
        try {
            Path file = Path.of(picture);
            return file.isAbsolute() && file.equals(file.normalize()) && file.startsWith(folder);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
