package io.facequality.video.internal.tracks;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.ModelId;
import io.facequality.group.DefaultThresholds;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How faces are followed and which shots are kept.
 *
 * @param keep how many shots of a track and of a person
 * @param distinctness when two shots are worth keeping both
 * @param lostAfter how long a face may be out of sight within one track
 * @param longest how long a track may be
 * @param samePerson from which cosine on a face is taken to be the one that was followed; empty for that of the embedder
 */
public record Settings(
        int keep, Distinctness distinctness, Duration lostAfter, Duration longest, OptionalDouble samePerson) {

    private static final double NEVER = 2;

    /** From which cosine on a face that was lost is found again. */
    double foundAgain(ModelId embedder) {
        return samePerson.orElseGet(() -> {
            try {
                return DefaultThresholds.samePerson(embedder).similarity();
            } catch (InvalidInputException notMeasured) {
                return NEVER;
            }
        });
    }
}
