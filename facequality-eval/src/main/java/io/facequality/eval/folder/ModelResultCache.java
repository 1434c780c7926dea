package io.facequality.eval.folder;

import io.facequality.AlignedFace;
import io.facequality.Embedder;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.ModelId;
import io.facequality.QualityScorer;
import io.facequality.ScoringEmbedder;
import io.facequality.ScoringEmbedder.ScoredEmbedding;
import io.facequality.eval.EvaluatedFaces;
import io.facequality.eval.internal.Settings;
import io.facequality.internal.Sha256;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs several scorers and embedders on the same faces, one face per picture, and keeps their results from run to run. A
 * result is named by the digest of the picture, the digest of the model and how pictures become faces. So a change of any
 * of them leads to a new result.
 *
 * <p>{@link #run} is safe to call from several threads; {@link #store} is for one thread. Closing closes the cache, not
 * the models.
 */
final class ModelResultCache implements AutoCloseable {

    /** Earlier versions wrote these words; their files remain valid. */
    private static final String FILE_ENDING = ".results";

    private static final int NAME_DIGITS = 32;

    private final List<CachedScorer> scorers;
    private final List<CachedEmbedder> embedders;

    private ModelResultCache(List<CachedScorer> scorers, List<CachedEmbedder> embedders) {
        this.scorers = scorers;
        this.embedders = embedders;
    }

    /**
     * Collects models.
     *
     * @param folder the folder of the cache; it is created if it does not exist
     * @param preparation how pictures become faces, names and values
     * @return a new builder
     */
    static Builder builder(Path folder, Map<String, String> preparation) {
        return new Builder(folder, preparation);
    }

    private Stream<CachedModel> models() {
        return Stream.concat(scorers.stream(), embedders.stream());
    }

    /** The new results of one face. Only models without a cached result have one. */
    static final class NewResults {

        private final String pictureSha256;
        private final Map<CachedModel, byte[]> byModel = new HashMap<>();

        private NewResults(String pictureSha256) {
            this.pictureSha256 = pictureSha256;
        }

        String pictureSha256() {
            return pictureSha256;
        }

        private boolean lacks(CachedModel model) {
            return !byModel.containsKey(model) && !model.log().has(pictureSha256);
        }
    }

    /** Whether the results of all models are cached for a picture. */
    boolean isComplete(String pictureSha256) {
        return models().allMatch(model -> model.log().has(pictureSha256));
    }

    /**
     * Runs each model on the faces without a cached result.
     *
     * @param pictureSha256s the digest of each face's picture
     * @param faces the faces
     * @return the new results of each face, in their order
     * @throws ModelException if a model fails or loses a face
     */
    List<NewResults> run(List<String> pictureSha256s, List<AlignedFace> faces) {
        List<NewResults> results = pictureSha256s.stream().map(NewResults::new).toList();
        for (CachedScorer scorer : scorers) {
            int[] missing = missing(scorer, results);
            Optional<CachedEmbedder> sameModel = embedderOf(scorer);
            if (sameModel.isPresent()) {
                runBoth(scorer, sameModel.get(), missing, faces, results);
            } else {
                runOne(scorer, missing, faces, results);
            }
        }
        embedders.forEach(embedder -> runOne(embedder, missing(embedder, results), faces, results));
        return results;
    }

    private static int[] missing(CachedModel model, List<NewResults> results) {
        return IntStream.range(0, results.size())
                .filter(face -> results.get(face).lacks(model))
                .toArray();
    }

    /** The embedder that is the same object as a scorer, so that one pass gives both results. */
    private Optional<CachedEmbedder> embedderOf(CachedScorer scorer) {
        return scorer.scorer() instanceof ScoringEmbedder both
                ? embedders.stream().filter(it -> it.embedder() == both).findFirst()
                : Optional.empty();
    }

    private static void runOne(CachedModel model, int[] missing, List<AlignedFace> faces, List<NewResults> results) {
        if (missing.length == 0) {
            return;
        }
        List<byte[]> bytes = model.results(chosen(faces, missing));
        for (int i = 0; i < missing.length; i++) {
            results.get(missing[i]).byModel.put(model, bytes.get(i));
        }
    }

    private static void runBoth(
            CachedScorer scorer,
            CachedEmbedder embedder,
            int[] missing,
            List<AlignedFace> faces,
            List<NewResults> results) {
        if (missing.length == 0) {
            return;
        }
        List<ScoredEmbedding> both = ((ScoringEmbedder) scorer.scorer()).scoreAndEmbed(chosen(faces, missing));
        scorer.requireOnePerFace(missing.length, both.size());
        for (int i = 0; i < missing.length; i++) {
            results.get(missing[i]).byModel.put(scorer, CachedScorer.bytes(both.get(i).quality()));
            results.get(missing[i]).byModel.put(embedder, CachedEmbedder.bytes(both.get(i).embedding()));
        }
    }

    private static List<AlignedFace> chosen(List<AlignedFace> faces, int[] positions) {
        return Arrays.stream(positions).mapToObj(faces::get).toList();
    }

    /**
     * Keeps new results; for one thread.
     *
     * @throws StorageException if they cannot be written
     */
    void store(NewResults results) {
        models().forEach(model -> Optional.ofNullable(results.byModel.get(model))
                .ifPresent(result -> model.log().add(results.pictureSha256, result)));
    }

    /** Whether every embedder gave a vector that can be compared, for a picture whose results are complete. */
    boolean isUsable(String pictureSha256) {
        return embedders.stream().allMatch(embedder -> embedder.embedding(pictureSha256).isUsable());
    }

    /**
     * A picture whose results are complete and usable.
     *
     * @param name the picture's identifier
     * @param person the person on it
     * @param sha256 the digest of its bytes
     */
    record KnownPicture(String name, String person, String sha256) {

        KnownPicture {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(person, "person");
            Objects.requireNonNull(sha256, "sha256");
        }
    }

    /** The results of some pictures, one face per picture, in their order. */
    EvaluatedFaces faces(List<KnownPicture> pictures) {
        List<String> digests = pictures.stream().map(KnownPicture::sha256).toList();
        return EvaluatedFaces.of(
                pictures.stream().map(KnownPicture::name).toList(),
                pictures.stream().map(KnownPicture::person).toList(),
                scorers.stream().map(scorer -> scorer.scores(digests)).toList(),
                embedders.stream().map(embedder -> embedder.embeddings(digests)).toList());
    }

    @Override
    public void close() {
        models().forEach(CachedModel::close);
    }

    /** Collects models; for one thread. */
    static final class Builder {

        private final Path folder;
        private final Map<String, String> preparation;
        private final List<ScorerEntry> scorers = new ArrayList<>();
        private final List<EmbedderEntry> embedders = new ArrayList<>();

        private record ScorerEntry(String label, QualityScorer scorer, String settings) {}

        private record EmbedderEntry(String label, Embedder embedder, String settings) {}

        private Builder(Path folder, Map<String, String> preparation) {
            this.folder = folder;
            this.preparation = Settings.copyOf(preparation);
        }

        /**
         * Adds a scorer. If it is an embedder of this builder, too, and a {@link ScoringEmbedder}, one pass gives both
         * results.
         *
         * @param label its name in results, different for each scorer
         * @param scorer safe to call from several threads; the caller closes it
         * @param settings what else its scores depend on, such as its channel order, in words
         * @return this builder
         */
        Builder scorer(String label, QualityScorer scorer, String settings) {
            scorers.add(new ScorerEntry(label, scorer, settings));
            return this;
        }

        /**
         * Adds an embedder.
         *
         * @param label its name in results, different for each embedder
         * @param embedder safe to call from several threads; the caller closes it
         * @param settings what else its embeddings depend on, such as its channel order, in words
         * @return this builder
         */
        Builder embedder(String label, Embedder embedder, String settings) {
            embedders.add(new EmbedderEntry(label, embedder, settings));
            return this;
        }

        /**
         * Opens the cache.
         *
         * @throws StorageException if the folder cannot be used, or if another run uses it
         */
        ModelResultCache open() {
            List<CachedScorer> openScorers = new ArrayList<>();
            List<CachedEmbedder> openEmbedders = new ArrayList<>();
            ModelResultCache cache = new ModelResultCache(openScorers, openEmbedders);
            try {
                for (ScorerEntry it : scorers) {
                    openScorers.add(new CachedScorer(
                            it.label, it.scorer, log("quality", it.scorer.model(), it.settings)));
                }
                for (EmbedderEntry it : embedders) {
                    openEmbedders.add(new CachedEmbedder(
                            it.label, it.embedder, log("embedding", it.embedder.model(), it.settings)));
                }
                return cache;
            } catch (RuntimeException e) {
                cache.close();
                throw e;
            }
        }

        private ModelResultLog log(String kind, ModelId model, String settings) {
            String description = kind + " by " + model.name() + " " + model.version() + " " + model.sha256() + "\n"
                    + settings + "\n"
                    + preparation.entrySet().stream()
                            .map(entry -> entry.getKey() + " = " + entry.getValue())
                            .collect(Collectors.joining("\n"));
            String name = Sha256.of(description).substring(0, NAME_DIGITS) + FILE_ENDING;
            return ModelResultLog.open(folder.resolve(name), description);
        }
    }
}
