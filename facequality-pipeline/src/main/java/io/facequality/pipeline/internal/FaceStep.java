package io.facequality.pipeline.internal;

import io.facequality.AlignedFace;
import io.facequality.Embedder;
import io.facequality.Embedding;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceRecord;
import io.facequality.ModelId;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection;
import io.facequality.QualityScore;
import io.facequality.QualityScorer;
import io.facequality.ScoringEmbedder;
import io.facequality.ScoringEmbedder.ScoredEmbedding;
import io.facequality.internal.UserCode;
import io.facequality.onnx.diffusion.DiffusionQualityScorer;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore;
import io.facequality.pipeline.FaceWork.Explained;
import io.facequality.pipeline.FaceWork.FaceCrop;
import io.facequality.pipeline.FaceWork.RecordedCrop;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What is done with faces that were cut out: one scores them, another embeds them.
 *
 * @param <F> what is then known of a face
 */
@FunctionalInterface
public interface FaceStep<F> {

    /**
     * Works on faces.
     *
     * @return one outcome for each crop, in their order
     */
    List<Outcome<F>> apply(List<FaceCrop> crops);

    /** Whether what it says of a face names the picture's digest. */
    default FaceReader.Identity identity() {
        return FaceReader.Identity.UNDIGESTED;
    }

    /** Whether the faces come with their reports. */
    default FaceReader.Reports reports() {
        return FaceReader.Reports.NONE;
    }

    /** Leaves it at the cutting out. */
    static FaceStep<AlignedFace> none() {
        return crops -> each(crops, i -> Outcome.ok(crops.get(i).face()));
    }

    /** Scores only. */
    static FaceStep<QualityScore> scoring(QualityScorer scorer) {
        return crops -> {
            List<QualityScore> scores = scores(scorer, faces(crops));
            return each(crops, i -> Outcome.ok(scores.get(i)));
        };
    }

    /** Does something else, and passes the faces' reports on. */
    static <V> FaceStep<Explained<V>> explained(FaceStep<V> step) {
        return new FaceStep<>() {
            @Override
            public List<Outcome<Explained<V>>> apply(List<FaceCrop> crops) {
                List<Outcome<V>> values = step.apply(crops);
                return each(crops, i -> values.get(i)
                        .map(value -> new Explained<>(value, crops.get(i).report().orElseThrow())));
            }

            @Override
            public FaceReader.Identity identity() {
                return step.identity();
            }

            @Override
            public FaceReader.Reports reports() {
                return FaceReader.Reports.MADE;
            }
        };
    }

    /** Scores by diffusion, with all that is known of a score. */
    static FaceStep<DiffusionScore> explaining(DiffusionQualityScorer scorer) {
        return crops -> {
            List<Outcome<DiffusionScore>> scores = scorer.explain(faces(crops));
            return each(crops, i -> named(crops.get(i), scores.get(i)));
        };
    }

    /** Embeds only. */
    static FaceStep<Embedding> embedding(Embedder embedder) {
        return crops -> {
            List<Embedding> embeddings = embeddings(embedder, faces(crops));
            return each(crops, i -> usable(crops.get(i), embeddings.get(i), embedder.model()));
        };
    }

    /** Scores and embeds; in one pass, where both are the same object. */
    static FaceStep<FaceRecord> recording(QualityScorer scorer, Embedder embedder) {
        return new FaceStep<>() {
            @Override
            public List<Outcome<FaceRecord>> apply(List<FaceCrop> crops) {
                List<ScoredEmbedding> results = results(scorer, embedder, faces(crops));
                return each(crops, i -> usable(crops.get(i), results.get(i).embedding(), embedder.model())
                        .map(embedding -> new FaceRecord(
                                crops.get(i).id(),
                                crops.get(i).pictureSha256(),
                                crops.get(i).detection(),
                                results.get(i).quality(),
                                embedding,
                                embedder.model())));
            }

            @Override
            public FaceReader.Identity identity() {
                return FaceReader.Identity.DIGESTED;
            }
        };
    }

    /** Scores and embeds, and keeps the pixels; without the pictures' digests. */
    static FaceStep<RecordedCrop> recordingCrops(QualityScorer scorer, Embedder embedder) {
        FaceStep<FaceRecord> recording = recording(scorer, embedder);
        return crops -> {
            List<Outcome<FaceRecord>> records = recording.apply(crops);
            return each(crops, i -> records.get(i).map(record -> new RecordedCrop(crops.get(i).face(), record)));
        };
    }

    /** Runs the caller's own code. */
    static <F> FaceStep<F> by(Function<? super List<FaceCrop>, ? extends List<F>> code) {
        return new FaceStep<>() {
            @Override
            public List<Outcome<F>> apply(List<FaceCrop> crops) {
                List<F> results = counted(code, "apply", faces(crops), () -> code.apply(crops));
                return each(crops, i -> Outcome.ok(results.get(i)));
            }

            @Override
            public FaceReader.Identity identity() {
                return FaceReader.Identity.DIGESTED;
            }
        };
    }

    private static List<ScoredEmbedding> results(
            QualityScorer scorer, Embedder embedder, List<AlignedFace> faces) {
        if (scorer == embedder && scorer instanceof ScoringEmbedder both) {
            return counted(both, "scoreAndEmbed", faces, () -> both.scoreAndEmbed(faces));
        }
        List<QualityScore> scores = scores(scorer, faces);
        List<Embedding> embeddings = embeddings(embedder, faces);
        return IntStream.range(0, faces.size())
                .mapToObj(i -> new ScoredEmbedding(scores.get(i), embeddings.get(i)))
                .toList();
    }

    private static List<QualityScore> scores(QualityScorer scorer, List<AlignedFace> faces) {
        return counted(scorer, "score", faces, () -> scorer.score(faces));
    }

    private static List<Embedding> embeddings(Embedder embedder, List<AlignedFace> faces) {
        return counted(embedder, "embed", faces, () -> embedder.embed(faces));
    }

    private static List<AlignedFace> faces(List<FaceCrop> crops) {
        return crops.stream().map(FaceCrop::face).toList();
    }

    private static <F> List<Outcome<F>> each(
            List<FaceCrop> crops, IntFunction<Outcome<F>> outcome) {
        return IntStream.range(0, crops.size()).mapToObj(outcome).toList();
    }

    /** A caller's own scorer or embedder may lose a face. */
    private static <J> List<J> counted(
            Object code, String method, List<AlignedFace> faces, Supplier<? extends List<J>> call) {
        String contract = faces.size() + " answers, one for each face";
        List<J> answers = UserCode.list(code, method, contract, call);
        if (answers.size() != faces.size()) {
            throw new ModelException(new Problem(
                    "cannot use the model's answer", ModelId.ofCode(code).name() + "." + method, contract,
                    Integer.toString(answers.size()), "Correct that class."));
        }
        return answers;
    }

    /** A scorer knows a face by its place among others; whoever reads of a rejection wants to find the picture. */
    private static <T> Outcome<T> named(FaceCrop crop, Outcome<T> outcome) {
        if (outcome instanceof Outcome.Rejected<T> no) {
            Problem problem = no.rejection().problem();
            return Outcome.rejected(
                    no.rejection().cause(),
                    new Problem(problem.what(), words(crop), problem.expected(), problem.found(), problem.remedy()));
        }
        return outcome;
    }

    private static String words(FaceCrop crop) {
        return crop.id().source() + ", face " + crop.id().face();
    }

    private static Outcome<Embedding> usable(FaceCrop crop, Embedding embedding, ModelId model) {
        return embedding.isUsable()
                ? Outcome.ok(embedding)
                : Outcome.rejected(
                        Rejection.Cause.UNUSABLE_RESULT,
                        new Problem(
                                "cannot compare the face", words(crop),
                                "a finite embedding that is not zero", embedding + " by " + model.name(),
                                "Look at the picture; it may hold no face."));
    }
}
