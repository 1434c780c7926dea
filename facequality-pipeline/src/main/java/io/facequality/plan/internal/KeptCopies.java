package io.facequality.plan.internal;

import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.internal.Sha256;
import io.facequality.internal.WholeFile;
import io.facequality.pipeline.internal.VideoFrames;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.SelectionPlan.PlannedPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes sure, before a dropped picture moves away, that what was kept in its place is still there. Where a person dropped
 * every picture of a group, nothing has to be. A copy that was read
 * once is not read again while its size and time stay the same.
 */
public final class KeptCopies {

    private final SelectionPlan plan;
    private final Enclosure root;
    private final Map<String, List<PlannedGroup>> groups = new HashMap<>();
    private final Map<Path, FileStamp> unchanged = new HashMap<>();
    private final Map<String, Boolean> frames = new HashMap<>();

    public KeptCopies(SelectionPlan plan, Enclosure root) {
        this.plan = plan;
        this.root = root;
        for (PlannedGroup group : plan.groups()) {
            group.faces().stream().map(PlannedFace::picture).distinct().forEach(picture ->
                    groups.computeIfAbsent(picture, none -> new ArrayList<>()).add(group));
        }
    }

    /**
     * Checks each group that a picture has a face in.
     *
     * @throws StorageException if no kept picture of one of them is there as it was when the plan was made
     */
    public void requireFor(PlannedPicture dropped) {
        for (PlannedGroup group : groups.getOrDefault(dropped.path(), List.of())) {
            requireOneOf(group, dropped);
        }
    }

    private void requireOneOf(PlannedGroup group, PlannedPicture dropped) {
        if (group.faces().stream().allMatch(KeptCopies::isDroppedByPerson)) {
            return;
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (PlannedFace kept : group.kept()) {
            try {
                if (isThere(kept, root.path(dropped.path()))) {
                    return;
                }
                found.put(kept.picture(), "one that has changed, or is the same file");
            } catch (IOException e) {
                found.put(kept.picture(), WholeFile.reason(e));
            }
        }
        throw new StorageException(new Problem(
                "cannot move the picture",
                root.path(dropped.path()).toString(),
                "a kept picture of the group " + group.name() + " in its place",
                found.isEmpty() ? "none" : described(found),
                "The picture was left where it is. Make the plan anew."));
    }

    private static boolean isDroppedByPerson(PlannedFace face) {
        return face.decidedByPerson() && !face.kept();
    }

    private static String described(Map<String, String> found) {
        Map.Entry<String, String> first = found.entrySet().iterator().next();
        String others = found.size() == 1 ? "" : ", and " + (found.size() - 1) + " more that cannot be used";
        return first.getValue() + " at " + first.getKey() + others;
    }

    private boolean isThere(PlannedFace kept, Path dropped) throws IOException {
        if (VideoFrames.isFrame(root.folder(), kept.picture())) {
            return frames.computeIfAbsent(kept.picture(), frame -> VideoFrames.image(root.folder(), frame)
                    .<Boolean>match(image -> Sha256.of(image).equals(kept.sha256()), rejection -> false));
        }
        Path file = plan.isReference(kept) ? Path.of(kept.picture()) : root.path(kept.picture());
        return !isOnlyAnotherPathTo(dropped, file) && isUnchanged(file, kept.sha256());
    }

    /** Of two paths to one file the kept one leads nowhere once the file has moved; a link itself may go. */
    private static boolean isOnlyAnotherPathTo(Path dropped, Path kept) throws IOException {
        return !Files.isSymbolicLink(dropped) && kept.toRealPath().equals(dropped.toRealPath());
    }

    private boolean isUnchanged(Path file, String sha256) throws IOException {
        FileStamp stamp = FileStamp.of(file);
        if (stamp.equals(unchanged.get(file))) {
            return true;
        }
        boolean same = Sha256.of(file).equals(sha256);
        if (same) {
            unchanged.put(file, stamp);
        }
        return same;
    }
}
