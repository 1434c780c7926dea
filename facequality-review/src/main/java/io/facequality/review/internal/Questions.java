package io.facequality.review.internal;

import io.facequality.plan.PlanApplication.Mode;
import io.facequality.plan.internal.decisions.PersonDecision.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the page asks of the server. Everything may be missing, and anything may stand there. */
final class Questions {

    private Questions() {}

    record Token(@Nullable String token) {}

    record Place(@Nullable String id) {}

    /** How faces are grouped in a run. */
    enum GroupBy {
        PEOPLE,
        COPIES,
        FOLDERS
    }

    record Run(@Nullable String folder, @Nullable GroupBy group, int keep) {}

    record Decide(
            @Nullable Type type, @Nullable List<Integer> faces, @Nullable Integer other, @Nullable String name) {}

    record Accept(@Nullable List<String> groups) {}

    record Apply(@Nullable Mode mode, @Nullable String folder, @Nullable String name) {}
}
