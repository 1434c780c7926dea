package io.facequality.cli.internal;

/** What makes a group. */
enum GroupKind {
    /** The folder that pictures lie in. */
    FOLDERS,
    /** How alike faces are. */
    FACES,
    /** How alike pictures are. */
    PICTURES
}
