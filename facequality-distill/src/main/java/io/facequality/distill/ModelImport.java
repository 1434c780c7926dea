package io.facequality.distill;

import io.facequality.InvalidInputException;
import io.facequality.ModelException;
import io.facequality.Problem;
import io.facequality.StorageException;
import io.facequality.distill.checkpoint.Checkpoint;
import io.facequality.distill.network.Network;
import io.facequality.distill.network.Network.Precision;
import io.facequality.distill.network.Network.Unknown;
import io.facequality.internal.Interrupts;
import io.facequality.internal.Sha256;
import io.facequality.internal.WholeFile;
import io.facequality.onnx.graph.BuiltModel;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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
import java.util.Properties;
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

    private static final String PRODUCER = "facequality";

    /** How far half precision may move a result, as a share of the largest number in it. */
    private static final double MOST_ROUNDING = 0.01;

    private final Path weights;
    private final @Nullable Path backbone;
    private final Optional<String> group;
    private final Precision precision;
    private final Unknown unknown;

    private ModelImport(Builder builder) {
        this.weights = builder.weights;
        this.backbone = builder.backbone;
        this.group = Optional.ofNullable(builder.group);
        this.precision = builder.precision;
        this.unknown = builder.unknown;
    }

    /**
     * Starts an import.
     *
     * @param weights a PyTorch checkpoint (zip) or a safetensors file
     * @return a builder with defaults: the usual group, float32, unknown tensors refused
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
     *     check
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
        Network network = network(state, precision);
        List<String> leftOut = new ArrayList<>(state.leftOut());
        leftOut.addAll(network.leftOut());
        try {
            BuiltModel model = network.build(PRODUCER, version(), provenance(network, fromBackbone));
            if (model.size().isEmpty()) {
                throw new ModelException(new Problem(
                        "cannot write the model", out.toString(), "a model below 2 GB, as one ONNX file can hold",
                        "a larger one", "Store its weights in half precision: --float16."));
            }
            Optional<BuiltModel> exact = precision == Precision.FLOAT32
                    ? Optional.empty()
                    : Optional.of(network(state, Precision.FLOAT32).build(PRODUCER, version(), Map.of()));
            return new Imported(write(model, exact, out), network.variant(), leftOut, fromBackbone);
        } catch (IOException e) {
            throw unwritable(out, e);
        }
    }

    private Network network(StateDict state, Precision stored) {
        return Network.of(state.tensors(), stored, unknown, weights.toString());
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
        notes.put("facequality.stored", precision == Precision.FLOAT16 ? "float16" : "float32");
        return notes;
    }

    private static String name(Path file) {
        return Objects.toString(file.getFileName(), file.toString());
    }

    /** The model appears whole and checked, or not at all: under a temporary name first, in the same folder. */
    private ModelReport write(BuiltModel model, Optional<BuiltModel> exact, Path out) throws IOException {
        Path folder = out.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path temporary = WholeFile.temporaryIn(folder);
        try {
            write(model, temporary);
            ModelReport report = ModelCheck.runAsItIs(temporary);
            if (exact.isPresent()) {
                checkRounding(exact.get(), temporary, folder);
            }
            Interrupts.check();
            Files.move(temporary, out, StandardCopyOption.REPLACE_EXISTING);
            return report.renamed(out);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void write(BuiltModel model, Path file) throws IOException {
        try (OutputStream stream = new BufferedOutputStream(new Interruptible(
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)))) {
            model.writeTo(stream);
        }
    }

    /** Rounded weights must not show in the results. */
    private void checkRounding(BuiltModel exact, Path rounded, Path folder) throws IOException {
        Path temporary = WholeFile.temporaryIn(folder);
        try {
            write(exact, temporary);
            double difference = ModelCheck.difference(temporary, rounded);
            if (!(difference <= MOST_ROUNDING)) {
                throw new ModelException(new Problem(
                        "cannot store the weights in half precision", weights.toString(),
                        "results that move by at most " + MOST_ROUNDING + " of the largest number",
                        Double.toString(difference), "Leave --float16 out."));
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static StorageException unwritable(Path out, IOException cause) {
        return new StorageException(
                new Problem(
                        "cannot write the model", out.toString(), "a folder that takes it", cause.toString(),
                        "Free some space, or name another folder."),
                cause);
    }

    private static String version() {
        Properties properties = new Properties();
        try (InputStream stream = ModelImport.class.getResourceAsStream("version.properties")) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    /** Collects what an import needs. */
    public static final class Builder {

        private final Path weights;
        private @Nullable Path backbone;
        private @Nullable String group;
        private Precision precision = Precision.FLOAT32;
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
         * Says how the weights are stored.
         *
         * @param wanted the precision, float32 by default
         * @return this
         */
        public Builder precision(Precision wanted) {
            this.precision = Objects.requireNonNull(wanted, "wanted");
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
