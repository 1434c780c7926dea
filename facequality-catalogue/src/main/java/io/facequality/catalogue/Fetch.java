package io.facequality.catalogue;

/** A way for one model to come into its folder. */
interface Fetch {

    /**
     * Brings the model, and checks it.
     *
     * @return its digest
     * @throws io.facequality.FaceQualityException.ModelException if it cannot be had, or is not what the catalogue names
     */
    String run();
}
