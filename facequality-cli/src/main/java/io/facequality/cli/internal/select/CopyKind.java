package io.facequality.cli.internal.select;

/** What may be near-duplicates. */
public enum CopyKind {
    /** Faces. */
    FACES(GroupKind.FACES),
    /** Pictures as a whole. */
    PICTURES(GroupKind.PICTURES);

    private final GroupKind kind;

    CopyKind(GroupKind kind) {
        this.kind = kind;
    }

    public GroupKind kind() {
        return kind;
    }
}
