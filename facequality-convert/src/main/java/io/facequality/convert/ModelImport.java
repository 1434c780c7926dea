package io.facequality.convert;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.convert.internal.checkpoint.Checkpoint;
import io.facequality.convert.internal.network.Network;
import io.facequality.convert.internal.network.Network.Precision;
import io.facequality.convert.internal.network.Network.Unknown;
import io.facequality.internal.Sha256;
import io.facequality.onnx.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Makes an ONNX model of published weights: reads a PyTorch checkpoint or a safetensors file, recognizes the network,
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
    private final @Nullable FidelityGate gate;
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
     * @param variant the network that was recognized
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
        ModelTarget target = new ModelTarget(out);
        target.requireOtherThan(weights);
        try (Checkpoint checkpoint = Checkpoint.open(weights)) {
            StateDict own = StateDict.of(checkpoint.groups(), group, weights.toString());
            if (backbone == null) {
                return write(own, 0, target);
            }
            target.requireOtherThan(backbone);
            try (Checkpoint other = Checkpoint.open(backbone)) {
                StateDict completed =
                        own.completedFrom(StateDict.of(other.groups(), Optional.empty(), backbone.toString()));
                return write(completed, completed.tensors().size() - own.tensors().size(), target);
            }
        }
    }

    private Imported write(StateDict state, int fromBackbone, ModelTarget target) {
        Network network = network(state, gate == null ? Precision.FLOAT32 : Precision.FLOAT16);
        List<String> leftOut = new ArrayList<>(state.leftOut());
        leftOut.addAll(network.leftOut());
        try {
            Map<String, String> notes = provenance(network, fromBackbone);
            if (gate != null) {
                notes.putAll(compared(gate, network, network(state, Precision.FLOAT32), target));
            }
            ModelReport report = target.write(network, notes);
            return new Imported(report, network.variant(), leftOut, fromBackbone);
        } catch (IOException e) {
            throw target.unwritable(e);
        }
    }

    private Network network(StateDict state, Precision stored) {
        return Network.of(state.tensors(), stored, unknown, weights.toString());
    }

    /** Rounded weights must not show in the results: both models are made, and their results for faces are compared. */
    private Map<String, String> compared(FidelityGate fidelity, Network rounded, Network exact, ModelTarget target)
            throws IOException {
        Path exactFile = target.temporary();
        Path roundedFile = target.temporary();
        Map<String, String> notes = new LinkedHashMap<>();
        try {
            target.writeTemporary(exact, exactFile);
            target.writeTemporary(rounded, roundedFile);
            fidelity.check(weights.toString(), ModelFile.of(exactFile), ModelFile.of(roundedFile))
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

    /** Collects what an import needs. */
    public static final class Builder {

        private final Path weights;
        private @Nullable Path backbone;
        private @Nullable String group;
        private @Nullable FidelityGate gate;
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
         * @param fidelity compares it with the one whose weights are exact
         * @return this
         */
        public Builder halfPrecision(FidelityGate fidelity) {
            this.gate = Objects.requireNonNull(fidelity, "fidelity");
            return this;
        }

        /**
         * Leaves out tensors that the network does not have. By default they are refused.
         *
         * @return this
         */
        public Builder leaveOutUnknown() {
            this.unknown = Unknown.LEAVE_OUT;
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
