package io.facequality.pipeline.internal;

import io.facequality.FaceRecord;
import io.facequality.ImagePyramid.Level;
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

    /** One size for all pictures, whatever the detector asks for: the hash looks at 64 x 64 areas, and bars are thick. */
    private static final int LONG_SIDE = 640;

    private final Map<String, Note> bySource = new ConcurrentHashMap<>();

    @Override
    public void cut(String source, byte[] file, PictureLevels picture) {
        Level level = picture.smallestOf(LONG_SIDE);
        bySource.put(
                source,
                new Note(
                        PerceptualHash.of(level.image()),
                        (long) level.width() * level.height(),
                        Bars.around(level.image()),
                        CaptureMetadata.of(file),
                        file.length));
    }

    public Optional<Note> of(FaceRecord face) {
        return of(face.id().source());
    }

    Optional<Note> of(String source) {
        return Optional.ofNullable(bySource.get(source));
    }
}
