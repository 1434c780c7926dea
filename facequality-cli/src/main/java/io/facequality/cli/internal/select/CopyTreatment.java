package io.facequality.cli.internal.select;

import io.facequality.pipeline.FacePipeline.Copies;

/** What is done with several copies of one shot. */
public enum CopyTreatment {
    /** They become one candidate before anything is chosen. */
    FIRST(Copies.ONE_CANDIDATE),
    /** Each is a candidate. */
    AS_THEY_ARE(Copies.AS_THEY_ARE);

    private final Copies copies;

    CopyTreatment(Copies copies) {
        this.copies = copies;
    }

    Copies copies() {
        return copies;
    }
}
