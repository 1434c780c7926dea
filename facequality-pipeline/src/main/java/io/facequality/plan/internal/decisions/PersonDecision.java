package io.facequality.plan.internal.decisions;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a person decided: a line of {@code decisions.json}. The components and their order are the format.
 *
 * @param action which action it belongs to, from 1; an action of several lines is undone as one
 * @param type what was decided
 * @param faces the faces that it is about
 * @param others further faces, as the type says
 * @param name a person's name; only for {@link Type#NAME}
 * @param undoes the action that this one undoes; only for {@link Type#UNDO}
 * @param time when, in UTC, as ISO 8601 writes it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PersonDecision(
        int action,
        Type type,
        List<FaceReference> faces,
        List<FaceReference> others,
        String name,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int undoes,
        String time) {

    /** The longest name that a person can have. */
    public static final int LONGEST_NAME = 200;

    /** What can be decided. */
    public enum Type {
        /** The faces are kept. */
        @JsonProperty("keep")
        KEEP(1, 0),
        /** The faces are dropped. If they are all of their group, nothing of it is kept. */
        @JsonProperty("drop")
        DROP(1, 0),
        /** The group is right as it is: the faces are kept, the others dropped. */
        @JsonProperty("accept")
        ACCEPT(0, 0),
        /** The faces are no copies of the other one, in whose group they were: they are a group of their own. */
        @JsonProperty("split")
        SPLIT(1, 1),
        /** The faces are of the person of this name. */
        @JsonProperty("name")
        NAME(1, 0),
        /** The face and the other one belong together, and so do their groups. */
        @JsonProperty("same")
        SAME(1, 1),
        /** The face and the other one do not belong together. */
        @JsonProperty("different")
        DIFFERENT(1, 1),
        /** An earlier action counts no longer. */
        @JsonProperty("undo")
        UNDO(0, 0);

        private final int fewestFaces;
        private final int fewestOthers;

        Type(int fewestFaces, int fewestOthers) {
            this.fewestFaces = fewestFaces;
            this.fewestOthers = fewestOthers;
        }
    }

    /** Checks what was read. */
    public PersonDecision(
            int action,
            @Nullable Type type,
            @Nullable List<FaceReference> faces,
            @Nullable List<FaceReference> others,
            @Nullable String name,
            int undoes,
            @Nullable String time) {
        if (type == null) {
            throw new IllegalArgumentException("a decision needs a type");
        }
        this.action = action;
        this.type = type;
        this.faces = faces == null ? List.of() : List.copyOf(faces);
        this.others = others == null ? List.of() : List.copyOf(others);
        this.name = name == null ? "" : name;
        this.undoes = undoes;
        this.time = requireTime(time);
        requireParts();
    }

    private static String requireTime(@Nullable String time) {
        try {
            return Instant.parse(time == null ? "" : time).toString();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("time needs a moment such as 2026-11-29T12:00:00Z", e);
        }
    }

    private void requireParts() {
        if (action < 1) {
            throw new IllegalArgumentException("action needs a number of at least 1");
        }
        if (faces.size() < type.fewestFaces || others.size() < type.fewestOthers) {
            throw new IllegalArgumentException("a decision of this type needs more faces");
        }
        if (type == Type.NAME && (name.isBlank() || name.length() > LONGEST_NAME)) {
            throw new IllegalArgumentException("name needs 1 to " + LONGEST_NAME + " characters");
        }
        if (type == Type.UNDO && (undoes < 1 || undoes >= action)) {
            throw new IllegalArgumentException("undoes needs the number of an earlier action");
        }
    }
}
