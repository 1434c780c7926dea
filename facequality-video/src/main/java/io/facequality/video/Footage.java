package io.facequality.video;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.video.internal.ShotFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of a video: who appears, and the best shots of each.
 *
 * @param source what the video is called
 * @param facts what the file says about itself; empty for frames that no file holds
 * @param tracks every face that was followed, in the order in which they were first seen
 * @param people tracks joined, in the order in which people first appear
 * @param counts what the work was
 * @param brokenOff why the frames ended before the video's end; empty if they did not
 */
public record Footage(
        String source,
        Optional<VideoFacts> facts,
        List<Track> tracks,
        List<Person> people,
        Counts counts,
        Optional<String> brokenOff) {

    /** Copies the lists and checks that nothing is missing. */
    public Footage {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(facts, "facts");
        tracks = List.copyOf(tracks);
        people = List.copyOf(people);
        Objects.requireNonNull(counts, "counts");
        Objects.requireNonNull(brokenOff, "brokenOff");
    }

    /**
     * Somebody who appears.
     *
     * @param name such as {@code person-001}, numbered in the order of appearance
     * @param tracks the person's tracks, at least one, in the order of time
     * @param shots the best of their shots, the best first
     */
    public record Person(String name, List<Track> tracks, List<Shot> shots) {

        /** Copies the lists and checks that neither is empty. */
        public Person {
            Objects.requireNonNull(name, "name");
            tracks = List.copyOf(tracks);
            shots = List.copyOf(shots);
            if (tracks.isEmpty() || shots.isEmpty()) {
                throw InvalidInputException.ofValue("Person", "a track and a shot", "none for " + name);
            }
        }

        /**
         * Writes the best shots as {@link Track#writeTo} does.
         *
         * @param folder where to; made if it is missing
         * @throws io.facequality.FaceQualityException.StorageException if they cannot be written
         */
        public void writeTo(Path folder) {
            new ShotFolder(folder).write(shots);
        }
    }

    /**
     * What the work was.
     *
     * @param looked frames that were looked at
     * @param faces faces that were scored and embedded, each by one pass
     * @param cuts changes of scene that were found
     * @param damaged packets and frames that were damaged, and skipped
     */
    public record Counts(long looked, long faces, long cuts, long damaged) {}
}
