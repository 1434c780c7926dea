package io.facequality.distill.internal.training;

import ai.onnx.proto.OnnxMl;
import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.distill.DistillationSettings;
import io.facequality.distill.internal.faces.Teacher;
import io.facequality.distill.internal.student.GraphWriter;
import io.facequality.distill.internal.student.HintLayer;
import io.facequality.distill.internal.student.Student;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.internal.OnnxModelDescription;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An embedder that a student learns from. Where hints are wanted it also shows a feature map from inside its network:
 * then it is the embedder's model with another output, the embedding and the map, one behind the other.
 *
 * <p>Safe to call from several threads at once. Its opener closes it.
 */
final class OnnxTeacher implements Teacher, AutoCloseable {

    private final OnnxEmbedder embedder;
    private final int dimension;
    private final int channels;

    private OnnxTeacher(OnnxEmbedder embedder, int dimension, int channels) {
        this.embedder = embedder;
        this.dimension = dimension;
        this.channels = channels;
    }

    /**
     * Opens a teacher.
     *
     * @param path the embedder's ONNX file
     * @param contract how it takes pixels
     * @throws InvalidInputException if the model has no such value as the hint names, or it is no map of as many places
     *     as a student's last one
     */
    static OnnxTeacher open(Path path, ModelContract contract, DistillationSettings.Hint hint) {
        ModelFile file = ModelFile.of(path);
        OnnxModelDescription description = OnnxModelDescription.read(file);
        int dimension = width(description);
        if (hint.absent()) {
            return new OnnxTeacher(OnnxEmbedder.open(file, contract, ModelOptions.defaults()), dimension, 0);
        }
        OnnxMl.ModelProto model = parsed(path);
        int channels = channels(model, description, hint.map());
        ModelFile extended = named(description, extended(model, description, hint.map()));
        return new OnnxTeacher(OnnxEmbedder.open(extended, contract, ModelOptions.defaults()), dimension, channels);
    }

    private static ModelFile named(OnnxModelDescription description, OnnxMl.ModelProto model) {
        return ModelFile.of(description.id().name(), description.id().version(), model.toByteArray());
    }

    /** Lets the runtime find the map's shape, and checks it. */
    private static int channels(OnnxMl.ModelProto model, OnnxModelDescription description, String map) {
        boolean there = model.getGraph().getNodeList().stream().anyMatch(node -> node.getOutputList().contains(map));
        if (!there) {
            throw unsuitable("the name of a value of " + description.id().name(), map);
        }
        OnnxMl.ModelProto.Builder shown = model.toBuilder();
        shown.getGraphBuilder().clearOutput().addOutput(OnnxMl.ValueInfoProto.newBuilder().setName(map));
        OnnxModelDescription.Tensor found = OnnxModelDescription.read(named(description, shown.build())).outputs().get(0);
        List<Long> shape = found.shape();
        long side = Student.LAST_SIDE;
        if (shape.size() != 4 || shape.get(1) < 1 || shape.get(2) != side || shape.get(3) != side) {
            throw unsuitable("a map of " + side + " x " + side + " places", found.toString());
        }
        return Math.toIntExact(shape.get(1));
    }

    private static int width(OnnxModelDescription description) {
        return Math.toIntExact(description.embedding().orElseThrow().shape().get(1));
    }

    private static OnnxMl.ModelProto extended(OnnxMl.ModelProto teacher, OnnxModelDescription description, String map) {
        OnnxMl.ModelProto.Builder model = teacher.toBuilder();
        OnnxMl.GraphProto.Builder graph = model.getGraphBuilder();
        GraphWriter writer = new GraphWriter(graph, "hint_");
        String both = writer.node(
                "Concat",
                List.of(
                        writer.node("Flatten", List.of(description.embedding().orElseThrow().name())),
                        writer.node("Flatten", List.of(map))),
                GraphWriter.whole("axis", 1));
        // Without a type, which the runtime finds. A single output may have any name.
        graph.clearOutput().addOutput(OnnxMl.ValueInfoProto.newBuilder().setName(both));
        return model.build();
    }

    private static OnnxMl.ModelProto parsed(Path path) {
        try (InputStream stream = Files.newInputStream(path)) {
            return OnnxMl.ModelProto.parseFrom(stream);
        } catch (IOException e) {
            throw new ModelException(
                    new Problem("cannot take hints from the teacher", path.toString(), "an ONNX model", e.toString(),
                            "Fetch the file anew."),
                    e);
        }
    }

    private static InvalidInputException unsuitable(String expected, String found) {
        return new InvalidInputException(new Problem(
                "cannot take hints from the teacher", "hint.map", expected, found,
                "Look its values up in a viewer of ONNX files and name the last map of that size, in front of the layer that"
                        + " makes a vector of it; or leave it out."));
    }

    /** What makes such maps of a student's; empty if it shows none. */
    Optional<HintLayer> hintLayer(int studentChannels) {
        return channels == 0 ? Optional.empty() : Optional.of(new HintLayer(studentChannels, channels));
    }

    @Override
    public Target target(AlignedFace face) {
        float[] both = embedder.embed(face).toArray();
        return new Target(Embedding.copyOf(both, 0, dimension), Arrays.copyOfRange(both, dimension, both.length));
    }

    @Override
    public void close() {
        embedder.close();
    }
}
