package io.facequality.cli.internal.console;

/** When there is a progress bar. */
public enum ProgressOption {
    /** Where standard error is a terminal. */
    AUTO,
    /** Always. */
    ALWAYS,
    /** Never. */
    NEVER
}
