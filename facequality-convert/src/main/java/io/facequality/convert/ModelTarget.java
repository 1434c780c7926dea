package io.facequality.convert;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.convert.internal.network.Network;
import io.facequality.convert.internal.network.Producer;
import io.facequality.internal.Interrupts;
import io.facequality.internal.WholeFile;
import io.facequality.onnx.internal.graph.BuiltModel;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * The ONNX file that is to be made. It appears whole and checked, or not at all: under a temporary name first, in the
 * same folder.
 *
 * @param file the file
 */
record ModelTarget(Path file) {

    /** Refuses to replace the weights. */
    void requireOtherThan(Path weights) {
        try {
            if (Files.exists(file) && Files.isSameFile(weights, file)) {
                throw new InvalidInputException(new Problem(
                        "cannot write the model", file.toString(), "a file other than the weights", "the weights",
                        "Name another file."));
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Writes and checks a network, and only then puts it in its place. */
    ModelReport write(Network network, Map<String, String> metadata) throws IOException {
        BuiltModel model = built(network, metadata);
        Path temporary = temporary();
        try {
            write(model, temporary);
            ModelReport report = ModelCheck.runAsItIs(temporary);
            Interrupts.check();
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            return report.renamed(file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Writes a network to a file that its caller deletes. */
    void writeTemporary(Network network, Path temporary) throws IOException {
        write(built(network, Map.of()), temporary);
    }

    /** The name of a file beside the target that does not exist. */
    Path temporary() throws IOException {
        return WholeFile.temporaryIn(Files.createDirectories(WholeFile.folderOf(file)));
    }

    private BuiltModel built(Network network, Map<String, String> metadata) {
        BuiltModel model = network.build(Producer.NAME, Producer.version(), metadata);
        if (model.size().isEmpty()) {
            throw new ModelException(new Problem(
                    "cannot write the model", file.toString(),
                    "a model below 2 GB in float32, as one ONNX file can hold", "a larger one",
                    "Use a smaller network; the published ones are far below."));
        }
        return model;
    }

    private static void write(BuiltModel model, Path file) throws IOException {
        try (OutputStream stream = new BufferedOutputStream(new Interruptible(
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)))) {
            model.writeTo(stream);
        }
    }

    StorageException unwritable(IOException cause) {
        return new StorageException(
                new Problem(
                        "cannot write the model", file.toString(), "a folder that takes it", cause.toString(),
                        "Free some space, or name another folder."),
                cause);
    }
}
