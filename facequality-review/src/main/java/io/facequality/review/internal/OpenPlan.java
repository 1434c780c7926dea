package io.facequality.review.internal;

import io.facequality.ProgressListener;
import io.facequality.group.Finding;
import io.facequality.internal.Sha256;
import io.facequality.plan.ApplicationResult;
import io.facequality.plan.PlanApplication;
import io.facequality.plan.PlanApplication.Mode;
import io.facequality.plan.PlannedFace;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.internal.PlanFiles;
import io.facequality.plan.internal.PlannedPictures;
import io.facequality.plan.internal.decisions.DecisionDraft;
import io.facequality.plan.internal.decisions.DecisionFile;
import io.facequality.plan.internal.decisions.FaceReference;
import io.facequality.plan.internal.decisions.PersonDecision;
import io.facequality.plan.internal.decisions.PersonDecision.Type;
import io.facequality.plan.internal.decisions.ReviewedGroup;
import io.facequality.plan.internal.decisions.ReviewedPlan;
import io.facequality.review.internal.Answers.Counts;
import io.facequality.review.internal.Answers.Decided;
import io.facequality.review.internal.Answers.GroupEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A plan that is being reviewed, with the decisions beside it. Safe to share between threads. */
final class OpenPlan implements AutoCloseable {

    private static final int IMAGE_ID_CHARACTERS = 24;

    private final Path file;
    private final SelectionPlan plan;
    private final List<PlannedFace> faces;
    private final Map<String, PlannedFace> byImage = new HashMap<>();
    private final List<String> images;
    private final DecisionFile decisions;
    private final Thumbnails thumbnails;
    private final PictureFacts facts;
    private ReviewedPlan reviewed;

    /**
     * Opens a plan.
     *
     * @param file its real path
     * @param salt makes identifiers that nobody can guess
     */
    OpenPlan(Path file, String salt) {
        this.file = file;
        this.plan = SelectionPlan.read(file);
        this.faces = plan.groups().stream().flatMap(group -> group.faces().stream()).toList();
        this.images = faces.stream()
                .map(face -> Sha256.of(salt + "\n" + face.sha256() + " " + face.face())
                        .substring(0, IMAGE_ID_CHARACTERS))
                .toList();
        for (int i = 0; i < images.size(); i++) {
            byImage.putIfAbsent(images.get(i), faces.get(i));
        }
        PlannedPictures pictures = new PlannedPictures(plan);
        this.thumbnails = new Thumbnails(pictures);
        this.facts = new PictureFacts(pictures);
        this.decisions = DecisionFile.open(DecisionFile.beside(this.file));
        this.reviewed = ReviewedPlan.of(plan, decisions.standing());
    }

    Path file() {
        return file;
    }

    Path folder() {
        return file.getParent();
    }

    SelectionPlan plan() {
        return plan;
    }

    boolean isWritable() {
        return decisions.isWritable();
    }

    synchronized boolean hasDecisions() {
        return !decisions.standing().isEmpty();
    }

    synchronized ReviewedPlan reviewed() {
        return reviewed;
    }

    Thumbnails thumbnails() {
        return thumbnails;
    }

    PlannedFace byImage(String image) {
        return Optional.ofNullable(byImage.get(image))
                .orElseThrow(() -> new Refusal(Refusal.NOT_FOUND, "There is no such picture."));
    }

    private PlannedFace face(int ordinal) {
        if (ordinal < 0 || ordinal >= faces.size()) {
            throw new Refusal(Refusal.NOT_FOUND, "There is no such face.");
        }
        return faces.get(ordinal);
    }

    Counts counts() {
        ReviewedPlan now = reviewed();
        int kept = now.groups().stream().mapToInt(group -> group.planned().kept().size()).sum();
        return new Counts(
                now.groups().size(),
                (int) now.groups().stream().filter(ReviewedGroup::accepted).count(),
                (int) now.changedGroups(),
                faces.size(),
                kept,
                faces.size() - kept,
                plan.rejected().size(),
                plan.findings().size());
    }

    Answers.Groups groups(GroupFilter filter) {
        GroupFindings findings = GroupFindings.of(plan);
        return new Answers.Groups(reviewed().groups().stream()
                .filter(group -> filter.fits(group, findings))
                .sorted(GroupOrder.LEAST_SURE_FIRST)
                .map(group -> entry(group, findings))
                .toList());
    }

    ReviewedGroup group(String id) {
        return reviewed().groups().stream()
                .filter(group -> group.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Refusal(Refusal.NOT_FOUND, "This group is no longer there."));
    }

    private GroupEntry entry(ReviewedGroup group, GroupFindings findings) {
        PlannedGroup planned = group.planned();
        int best = 0;
        for (int i = 1; i < planned.faces().size(); i++) {
            if (isBetter(planned.faces().get(i), planned.faces().get(best))) {
                best = i;
            }
        }
        return new GroupEntry(
                group.id(),
                planned.name(),
                planned.kept().size(),
                planned.faces().size() - planned.kept().size(),
                group.margin().isPresent() ? group.margin().getAsDouble() : null,
                group.accepted(),
                group.changed(),
                findings.of(group).size(),
                images.get(group.faces().get(best)));
    }

    private static boolean isBetter(PlannedFace one, PlannedFace other) {
        return one.kept() != other.kept() ? one.kept() : one.quality() > other.quality();
    }

    Answers.Group details(String id) {
        ReviewedGroup group = group(id);
        GroupFindings findings = GroupFindings.of(plan);
        PlannedGroup planned = group.planned();
        List<Answers.Face> shown = new ArrayList<>();
        for (int i = 0; i < planned.faces().size(); i++) {
            shown.add(face(group.faces().get(i), planned.faces().get(i), group.proposed().get(i)));
        }
        return new Answers.Group(
                entry(group, findings),
                planned.objective(),
                planned.search(),
                planned.widest().map(pair -> pair.first().source() + " and " + pair.second().source()).orElse(null),
                findings.of(group).stream().map(Finding::message).toList(),
                shown,
                NearGroups.to(group, reviewed()).stream().map(other -> entry(other, findings)).toList());
    }

    private Answers.Face face(int ordinal, PlannedFace face, boolean proposed) {
        double nearest = face.distanceToNearestKept();
        return new Answers.Face(
                ordinal,
                images.get(ordinal),
                face.picture(),
                face.face(),
                face.kept(),
                proposed,
                face.quality(),
                Double.isFinite(nearest) ? nearest : null,
                face.distanceToRepresentative(),
                face.detection().map(detection -> detection.landmarks().eyeDistance()).orElse(null),
                face.reason());
    }

    Answers.Copies copies(String id) {
        return new Answers.Copies(group(id).faces().stream()
                .map(ordinal -> facts.of(ordinal, face(ordinal)))
                .toList());
    }

    /** Saves a decision about faces. */
    synchronized Decided decide(Questions.Decide asked) {
        List<Integer> named = Optional.ofNullable(asked.faces()).orElse(List.of());
        if (asked.type() == null || named.isEmpty()) {
            throw new Refusal(Refusal.BAD_REQUEST, "A decision needs a type and faces.");
        }
        List<FaceReference> references = references(named);
        return switch (asked.type()) {
            case KEEP -> save(DecisionDraft.of(Type.KEEP, references));
            case DROP -> save(DecisionDraft.of(Type.DROP, references(withWholeGroups(named))));
            case NAME -> save(DecisionDraft.name(references, name(asked.name())));
            case SPLIT, SAME, DIFFERENT -> save(
                    DecisionDraft.between(asked.type(), references, references(List.of(other(asked)))));
            case ACCEPT, UNDO -> throw new Refusal(Refusal.BAD_REQUEST, "This is decided in another way.");
        };
    }

    private static int other(Questions.Decide asked) {
        return Optional.ofNullable(asked.other())
                .orElseThrow(() -> new Refusal(Refusal.BAD_REQUEST, "This decision needs another face."));
    }

    private static String name(@Nullable String name) {
        String text = Optional.ofNullable(name).orElse("").strip();
        if (text.isEmpty() || text.length() > PersonDecision.LONGEST_NAME) {
            throw new Refusal(Refusal.UNUSABLE, "A name needs 1 to 200 characters.");
        }
        return text;
    }

    private List<FaceReference> references(List<Integer> ordinals) {
        return ordinals.stream().map(ordinal -> FaceReference.of(face(ordinal))).toList();
    }

    /** Who drops the last kept face of a group drops the whole group, and the decision says so. */
    private List<Integer> withWholeGroups(List<Integer> dropped) {
        List<Integer> all = new ArrayList<>(dropped);
        for (ReviewedGroup group : reviewed.groups()) {
            if (group.faces().stream().noneMatch(dropped::contains)) {
                continue;
            }
            boolean keepsOne = false;
            for (int i = 0; i < group.faces().size(); i++) {
                keepsOne |= group.planned().faces().get(i).kept() && !dropped.contains(group.faces().get(i));
            }
            if (!keepsOne) {
                group.faces().stream().filter(face -> !all.contains(face)).forEach(all::add);
            }
        }
        return all;
    }

    private Decided save(DecisionDraft... drafts) {
        return changed(() -> decisions.append(List.of(drafts)));
    }

    /** Says that groups are right as they are. */
    synchronized Decided accept(List<String> ids) {
        Set<String> wanted = Set.copyOf(ids);
        List<DecisionDraft> drafts = reviewed.groups().stream()
                .filter(group -> wanted.contains(group.id()) && !group.accepted())
                .map(OpenPlan::acceptance)
                .toList();
        return drafts.isEmpty() ? new Decided(0, List.of(), List.of(), Map.of(), counts())
                : changed(() -> decisions.append(drafts));
    }

    private static DecisionDraft acceptance(ReviewedGroup group) {
        Map<Boolean, List<FaceReference>> byKept = group.planned().faces().stream()
                .collect(Collectors.partitioningBy(
                        PlannedFace::kept, Collectors.mapping(FaceReference::of, Collectors.toList())));
        return DecisionDraft.between(Type.ACCEPT, byKept.get(true), byKept.get(false));
    }

    Answers.AcceptPreview acceptPreview(List<String> ids) {
        Set<String> wanted = Set.copyOf(ids);
        List<ReviewedGroup> all =
                reviewed().groups().stream().filter(group -> wanted.contains(group.id())).toList();
        List<ReviewedGroup> open = all.stream().filter(group -> !group.accepted()).toList();
        int kept = open.stream().mapToInt(group -> group.planned().kept().size()).sum();
        int faceCount = open.stream().mapToInt(group -> group.faces().size()).sum();
        int emptied = (int) open.stream().filter(group -> group.planned().kept().isEmpty()).count();
        return new Answers.AcceptPreview(open.size(), all.size() - open.size(), kept, faceCount - kept, emptied);
    }

    synchronized Decided undo() {
        return changed(() -> decisions.undo().orElse(0));
    }

    private Decided changed(IntSupplier saving) {
        if (!decisions.isWritable()) {
            throw new Refusal(Refusal.CONFLICT, "Another program has the decisions open, or they cannot be written.");
        }
        ReviewedPlan before = reviewed;
        int action = saving.getAsInt();
        reviewed = ReviewedPlan.of(plan, decisions.standing());
        return difference(action, before, reviewed);
    }

    private Decided difference(int action, ReviewedPlan before, ReviewedPlan after) {
        Map<String, ReviewedGroup> earlier = byId(before);
        Map<String, ReviewedGroup> later = byId(after);
        GroupFindings findings = GroupFindings.of(plan);
        List<GroupEntry> changed = new ArrayList<>();
        Map<String, String> origins = new LinkedHashMap<>();
        String previous = "";
        for (ReviewedGroup group : after.groups()) {
            ReviewedGroup old = earlier.get(group.id());
            if (!group.equals(old)) {
                changed.add(entry(group, findings));
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
        return new Decided(action, changed, gone, origins, counts());
    }

    private static Map<String, ReviewedGroup> byId(ReviewedPlan plan) {
        return plan.groups().stream().collect(Collectors.toMap(ReviewedGroup::id, Function.identity()));
    }

    /** Carries out the plan as it is now, with the same code as the command. */
    ApplicationResult apply(Mode mode, Path folder, ProgressListener listener) {
        SelectionPlan now = reviewed().plan();
        PlanFiles.beside(file).writeForPeople(now, listener);
        return PlanApplication.of(now, folder).withListener(listener).apply(mode, mode.usualWhat());
    }

    @Override
    public synchronized void close() {
        decisions.close();
        thumbnails.close();
    }
}
