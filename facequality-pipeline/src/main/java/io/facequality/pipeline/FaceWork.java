package io.facequality.pipeline;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.Embedding;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.QualityScore;
import io.facequality.images.QualityReport;
import io.facequality.onnx.diffusion.DiffusionQualityScorer;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore;
import io.facequality.pipeline.internal.FaceStep;
import io.facequality.pipeline.internal.ModelSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What {@link FacePipeline#process} does with the faces of each picture. Immutable; models are opened when the work
 * begins.
 *
 * @param <V> what is then known of a face
 */
public final class FaceWork<V> {

    /** How many pictures one worker reads before their faces go through the model together. */
    static final int PICTURES_AT_ONCE = 8;

    private final Function<ModelSet, FaceStep<V>> step;
    private final int picturesAtOnce;

    private FaceWork(Function<ModelSet, FaceStep<V>> step, int picturesAtOnce) {
        this.step = step;
        this.picturesAtOnce = picturesAtOnce;
    }

    /**
     * A face that was cut out of its picture.
     *
     * @param id which face of which picture
     * @param pictureSha256 the digest of the picture's encoded bytes (of its pixels, where it came decoded), 64
     *     lower-case hexadecimal digits; empty where nobody asked for it
     * @param detection where it is in its picture; empty for a crop that is taken as it is
     * @param face its pixels
     * @param report what is wrong with it; empty where nobody asked for it
     */
    public record FaceCrop(
            FaceId id,
            String pictureSha256,
            Optional<DetectedFace> detection,
            AlignedFace face,
            Optional<QualityReport> report) {

        /** Checks that nothing is missing. */
        public FaceCrop {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(pictureSha256, "pictureSha256");
            Objects.requireNonNull(detection, "detection");
            Objects.requireNonNull(face, "face");
            Objects.requireNonNull(report, "report");
        }
    }

    /**
     * What is known of a face, and what is wrong with it.
     *
     * @param value what is known of the face
     * @param report what is wrong with it
     * @param <V> the type of the value
     */
    public record Explained<V>(V value, QualityReport report) {

        /** Checks that nothing is missing. */
        public Explained {
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(report, "report");
        }
    }

    /**
     * A face that was scored and embedded, with its pixels.
     *
     * @param face its pixels
     * @param record what is known of it; the picture's digest is empty
     */
    public record RecordedCrop(AlignedFace face, FaceRecord record) {

        /** Checks that nothing is missing. */
        public RecordedCrop {
            Objects.requireNonNull(face, "face");
            Objects.requireNonNull(record, "record");
        }
    }

    /**
     * Detects and aligns only; opens no scorer and no embedder.
     *
     * @return the work
     */
    public static FaceWork<AlignedFace> aligned() {
        return new FaceWork<>(models -> FaceStep.none(), PICTURES_AT_ONCE);
    }

    /**
     * Scores with the pipeline's scorer.
     *
     * @return the work
     */
    public static FaceWork<QualityScore> scored() {
        return new FaceWork<>(models -> FaceStep.scoring(models.scorer().get()), PICTURES_AT_ONCE);
    }

    /**
     * Embeds with the pipeline's embedder. A face whose embedding has no direction rejects its picture.
     *
     * @return the work
     */
    public static FaceWork<Embedding> embedded() {
        return new FaceWork<>(models -> FaceStep.embedding(models.embedder().get()), PICTURES_AT_ONCE);
    }

    /**
     * Scores and embeds; in one pass, where scorer and embedder are the same model.
     *
     * @return the work
     */
    public static FaceWork<FaceRecord> recorded() {
        return new FaceWork<>(
                models -> FaceStep.recording(models.scorer().get(), models.embedder().get()), PICTURES_AT_ONCE);
    }

    /**
     * Scores and embeds as {@link #recorded} does, and hands over the very pixels that were scored. Pictures are worked
     * on one by one, and their digests are not taken.
     *
     * @return the work
     */
    public static FaceWork<RecordedCrop> recordedWithCrops() {
        return new FaceWork<>(models -> FaceStep.recordingCrops(models.scorer().get(), models.embedder().get()), 1);
    }

    /**
     * Scores by diffusion. A picture's result comes as soon as those before it have come.
     *
     * @param diffusion the scorer, which the caller closes
     * @return the work
     */
    public static FaceWork<DiffusionScore> scoredBy(DiffusionQualityScorer diffusion) {
        Objects.requireNonNull(diffusion, "diffusion");
        return new FaceWork<>(models -> FaceStep.explaining(diffusion), 1);
    }

    /**
     * Does other work, and explains each face beside. It takes less than a tenth of the time of scoring a photograph.
     *
     * @param work the other work
     * @param <V> what is then known of a face
     * @return the work
     */
    public static <V> FaceWork<Explained<V>> explained(FaceWork<V> work) {
        Objects.requireNonNull(work, "work");
        return new FaceWork<>(models -> FaceStep.explained(work.step(models)), work.picturesAtOnce);
    }

    /**
     * Runs code of the caller's own, such as several models at once.
     *
     * @param code gives one value for each face, in their order; called from several threads at once, each time with the
     *     faces of a few pictures, whose digests it is given
     * @param <V> what is then known of a face
     * @return the work
     */
    public static <V> FaceWork<V> by(Function<? super List<FaceCrop>, ? extends List<V>> code) {
        Objects.requireNonNull(code, "code");
        return new FaceWork<>(models -> FaceStep.by(code), PICTURES_AT_ONCE);
    }

    FaceStep<V> step(ModelSet models) {
        return step.apply(models);
    }

    int picturesAtOnce() {
        return picturesAtOnce;
    }
}
