package io.facequality.distill;

import io.facequality.InvalidInputException;
import io.facequality.ModelException;
import io.facequality.Problem;
import io.facequality.StorageException;
import io.facequality.distill.checkpoint.Checkpoint;
import io.facequality.distill.network.Network;
import io.facequality.distill.network.Network.Precision;
import io.facequality.distill.network.Network.Unknown;
import io.facequality.distill.network.Producer;
import io.facequality.internal.Interrupts;
import io.facequality.internal.Sha256;
import io.facequality.internal.WholeFile;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.graph.BuiltModel;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Makes an ONNX model of published weights: reads a PyTorch checkpoint or a safetensors file, recognises the network,
 * builds it, checks it, and only then puts it in its place. Nothing in the weights' file is executed.
 *
 * <p>The file notes where it is from: the weights' file and its sha256, the network, the version of this library. Its
 * weights are read one tensor after the other, so it takes little memory beside the check, which opens the model. Not
 * safe to share between threads.
 */
public final class ModelImport {

    private final Path weights;
    private final @Nullable Path backbone;
    private final Optional<String> group;
    private final @Nullable PrecisionGate gate;
    private final Unknown unknown;

    private ModelImport(Builder builder) {
        this.weights = builder.weights;
        this.backbone = builder.backbone;
        this.group = Optional.ofNullable(builder.group);
        this.gate = builder.gate;
        this.unknown = builder.unknown;
    }

    /**
     * Starts an import.
     *
     * @param weights a PyTorch checkpoint (zip) or a safetensors file
     * @return a builder with defaults: the usual group, weights in float32, unknown tensors refused
     */
    public static Builder of(Path weights) {
        return new Builder(weights);
    }

    /**
     * What was made.
     *
     * @param report the check of the finished file
     * @param variant the network that was recognised
     * @param leftOut tensors of the weights' file that the network does not have
     * @param fromBackbone how many tensors the backbone's file gave
     */
    public record Imported(ModelReport report, String variant, List<String> leftOut, int fromBackbone) {

        /** Copies the list. */
        public Imported {
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * Makes the model.
     *
     * @param out the ONNX file; an earlier one is replaced
     * @return what was made
     * @throws ModelException if the weights are damaged, of an unknown network or not whole, or the result fails its
     *     check or does not pass its gate
     * @throws StorageException if a file cannot be read or written; nothing half-written is left
     * @throws CancellationException if this thread is interrupted; nothing half-written is left
     */
    public Imported writeTo(Path out) {
        checkOther(weights, out);
        try (Checkpoint checkpoint = Checkpoint.open(weights)) {
            StateDict own = StateDict.of(checkpoint.groups(), group, weights.toString());
            if (backbone == null) {
                return write(own, 0, out);
            }
            checkOther(backbone, out);
            try (Checkpoint other = Checkpoint.open(backbone)) {
                StateDict completed =
                        own.completedFrom(StateDict.of(other.groups(), Optional.empty(), backbone.toString()));
                return write(completed, completed.tensors().size() - own.tensors().size(), out);
            }
        }
    }

    private static void checkOther(Path weights, Path out) {
        try {
            if (Files.exists(out) && Files.isSameFile(weights, out)) {
                throw new InvalidInputException(new Problem(
                        "cannot write the model", out.toString(), "a file other than the weights", "the weights",
                        "Name another file."));
            }
        } catch (IOException e) {
            throw unwritable(out, e);
        }
    }

    private Imported write(StateDict state, int fromBackbone, Path out) {
        Network network = network(state, gate == null ? Precision.FLOAT32 : Precision.FLOAT16);
        List<String> leftOut = new ArrayList<>(state.leftOut());
        leftOut.addAll(network.leftOut());
        try {
            Map<String, String> notes = provenance(network, fromBackbone);
            if (gate != null) {
                notes.putAll(judged(gate, network, network(state, Precision.FLOAT32), out));
            }
            ModelReport report = writeChecked(built(network, notes, out), out);
            return new Imported(report, network.variant(), leftOut, fromBackbone);
        } catch (IOException e) {
            throw unwritable(out, e);
        }
    }

    private Network network(StateDict state, Precision stored) {
        return Network.of(state.tensors(), stored, unknown, weights.toString());
    }

    private static BuiltModel built(Network network, Map<String, String> notes, Path out) {
        BuiltModel model = network.build(Producer.NAME, Producer.version(), notes);
        if (model.size().isEmpty()) {
            throw new ModelException(new Problem(
                    "cannot write the model", out.toString(),
                    "a model below 2 GB in float32, as one ONNX file can hold", "a larger one",
                    "Use a smaller network; the published ones are far below."));
        }
        return model;
    }

    /** Rounded weights must not show in the results: both models are made, and what they say of faces is compared. */
    private Map<String, String> judged(PrecisionGate judge, Network rounded, Network exact, Path out)
            throws IOException {
        Path folder = folder(out);
        Path exactFile = WholeFile.temporaryIn(folder);
        Path roundedFile = WholeFile.temporaryIn(folder);
        Map<String, String> notes = new LinkedHashMap<>();
        try {
            write(built(exact, Map.of(), out), exactFile);
            write(built(rounded, Map.of(), out), roundedFile);
            judge.judge(weights.toString(), ModelFile.of(exactFile), ModelFile.of(roundedFile))
                    .forEach((name, value) -> notes.put("facequality.stored." + name, value));
            return notes;
        } finally {
            Files.deleteIfExists(exactFile);
            Files.deleteIfExists(roundedFile);
        }
    }

    private Map<String, String> provenance(Network network, int fromBackbone) throws IOException {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("facequality.variant", network.variant());
        notes.put("facequality.source", name(weights));
        notes.put("facequality.source.sha256", Sha256.of(weights));
        if (backbone != null && fromBackbone > 0) {
            notes.put("facequality.backbone", name(backbone));
            notes.put("facequality.backbone.sha256", Sha256.of(backbone));
        }
        notes.put("facequality.pixels", "RGB, (p/255 - 0.5) / 0.5");
        notes.put("facequality.stored", gate == null ? "float32" : "float16");
        return notes;
    }

    private static String name(Path file) {
        return Objects.toString(file.getFileName(), file.toString());
    }

    /** The model appears whole and checked, or not at all: under a temporary name first, in the same folder. */
    private static ModelReport writeChecked(BuiltModel model, Path out) throws IOException {
        Path temporary = WholeFile.temporaryIn(folder(out));
        try {
            write(model, temporary);
            ModelReport report = ModelCheck.runAsItIs(temporary);
            Interrupts.check();
            Files.move(temporary, out, StandardCopyOption.REPLACE_EXISTING);
            return report.renamed(out);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static Path folder(Path out) throws IOException {
        return Files.createDirectories(out.toAbsolutePath().getParent());
    }

    private static void write(BuiltModel model, Path file) throws IOException {
        try (OutputStream stream = new BufferedOutputStream(new Interruptible(
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)))) {
            model.writeTo(stream);
        }
    }

    private static StorageException unwritable(Path out, IOException cause) {
        return new StorageException(
                new Problem(
                        "cannot write the model", out.toString(), "a folder that takes it", cause.toString(),
                        "Free some space, or name another folder."),
                cause);
    }

    /** Collects what an import needs. */
    public static final class Builder {

        private final Path weights;
        private @Nullable Path backbone;
        private @Nullable String group;
        private @Nullable PrecisionGate gate;
        private Unknown unknown = Unknown.REFUSE;

        private Builder(Path weights) {
            this.weights = Objects.requireNonNull(weights, "weights");
        }

        /**
         * Takes what the weights lack from another file: the backbone of a head that was saved alone. Nothing that the
         * weights have is replaced, since a head belongs to the backbone that it was trained with.
         *
         * @param file a PyTorch checkpoint or a safetensors file
         * @return this
         */
        public Builder backbone(Path file) {
            this.backbone = Objects.requireNonNull(file, "file");
            return this;
        }

        /**
         * Takes the tensors of one part of a training checkpoint.
         *
         * @param name its name, such as {@code model} or {@code ema}; by default the file's own tensors, or those of
         *     {@code model}, {@code state_dict} or {@code ema}, in this order
         * @return this
         */
        public Builder group(String name) {
            this.group = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Stores the weights in half precision, which halves the file; vectors stay as they are, and it computes in 32
         * bits as before. The model is made only if it passes a gate.
         *
         * @param judge compares it with the one whose weights are exact
         * @return this
         */
        public Builder halfPrecision(PrecisionGate judge) {
            this.gate = Objects.requireNonNull(judge, "judge");
            return this;
        }

        /**
         * Says what becomes of tensors that the network does not have.
         *
         * @param fate what to do with them; refused by default
         * @return this
         */
        public Builder unknown(Unknown fate) {
            this.unknown = Objects.requireNonNull(fate, "fate");
            return this;
        }

        /**
         * Ends the settings.
         *
         * @return the import
         */
        public ModelImport build() {
            return new ModelImport(this);
        }
    }
}
