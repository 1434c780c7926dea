package io.facequality.cli.internal;

/** How faces are scored. */
enum ScoringMethod {
    /** By a model that gives a quality in one pass. */
    MODEL,
    /** By diffusion: many passes of a UNet and an embedder. */
    DIFFIQA
}
