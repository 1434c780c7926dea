package io.facequality.cli.internal.select;

/** What makes a group. */
public enum GroupKind {
    /** The folder that pictures lie in. */
    FOLDERS,
    /** How alike faces are. */
    FACES,
    /** How alike pictures are. */
    PICTURES
}
