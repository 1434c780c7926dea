package io.facequality.review.internal;

import io.facequality.group.Finding;
import io.facequality.internal.Sha256;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.internal.decisions.ReviewedGroup;
import io.facequality.plan.internal.decisions.ReviewedPlan;
import io.facequality.review.internal.Answers.Counts;
import io.facequality.review.internal.Answers.Decided;
import io.facequality.review.internal.Answers.GroupEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Puts a plan into the words of the page. Faces go by their ordinals in the plan, pictures by names of their own. */
final class PlanView {

    private static final int IMAGE_ID_CHARACTERS = 24;

    private static final Comparator<PlannedFace> BEST_LAST =
            Comparator.comparing(PlannedFace::kept).thenComparingDouble(PlannedFace::quality);

    private final SelectionPlan plan;
    private final List<PlannedFace> faces;
    private final List<String> images;
    private final Map<String, PlannedFace> byImage = new HashMap<>();
    private final GroupFindings findings;

    /**
     * Looks at a plan.
     *
     * @param plan the plan, as the program made it
     * @param salt makes names that nobody can guess
     */
    PlanView(SelectionPlan plan, String salt) {
        this.plan = plan;
        this.findings = GroupFindings.of(plan);
        this.faces = plan.groups().stream().flatMap(group -> group.faces().stream()).toList();
        this.images = faces.stream().map(face -> image(face, salt)).toList();
        for (int i = 0; i < images.size(); i++) {
            byImage.putIfAbsent(images.get(i), faces.get(i));
        }
    }

    private static String image(PlannedFace face, String salt) {
        return Sha256.of(salt + "\n" + face.sha256() + " " + face.face()).substring(0, IMAGE_ID_CHARACTERS);
    }

    PlannedFace face(int ordinal) {
        if (ordinal < 0 || ordinal >= faces.size()) {
            throw new Refusal(Refusal.NOT_FOUND, "There is no such face.");
        }
        return faces.get(ordinal);
    }

    boolean isProtected(int ordinal) {
        return plan.isProtected(face(ordinal));
    }

    PlannedFace byImage(String image) {
        return Optional.ofNullable(byImage.get(image))
                .orElseThrow(() -> new Refusal(Refusal.NOT_FOUND, "There is no such picture."));
    }

    Counts counts(ReviewedPlan reviewed) {
        int kept = reviewed.groups().stream().mapToInt(group -> group.planned().kept().size()).sum();
        return new Counts(
                reviewed.groups().size(),
                (int) reviewed.groups().stream().filter(ReviewedGroup::accepted).count(),
                (int) reviewed.changedGroups(),
                faces.size(),
                kept,
                faces.size() - kept,
                plan.rejected().size(),
                plan.findings().size());
    }

    Answers.Groups groups(ReviewedPlan reviewed, GroupFilter filter) {
        return new Answers.Groups(reviewed.groups().stream()
                .filter(group -> filter.fits(group, findings))
                .sorted(GroupOrder.LEAST_SURE_FIRST)
                .map(this::entry)
                .toList());
    }

    private GroupEntry entry(ReviewedGroup group) {
        PlannedGroup planned = group.planned();
        int kept = planned.kept().size();
        return new GroupEntry(
                group.id(),
                planned.name(),
                kept,
                planned.faces().size() - kept,
                group.margin().isPresent() ? group.margin().getAsDouble() : null,
                group.accepted(),
                group.changed(),
                findings.of(group).size(),
                images.get(group.faces().get(best(planned.faces()))));
    }

    private static int best(List<PlannedFace> of) {
        return IntStream.range(0, of.size()).boxed().max(Comparator.comparing(of::get, BEST_LAST)).orElseThrow();
    }

    Answers.Group details(ReviewedGroup group) {
        PlannedGroup planned = group.planned();
        return new Answers.Group(
                entry(group),
                planned.objective(),
                planned.search(),
                planned.widest().map(pair -> pair.first().source() + " and " + pair.second().source()).orElse(null),
                findings.of(group).stream().map(Finding::message).toList(),
                IntStream.range(0, planned.faces().size()).mapToObj(i -> face(group, i)).toList());
    }

    Answers.Groups near(ReviewedGroup group, ReviewedPlan reviewed) {
        return new Answers.Groups(
                NearGroups.to(group, reviewed).stream().map(this::entry).toList());
    }

    private Answers.Face face(ReviewedGroup group, int at) {
        PlannedFace face = group.planned().faces().get(at);
        int ordinal = group.faces().get(at);
        double nearest = face.distanceToNearestKept();
        return new Answers.Face(
                ordinal,
                images.get(ordinal),
                face.picture(),
                face.face(),
                face.kept(),
                group.proposed().get(at),
                isProtected(ordinal),
                face.quality(),
                Double.isFinite(nearest) ? nearest : null,
                face.distanceToRepresentative(),
                face.detection().map(detection -> detection.landmarks().eyeDistance()).orElse(null),
                face.qualityReason().orElse(null),
                face.reason());
    }

    /** What an action changed; a new group is behind the one that it came from. */
    Decided difference(int action, ReviewedPlan before, ReviewedPlan after) {
        Map<String, ReviewedGroup> earlier = byId(before);
        Map<String, ReviewedGroup> later = byId(after);
        List<GroupEntry> changed = new ArrayList<>();
        Map<String, String> origins = new LinkedHashMap<>();
        String previous = "";
        for (ReviewedGroup group : after.groups()) {
            ReviewedGroup old = earlier.get(group.id());
            if (!group.equals(old)) {
                changed.add(entry(group));
            }
            if (old == null) {
                origins.put(group.id(), previous);
            }
            previous = group.id();
        }
        List<String> gone = before.groups().stream()
                .map(ReviewedGroup::id)
                .filter(id -> !later.containsKey(id))
                .toList();
        return new Decided(action, changed, gone, origins, counts(after));
    }

    private static Map<String, ReviewedGroup> byId(ReviewedPlan plan) {
        return plan.groups().stream().collect(Collectors.toMap(ReviewedGroup::id, Function.identity()));
    }
}
