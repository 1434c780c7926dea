package io.facequality.eval;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.ModelId;
import io.facequality.eval.internal.ScoreCalibrationJson;
import io.facequality.eval.internal.Settings;
import io.facequality.internal.WholeFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the raw scores of a quality model mean: two scales from 0 to 100, measured on a reference set. It is not a
 * similarity threshold; that belongs to an embedder, and {@code io.facequality.group.ThresholdCalibration} finds it.
 *
 * <p>It is stored as JSON {@linkplain #beside beside the model}. The file names the version of its format and the digest
 * of its model.
 *
 * @param model the model whose scores are mapped
 * @param percentiles the position of a score among those of the reference set
 * @param sigmoid the form of tools for ISO/IEC 29794-5
 * @param provenance what the calibration was measured on
 */
public record ScoreCalibration(
        ModelId model, ScoreScale.Percentiles percentiles, ScoreScale.Sigmoid sigmoid, Provenance provenance) {

    private static final String MODEL_ENDING = ".onnx";
    private static final String ENDING = ".calibration.json";

    /**
     * What a score calibration was measured on.
     *
     * @param reference the reference set, in words
     * @param faces the number of its faces, at least 1
     * @param people the number of its people, at least 1
     * @param preparation how pictures became faces: names and values of settings
     * @param software the software that measured it, with its version
     * @param notes what a user should know, for example that the model was trained on the same people
     */
    public record Provenance(
            String reference, long faces, long people, Map<String, String> preparation, String software,
            List<String> notes) {

        /** Copies the map, in its order, and the list. */
        public Provenance {
            Objects.requireNonNull(reference, "reference");
            Objects.requireNonNull(software, "software");
            preparation = Settings.copyOf(preparation);
            notes = List.copyOf(notes);
            if (faces < 1 || people < 1) {
                throw InvalidInputException.ofValue("Provenance", "at least one face of one person", faces + " of " + people);
            }
        }
    }

    /** Checks that nothing is missing. */
    public ScoreCalibration {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(percentiles, "percentiles");
        Objects.requireNonNull(sigmoid, "sigmoid");
        Objects.requireNonNull(provenance, "provenance");
    }

    /**
     * Measures a reference set.
     *
     * @param model the model
     * @param scores its raw scores of the reference set's faces, finite, not all equal
     * @param provenance what they were measured on
     * @return the calibration
     */
    public static ScoreCalibration of(ModelId model, double[] scores, Provenance provenance) {
        return new ScoreCalibration(
                model, ScoreScale.Percentiles.of(scores), ScoreScale.Sigmoid.of(scores), provenance);
    }

    /**
     * The place of a model's calibration.
     *
     * @param modelFile such as {@code scorer.onnx}
     * @return such as {@code scorer.calibration.json} in the same folder
     */
    public static Path beside(Path modelFile) {
        String name = modelFile.getFileName().toString();
        String stem = name.endsWith(MODEL_ENDING) ? name.substring(0, name.length() - MODEL_ENDING.length()) : name;
        return modelFile.resolveSibling(stem + ENDING);
    }

    /**
     * Checks that this calibration is for a model.
     *
     * @param other the model that is to be used
     * @param place where this calibration comes from, for the message
     * @return this
     * @throws InvalidInputException if it is for another model, by the digest
     */
    public ScoreCalibration requireFor(ModelId other, String place) {
        if (!model.sha256().equals(other.sha256())) {
            throw new InvalidInputException(new Problem(
                    "cannot use the score calibration", place,
                    "a calibration for the model " + other.name() + " with sha256 " + other.sha256(),
                    "one for " + model.name() + " with sha256 " + model.sha256(),
                    "Evaluate the model, and replace this calibration by the one that the evaluation writes."));
        }
        return this;
    }

    /**
     * Writes the calibration and replaces an earlier file. The file appears whole or not at all.
     *
     * @param file such as {@link #beside} gives
     * @throws StorageException if it cannot be written
     */
    public void write(Path file) {
        WholeFile.replace(file, stream -> stream.write(ScoreCalibrationJson.of(this)));
    }

    /**
     * Reads a calibration.
     *
     * @param file the file
     * @return the calibration
     * @throws StorageException if it cannot be read
     * @throws InvalidInputException if it is something else; the message says what is wrong
     */
    public static ScoreCalibration read(Path file) {
        return ScoreCalibrationJson.read(file);
    }

    /**
     * Reads a calibration that is in memory.
     *
     * @param json UTF-8
     * @param place where it comes from, for messages
     * @return the calibration
     * @throws InvalidInputException if it is something else; the message says what is wrong
     */
    public static ScoreCalibration parse(byte[] json, String place) {
        return ScoreCalibrationJson.parse(json, place);
    }
}
