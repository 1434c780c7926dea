package io.facequality.pipeline.internal;

import io.facequality.Embedder;
import io.facequality.Embedding;
import io.facequality.Face;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.ImageSource;
import io.facequality.ModelId;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection;
import io.facequality.group.DefaultThresholds;
import io.facequality.group.PictureGrouper;
import io.facequality.group.PictureGrouper.PerceptualHash;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.FaceWork.FaceCrop;
import io.facequality.pipeline.Grouping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Finds out whether a picture that is about to be dropped, as a copy of one of its faces, shows other people whom no kept
 * picture of the group shows. Where only the main face of each picture is scored, a group photograph would otherwise go
 * because someone has a larger cut of one of its faces.
 *
 * <p>Another face counts if its eyes are at least 10 pixels apart, below which an embedding says little, and a quarter of
 * what those of the face itself are, so that people far behind do not count. It is shown by a kept picture if any face
 * there is the same person's. A picture that can no longer be read, or has changed, is not dropped.
 *
 * <p>It takes reading a picture again, with a thorough search for faces: each picture that is about to be dropped, and if
 * that shows other faces, those that are kept. Safe to share between threads.
 */
public final class OtherFaces {

    private static final double FEWEST_PIXELS = 10;
    private static final double SMALLEST_SHARE = 0.25;

    /** The boxes of one face that two searches found share more than this. */
    private static final double SAME_FACE = 0.3;

    private static final OtherFaces NONE = new OtherFaces(face -> Optional.of(List.of()), face -> Optional.empty(), 1);

    /** What a picture shows; empty if that can no longer be told. */
    private final Function<FaceRecord, Optional<List<Face<Embedding>>>> lookingAgain;

    private final Function<FaceRecord, Optional<PerceptualHash>> hashes;
    private final double samePerson;

    private OtherFaces(
            Function<FaceRecord, Optional<List<Face<Embedding>>>> lookingAgain,
            Function<FaceRecord, Optional<PerceptualHash>> hashes,
            double samePerson) {
        this.lookingAgain = lookingAgain;
        this.hashes = hashes;
        this.samePerson = samePerson;
    }

    /** Takes it that each picture shows no other faces. */
    public static OtherFaces none() {
        return NONE;
    }

    /**
     * Looks at pictures again. Two faces are one person's from the embedder's own threshold on, where one is known, else
     * from the grouping's; without either it is taken that each picture shows no other faces. A picture that looks as a
     * kept one does, as a whole, shows the same faces.
     *
     * @param reader cuts out all faces of a picture
     */
    public static OtherFaces of(FaceFolder folder, Grouping grouping, FaceReader reader, Embedder embedder) {
        OptionalDouble samePerson = samePerson(grouping, embedder.model());
        if (samePerson.isEmpty()) {
            return none();
        }
        FaceStep<Embedding> embedding = FaceStep.embedding(embedder);
        return new OtherFaces(
                face -> look(folder, face, reader, embedding), folder::hash, samePerson.getAsDouble());
    }

    private static OptionalDouble samePerson(Grouping grouping, ModelId embedder) {
        try {
            return OptionalDouble.of(DefaultThresholds.samePerson(embedder).similarity());
        } catch (InvalidInputException notMeasured) {
            return grouping instanceof Grouping.Faces faces ? faces.threshold() : OptionalDouble.empty();
        }
    }

    private static Optional<List<Face<Embedding>>> look(
            FaceFolder folder, FaceRecord face, FaceReader reader, FaceStep<Embedding> embedding) {
        ImageSource picture = folder.picture(face);
        if (!PictureIdentity.sha256(picture).equals(Optional.of(face.pictureSha256()))) {
            return Optional.empty();
        }
        return reader.read(picture, FaceReader.Identity.UNDIGESTED)
                .match(
                        crops -> Optional.of(usable(crops, embedding.apply(crops))),
                        rejection -> rejection.cause() == Rejection.Cause.NO_FACE
                                ? Optional.of(List.of())
                                : Optional.empty());
    }

    private static List<Face<Embedding>> usable(List<FaceCrop> crops, List<Outcome<Embedding>> embeddings) {
        List<Face<Embedding>> usable = new ArrayList<>();
        for (int i = 0; i < crops.size(); i++) {
            FaceCrop crop = crops.get(i);
            embeddings.get(i).accept(
                    embedding -> usable.add(new Face<>(crop.id(), crop.detection(), embedding)), rejection -> {});
        }
        return usable;
    }

    /** What had a part in a choice. */
    String description() {
        return this == NONE ? "not looked for" : "of one person from a cosine of " + samePerson + " on";
    }

    /** Starts a group. */
    Kept kept() {
        return new Kept();
    }

    /** The pictures of one group that are kept so far; for one thread. */
    final class Kept {

        private final Map<FaceRecord, Optional<List<Face<Embedding>>>> pictures = new HashMap<>();

        void add(FaceRecord face) {
            pictures.put(face, Optional.empty());
        }

        /** Why a picture must not be dropped, as a sentence; empty if it may. */
        Optional<String> reasonToKeep(FaceRecord copy) {
            boolean takenAsItIs = copy.detection().isEmpty();
            if (takenAsItIs || pictures.keySet().stream().anyMatch(kept -> isSamePicture(kept, copy) || looksAs(kept, copy))) {
                return Optional.empty();
            }
            Optional<List<Face<Embedding>>> shown = lookingAgain.apply(copy);
            return shown.isPresent()
                    ? reason(shown.get().stream()
                            .filter(face -> isAnother(face, copy))
                            .filter(this::isMissing)
                            .count())
                    : Optional.of("It cannot be read again, or has changed, so who else is in it is unknown.");
        }

        private Optional<String> reason(long missing) {
            if (missing == 0) {
                return Optional.empty();
            }
            String faces = missing == 1 ? "another face" : missing + " other faces";
            return Optional.of("It shows " + faces + ", which no better copy shows.");
        }

        private boolean isMissing(Face<Embedding> other) {
            return pictures.keySet().stream().noneMatch(kept -> shows(kept, other));
        }

        private boolean shows(FaceRecord kept, Face<Embedding> other) {
            if (isSamePerson(kept.embedding(), other)) {
                return true;
            }
            List<Face<Embedding>> faces = pictures
                    .compute(kept, (face, known) -> known.isPresent() ? known : lookingAgain.apply(face))
                    .orElse(List.of());
            return faces.stream().anyMatch(face -> isSamePerson(face.value(), other));
        }

        private boolean isSamePerson(Embedding kept, Face<Embedding> other) {
            return kept.cosine(other.value()) >= samePerson;
        }
    }

    private boolean looksAs(FaceRecord kept, FaceRecord copy) {
        Optional<PerceptualHash> one = hashes.apply(kept);
        Optional<PerceptualHash> other = hashes.apply(copy);
        return one.isPresent()
                && other.isPresent()
                && one.get().distanceOrMirrored(other.get()) <= PictureGrouper.DEFAULT_MAXIMUM_DISTANCE;
    }

    private static boolean isSamePicture(FaceRecord one, FaceRecord other) {
        return one.pictureSha256().equals(other.pictureSha256());
    }

    private static boolean isAnother(Face<Embedding> face, FaceRecord copy) {
        double eyes = face.detection().orElseThrow().landmarks().eyeDistance();
        return eyes >= FEWEST_PIXELS
                && eyes >= SMALLEST_SHARE * copy.eyeDistance().orElseThrow()
                && face.detection().orElseThrow().box().overlap(copy.detection().orElseThrow().box()) <= SAME_FACE;
    }
}
