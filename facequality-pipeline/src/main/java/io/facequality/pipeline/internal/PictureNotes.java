package io.facequality.pipeline.internal;

import io.facequality.FaceRecord;
import io.facequality.Image;
import io.facequality.group.PictureGrouper.PerceptualHash;
import io.facequality.images.internal.CaptureMetadata;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What grouping and choosing need to know of pictures and a face's record does not hold, noted while their pixels are
 * there. Safe to share between threads.
 */
public final class PictureNotes implements FaceReader.Observer {

    /** About 300 bytes per picture. */
    public record Note(PerceptualHash hash, long pixels, boolean bars, CaptureMetadata capture, long bytes) {}

    private final Map<String, Note> bySource = new ConcurrentHashMap<>();

    @Override
    public void decoded(String source, byte[] file, Image image) {
        bySource.put(
                source,
                new Note(
                        PerceptualHash.of(image),
                        (long) image.width() * image.height(),
                        Bars.around(image),
                        CaptureMetadata.of(file),
                        file.length));
    }

    public Optional<Note> of(FaceRecord face) {
        return Optional.ofNullable(bySource.get(face.id().source()));
    }
}
