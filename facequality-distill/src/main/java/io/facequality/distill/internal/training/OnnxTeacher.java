package io.facequality.distill.internal.training;

import ai.onnx.proto.OnnxMl;
import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.convert.internal.network.MobileFaceNet.MapShape;
import io.facequality.distill.DistillationSettings;
import io.facequality.distill.internal.faces.Teacher;
import io.facequality.distill.internal.student.GraphWriter;
import io.facequality.distill.internal.student.MapHints;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An embedder that a student learns from. Where hints are wanted it also shows feature maps from inside its network:
 * then it is the embedder's model with another output, the embedding and the maps, one behind the other.
 *
 * <p>Safe to call from several threads at once. Its opener closes it.
 */
final class OnnxTeacher implements Teacher, AutoCloseable {

    private static final String NOT_TAKEN = "cannot take hints from the teacher";

    private final OnnxEmbedder embedder;
    private final int dimension;
    private final List<String> names;
    private final List<MapShape> maps;

    private OnnxTeacher(OnnxEmbedder embedder, int dimension, List<String> names, List<MapShape> maps) {
        this.embedder = embedder;
        this.dimension = dimension;
        this.names = List.copyOf(names);
        this.maps = List.copyOf(maps);
    }

    /**
     * Opens a teacher.
     *
     * @param path the embedder's ONNX file
     * @param contract how it takes pixels
     * @throws InvalidInputException if the model has no such values as the hint names, or they are no feature maps
     */
    static OnnxTeacher open(Path path, ModelContract contract, DistillationSettings.Hint hint) {
        ModelFile file = ModelFile.of(path);
        OnnxModelDescription description = OnnxModelDescription.read(file);
        int dimension = width(description);
        if (hint.absent()) {
            OnnxEmbedder embedder = OnnxEmbedder.open(file, contract, ModelOptions.defaults());
            return new OnnxTeacher(embedder, dimension, List.of(), List.of());
        }
        OnnxMl.ModelProto model = parsed(path);
        List<MapShape> maps = shapes(model, description, hint.maps());
        ModelFile extended = named(description, extended(model, description, hint.maps()));
        OnnxEmbedder embedder = OnnxEmbedder.open(extended, contract, ModelOptions.defaults());
        return new OnnxTeacher(embedder, dimension, hint.maps(), maps);
    }

    private static ModelFile named(OnnxModelDescription description, OnnxMl.ModelProto model) {
        return ModelFile.of(description.id().name(), description.id().version(), model.toByteArray());
    }

    /** Lets the runtime find the maps' shapes. */
    private static List<MapShape> shapes(
            OnnxMl.ModelProto model, OnnxModelDescription description, List<String> maps) {
        Set<String> values = new HashSet<>();
        model.getGraph().getNodeList().forEach(node -> values.addAll(node.getOutputList()));
        OnnxMl.ModelProto.Builder shown = model.toBuilder();
        OnnxMl.GraphProto.Builder graph = shown.getGraphBuilder().clearOutput();
        for (String map : maps) {
            if (!values.contains(map)) {
                throw unsuitable("the name of a value of " + description.id().name(), map);
            }
            graph.addOutput(OnnxMl.ValueInfoProto.newBuilder().setName(map));
        }
        return OnnxModelDescription.read(named(description, shown.build())).outputs().stream()
                .map(OnnxTeacher::shape)
                .toList();
    }

    private static MapShape shape(OnnxModelDescription.Tensor map) {
        List<Long> shape = map.shape();
        if (shape.size() != 4 || shape.get(1) < 1 || shape.get(2) < 1 || !shape.get(2).equals(shape.get(3))) {
            throw unsuitable("a feature map, as high as wide", map.toString());
        }
        return new MapShape(Math.toIntExact(shape.get(1)), Math.toIntExact(shape.get(2)));
    }

    private static int width(OnnxModelDescription description) {
        return Math.toIntExact(description.embedding().orElseThrow().shape().get(1));
    }

    private static OnnxMl.ModelProto extended(
            OnnxMl.ModelProto teacher, OnnxModelDescription description, List<String> maps) {
        OnnxMl.ModelProto.Builder model = teacher.toBuilder();
        OnnxMl.GraphProto.Builder graph = model.getGraphBuilder();
        GraphWriter writer = new GraphWriter(graph, "hint_");
        List<String> parts = Stream.concat(
                        Stream.of(description.embedding().orElseThrow().name()), maps.stream())
                .map(value -> writer.node("Flatten", List.of(value)))
                .toList();
        String all = writer.node("Concat", parts, GraphWriter.whole("axis", 1));
        // Without a type, which the runtime finds. A single output may have any name.
        graph.clearOutput().addOutput(OnnxMl.ValueInfoProto.newBuilder().setName(all));
        return model.build();
    }

    private static OnnxMl.ModelProto parsed(Path path) {
        try (InputStream stream = Files.newInputStream(path)) {
            return OnnxMl.ModelProto.parseFrom(stream);
        } catch (IOException e) {
            throw new ModelException(
                    new Problem(NOT_TAKEN, path.toString(), "an ONNX model", e.toString(),
                            "Fetch the file anew."),
                    e);
        }
    }

    private static InvalidInputException unsuitable(String expected, String found) {
        return new InvalidInputException(new Problem(
                NOT_TAKEN, "hint.maps", expected, found,
                "Look its values up in a viewer of ONNX files and name the last map of 7 x 7 positions, in front of the"
                        + " layer that makes a vector of it, or for a student of blocks the map after each; or none."));
    }

    /**
     * How a student's maps are compared with those of this teacher.
     *
     * @throws InvalidInputException if they cannot be
     */
    MapHints hints(Student student) {
        List<MapShape> blocks = student.blocks();
        MapShape last = blocks.get(blocks.size() - 1);
        if (maps.isEmpty()) {
            return MapHints.none();
        }
        if (maps.size() == 1) {
            MapShape map = maps.get(0);
            if (map.side() != last.side()) {
                throw unsuitable("a map of " + positions(last.side()), names.get(0) + ", of " + positions(map.side()));
            }
            return MapHints.last(map, last);
        }
        if (!maps.equals(blocks)) {
            throw unsuitable("one map, or maps of the shapes " + blocks, maps.toString());
        }
        return MapHints.each(maps);
    }

    private static String positions(int side) {
        return side + " x " + side + " positions";
    }

    @Override
    public Target target(AlignedFace face) {
        float[] all = embedder.embed(face).toArray();
        List<float[]> shown = new ArrayList<>();
        int from = dimension;
        for (MapShape map : maps) {
            int to = from + map.channels() * map.side() * map.side();
            shown.add(Arrays.copyOfRange(all, from, to));
            from = to;
        }
        return new Target(Embedding.copyOf(all, 0, dimension), List.copyOf(shown));
    }

    @Override
    public void close() {
        embedder.close();
    }
}
