/** Models on ONNX Runtime; decoding, resizing, detecting and aligning on OpenCV. */
module io.facequality.onnx {
    requires transitive io.facequality;
    requires com.google.protobuf;
    requires com.microsoft.onnxruntime;
    requires org.bytedeco.javacpp;
    requires org.bytedeco.opencv;
    requires org.tribuo.util.onnx;
    requires static org.jspecify;

    exports io.facequality.onnx;
    exports io.facequality.onnx.graph to
            io.facequality.distill;
    exports io.facequality.opencv;
}
