package io.facequality.cli.internal.score;

/** How faces are scored. */
public enum ScoringMethod {
    /** By a model that gives a quality in one pass. */
    MODEL,
    /** By diffusion: many passes of a UNet and an embedder. */
    DIFFIQA
}
