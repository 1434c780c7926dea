package io.facequality.select;

/** Which vector stands for the kept faces. */
public enum Representation {
    /** The plain mean of their normalised embeddings, as in the published selection's code. */
    MEAN,
    /** The mean of their normalised embeddings weighted by quality, as in the published selection's description. */
    QUALITY_WEIGHTED
}
