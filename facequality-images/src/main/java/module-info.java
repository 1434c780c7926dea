/** Decode, resize, detect and align, on OpenCV. */
module io.facequality.images {
    requires transitive io.facequality.onnx;
    requires org.bytedeco.javacpp;
    requires org.bytedeco.opencv;
    requires static org.jspecify;

    uses io.facequality.images.internal.MorePictures;

    exports io.facequality.images;
    exports io.facequality.images.internal to
            io.facequality.cli,
            io.facequality.convert,
            io.facequality.distill,
            io.facequality.eval,
            io.facequality.pipeline,
            io.facequality.review,
            io.facequality.spark,
            io.facequality.video;
    exports io.facequality.images.internal.quality to
            io.facequality.pipeline;
}
