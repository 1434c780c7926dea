package io.facequality.distill.training;

import ai.onnx.proto.OnnxMl;
import io.facequality.AlignedFace;
import io.facequality.onnx.OnnxModelDescription;
import java.util.List;
import java.util.Map;

/**
 * Writes a trained student as ONNX: {@code input [n,3,112,112]} RGB, {@code (p/255 - 0.5) / 0.5}, to {@code features
 * [n,d]}, of length 1, and {@code quality [n,1]}.
 */
final class StudentExport {

    private static final int OPERATOR_SET = 17;
    private static final int FORMAT = 8;
    private static final String INPUT = "input";
    private static final String FEATURES = "features";
    private static final String QUALITY = "quality";

    private StudentExport() {}

    /** The bytes of an ONNX file. */
    static byte[] of(MobileFaceNet network, Tensors tensors, Map<String, String> provenance) {
        OnnxMl.GraphProto.Builder graph = OnnxMl.GraphProto.newBuilder().setName("student");
        GraphWriter writer = new GraphWriter(graph, "");
        MobileFaceNet.Output<String> output = network.apply(new GraphOperators(writer, tensors), INPUT);
        writer.named(FEATURES, "Identity", List.of(output.features()));
        writer.named(QUALITY, "Identity", List.of(output.score()));
        long open = OnnxModelDescription.Tensor.OPEN;
        graph.addInput(GraphWriter.value(INPUT, open, 3, AlignedFace.SIZE, AlignedFace.SIZE))
                .addOutput(GraphWriter.value(FEATURES, open, network.dimension()))
                .addOutput(GraphWriter.value(QUALITY, open, 1));
        OnnxMl.ModelProto.Builder model = OnnxMl.ModelProto.newBuilder()
                .setIrVersion(FORMAT)
                .setProducerName("facequality")
                .setGraph(graph)
                .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET));
        provenance.forEach((key, value) -> model.addMetadataProps(
                OnnxMl.StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }
}
