/** Pictures in, plan out. */
module io.facequality.pipeline {
    requires transitive io.facequality.images;
    requires transitive io.facequality.select;
    requires com.fasterxml.jackson.databind;
    requires de.siegmar.fastcsv;
    requires io.facequality.models;
    requires static org.jspecify;

    uses io.facequality.pipeline.internal.VideoSupport;

    exports io.facequality.pipeline;
    exports io.facequality.plan;
    exports io.facequality.pipeline.internal to
            io.facequality.cli,
            io.facequality.convert,
            io.facequality.distill,
            io.facequality.eval,
            io.facequality.review,
            io.facequality.spark,
            io.facequality.video;
    exports io.facequality.plan.internal to
            io.facequality.cli,
            io.facequality.review;
    exports io.facequality.plan.internal.decisions to
            io.facequality.cli,
            io.facequality.review;

    // The records there are the formats of the files, which Jackson reads.
    opens io.facequality.plan.internal to
            com.fasterxml.jackson.databind;
    opens io.facequality.plan.internal.decisions to
            com.fasterxml.jackson.databind;
}
