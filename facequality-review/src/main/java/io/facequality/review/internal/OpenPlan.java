package io.facequality.review.internal;

import io.facequality.ProgressListener;
import io.facequality.internal.WholeFile;
import io.facequality.plan.PlanApplication;
import io.facequality.plan.PlanApplication.Mode;
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
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A plan that is being reviewed, with the decisions beside it. Safe to share between threads. */
final class OpenPlan implements AutoCloseable {

    private final Path file;
    private final SelectionPlan plan;
    private final PlanView view;
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
        this.view = new PlanView(plan, salt);
        this.decisions = DecisionFile.open(DecisionFile.beside(file));
        this.reviewed = ReviewedPlan.of(plan, decisions.standing());
        PlannedPictures pictures = new PlannedPictures(plan);
        this.thumbnails = new Thumbnails(pictures);
        this.facts = new PictureFacts(pictures);
    }

    Path file() {
        return file;
    }

    Path folder() {
        return WholeFile.folderOf(file);
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

    Counts counts() {
        return view.counts(reviewed());
    }

    Answers.Groups groups(GroupFilter filter) {
        return view.groups(reviewed(), filter);
    }

    private ReviewedGroup group(String id) {
        return reviewed().groups().stream()
                .filter(group -> group.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Refusal(Refusal.NOT_FOUND, "This group is no longer there."));
    }

    Answers.Group details(String id) {
        return view.details(group(id));
    }

    Answers.Groups near(String id) {
        return view.near(group(id), reviewed());
    }

    Answers.Copies copies(String id) {
        return new Answers.Copies(group(id).faces().stream()
                .map(ordinal -> facts.of(ordinal, view.face(ordinal)))
                .toList());
    }

    byte[] picture(String image, Thumbnails.View shown) throws IOException {
        return thumbnails.of(image, view.byImage(image), shown);
    }

    /** Saves a decision about faces. */
    synchronized Decided decide(Questions.Decide asked) {
        List<Integer> named = Optional.ofNullable(asked.faces()).orElse(List.of());
        if (asked.type() == null || named.isEmpty()) {
            throw new Refusal(Refusal.BAD_REQUEST, "A decision needs a type and faces.");
        }
        return save(List.of(draft(asked.type(), named, asked)));
    }

    private DecisionDraft draft(Type type, List<Integer> named, Questions.Decide asked) {
        return switch (type) {
            case KEEP -> DecisionDraft.of(Type.KEEP, references(named));
            case DROP -> DecisionDraft.of(Type.DROP, references(withWholeGroups(unprotected(named))));
            case NAME -> DecisionDraft.name(references(named), name(asked.name()));
            case SPLIT, SAME, DIFFERENT -> DecisionDraft.between(
                    type, references(named), references(List.of(other(asked.other()))));
            case ACCEPT, UNDO -> throw new Refusal(Refusal.BAD_REQUEST, "This is decided in another way.");
        };
    }

    private static int other(@Nullable Integer other) {
        return Optional.ofNullable(other)
                .orElseThrow(() -> new Refusal(Refusal.BAD_REQUEST, "This decision needs another face."));
    }

    private static String name(@Nullable String name) {
        String text = Optional.ofNullable(name).orElse("").strip();
        if (text.isEmpty() || text.length() > PersonDecision.LONGEST_NAME) {
            throw new Refusal(
                    Refusal.UNUSABLE, "A name needs 1 to " + PersonDecision.LONGEST_NAME + " characters.");
        }
        return text;
    }

    private List<FaceReference> references(List<Integer> ordinals) {
        return ordinals.stream().map(ordinal -> FaceReference.of(view.face(ordinal))).toList();
    }

    private List<Integer> unprotected(List<Integer> dropped) {
        List<Integer> left = dropped.stream().filter(face -> !view.isProtected(face)).toList();
        if (left.isEmpty()) {
            throw new Refusal(Refusal.UNUSABLE, "Pictures of a protected folder stay kept.");
        }
        return left;
    }

    /** Who drops the last kept face of a group drops the whole group, and the decision says so. */
    private List<Integer> withWholeGroups(List<Integer> dropped) {
        List<Integer> all = new ArrayList<>(dropped);
        reviewed.groups().stream()
                .filter(group -> group.faces().stream().anyMatch(dropped::contains))
                .filter(group -> keepsNoneBut(dropped, group))
                .flatMap(group -> group.faces().stream())
                .filter(face -> !dropped.contains(face))
                .forEach(all::add);
        return all;
    }

    private static boolean keepsNoneBut(List<Integer> dropped, ReviewedGroup group) {
        return IntStream.range(0, group.faces().size())
                .filter(i -> group.planned().faces().get(i).kept())
                .allMatch(i -> dropped.contains(group.faces().get(i)));
    }

    /** Says that groups are right as they are. */
    synchronized Decided accept(List<String> ids) {
        List<DecisionDraft> drafts = waiting(ids).stream().map(OpenPlan::acceptance).toList();
        return drafts.isEmpty() ? view.difference(0, reviewed, reviewed) : save(drafts);
    }

    /** Those of the groups that are not accepted yet. */
    private List<ReviewedGroup> waiting(List<String> ids) {
        Set<String> wanted = Set.copyOf(ids);
        return reviewed().groups().stream()
                .filter(group -> wanted.contains(group.id()) && !group.accepted())
                .toList();
    }

    private static DecisionDraft acceptance(ReviewedGroup group) {
        return DecisionDraft.between(Type.ACCEPT, references(group, true), references(group, false));
    }

    private static List<FaceReference> references(ReviewedGroup group, boolean kept) {
        return group.planned().faces().stream()
                .filter(face -> face.kept() == kept)
                .map(FaceReference::of)
                .toList();
    }

    Answers.AcceptPreview acceptPreview(List<String> ids) {
        List<ReviewedGroup> waiting = waiting(ids);
        int kept = waiting.stream().mapToInt(group -> group.planned().kept().size()).sum();
        int faces = waiting.stream().mapToInt(group -> group.faces().size()).sum();
        int emptied = (int) waiting.stream().filter(group -> group.planned().kept().isEmpty()).count();
        return new Answers.AcceptPreview(waiting.size(), ids.size() - waiting.size(), kept, faces - kept, emptied);
    }

    synchronized Decided undo() {
        return changed(() -> decisions.undo().orElse(0));
    }

    private Decided save(List<DecisionDraft> drafts) {
        return changed(() -> decisions.append(drafts));
    }

    private Decided changed(IntSupplier saving) {
        if (!decisions.isWritable()) {
            throw new Refusal(Refusal.CONFLICT, "Another program has the decisions open, or they cannot be written.");
        }
        ReviewedPlan before = reviewed;
        int action = saving.getAsInt();
        reviewed = ReviewedPlan.of(plan, decisions.standing());
        return view.difference(action, before, reviewed);
    }

    /** Carries out the plan as it is now, with the same code as the command. */
    PlanApplication.Result apply(Mode mode, Path folder, ProgressListener listener) {
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
