package io.facequality.pipeline.internal;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.FaceAligner;
import io.facequality.FaceDetector;
import io.facequality.FaceId;
import io.facequality.FaceQualityException.Problem;
import io.facequality.Image;
import io.facequality.ImageDecoder;
import io.facequality.ImagePyramid;
import io.facequality.ImagePyramid.Level;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection;
import io.facequality.images.FaceChoice;
import io.facequality.images.QualityReport;
import io.facequality.images.Resizing;
import io.facequality.images.internal.ImageHeader;
import io.facequality.images.internal.quality.QualityMeasurement;
import io.facequality.internal.Sha256;
import io.facequality.internal.UserCode;
import io.facequality.internal.WholeFile;
import io.facequality.pipeline.FaceWork.FaceCrop;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Turns a picture into aligned faces: bytes, pixels, faces, crops. Safe to share between threads. */
public final class FaceReader {

    /** What lies around a face is looked at in one size, whatever the detector asked for. */
    private static final int EXPLAINED_LONG_SIDE = 640;

    private final ImageDecoder decoder;
    private final int maximumPictureBytes;
    private final ByteBudget budget;
    private final Cutter cutter;
    private final Observer observer;

    public FaceReader(ImageDecoder decoder, int maximumPictureBytes, ByteBudget budget, Cutter cutter) {
        this(decoder, maximumPictureBytes, budget, cutter, (file, picture, faces) -> {});
    }

    private FaceReader(
            ImageDecoder decoder, int maximumPictureBytes, ByteBudget budget, Cutter cutter, Observer observer) {
        this.decoder = decoder;
        this.maximumPictureBytes = maximumPictureBytes;
        this.budget = budget;
        this.cutter = cutter;
        this.observer = observer;
    }

    /** A reader that shares this one's budget and shows its pictures. */
    FaceReader showing(Observer witness) {
        return new FaceReader(decoder, maximumPictureBytes, budget, cutter, witness);
    }

    /** A reader that shares this one's budget and cuts out other faces. */
    public FaceReader cutting(Cutter other) {
        return new FaceReader(decoder, maximumPictureBytes, budget, other, observer);
    }

    /** Looks at pictures and faces while their pixels are there; called on the thread that decodes. */
    @FunctionalInterface
    interface Observer {
        /** Faces were cut out of a picture; the file's content is empty for one that came decoded. */
        void cut(byte[] file, PictureLevels picture, List<FaceCrop> faces);
    }

    /** Cuts the faces out of a picture. */
    @FunctionalInterface
    public interface Cutter {
        Outcome<List<CutFace>> cut(String id, ImagePyramid picture);
    }

    /** Takes what it needs from a picture, which is decoded no larger than it asks for. */
    @FunctionalInterface
    public interface Use<T> {
        Outcome<T> of(String sha256, ImagePyramid picture);
    }

    @FunctionalInterface
    private interface FileUse<T> {
        Outcome<T> of(String sha256, byte[] file, PictureLevels picture);
    }

    /** Whether a picture's digest is wanted, which takes a tenth of the time that a small picture takes. */
    public enum Identity {
        /** The digest is taken. */
        DIGESTED,
        /** The digest is left empty. */
        UNDIGESTED
    }

    /** Whether each face comes with what is wrong with it. */
    public enum Reports {
        /** It does. */
        MADE,
        /** It does not. */
        NONE
    }

    /**
     * A face that was cut out of a picture, and where.
     *
     * @param otherArea the area of the largest other face, as a share of this one's and at most 1; empty for a crop that
     *     is taken as it is
     */
    public record CutFace(Optional<DetectedFace> detection, AlignedFace face, OptionalDouble otherArea) {}

    /** Takes a picture as an aligned face. */
    public static Cutter asIs(Resizing resizing) {
        return (id, picture) -> {
            Image crop = resizing.resize(picture.whole(), AlignedFace.SIZE, AlignedFace.SIZE);
            return Outcome.ok(List.of(new CutFace(Optional.empty(), AlignedFace.of(crop), OptionalDouble.empty())));
        };
    }

    /** Finds faces and aligns them. */
    public static Cutter aligning(Supplier<FaceDetector> detectors, FaceChoice choice, FaceAligner aligner) {
        return (id, picture) -> {
            FaceDetector detector = detectors.get();
            List<DetectedFace> found = UserCode.list(
                    detector, "detect", "a list of faces, empty where there is none", () -> detector.detect(picture));
            List<CutFace> faces = choice.choose(picture.width(), picture.height(), found).stream()
                    .map(face -> new CutFace(
                            Optional.of(face), aligned(aligner, picture, face), OptionalDouble.of(otherArea(face, found))))
                    .toList();
            return faces.isEmpty() ? noFace(id, picture) : Outcome.ok(faces);
        };
    }

    private static double otherArea(DetectedFace face, List<DetectedFace> found) {
        double largest = found.stream()
                .filter(other -> other != face)
                .mapToDouble(other -> other.box().area())
                .max()
                .orElse(0);
        return Math.min(1, largest / face.box().area());
    }

    private static AlignedFace aligned(FaceAligner aligner, ImagePyramid picture, DetectedFace face) {
        return UserCode.call(aligner, "align", "an aligned face", () -> aligner.align(picture, face));
    }

    private static <T> Outcome<T> noFace(String id, ImagePyramid picture) {
        return Outcome.rejected(
                Rejection.Cause.NO_FACE,
                new Problem(
                        "cannot find a face",
                        id,
                        "a face",
                        "none in " + picture.width() + " x " + picture.height() + " pixels",
                        "If the picture is an aligned crop already, take it as it is; else lower the detection threshold."));
    }

    /**
     * Reads one picture.
     *
     * @return its faces, at least one, or why it cannot be used
     */
    public Outcome<List<FaceCrop>> read(ImageSource source, Identity identity) {
        return read(source, identity, Reports.NONE);
    }

    /**
     * Reads one picture, and explains its faces where that is wanted.
     *
     * @return its faces, at least one, or why it cannot be used
     */
    public Outcome<List<FaceCrop>> read(ImageSource source, Identity identity, Reports reports) {
        return open(source, identity, (sha256, file, picture) -> cutter.cut(source.id(), picture)
                .map(faces -> shown(
                        file, picture, numbered(source.id(), sha256, faces, reports(reports, file, picture, faces)))));
    }

    private static List<Optional<QualityReport>> reports(
            Reports reports, byte[] file, PictureLevels picture, List<CutFace> faces) {
        return faces.stream()
                .map(face -> reports == Reports.MADE
                        ? Optional.of(report(file, picture, face))
                        : Optional.<QualityReport>empty())
                .toList();
    }

    private static QualityReport report(byte[] file, PictureLevels picture, CutFace face) {
        QualityMeasurement measurement = QualityMeasurement.of(face.face()).from(file);
        face.otherArea().ifPresent(measurement::beside);
        return face.detection()
                .map(where -> measurement.in(picture.smallestOf(EXPLAINED_LONG_SIDE), where))
                .orElseGet(() -> measurement.in(Level.of(picture.whole())))
                .report();
    }

    /**
     * Opens one picture for something else than its faces.
     *
     * @param identity whether the digest is wanted, which is empty otherwise
     * @param use called while the picture may take its share of the memory
     * @return what was taken from the picture, or why it cannot be used
     */
    public <T> Outcome<T> use(ImageSource source, Identity identity, Use<T> use) {
        return open(source, identity, (sha256, file, picture) -> use.of(sha256, picture));
    }

    private <T> Outcome<T> open(ImageSource source, Identity identity, FileUse<T> use) {
        boolean digested = identity == Identity.DIGESTED;
        if (source instanceof ImageSource.Encoded encoded) {
            return bytes(encoded).then(bytes -> {
                ImageSource inMemory = ImageSource.encoded(source.id(), () -> new ByteArrayInputStream(bytes));
                return opened(
                        inMemory, digested ? Sha256.of(bytes) : "", bytes, header(source.id(), bytes), use);
            });
        }
        Image image = ((ImageSource.Decoded) source).image();
        return opened(source, digested ? Sha256.of(image) : "", new byte[0], Optional.empty(), use);
    }

    private <T> Outcome<T> opened(
            ImageSource source, String sha256, byte[] file, Optional<ImageHeader> header, FileUse<T> use) {
        try (PictureLevels picture = new PictureLevels(source, header, decoder, budget)) {
            return used(source.id(), sha256, file, picture, use);
        }
    }

    private static <T> Outcome<T> used(
            String id, String sha256, byte[] file, PictureLevels picture, FileUse<T> use) {
        try {
            return use.of(sha256, file, picture);
        } catch (PictureLevels.UnusablePicture e) {
            return e.outcome();
        } catch (OutOfMemoryError e) {
            // One array that is too large says nothing about the other pictures.
            return Outcome.rejected(
                    Rejection.Cause.TOO_LARGE,
                    new Problem(
                            "cannot decode the picture",
                            id,
                            "a picture that fits into memory",
                            "one that takes " + picture.bytes() + " bytes, and " + e.getMessage(),
                            "Give the Java machine a larger heap with -Xmx, or set a limit on a picture's pixels."));
        }
    }

    private List<FaceCrop> shown(byte[] file, PictureLevels picture, List<FaceCrop> faces) {
        observer.cut(file, picture, faces);
        return faces;
    }

    private static List<FaceCrop> numbered(
            String id, String sha256, List<CutFace> faces, List<Optional<QualityReport>> reports) {
        return IntStream.range(0, faces.size())
                .mapToObj(i -> new FaceCrop(
                        new FaceId(id, i), sha256, faces.get(i).detection(), faces.get(i).face(), reports.get(i)))
                .toList();
    }

    private Outcome<byte[]> bytes(ImageSource.Encoded source) {
        try (InputStream stream = source.open()) {
            byte[] bytes = stream.readNBytes(maximumPictureBytes);
            if (bytes.length == maximumPictureBytes && stream.read() >= 0) {
                return Outcome.rejected(
                        Rejection.Cause.TOO_LARGE,
                        new Problem(
                                "cannot take the picture",
                                source.id(),
                                "a file of at most " + maximumPictureBytes + " bytes",
                                "a larger one",
                                "Raise the limit on a picture's bytes, or leave the file out."));
            }
            return Outcome.ok(bytes);
        } catch (UncheckedIOException e) {
            return unreadable(source, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            return unreadable(source, e);
        }
    }

    private static <T> Outcome<T> unreadable(ImageSource source, IOException failure) {
        String remedy = failure instanceof UnusableFileException unusable
                ? unusable.remedy()
                : "Check that it is still there and that you may read it.";
        return Outcome.rejected(
                Rejection.Cause.UNREADABLE,
                new Problem("cannot read the picture", source.id(), "a file that can be read", found(failure), remedy));
    }

    private static String found(IOException failure) {
        if (failure instanceof UnusableFileException unusable) {
            return unusable.found();
        }
        if (failure instanceof NoSuchFileException || failure instanceof FileNotFoundException) {
            return "no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "a file without permission to read it";
        }
        return WholeFile.reason(failure);
    }

    /** Empty for what the decoder will not decode, or only it can read. */
    private static Optional<ImageHeader> header(String id, byte[] bytes) {
        return ImageHeader.read(id, bytes).match(Optional::of, rejection -> Optional.empty());
    }
}
