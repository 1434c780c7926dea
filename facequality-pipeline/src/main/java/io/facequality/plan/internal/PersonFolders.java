package io.facequality.plan.internal;

import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.ProgressListener;
import io.facequality.ProgressListener.Progress;
import io.facequality.group.People.Person;
import io.facequality.internal.WholeFile;
import io.facequality.plan.PlanApplication;
import io.facequality.plan.PlannedGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Copies what is kept of people into a folder for each person, with the pictures' own folders below it, and pictures of
 * unknown faces into the folder {@code unknown}. A picture of several people is copied to each. Nothing is overwritten or
 * removed, copies of earlier runs neither.
 */
public final class PersonFolders {

    private static final String UNKNOWN = "unknown";

    private final FoundPeople found;
    private final Path target;

    /**
     * Prepares it.
     *
     * @param target the folder that holds a folder for each person; made if it is missing
     */
    public PersonFolders(FoundPeople found, Path target) {
        this.found = found;
        this.target = target;
    }

    private record Copy(String person, String picture, String sha256) {}

    /** Copies; one that fails does not stop the others. */
    public PlanApplication.Result copy(ProgressListener listener) {
        Enclosure root = new Enclosure(found.plan().root());
        Enclosure folders = new Enclosure(target);
        List<Problem> failures = new ArrayList<>();
        int copied = 0;
        int there = 0;
        Set<Copy> copies = copies();
        for (Copy copy : copies) {
            try {
                Path to = folders.path(copy.person + "/" + copy.picture);
                folders.requireNoWayOut(WholeFile.folderOf(to));
                Transfer transfer = new Transfer(root.path(copy.picture), to, copy.sha256);
                if (transfer.copy() == Transfer.Outcome.DONE) {
                    copied++;
                } else {
                    there++;
                }
            } catch (StorageException e) {
                failures.add(e.problem());
            }
            listener.onProgress(new Progress(
                    Progress.Stage.APPLYING, copied + there + failures.size(), copies.size(), failures.size()));
        }
        return new PlanApplication.Result(copied, there, failures, Optional.empty());
    }

    private Set<Copy> copies() {
        Set<String> persons = found.people().persons().stream().map(Person::name).collect(Collectors.toSet());
        Set<Copy> copies = new LinkedHashSet<>();
        for (PlannedGroup group : found.plan().groups()) {
            String folder = persons.contains(group.name()) ? group.name() : UNKNOWN;
            group.kept().stream()
                    .filter(face -> !found.plan().isReference(face))
                    .forEach(face -> copies.add(new Copy(folder, face.picture(), face.sha256())));
        }
        return copies;
    }
}
