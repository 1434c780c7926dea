package io.facequality.select;

/** Which vector stands for the kept faces. */
public enum Representation {
    /** The plain mean of their normalized embeddings, as in the published selection's code. */
    MEAN,
    /** The mean of their normalized embeddings weighted by quality, as in the published selection's description. */
    QUALITY_WEIGHTED
}
