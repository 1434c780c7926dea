/** The nouns and verbs of facequality: immutable values and one-method interfaces, on the JDK alone. */
module io.facequality {
    requires transitive java.desktop;
    requires static org.jspecify;

    exports io.facequality;
    exports io.facequality.internal to
            io.facequality.catalogue,
            io.facequality.cli,
            io.facequality.convert,
            io.facequality.distill,
            io.facequality.eval,
            io.facequality.images,
            io.facequality.onnx,
            io.facequality.pipeline,
            io.facequality.review,
            io.facequality.select,
            io.facequality.spark,
            io.facequality.video;
}
