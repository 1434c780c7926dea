package io.facequality.cli.internal;

/** When there is a progress bar. */
enum ProgressOption {
    /** Where standard error is a terminal. */
    AUTO,
    /** Always. */
    ALWAYS,
    /** Never. */
    NEVER
}
