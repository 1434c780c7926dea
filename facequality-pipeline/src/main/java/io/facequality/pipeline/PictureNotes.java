package io.facequality.pipeline;

import io.facequality.FaceImage;
import io.facequality.FaceRecord;
import io.facequality.group.PerceptualHash;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What grouping needs to know of pictures and a face's record does not hold, noted while their pixels are there. Safe to
 * share between threads.
 */
final class PictureNotes implements FaceReader.Observer {

    /** About 150 bytes a picture. */
    record Note(PerceptualHash hash, long pixels, long bytes) {}

    private final Map<String, Note> bySource = new ConcurrentHashMap<>();

    @Override
    public void decoded(String source, long bytes, FaceImage image) {
        bySource.put(
                source, new Note(PerceptualHash.of(image), (long) image.width() * image.height(), bytes));
    }

    Optional<Note> of(FaceRecord face) {
        return Optional.ofNullable(bySource.get(face.id().source()));
    }
}
