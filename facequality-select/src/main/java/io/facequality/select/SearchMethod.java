package io.facequality.select;

/** How the best choice is looked for. */
public enum SearchMethod {
    /**
     * By size: every combination where they are few, branch and bound where the objective has bounds, every combination
     * again where the budget allows for them, otherwise a swap search, and a greedy one where even that is too much.
     */
    AUTO,
    /** Every combination, each in O(n). */
    EXHAUSTIVE,
    /**
     * Leaves out what a lower bound excludes, and proves the rest: exactly, or within a gap. An objective without
     * bounds is searched exhaustively.
     */
    BRANCH_AND_BOUND,
    /** From 16 starts, exchanges one face for another as long as that helps; proves nothing. */
    SWAP,
    /** Adds one face after the other; proves nothing. */
    GREEDY
}
