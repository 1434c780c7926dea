package io.facequality.eval;

import io.facequality.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a score calibration was measured on.
 *
 * @param reference the reference set, in words
 * @param faces how many faces it has, at least 1
 * @param people how many people they are of, at least 1
 * @param preparation how pictures became faces: the names of settings and their values
 * @param software what measured it, with its version
 * @param notes what a user should know, such as that the model was trained on the same people
 */
public record CalibrationProvenance(
        String reference, long faces, long people, Map<String, String> preparation, String software,
        List<String> notes) {

    /** Copies the map, in its order, and the list. */
    public CalibrationProvenance {
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(software, "software");
        preparation = Settings.copyOf(preparation);
        notes = List.copyOf(notes);
        if (faces < 1 || people < 1) {
            throw InvalidInputException.ofValue(
                    "CalibrationProvenance", "at least one face of one person", faces + " of " + people);
        }
    }
}
