package io.facequality.distill.internal.training;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.InvalidProtocolBufferException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.convert.internal.network.NetworkOperators;
import io.facequality.convert.internal.network.Producer;
import io.facequality.distill.internal.student.GraphWriter;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.onnx.internal.OnnxModelDescription;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Makes one model of an embedder and a head: {@code input [n,3,112,112]} RGB, {@code (p/255 - 0.5) / 0.5}, to {@code
 * features}, which are the embedder's own, and {@code quality [n,1]}. One pass gives both.
 *
 * <p>An embedder that takes BGR gets its channels put in order inside the model, so that the user of the model need not
 * know. A batch that the embedder has fixed stays fixed.
 */
public final class HeadExport {

    private static final String QUALITY = "quality";
    private static final String FEATURES = "features";
    private static final int OLDEST_OPERATORS = 9;
    private static final long CHANNELS = 1;

    private HeadExport() {}

    /**
     * Puts the two together.
     *
     * @param embedder the bytes of the embedder's ONNX file
     * @param description what it takes and gives
     * @param order the order of the channels that it takes
     * @param head the head, on its features
     * @param provenance what goes into the model's metadata
     * @return the bytes of an ONNX file
     * @throws ModelException if the embedder cannot be extended: operators older than set 9, or an output of other
     *     shape than {@code [n,d]}
     */
    public static byte[] of(
            byte[] embedder,
            OnnxModelDescription description,
            ChannelOrder order,
            TrainedHead head,
            Map<String, String> provenance) {
        OnnxMl.ModelProto.Builder model = parsed(embedder, description).toBuilder();
        requireOperators(model, description);
        OnnxModelDescription.Tensor embedding = description.embedding().orElseThrow();
        if (embedding.shape().size() != 2) {
            throw unsuitable(description, "an embedding of shape [n,d]", embedding.toString());
        }
        OnnxMl.GraphProto.Builder graph = model.getGraphBuilder();
        if (order == ChannelOrder.BGR) {
            swapChannels(graph, description.faces().orElseThrow().name());
        }
        append(graph, freed(graph, embedding.name()), embedding.shape().get(0), head);
        provenance.forEach((key, value) -> model.addMetadataProps(
                OnnxMl.StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.setProducerName(Producer.NAME).build().toByteArray();
    }

    private static OnnxMl.ModelProto parsed(byte[] embedder, OnnxModelDescription description) {
        try {
            return OnnxMl.ModelProto.parseFrom(embedder);
        } catch (InvalidProtocolBufferException e) {
            throw new ModelException(
                    new Problem("cannot extend the model", description.id().name(), "an ONNX model",
                            String.valueOf(e.getMessage()), "Fetch the file anew."),
                    e);
        }
    }

    private static void requireOperators(OnnxMl.ModelProto.Builder model, OnnxModelDescription description) {
        long version = model.getOpsetImportList().stream()
                .filter(set -> set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx"))
                .mapToLong(OnnxMl.OperatorSetIdProto::getVersion)
                .findFirst()
                .orElse(0);
        if (version < OLDEST_OPERATORS) {
            throw unsuitable(description, "operators of set " + OLDEST_OPERATORS + " or later", "set " + version);
        }
    }

    private static ModelException unsuitable(OnnxModelDescription description, String expected, String found) {
        return new ModelException(new Problem(
                "cannot extend the model", description.id().name(), expected, found,
                "Convert the embedder, or use another one."));
    }

    /** Lets the model's first nodes read an image whose channels were put in their order. */
    private static void swapChannels(OnnxMl.GraphProto.Builder graph, String input) {
        OnnxMl.GraphProto.Builder front = OnnxMl.GraphProto.newBuilder();
        GraphWriter writer = new GraphWriter(front, "channels_");
        String swapped = writer.node(
                "Gather", List.of(input, writer.longs(2, 1, 0)), GraphWriter.whole("axis", CHANNELS));
        graph.getNodeBuilderList().forEach(node -> readInstead(node, input, swapped));
        graph.addNode(0, front.getNode(0)).addInitializer(front.getInitializer(0));
    }

    /** Frees the two names that the model is to have; gives the embedding's, which may be one of them. */
    private static String freed(OnnxMl.GraphProto.Builder graph, String embedding) {
        rename(graph, QUALITY, "embedder_" + QUALITY);
        rename(graph, FEATURES, "embedder_" + FEATURES);
        return embedding.equals(QUALITY) || embedding.equals(FEATURES) ? "embedder_" + embedding : embedding;
    }

    private static void rename(OnnxMl.GraphProto.Builder graph, String from, String to) {
        for (OnnxMl.NodeProto.Builder node : graph.getNodeBuilderList()) {
            readInstead(node, from, to);
            for (int i = 0; i < node.getOutputCount(); i++) {
                if (node.getOutput(i).equals(from)) {
                    node.setOutput(i, to);
                }
            }
        }
    }

    private static void readInstead(OnnxMl.NodeProto.Builder node, String from, String to) {
        for (int i = 0; i < node.getInputCount(); i++) {
            if (node.getInput(i).equals(from)) {
                node.setInput(i, to);
            }
        }
    }

    private static void append(OnnxMl.GraphProto.Builder graph, String embedding, long batch, TrainedHead head) {
        GraphWriter writer = new GraphWriter(graph, "head_");
        String product = writer.node("MatMul", List.of(
                unit(writer, embedding, head.dimension()),
                writer.floats(head.firstWeights(), head.dimension(), head.hidden())));
        String units = writer.node("Add", List.of(product, writer.floats(head.firstBias(), head.hidden())));
        String active = gelu(writer, units);
        String weighted = writer.node("MatMul", List.of(active, writer.floats(head.secondWeights(), head.hidden(), 1)));
        String score = writer.node("Add", List.of(weighted, writer.number(head.secondBias())));
        writer.named(QUALITY, "Identity", List.of(score));
        writer.named(FEATURES, "Identity", List.of(embedding));
        graph.clearOutput()
                .addOutput(GraphWriter.value(FEATURES, batch, head.dimension()))
                .addOutput(GraphWriter.value(QUALITY, batch, 1));
    }

    /** ReduceL2's axes moved from an attribute to an input at set 18; a product with ones is the same in all sets. */
    private static String unit(GraphWriter writer, String embedding, int dimension) {
        float[] ones = new float[dimension];
        Arrays.fill(ones, 1);
        String squares = writer.node("Mul", List.of(embedding, embedding));
        String squaredLength = writer.node("MatMul", List.of(squares, writer.floats(ones, dimension, 1)));
        String length = writer.node("Sqrt", List.of(squaredLength));
        String divisor = writer.node("Add", List.of(length, writer.number(NetworkOperators.SHORTEST)));
        return writer.node("Div", List.of(embedding, divisor));
    }

    /** {@code x/2 (1 + erf(x / sqrt 2))}: the operator of that name came only with set 20. */
    private static String gelu(GraphWriter writer, String x) {
        String scaled = writer.node("Mul", List.of(x, writer.number((float) Math.sqrt(0.5))));
        String oneMore = writer.node("Add", List.of(writer.node("Erf", List.of(scaled)), writer.number(1)));
        return writer.node("Mul", List.of(writer.node("Mul", List.of(x, writer.number(0.5f))), oneMore));
    }
}
