package io.facequality.pipeline.internal;

import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.ImagePyramid.Level;
import io.facequality.group.PictureGrouper.PerceptualHash;
import io.facequality.group.internal.Miniature;
import io.facequality.images.internal.CaptureMetadata;
import io.facequality.images.internal.RawPicture;
import io.facequality.pipeline.FaceWork.FaceCrop;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What grouping and choosing need to know of pictures and a face's record does not hold, noted while their pixels are
 * there. Safe to share between threads.
 */
public final class PictureNotes implements FaceReader.Observer {

    /** About 300 bytes per picture. */
    public record Note(
            PerceptualHash hash, long pixels, boolean bars, CaptureMetadata capture, long bytes, boolean raw) {}

    /** One size for all pictures, whatever the detector asks for: the hash looks at 64 x 64 areas, and bars are thick. */
    private static final int LONG_SIDE = 640;

    private final Map<String, Note> bySource = new ConcurrentHashMap<>();

    private final Map<FaceId, Miniature> miniatures = new ConcurrentHashMap<>();

    @Override
    public void cut(byte[] file, PictureLevels picture, List<FaceCrop> faces) {
        faces.forEach(face -> miniatures.put(face.id(), Miniature.of(face.face(), face.detection())));
        Level level = picture.smallestOf(LONG_SIDE);
        bySource.put(
                faces.get(0).id().source(),
                new Note(
                        PerceptualHash.of(level.image()),
                        (long) level.width() * level.height(),
                        Bars.around(level.image()),
                        CaptureMetadata.of(file),
                        file.length,
                        RawPicture.is(file)));
    }

    public Optional<Note> of(FaceRecord face) {
        return of(face.id().source());
    }

    Optional<Note> of(String source) {
        return Optional.ofNullable(bySource.get(source));
    }

    /** About one kilobyte a face. */
    public Optional<Miniature> miniature(FaceRecord face) {
        return Optional.ofNullable(miniatures.get(face.id()));
    }
}
