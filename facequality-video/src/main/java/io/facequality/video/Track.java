package io.facequality.video;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.video.internal.ShotFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * One face that was followed through a video, with its best shots.
 *
 * @param source what the video is called
 * @param number in the order in which tracks begin, from 1
 * @param from when the face was first seen
 * @param to when it was last seen
 * @param looks in how many frames it was seen
 * @param end why the track ended
 * @param shots its best shots in the order of time, at least one
 * @param mean the mean direction of all its embeddings
 */
public record Track(
        String source, int number, Duration from, Duration to, long looks, End end, List<Shot> shots, Embedding mean) {

    /** Why a track ended. */
    public enum End {
        /** The face was not seen for too long. */
        LOST,
        /** The scene changed. */
        CUT,
        /** The video ended. */
        END,
        /** The track became as long as a track may be; the face goes on in another one. */
        LIMIT
    }

    /** Copies the list and checks that there is a shot. */
    public Track {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(end, "end");
        Objects.requireNonNull(mean, "mean");
        shots = List.copyOf(shots);
        if (shots.isEmpty() || looks < shots.size()) {
            throw InvalidInputException.ofValue(
                    "Track", "at least one shot, and a look for each", shots.size() + " shots, " + looks + " looks");
        }
    }

    /**
     * Writes the best shots as pictures: {@code NAME-tSECONDS.jpg}, the face with its surroundings, and {@code
     * NAME-tSECONDS-aligned.png}, the very pixels that were scored. Earlier files of these names are replaced.
     *
     * @param folder where to; made if it is missing
     * @throws io.facequality.FaceQualityException.StorageException if they cannot be written
     */
    public void writeTo(Path folder) {
        new ShotFolder(folder).write(shots);
    }
}
