package io.facequality.plan.internal.decisions;

import io.facequality.plan.PlannedGroup;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.internal.decisions.FaceReference.Content;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows a person's decisions through a plan, one after the other.
 *
 * <p>A group ends without a kept face only if one decision named all of its faces. Single faces that were dropped while
 * another was kept are not enough: that other one may be gone by now. Pictures of protected folders stay kept, whatever
 * is decided.
 */
final class Review {

    private final List<ReviewFace> faces = new ArrayList<>();
    private final List<ReviewGroup> groups = new ArrayList<>();
    private final Map<Content, List<ReviewFace>> byContent = new HashMap<>();

    Review(SelectionPlan plan) {
        for (PlannedGroup planned : plan.groups()) {
            ReviewGroup group = new ReviewGroup("g" + groups.size(), planned, planned.name());
            groups.add(group);
            for (PlannedFace face : planned.faces()) {
                ReviewFace added = new ReviewFace(faces.size(), face, plan.isProtected(face), group);
                faces.add(added);
                group.faces.add(added);
                byContent.computeIfAbsent(Content.of(face), none -> new ArrayList<>(1)).add(added);
            }
        }
    }

    void decide(PersonDecision decision) {
        List<ReviewFace> named = found(decision.faces());
        List<ReviewFace> others = found(decision.others());
        switch (decision.type()) {
            case KEEP -> named.forEach(face -> face.decide(true));
            case DROP -> drop(named);
            case ACCEPT -> accept(named, others, decision.faces().isEmpty());
            case SPLIT -> split(decision, named, others);
            case DIFFERENT -> split(decision, others, named);
            case SAME -> merge(named, others);
            case NAME -> name(named, decision.name());
            case UNDO -> throw new IllegalArgumentException("what was undone does not count any more");
        }
    }

    private List<ReviewFace> found(List<FaceReference> references) {
        return references.stream().map(this::found).flatMap(Optional::stream).distinct().toList();
    }

    /** Of equal files the one of that name; where none has it any more, the first. */
    private Optional<ReviewFace> found(FaceReference reference) {
        List<ReviewFace> alike = byContent.getOrDefault(reference.content(), List.of());
        return alike.stream()
                .filter(face -> face.planned.picture().equals(reference.picture()))
                .findFirst()
                .or(() -> alike.stream().findFirst());
    }

    private static void drop(List<ReviewFace> dropped) {
        dropped.forEach(face -> face.decide(false));
        dropped.stream().map(face -> face.group).distinct().forEach(group -> group.emptyIfAllOf(dropped));
    }

    private static void accept(List<ReviewFace> kept, List<ReviewFace> dropped, boolean keptNone) {
        kept.forEach(face -> face.accept(true));
        dropped.forEach(face -> face.accept(false));
        if (keptNone) {
            dropped.stream().map(face -> face.group).distinct().forEach(group -> group.emptyIfAllOf(dropped));
        }
    }

    /** The leaving faces leave only a group in which the staying one is, too. */
    private void split(PersonDecision decision, List<ReviewFace> leaving, List<ReviewFace> staying) {
        Set<ReviewGroup> left = new HashSet<>(staying.stream().map(face -> face.group).toList());
        List<ReviewFace> gone = leaving.stream()
                .filter(face -> left.contains(face.group) && !staying.contains(face))
                .toList();
        if (gone.isEmpty()) {
            return;
        }
        ReviewGroup old = gone.get(0).group;
        ReviewGroup made = new ReviewGroup(
                "s" + decision.action() + "-" + groups.size(), old.planned, old.name + "-split-" + decision.action());
        groups.add(groups.indexOf(old) + 1, made);
        old.regroup();
        made.regroup();
        gone.forEach(face -> face.moveTo(made));
    }

    private static void merge(List<ReviewFace> one, List<ReviewFace> other) {
        if (one.isEmpty() || other.isEmpty() || one.get(0).group == other.get(0).group) {
            return;
        }
        ReviewGroup into = one.get(0).group;
        ReviewGroup from = other.get(0).group;
        into.regroup();
        if (!into.isNamed) {
            into.isNamed = from.isNamed;
            into.name = from.isNamed ? from.name : into.name;
        }
        List.copyOf(from.faces).forEach(face -> face.moveTo(into));
    }

    private static void name(List<ReviewFace> named, String name) {
        named.stream().map(face -> face.group).distinct().forEach(group -> {
            group.name = name;
            group.isNamed = true;
            group.changed = true;
        });
    }

    List<ReviewedGroup> groups() {
        return groups.stream().filter(group -> !group.faces.isEmpty()).map(ReviewGroup::reviewed).toList();
    }

    private static final class ReviewFace {

        private final int ordinal;
        private final PlannedFace planned;
        private final boolean isProtected;
        private ReviewGroup group;
        private @Nullable Boolean decided;
        private boolean accepted;

        ReviewFace(int ordinal, PlannedFace planned, boolean isProtected, ReviewGroup group) {
            this.ordinal = ordinal;
            this.planned = planned;
            this.isProtected = isProtected;
            this.group = group;
        }

        void decide(boolean keeps) {
            if (isProtected) {
                return;
            }
            decided = keeps;
            group.changed = true;
            if (keeps) {
                group.emptied = false;
            }
        }

        void accept(boolean keeps) {
            accepted = true;
            if (isProtected) {
                return;
            }
            group.changed |= keeps != kept();
            decided = keeps;
            if (keeps) {
                group.emptied = false;
            }
        }

        boolean kept() {
            return decided == null ? planned.kept() : decided;
        }

        void moveTo(ReviewGroup other) {
            group.faces.remove(this);
            group = other;
            accepted = false;
            other.faces.add(this);
        }

        PlannedFace reviewed(boolean keeps, boolean isRegrouped) {
            if (keeps == planned.kept() && !isRegrouped) {
                return planned;
            }
            String reason = keeps == planned.kept()
                    ? planned.reason()
                    : (keeps ? "kept" : "dropped") + " by a person; the program: " + planned.reason();
            return with(planned.decision().byPerson(keeps, reason));
        }

        PlannedFace droppedWithAll() {
            return with(planned.decision().byPerson(
                    false, "dropped by a person, with all of its group; the program: " + planned.reason()));
        }

        PlannedFace keptAgain() {
            return with(planned.decision().byPerson(
                    true, "kept: the faces that were kept in its place are no longer in its group"));
        }

        private PlannedFace with(PlannedFace.Decision decision) {
            return new PlannedFace(
                    planned.id(),
                    planned.sha256(),
                    planned.quality(),
                    planned.detection(),
                    planned.qualityReason(),
                    decision);
        }
    }

    private static final class ReviewGroup {

        private final String id;
        private final PlannedGroup planned;
        private final List<ReviewFace> faces = new ArrayList<>();
        private String name;
        private boolean isNamed;
        private boolean changed;
        private boolean emptied;

        ReviewGroup(String id, PlannedGroup planned, String name) {
            this.id = id;
            this.planned = planned;
            this.name = name;
        }

        /** Other faces than before: nobody has said yet that they are right. */
        void regroup() {
            changed = true;
            faces.forEach(face -> face.accepted = false);
        }

        void emptyIfAllOf(List<ReviewFace> dropped) {
            emptied = new HashSet<>(dropped).containsAll(faces);
        }

        ReviewedGroup reviewed() {
            faces.sort(Comparator.comparingInt(face -> face.ordinal));
            boolean isEmptied = emptied && faces.stream().noneMatch(ReviewFace::kept);
            Optional<ReviewFace> again = isEmptied ? Optional.empty() : keptAgain();
            boolean isRegrouped = faces.size() != planned.faces().size()
                    || !faces.get(0).planned.equals(planned.faces().get(0));
            List<PlannedFace> reviewed = faces.stream()
                    .map(face -> isEmptied
                            ? face.droppedWithAll()
                            : again.filter(face::equals).isPresent()
                                    ? face.keptAgain()
                                    : face.reviewed(face.kept(), isRegrouped))
                    .toList();
            return new ReviewedGroup(
                    id,
                    new PlannedGroup(name, reviewed, planned.choice(), isRegrouped ? Optional.empty() : planned.widest()),
                    faces.stream().map(face -> face.ordinal).toList(),
                    faces.stream().map(face -> face.planned.kept()).toList(),
                    faces.stream().allMatch(face -> face.accepted),
                    changed);
        }

        /** The best face, where none would be kept and nobody wanted that. */
        private Optional<ReviewFace> keptAgain() {
            return faces.stream().anyMatch(ReviewFace::kept)
                    ? Optional.empty()
                    : faces.stream().max(Comparator.comparingDouble((ReviewFace face) -> face.planned.quality())
                            .thenComparing(Comparator.<ReviewFace>comparingInt(face -> face.ordinal).reversed()));
        }
    }
}
