package io.facequality.cli.internal;

/** What may be near-duplicates. */
enum CopyKind {
    /** Faces. */
    FACES(GroupKind.FACES),
    /** Pictures as a whole. */
    PICTURES(GroupKind.PICTURES);

    private final GroupKind kind;

    CopyKind(GroupKind kind) {
        this.kind = kind;
    }

    GroupKind kind() {
        return kind;
    }
}
