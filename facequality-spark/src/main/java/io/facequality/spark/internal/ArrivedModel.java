package io.facequality.spark.internal;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.internal.Sha256;
import io.facequality.spark.internal.ReadingSettings.SentModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;

/** Looks at what came to an executor before it is used. */
final class ArrivedModel {

    private ArrivedModel() {}

    /** Where a model lies on this machine. */
    static Path file(SentModel model) {
        Path file = Path.of(SparkFiles.get(model.name()));
        String found = found(file);
        if (!found.equals(model.sha256())) {
            throw wrong(model.name(), "the model with the SHA-256 " + model.sha256(), found);
        }
        return file;
    }

    private static String found(Path file) {
        try {
            return Files.isRegularFile(file) ? Sha256.of(file) : "no such file";
        } catch (IOException e) {
            return "a file that cannot be read, " + e.getMessage();
        }
    }

    /** Refuses another version of the library than the driver's, whose models give other numbers. */
    static void requireSameModels(ReadingSettings settings) {
        String models = ReadingSettings.embeddedModels();
        if (!models.equals(settings.models())) {
            throw wrong("the embedded models", "those of the driver, SHA-256 " + settings.models(), models);
        }
    }

    private static ModelException wrong(String what, String expected, String found) {
        return new ModelException(new Problem(
                "cannot open the model", "executor " + SparkEnv.get().executorId() + ", " + what, expected, found,
                "Let the executors reach the driver's files, give all the same version of the library, and run again."));
    }
}
