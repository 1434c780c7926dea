/** Models on ONNX Runtime. */
module io.facequality.onnx {
    requires transitive io.facequality;
    requires com.google.protobuf;
    requires com.microsoft.onnxruntime;
    requires org.bytedeco.javacpp;
    requires org.tribuo.util.onnx;
    requires static org.jspecify;

    exports io.facequality.onnx;
    exports io.facequality.onnx.diffusion;
    exports io.facequality.onnx.internal to
            io.facequality.convert,
            io.facequality.distill,
            io.facequality.images,
            io.facequality.pipeline,
            io.facequality.video;
    exports io.facequality.onnx.internal.diffusion to
            io.facequality.convert,
            io.facequality.distill;
    exports io.facequality.onnx.internal.graph to
            io.facequality.convert,
            io.facequality.distill;
}
