package io.facequality.distill.internal.student;

import ai.onnx.proto.OnnxMl;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.convert.internal.checkpoint.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The weights of a model that {@link ModelExport} wrote, under the names that they have in the file. */
public final class ExportedWeights {

    private ExportedWeights() {}

    /**
     * Reads all weights in single precision.
     *
     * @throws ModelException if it is no ONNX file
     */
    public static Map<String, Tensor> read(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            Map<String, Tensor> weights = new LinkedHashMap<>();
            OnnxMl.ModelProto.parseFrom(stream).getGraph().getInitializerList().stream()
                    .filter(weight -> weight.getDataType() == OnnxMl.TensorProto.DataType.FLOAT.getNumber())
                    .forEach(weight -> weights.put(weight.getName(), tensor(weight)));
            return weights;
        } catch (IOException e) {
            throw new ModelException(
                    new Problem("cannot start from the weights", file.toString(), "an ONNX model that was trained here",
                            e.toString(), "Name the model.onnx of an earlier training."),
                    e);
        }
    }

    private static Tensor tensor(OnnxMl.TensorProto weight) {
        ByteBuffer raw = weight.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[raw.remaining() / Float.BYTES];
        raw.asFloatBuffer().get(values);
        return Tensor.of(values, weight.getDimsList().stream().mapToLong(Long::longValue).toArray());
    }
}
