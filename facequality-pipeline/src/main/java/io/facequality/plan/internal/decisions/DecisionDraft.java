package io.facequality.plan.internal.decisions;

import io.facequality.plan.internal.decisions.PersonDecision.Type;
import java.util.List;

/**
 * A decision before it is written, when it gets its number and its time.
 *
 * @param type what was decided
 * @param faces the faces that it is about
 * @param others further faces, as the type says
 * @param name a person's name, or nothing
 */
public record DecisionDraft(Type type, List<FaceReference> faces, List<FaceReference> others, String name) {

    public static DecisionDraft of(Type type, List<FaceReference> faces) {
        return new DecisionDraft(type, faces, List.of(), "");
    }

    public static DecisionDraft between(Type type, List<FaceReference> faces, List<FaceReference> others) {
        return new DecisionDraft(type, faces, others, "");
    }

    public static DecisionDraft name(List<FaceReference> faces, String name) {
        return new DecisionDraft(Type.NAME, faces, List.of(), name);
    }

    PersonDecision numbered(int action, String time) {
        return new PersonDecision(action, type, faces, others, name, 0, time);
    }
}
