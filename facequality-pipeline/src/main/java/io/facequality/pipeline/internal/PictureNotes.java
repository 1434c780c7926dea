package io.facequality.pipeline.internal;

import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.ImagePyramid.Level;
import io.facequality.group.BestCopy;
import io.facequality.group.PictureGrouper.PerceptualHash;
import io.facequality.group.internal.CopyComparison;
import io.facequality.group.internal.CopyGrouper;
import io.facequality.group.internal.Miniature;
import io.facequality.images.QualityReport;
import io.facequality.images.internal.CaptureMetadata;
import io.facequality.images.internal.RawPicture;
import io.facequality.pipeline.FaceWork.FaceCrop;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

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

    /** Of the faces that something is wrong with. */
    private final Map<FaceId, String> qualityReasons = new ConcurrentHashMap<>();

    @Override
    public void cut(byte[] file, PictureLevels picture, List<FaceCrop> faces) {
        faces.forEach(face -> miniatures.put(face.id(), Miniature.of(face.face(), face.detection())));
        faces.forEach(face -> face.report()
                .flatMap(QualityReport::sentence)
                .ifPresent(sentence -> qualityReasons.put(face.id(), sentence)));
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

    /** Remembers what was noted elsewhere of a picture. */
    public void put(String source, Note note) {
        bySource.put(source, note);
    }

    /** Remembers what was noted elsewhere of a face. */
    public void put(FaceId face, Miniature miniature) {
        miniatures.put(face, miniature);
    }

    /**
     * What is known of a face's picture and file.
     *
     * @param damage asked only where the picture was noted
     * @param precedence the place of its folder in the order of preference
     */
    public Optional<BestCopy.Facts> facts(
            FaceRecord face, Function<FaceRecord, Optional<String>> damage, int precedence) {
        return of(face).map(note -> new BestCopy.Facts(
                damage.apply(face),
                note.pixels(),
                note.bars(),
                new BestCopy.Capture(note.capture().taken(), note.capture().camera()),
                note.bytes(),
                precedence));
    }

    /** Finds the copies of each shot among faces that were noted. */
    public CopyGrouper copies() {
        return new CopyGrouper(this::miniature, face -> of(face).map(Note::hash));
    }

    /** Compares the copies of a shot. */
    public CopyComparison comparison() {
        return new CopyComparison(
                this::miniature,
                face -> of(face).map(note -> note.capture().taken().isPresent()).orElse(false));
    }

    /** Whether a face's picture is a camera's raw file, which no copy is better than. */
    public boolean isRaw(FaceRecord face) {
        return of(face).map(Note::raw).orElse(false);
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

    /** A sentence; empty for a face that nothing is wrong with. */
    public Optional<String> qualityReason(FaceRecord face) {
        return Optional.ofNullable(qualityReasons.get(face.id()));
    }
}
