package io.facequality.onnx.internal.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Weights that are stored in half precision and widened by a Cast become constants in single precision, as the runtime
 * would make them: only so can the other rewrites see them. They are widened when the model is written, one at a time.
 */
final class HalfWeights implements Rewrite {

    @Override
    public String name() {
        return "half-precision-widened";
    }

    @Override
    public int apply(ModelGraph graph) {
        int places = 0;
        for (NodeProto cast : graph.nodes("Cast")) {
            Optional<Weights> stored = graph.constant(cast.getInput(0))
                    .filter(Weights::isFloat16)
                    .filter(weights -> weights.count() <= Integer.MAX_VALUE / Float.BYTES);
            boolean widens = Nodes.integer(cast, "to", 0) == TensorProto.DataType.FLOAT_VALUE;
            if (stored.isPresent() && widens && !graph.isOutput(cast.getOutput(0))) {
                graph.replace(cast);
                graph.put(widened(stored.get(), cast.getOutput(0)));
                places++;
            }
        }
        return places;
    }

    private static Weights widened(Weights stored, String name) {
        TensorProto head = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addAllDims(stored.head().getDimsList())
                .build();
        int size = (int) stored.count() * Float.BYTES;
        ModelBytes bytes = ModelBytes.computed(size, stream -> stream.write(bytes(stored, size)));
        return new Weights(head, Optional.of(new Weights.Place(bytes, 0, size)));
    }

    private static byte[] bytes(Weights stored, int size) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        for (short half : stored.halves()) {
            target.putFloat(HalfPrecision.toFloat(half));
        }
        return target.array();
    }
}
