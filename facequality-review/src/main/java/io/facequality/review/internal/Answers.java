package io.facequality.review.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the server tells the page. The components are what the page's scripts read. */
final class Answers {

    private Answers() {}

    /** A window may call from now on. */
    record Session(String key) {}

    /** Which plan is open now; none if there is no file. */
    record Place(@Nullable String file) {}

    /**
     * Where the review stands.
     *
     * @param moveBackTo where pictures that were moved away can be moved back to; none if there are none
     */
    record Status(
            @Nullable PlanStatus plan,
            Work.State work,
            List<Folders.Entry> roots,
            @Nullable String start,
            @Nullable String moveBackTo) {}

    /**
     * The open plan.
     *
     * @param folderId the folder that its file lies in, if that is below a root
     */
    record PlanStatus(
            String file,
            String root,
            boolean writable,
            boolean savedOnce,
            Counts counts,
            Map<String, String> settings,
            @Nullable String folderId) {}

    /** How far the review is. */
    record Counts(int groups, int accepted, int changed, int faces, int kept, int dropped, int rejected, int findings) {}

    /** Groups, least sure first. */
    record Groups(List<GroupEntry> groups) {}

    /** What the list shows of a group. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GroupEntry(
            String id,
            String name,
            int kept,
            int dropped,
            @Nullable Double margin,
            boolean accepted,
            boolean changed,
            int findings,
            @Nullable String image) {}

    /** What the page shows of a group. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Group(
            GroupEntry entry,
            String objective,
            String search,
            @Nullable String widest,
            List<String> findings,
            List<Face> faces) {}

    /**
     * A face of a group.
     *
     * @param isProtected whether its picture is in a protected folder, so that it stays kept whatever is decided
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Face(
            int id,
            String image,
            String picture,
            int face,
            boolean kept,
            boolean proposed,
            boolean isProtected,
            double quality,
            @Nullable Double nearest,
            double representative,
            @Nullable Double eyeDistance,
            @Nullable String qualityReason,
            String reason) {}

    /** What is known of the pictures' files. */
    record Copies(List<Copy> copies) {}

    /** What is known of a picture's file; with a problem, nothing else. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Copy(
            int id,
            int width,
            int height,
            long bytes,
            @Nullable String taken,
            @Nullable String camera,
            @Nullable String problem) {}

    /**
     * What a decision changed.
     *
     * @param action its number; that of the undone one after an undo; 0 if there was nothing to undo
     * @param changed the groups that are no longer as they were, and new ones
     * @param gone groups that are no longer there
     * @param after for each new group the one that it came from
     */
    record Decided(
            int action, List<GroupEntry> changed, List<String> gone, Map<String, String> after, Counts counts) {}

    /** What accepting many groups would do. */
    record AcceptPreview(int groups, int already, int kept, int dropped, int emptied) {}

    /** What applying would do. */
    record ApplyPreview(
            String folder, int pictures, int kept, int dropped, int undecided, int emptied, boolean exists) {}

    /**
     * What came of applying, or of undoing it.
     *
     * @param moveBackTo as in {@link Status}
     */
    record Applied(
            String mode,
            String folder,
            int done,
            int alreadyThere,
            List<String> failures,
            @Nullable String moveBackTo) {}
}
