package io.facequality.onnx.internal.diffusion;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.ModelId;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection;
import io.facequality.QualityScore;
import io.facequality.onnx.diffusion.DiffusionOptions;
import io.facequality.onnx.diffusion.DiffusionOptions.NoiseSource;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.Denoiser;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore.Similarities;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.PictureEmbedder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/**
 * Scores faces by diffusion, on any denoiser and embedder.
 *
 * <p>The work goes in waves. A wave takes repeats from as many faces as it has room for, each repeat being two
 * pictures, the face and its mirror image; it noises them, embeds them, restores them and embeds them again. A face
 * that may stop early gives its least number of repeats to the first wave and from then on one repeat (or pair) to
 * each, so that none is made in vain. Since noise depends on the face, the seed and the repeat alone, and a picture's
 * result not on the pictures beside it, the waves' size and order do not show in the scores.
 *
 * <p>The cost of a face, for n repeats and s steps: {@code 2 n s} passes of the denoiser and {@code 2 + 4 n} of the
 * embedder; 100 and 42 by default, where the published procedure has 120 and 60.
 *
 * <p>Immutable and safe to share between threads as far as the denoiser and the embedder are, which stay the caller's
 * to close. A call works on the calling thread.
 */
public final class DiffusionProcedure {

    private static final int PICTURES_OF_A_REPEAT = 2;

    private final Denoiser denoiser;
    private final PictureEmbedder embedder;
    private final DiffusionOptions options;
    private final int repeatsOfAWave;
    private final ForwardDiffusion forward;
    private final DdimSampler sampler;
    private final NoiseSource noise;
    private final ModelId model;

    /**
     * Puts the parts together.
     *
     * @param denoiser restores noised pictures
     * @param embedder embeds them
     * @param options how often, in which steps, with which noise
     * @param picturesAtOnce how many pictures a wave has at most; at least 2
     */
    public DiffusionProcedure(
            Denoiser denoiser, PictureEmbedder embedder, DiffusionOptions options, int picturesAtOnce) {
        if (picturesAtOnce < PICTURES_OF_A_REPEAT) {
            throw InvalidInputException.ofValue("DiffusionProcedure", "at least 2 pictures at once", picturesAtOnce);
        }
        this.denoiser = denoiser;
        this.embedder = embedder;
        this.options = options;
        this.repeatsOfAWave = picturesAtOnce / PICTURES_OF_A_REPEAT;
        NoiseSchedule schedule = NoiseSchedule.cosine();
        this.forward = new ForwardDiffusion(schedule);
        this.sampler = new DdimSampler(schedule, options.steps());
        this.noise = options.antithetic() ? options.noise().inPairs() : options.noise();
        this.model = ModelId.ofCode(
                "DifFIQA of " + denoiser.model().name() + " and " + embedder.model().name(),
                options.description() + "; denoiser " + version(denoiser.model()) + "; embedder "
                        + version(embedder.model()));
    }

    private static String version(ModelId model) {
        return (model.version() + " " + model.sha256()).strip();
    }

    /**
     * Which models score, and how: everything that decides about a score is in it.
     *
     * @return the identity of both models together; their digests are in its version
     */
    public ModelId model() {
        return model;
    }

    /**
     * Scores faces. One for which the embedder gives an embedding without a direction, or the denoiser a NaN, is
     * rejected as soon as that is known, with {@link Rejection.Cause#UNUSABLE_RESULT}; the others are scored as if
     * it had not been there.
     *
     * @param faces any number of faces
     * @return one score for each, or why there is none, in their order
     * @throws ModelException if a model fails, or the embedder loses a picture
     * @throws CancellationException if this thread is interrupted; looked at before each call of the denoiser
     */
    public List<Outcome<DiffusionScore>> score(List<AlignedFace> faces) {
        SortedMap<Integer, Outcome<DiffusionScore>> outcomes = new TreeMap<>();
        Deque<AlignedFace> waiting = new ArrayDeque<>(faces);
        List<FaceInWork> inWork = new ArrayList<>();
        while (!waiting.isEmpty() || !inWork.isEmpty()) {
            int wanted = inWork.stream().mapToInt(FaceInWork::wanted).sum();
            inWork.addAll(admitted(waiting, faces.size() - waiting.size(), repeatsOfAWave - wanted));
            work(wave(inWork));
            inWork.stream().filter(FaceInWork::isDone).forEach(face -> outcomes.put(face.place, face.outcome()));
            inWork.removeIf(FaceInWork::isDone);
        }
        return List.copyOf(outcomes.values());
    }

    /** Takes as many faces as it needs to fill a wave; the first of them is number {@code place}. */
    private List<FaceInWork> admitted(Deque<AlignedFace> waiting, int place, int wantedRepeats) {
        int firstRepeats = options.targetError().isPresent() ? options.minimumRepeats() : options.repeats();
        int count = Math.min(waiting.size(), Math.max(0, (wantedRepeats + firstRepeats - 1) / firstRepeats));
        List<AlignedFace> faces = new ArrayList<>(count);
        float[] sides = new float[PICTURES_OF_A_REPEAT * count * Pictures.FLOATS];
        for (int i = 0; i < count; i++) {
            AlignedFace face = waiting.remove();
            faces.add(face);
            float[] picture = Pictures.of(face);
            System.arraycopy(picture, 0, sides, 2 * i * Pictures.FLOATS, Pictures.FLOATS);
            System.arraycopy(Pictures.mirrored(picture), 0, sides, (2 * i + 1) * Pictures.FLOATS, Pictures.FLOATS);
        }
        // The face and its mirror image are the same in every repeat, so they are embedded once.
        List<Embedding> embeddings = count == 0 ? List.of() : embed(sides, PICTURES_OF_A_REPEAT * count);
        List<FaceInWork> admitted = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            admitted.add(new FaceInWork(
                    place + i, faces.get(i), embeddings.get(2 * i), embeddings.get(2 * i + 1)));
        }
        return admitted;
    }

    private List<Repeat> wave(List<FaceInWork> faces) {
        List<Repeat> wave = new ArrayList<>();
        for (FaceInWork face : faces) {
            while (wave.size() < repeatsOfAWave && face.wanted() > 0) {
                wave.add(new Repeat(face, face.begun++));
            }
        }
        return wave;
    }

    private void work(List<Repeat> wave) {
        if (wave.isEmpty()) {
            // Every face that was admitted is rejected already.
            return;
        }
        int count = PICTURES_OF_A_REPEAT * wave.size();
        float[] pictures = noised(wave, count);
        List<Embedding> noisy = embed(pictures, count);
        float[] restored = sampler.restore(denoiser, pictures, count, (row, step, target) ->
                wave.get(row / PICTURES_OF_A_REPEAT).draw(row % PICTURES_OF_A_REPEAT, step + 1, target));
        List<Embedding> clean = embed(restored, count);
        for (int i = 0; i < wave.size(); i++) {
            FaceInWork face = wave.get(i).face;
            int row = PICTURES_OF_A_REPEAT * i;
            face.requireRestored(restored, row);
            face.requireRestored(restored, row + 1);
            face.add(noisy.get(row), clean.get(row), noisy.get(row + 1), clean.get(row + 1));
        }
    }

    private float[] noised(List<Repeat> wave, int count) {
        float[] pictures = new float[count * Pictures.FLOATS];
        float[] draw = new float[Pictures.FLOATS];
        for (int row = 0; row < count; row++) {
            Repeat repeat = wave.get(row / PICTURES_OF_A_REPEAT);
            int side = row % PICTURES_OF_A_REPEAT;
            repeat.draw(side, 0, draw);
            forward.noise(repeat.face.side(side), draw, pictures, row * Pictures.FLOATS);
        }
        return pictures;
    }

    private List<Embedding> embed(float[] pictures, int count) {
        List<Embedding> embeddings = embedder.embed(pictures, count);
        if (embeddings.size() != count) {
            throw new ModelException(new Problem(
                    "cannot use the model's answer", embedder.model().name(),
                    count + " embeddings, one for each picture",
                    Integer.toString(embeddings.size()), "Correct the embedder."));
        }
        return embeddings;
    }

    /** One repeat of a face. */
    private record Repeat(FaceInWork face, int number) {

        void draw(int side, int draw, float[] target) {
            face.noise.draw(new NoiseSource.Place(number, side == 1, draw), target);
        }
    }

    /** A face between its first repeat and its last. */
    private final class FaceInWork {

        private final int place;
        private final float[] picture;
        private final float[] mirrorImage;
        private final NoiseSource.FaceNoise noise;
        private final Embedding clean;
        private final double mirrored;
        private final List<Similarities> repeats = new ArrayList<>();
        private Optional<Problem> unusable = Optional.empty();
        private int begun;
        private int denoiserPasses;
        private int embedderPasses = PICTURES_OF_A_REPEAT;

        FaceInWork(int place, AlignedFace face, Embedding clean, Embedding mirrored) {
            this.place = place;
            this.picture = Pictures.of(face);
            this.mirrorImage = Pictures.mirrored(picture);
            this.noise = DiffusionProcedure.this.noise.of(face);
            this.clean = clean;
            this.mirrored = clean.cosine(mirrored);
            requireDirection(clean);
            requireDirection(mirrored);
        }

        private void requireDirection(Embedding embedding) {
            if (!embedding.isUsable()) {
                reject("a finite embedding that is not zero", embedding + " by " + embedder.model().name());
            }
        }

        void requireRestored(float[] restored, int row) {
            if (Float.isNaN(restored[row * Pictures.FLOATS])) {
                reject("a restored picture of finite numbers", "NaN by " + denoiser.model().name());
            }
        }

        /** The first reason stays: it is the same for any size of the waves. */
        private void reject(String expected, String found) {
            unusable = unusable.or(() -> Optional.of(new Problem(
                    "cannot score the face by diffusion", "face " + (place + 1), expected, found,
                    "Look at the picture, which may hold no face; if many are rejected, check the models and the "
                            + "embedder's channel order.")));
        }

        /** Takes the embeddings of a repeat. */
        void add(Embedding noisy, Embedding restored, Embedding noisyMirrored, Embedding restoredMirrored) {
            List.of(noisy, restored, noisyMirrored, restoredMirrored).forEach(this::requireDirection);
            repeats.add(new Similarities(
                    clean.cosine(noisy),
                    clean.cosine(restored),
                    clean.cosine(noisyMirrored),
                    clean.cosine(restoredMirrored),
                    mirrored));
            denoiserPasses += PICTURES_OF_A_REPEAT * options.steps().calls();
            embedderPasses += 2 * PICTURES_OF_A_REPEAT;
        }

        float[] side(int side) {
            return side == 0 ? picture : mirrorImage;
        }

        /** How many repeats may be begun before it is known whether more are needed. */
        int wanted() {
            return unusable.isPresent() ? 0 : due() - begun;
        }

        /** How many repeats the face needs, by what is known now. */
        private int due() {
            if (options.targetError().isEmpty()) {
                return options.repeats();
            }
            if (repeats.size() < options.minimumRepeats()) {
                return options.minimumRepeats();
            }
            int unit = options.antithetic() ? 2 : 1;
            boolean halfAPair = repeats.size() % unit != 0;
            return halfAPair ? repeats.size() + 1
                    : isSure() ? repeats.size() : Math.min(options.repeats(), repeats.size() + unit);
        }

        private boolean isSure() {
            double error = sample().standardError().orElse(Double.POSITIVE_INFINITY);
            return error <= options.targetError().orElseThrow();
        }

        boolean isDone() {
            return unusable.isPresent() || repeats.size() == due();
        }

        private RepeatedScore sample() {
            return new RepeatedScore(repeats, options.antithetic());
        }

        Outcome<DiffusionScore> outcome() {
            return unusable.<Outcome<DiffusionScore>>map(
                            problem -> Outcome.rejected(Rejection.Cause.UNUSABLE_RESULT, problem))
                    .orElseGet(() -> Outcome.ok(score()));
        }

        private DiffusionScore score() {
            RepeatedScore sample = sample();
            Similarities means = sample.means();
            return new DiffusionScore(
                    new QualityScore(means.mean(), model),
                    means,
                    sample.repeats(),
                    sample.standardError(),
                    denoiserPasses,
                    embedderPasses);
        }
    }
}
