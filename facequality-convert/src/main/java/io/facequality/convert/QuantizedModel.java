package io.facequality.convert;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.ModelId;
import io.facequality.internal.Interrupts;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.internal.BatchSize;
import io.facequality.onnx.internal.OnnxModel;
import io.facequality.onnx.internal.OnnxModelDescription;
import io.facequality.onnx.internal.PixelPacking;
import io.facequality.onnx.internal.graph.ModelBytes;
import io.facequality.onnx.internal.graph.QuantizableModel;
import io.facequality.onnx.internal.graph.ValueHistogram;
import io.facequality.onnx.internal.graph.ValueRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;

/**
 * A face network whose convolutions run in 8 bits instead of float32 (static quantization: unsigned activations with
 * one range a value, signed weights with a scale for each output channel). Its results are not those of the model that
 * it was made from, only close to them; how close, and how much faster, differs from model to model and must be
 * measured before it is used.
 *
 * <p>Immutable and safe to share between threads.
 */
final class QuantizedModel {

    private static final String WHAT = "cannot quantize the model";
    private static final String PROVENANCE = "facequality.quantization";

    private final ModelFile original;
    private final ModelId source;
    private final int nodes;
    private final ModelProto model;

    private QuantizedModel(ModelFile original, ModelId source, int nodes, ModelProto model) {
        this.original = original;
        this.source = source;
        this.nodes = nodes;
        this.model = model;
    }

    /**
     * Quantizes a model. It is rewritten as for running it, then run in float32 on each face to see what its values
     * range over, which takes several times as long as scoring the faces, on one thread.
     *
     * @param file the model's file
     * @param contract how pixels become the model's numbers
     * @param faces faces like those that it will be used on; a few hundred are enough
     * @param done is told after each face how many are done
     * @return the quantized model
     * @throws InvalidInputException if there are no faces
     * @throws ModelException if the file is missing or damaged, or is not a model to quantize: one that takes no
     *     aligned faces, was optimized or quantized already, keeps weights in other files, has operators older than
     *     version 13, or has no convolutions with constant weights
     * @throws CancellationException if this thread is interrupted
     */
    static QuantizedModel of(
            ModelFile file, ModelContract contract, List<AlignedFace> faces, IntConsumer done) {
        if (faces.isEmpty()) {
            throw new InvalidInputException(new Problem(
                    WHAT, file.name(), "faces to calibrate on", "none", "Give faces like those that it is meant for."));
        }
        OnnxModelDescription description = OnnxModelDescription.read(file);
        if (description.faces().isEmpty()) {
            throw new ModelException(new Problem(
                    WHAT, file.name(), "one input float32 [n,3,112,112]",
                    OnnxModelDescription.words(description.inputs()), "Name a model that takes aligned faces."));
        }
        try (ModelBytes bytes = ModelBytes.of(file)) {
            QuantizableModel model = QuantizableModel.of(bytes).orElseThrow(() -> unsuitable(file));
            Map<String, ValueRange> ranges = ranges(model, file, contract, faces, done);
            return new QuantizedModel(
                    file, description.id(), model.nodes(), ModelProto.parseFrom(model.quantized(ranges)));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("what was written can be read", e);
        } catch (IOException e) {
            throw new ModelException(
                    new Problem(WHAT, file.name(), "a file that can be read", e.toString(),
                            "Check the file's permissions and the disk."),
                    e);
        }
    }

    private static ModelException unsuitable(ModelFile file) {
        return new ModelException(new Problem(
                WHAT,
                file.name(),
                "a float32 model in one file, with operators of version 13 or later and convolutions with constant"
                        + " weights",
                "another: older, quantized or optimized already, above 2 GB, with weights in other files or graphs"
                        + " inside nodes",
                "Export the original model again as plain ONNX, version 13 or later."));
    }

    private static Map<String, ValueRange> ranges(
            QuantizableModel model, ModelFile file, ModelContract contract, List<AlignedFace> faces, IntConsumer done)
            throws IOException {
        ModelFile observable = ModelFile.of(file.name(), file.version(), model.observable());
        Map<String, ValueHistogram> histograms = new HashMap<>();
        model.values().forEach(value -> histograms.put(value, new ValueHistogram()));
        try (OnnxModel observed =
                OnnxModel.open(observable, ModelOptions.builder().withoutRewrites().build())) {
            Observation observation = new Observation(observed, contract);
            for (int i = 0; i < faces.size(); i++) {
                Interrupts.check();
                observation.of(faces.get(i)).forEach((value, numbers) -> {
                    if (histograms.containsKey(value)) {
                        histograms.get(value).add(numbers);
                    }
                });
                done.accept(i + 1);
            }
        }
        Map<String, ValueRange> ranges = new HashMap<>();
        histograms.forEach((value, histogram) -> ranges.put(value, histogram.range()));
        return ranges;
    }

    /** Runs a model on one face at a time and gives every value that it has. */
    private static final class Observation {

        private final OnnxModel model;
        private final OnnxModelDescription.Tensor input;
        private final PixelPacking packing;
        private final PixelPacking.Scratch scratch = new PixelPacking.Scratch();
        private final int rows;
        private final FloatBuffer buffer;

        Observation(OnnxModel model, ModelContract contract) {
            this.model = model;
            this.input = model.description().faces().orElseThrow();
            this.packing = new PixelPacking(contract);
            this.rows = BatchSize.of(model, List.of(input), 1).pictures();
            this.buffer = ByteBuffer.allocateDirect(rows * PixelPacking.FLOATS * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }

        /** A batch that is fixed is filled with the same face. */
        Map<String, float[]> of(AlignedFace face) {
            for (int row = 0; row < rows; row++) {
                packing.pack(face, buffer, row * PixelPacking.FLOATS, scratch);
            }
            long[] shape = input.shape().stream().mapToLong(Long::longValue).toArray();
            shape[0] = rows;
            Map<String, float[]> values = model.run(input.name(), shape, buffer);
            float[] pixels = new float[buffer.capacity()];
            buffer.get(0, pixels);
            values.put(input.name(), pixels);
            return values;
        }
    }

    /**
     * The model that it was made from.
     *
     * @return its name, version and digest
     */
    public ModelId source() {
        return source;
    }

    /**
     * How many nodes run in 8 bits.
     *
     * @return at least 1
     */
    public int nodes() {
        return nodes;
    }

    /**
     * The model, to be opened as any other.
     *
     * @return its content in memory, under the name of the model that it was made from
     */
    public ModelFile file() {
        return ModelFile.of(original.name(), original.version(), model.toByteArray());
    }

    /**
     * What to write to a file. The ONNX metadata tells what it was made from and how it was validated.
     *
     * @param provenance what is worth knowing, by short names such as {@code cosine}
     * @return the content of an ONNX file
     */
    public byte[] content(Map<String, String> provenance) {
        ModelProto.Builder complete = model.toBuilder();
        complete.addMetadataProps(entry(PROVENANCE, "static, uint8 activations, int8 weights for each output channel"));
        complete.addMetadataProps(entry(PROVENANCE + ".source", source.name() + " sha256:" + source.sha256()));
        provenance.forEach((name, value) -> complete.addMetadataProps(entry(PROVENANCE + "." + name, value)));
        return complete.build().toByteArray();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    @Override
    public String toString() {
        return "QuantizedModel[" + source.name() + ", " + nodes + " nodes]";
    }
}
