package io.facequality.plan.internal.decisions;

import io.facequality.FaceId;
import io.facequality.internal.Sha256;
import io.facequality.pipeline.internal.SmallLibrary;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.internal.decisions.PersonDecision.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Plans of faces that are told by a word, and decisions about them. */
final class ReviewFixture {

    private final List<PersonDecision> decisions = new ArrayList<>();

    static PlannedFace face(String picture, boolean kept, double quality, String content) {
        return new PlannedFace(
                new FaceId(picture, 0), Sha256.of(content), quality, Optional.empty(),
                new PlannedFace.Decision(kept, 0.1, 0.2, "because"));
    }

    /** Two groups: A keeps the first of three, B the first of two. Contents are the names. */
    static SelectionPlan plan() {
        return library()
                .planned("A", List.of(face("A/1", true, 0.9, "A/1"), face("A/2", false, 0.8, "A/2"), face("A/3", false, 0.7, "A/3")))
                .planned("B", List.of(face("B/1", true, 0.6, "B/1"), face("B/2", false, 0.5, "B/2")))
                .plan();
    }

    static SmallLibrary library() {
        return new SmallLibrary(Path.of("/pictures"));
    }

    static FaceReference reference(String content) {
        return new FaceReference(Sha256.of(content), 0, content);
    }

    static List<FaceReference> references(String... contents) {
        return Arrays.stream(contents).map(ReviewFixture::reference).toList();
    }

    ReviewFixture keep(String... faces) {
        return add(DecisionDraft.of(Type.KEEP, references(faces)));
    }

    ReviewFixture drop(String... faces) {
        return add(DecisionDraft.of(Type.DROP, references(faces)));
    }

    ReviewFixture between(Type type, List<FaceReference> faces, List<FaceReference> others) {
        return add(DecisionDraft.between(type, faces, others));
    }

    ReviewFixture name(String name, String... faces) {
        return add(DecisionDraft.name(references(faces), name));
    }

    private ReviewFixture add(DecisionDraft draft) {
        decisions.add(draft.numbered(decisions.size() + 1, "2026-11-29T12:00:00Z"));
        return this;
    }

    List<PersonDecision> decisions() {
        return List.copyOf(decisions);
    }

    ReviewedPlan on(SelectionPlan plan) {
        return ReviewedPlan.of(plan, decisions);
    }
}
