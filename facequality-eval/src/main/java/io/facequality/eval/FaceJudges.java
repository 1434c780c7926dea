package io.facequality.eval;

import io.facequality.AlignedFace;
import io.facequality.Embedder;
import io.facequality.Embedding;
import io.facequality.ModelException;
import io.facequality.ModelId;
import io.facequality.Problem;
import io.facequality.QualityScore;
import io.facequality.QualityScorer;
import io.facequality.ScoredEmbedding;
import io.facequality.ScoringEmbedder;
import io.facequality.StorageException;
import io.facequality.internal.Sha256;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Several scorers and embedders that judge the same faces, one face a picture, and remember what they said from run to
 * run. What is remembered is named by the picture's digest, the model's digest and how pictures become faces, so a
 * change of any of them is judged anew.
 *
 * <p>{@link #judge} is safe to call from several threads; {@link #remember} is for one. Closing closes the memory, not
 * the models.
 */
public final class FaceJudges implements AutoCloseable {

    private static final int NAME_DIGITS = 32;

    private final List<Voice> voices;

    private FaceJudges(List<Voice> voices) {
        this.voices = voices;
    }

    /**
     * Collects judges.
     *
     * @param cache the folder of what is remembered, which is made where it is missing
     * @param preparation how pictures become faces, names and values
     * @return a new builder
     */
    public static Builder builder(Path cache, Map<String, String> preparation) {
        return new Builder(cache, preparation);
    }

    /** One model in one part, as scorer or as embedder, and its memory. */
    private static final class Voice {

        private final String label;
        private final ModelId model;
        private final Object judge;
        private final boolean scores;
        private final JudgementLog log;

        Voice(String label, ModelId model, Object judge, boolean scores, JudgementLog log) {
            this.label = label;
            this.model = model;
            this.judge = judge;
            this.scores = scores;
            this.log = log;
        }

        List<byte[]> judge(List<AlignedFace> faces) {
            return scores
                    ? ((QualityScorer) judge).score(faces).stream().map(FaceJudges::bytes).toList()
                    : ((Embedder) judge).embed(faces).stream().map(FaceJudges::bytes).toList();
        }
    }

    /** What the judges said of one face that they did not know yet. */
    public static final class Judgement {

        private final String pictureSha256;
        private final byte[][] byVoice;

        private Judgement(String pictureSha256, int voices) {
            this.pictureSha256 = pictureSha256;
            this.byVoice = new byte[voices][];
        }

        /**
         * Which picture it is of.
         *
         * @return the digest of its bytes
         */
        public String pictureSha256() {
            return pictureSha256;
        }
    }

    /**
     * Whether all judges know a picture.
     *
     * @param pictureSha256 the digest of its bytes
     * @return whether there is nothing to judge
     */
    public boolean know(String pictureSha256) {
        return voices.stream().allMatch(voice -> voice.log.has(pictureSha256));
    }

    /**
     * Judges faces; each model only those that it does not know.
     *
     * @param pictureSha256s the digest of each face's picture
     * @param faces the faces
     * @return what is new of each, in their order
     * @throws ModelException if a model fails or loses a face
     */
    public List<Judgement> judge(List<String> pictureSha256s, List<AlignedFace> faces) {
        List<Judgement> judgements =
                pictureSha256s.stream().map(digest -> new Judgement(digest, voices.size())).toList();
        for (int voice = 0; voice < voices.size(); voice++) {
            int[] unknown = unknown(voice, judgements);
            if (unknown.length > 0) {
                fill(voice, unknown, Arrays.stream(unknown).mapToObj(faces::get).toList(), judgements);
            }
        }
        return judgements;
    }

    private int[] unknown(int voice, List<Judgement> judgements) {
        JudgementLog log = voices.get(voice).log;
        return IntStream.range(0, judgements.size())
                .filter(face -> judgements.get(face).byVoice[voice] == null)
                .filter(face -> !log.has(judgements.get(face).pictureSha256))
                .toArray();
    }

    private void fill(int voice, int[] unknown, List<AlignedFace> faces, List<Judgement> judgements) {
        Voice speaker = voices.get(voice);
        int other = otherPartOf(voice);
        if (other >= 0) {
            List<ScoredEmbedding> both = ((ScoringEmbedder) speaker.judge).scoreAndEmbed(faces);
            requireAll(speaker, faces.size(), both.size());
            for (int i = 0; i < unknown.length; i++) {
                judgements.get(unknown[i]).byVoice[voice] = bytes(both.get(i).quality());
                judgements.get(unknown[i]).byVoice[other] = bytes(both.get(i).embedding());
            }
        } else {
            List<byte[]> said = speaker.judge(faces);
            requireAll(speaker, faces.size(), said.size());
            for (int i = 0; i < unknown.length; i++) {
                judgements.get(unknown[i]).byVoice[voice] = said.get(i);
            }
        }
    }

    /** The embedder that is the same object as a scorer, so that one pass serves both; -1 if there is none. */
    private int otherPartOf(int voice) {
        Voice speaker = voices.get(voice);
        if (!speaker.scores || !(speaker.judge instanceof ScoringEmbedder)) {
            return -1;
        }
        return IntStream.range(0, voices.size())
                .filter(it -> !voices.get(it).scores && voices.get(it).judge == speaker.judge)
                .findFirst()
                .orElse(-1);
    }

    private static void requireAll(Voice speaker, int expected, int found) {
        if (expected != found) {
            throw new ModelException(new Problem(
                    "cannot use the model's answer", speaker.label, expected + " judgements, one for each face",
                    Integer.toString(found), "Mend the scorer or embedder."));
        }
    }

    /**
     * Remembers what was said; for one thread.
     *
     * @param judgement from {@link #judge}
     * @throws StorageException if it cannot be written
     */
    public void remember(Judgement judgement) {
        for (int voice = 0; voice < voices.size(); voice++) {
            byte[] said = judgement.byVoice[voice];
            if (said != null) {
                voices.get(voice).log.add(judgement.pictureSha256, said);
            }
        }
    }

    /**
     * A picture that all judges know.
     *
     * @param name the picture's identifier
     * @param person who is on it
     * @param sha256 the digest of its bytes
     */
    public record KnownPicture(String name, String person, String sha256) {

        /** Checks that nothing is missing. */
        public KnownPicture {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(person, "person");
            Objects.requireNonNull(sha256, "sha256");
        }
    }

    /**
     * Whether every embedder gave a vector that can be compared.
     *
     * @param sha256 the digest of a picture that all judges {@linkplain #know}
     * @return false if one is not finite or zero, so that the picture must be left out
     */
    public boolean isUsable(String sha256) {
        return voices.stream().allMatch(voice -> voice.scores || embedding(voice, sha256).isUsable());
    }

    /**
     * What is known of pictures.
     *
     * @param pictures pictures that all judges {@linkplain #know}, and that are {@linkplain #isUsable usable}
     * @return one face for each, in their order
     */
    public JudgedFaces faces(List<KnownPicture> pictures) {
        List<QualityColumn> scorers = new ArrayList<>();
        List<EmbeddingColumn> embedders = new ArrayList<>();
        for (Voice voice : voices) {
            if (voice.scores) {
                scorers.add(QualityColumn.copyOf(
                        voice.label,
                        voice.model,
                        pictures.stream().mapToDouble(it -> voice.log.read(it.sha256()).getDouble()).toArray()));
            } else {
                embedders.add(new EmbeddingColumn(
                        voice.label,
                        voice.model,
                        pictures.stream().map(it -> embedding(voice, it.sha256())).toList()));
            }
        }
        return JudgedFaces.of(
                pictures.stream().map(KnownPicture::name).toList(),
                pictures.stream().map(KnownPicture::person).toList(),
                scorers,
                embedders);
    }

    private static Embedding embedding(Voice voice, String sha256) {
        ByteBuffer payload = voice.log.read(sha256);
        float[] values = new float[payload.remaining() / Float.BYTES];
        payload.asFloatBuffer().get(values);
        return Embedding.copyOf(values);
    }

    private static byte[] bytes(QualityScore score) {
        return ByteBuffer.allocate(Double.BYTES).putDouble(score.value()).array();
    }

    private static byte[] bytes(Embedding embedding) {
        ByteBuffer bytes = ByteBuffer.allocate(embedding.dimension() * Float.BYTES);
        bytes.asFloatBuffer().put(embedding.toArray());
        return bytes.array();
    }

    @Override
    public void close() {
        voices.forEach(voice -> voice.log.close());
    }

    /** Collects judges; not safe to share between threads. */
    public static final class Builder {

        private final Path cache;
        private final Map<String, String> preparation;
        private final List<Spoken> spoken = new ArrayList<>();

        private record Spoken(String label, ModelId model, Object judge, boolean scores, String settings) {}

        private Builder(Path cache, Map<String, String> preparation) {
            this.cache = cache;
            this.preparation = Settings.copyOf(preparation);
        }

        /**
         * Adds a scorer. If it is an embedder of this builder too, and a {@link ScoringEmbedder}, one pass serves both.
         *
         * @param label what it is called in results, unlike the other scorers
         * @param scorer safe to call from several threads; the caller closes it
         * @param settings what else its scores depend on, such as its channel order, in words
         * @return this builder
         */
        public Builder scorer(String label, QualityScorer scorer, String settings) {
            spoken.add(new Spoken(label, scorer.model(), scorer, true, settings));
            return this;
        }

        /**
         * Adds an embedder.
         *
         * @param label what it is called in results, unlike the other embedders
         * @param embedder safe to call from several threads; the caller closes it
         * @param settings what else its embeddings depend on, such as its channel order, in words
         * @return this builder
         */
        public Builder embedder(String label, Embedder embedder, String settings) {
            spoken.add(new Spoken(label, embedder.model(), embedder, false, settings));
            return this;
        }

        /**
         * Opens the memory.
         *
         * @return the judges
         * @throws StorageException if the cache cannot be used, or another run uses it
         */
        public FaceJudges open() {
            List<Voice> voices = new ArrayList<>();
            try {
                // Scorers first, so that one that is an embedder too speaks for both.
                spoken.stream().filter(Spoken::scores).forEach(it -> voices.add(open(it)));
                spoken.stream().filter(it -> !it.scores()).forEach(it -> voices.add(open(it)));
                return new FaceJudges(List.copyOf(voices));
            } catch (RuntimeException e) {
                voices.forEach(voice -> voice.log.close());
                throw e;
            }
        }

        private Voice open(Spoken it) {
            String description = (it.scores() ? "quality" : "embedding") + " by " + it.model().name() + " "
                    + it.model().version() + " " + it.model().sha256() + "\n" + it.settings() + "\n"
                    + preparation.entrySet().stream()
                            .map(entry -> entry.getKey() + " = " + entry.getValue())
                            .collect(Collectors.joining("\n"));
            String name = Sha256.of(description).substring(0, NAME_DIGITS) + ".judgements";
            return new Voice(
                    it.label(), it.model(), it.judge(), it.scores(), JudgementLog.open(cache.resolve(name), description));
        }
    }
}
