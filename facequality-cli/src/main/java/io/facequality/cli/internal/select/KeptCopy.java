package io.facequality.cli.internal.select;

import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.Grouping;
import io.facequality.plan.SelectionPlan;

/** Which of a group of copies are kept. */
public enum KeptCopy {
    /** The best one. */
    BEST;

    public SelectionPlan plan(FacePipeline pipeline, FaceFolder folder, Grouping grouping) {
        return pipeline.keepBestCopies(folder, grouping);
    }
}
