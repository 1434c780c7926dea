package io.facequality.onnx.diffusion;

import io.facequality.AlignedFace;
import io.facequality.Embedder;
import io.facequality.Embedding;
import io.facequality.FaceQualityException.ClosedException;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.Image;
import io.facequality.ModelId;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection;
import io.facequality.QualityScore;
import io.facequality.QualityScorer;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.internal.DiffusionMemory;
import io.facequality.onnx.internal.OnnxDenoiser;
import io.facequality.onnx.internal.RunGate;
import io.facequality.onnx.internal.diffusion.DiffusionProcedure;
import io.facequality.onnx.internal.diffusion.Pictures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.function.ToDoubleFunction;

/**
 * DifFIQA: scores a face by how much of its embedding survives noise, restoration and mirroring. Slow and without
 * training of its own: a denoiser and an embedder are all that it needs. The score lies between -1 and 1 and mostly
 * above 0, higher is better, comparable within one pair of models and one set of options only.
 *
 * <p>The cost of a face with the default options is 100 passes of the denoiser and 42 of the embedder, where the
 * published procedure has 120 and 60 for the same score; {@link DiffusionOptions} lessen it at a stated loss.
 *
 * <p>The same face, seed and models give the same score, bit for bit, for any batch size, memory limit, order and
 * number of threads. Safe to call from several threads at once, which with the default options is the fastest way; an
 * interrupted thread's call ends with a {@link CancellationException}, at the latest after the run of a model. Whoever
 * opens the scorer closes it; closing waits for calls in flight, which may take a while.
 *
 * <p>Source: Babnik, Peer and Struc, "DifFIQA", IJCB 2023, section 3; {@link DiffusionProcedure} says how it is done.
 */
public final class DiffusionQualityScorer implements QualityScorer {

    private final DiffusionProcedure procedure;
    private final Runnable release;
    private final RunGate gate;

    private DiffusionQualityScorer(DiffusionProcedure procedure, Runnable release) {
        this.procedure = procedure;
        this.release = release;
        this.gate = new RunGate(procedure.model().name());
    }

    /**
     * Opens both models with the default options.
     *
     * @param denoiser the diffusion's UNet, as an ONNX file
     * @param embedder an embedder as an ONNX file, which takes pixels as {@link ModelContract#ediffiqa()} says
     * @return the open scorer, which the caller closes
     * @throws ModelException if a file is missing, damaged, or not such a model
     */
    public static DiffusionQualityScorer open(Path denoiser, Path embedder) {
        return open(
                ModelFile.of(denoiser),
                ModelFile.of(embedder),
                ModelContract.ediffiqa(),
                ModelOptions.defaults(),
                DiffusionOptions.defaults());
    }

    /**
     * Opens both models.
     *
     * @param denoiser the diffusion's UNet
     * @param embedder the embedder
     * @param contract how the embedder takes pixels
     * @param run how both models are run
     * @param options how faces are scored
     * @return the open scorer, which the caller closes
     * @throws ModelException if a file is missing, damaged, or not such a model, or if this machine lacks the execution
     *     provider
     * @throws InvalidInputException if not even one repeat fits into the memory limit
     */
    public static DiffusionQualityScorer open(
            ModelFile denoiser,
            ModelFile embedder,
            ModelContract contract,
            ModelOptions run,
            DiffusionOptions options) {
        DiffusionMemory memory =
                DiffusionMemory.within(options.memoryLimit(), denoiser, embedder, run.batchSize());
        ModelOptions batched = run.withBatchSize(memory.batchSize());
        OnnxDenoiser restoring = OnnxDenoiser.open(denoiser, batched);
        try {
            OnnxEmbedder embedding = OnnxEmbedder.open(embedder, contract, batched);
            return new DiffusionQualityScorer(
                    new DiffusionProcedure(restoring, exact(embedding), options, memory.pictures()), () -> {
                        try {
                            restoring.close();
                        } finally {
                            embedding.close();
                        }
                    });
        } catch (RuntimeException | Error e) {
            restoring.close();
            throw e;
        }
    }

    /**
     * Scores with parts of the caller's own. The memory limit then covers what the scorer itself holds, not what the
     * parts use. Any {@link Embedder} of faces will do, {@linkplain PictureEmbedder#inEightBits in eight bits}.
     *
     * @param denoiser restores noised pictures; stays the caller's to close
     * @param embedder embeds them; stays the caller's to close
     * @param options how faces are scored
     * @return the scorer; closing it waits for its own calls in flight
     */
    public static DiffusionQualityScorer of(Denoiser denoiser, PictureEmbedder embedder, DiffusionOptions options) {
        int pictures = DiffusionMemory.picturesBetweenRuns(options.memoryLimit());
        return new DiffusionQualityScorer(new DiffusionProcedure(denoiser, embedder, options, pictures), () -> {});
    }

    /**
     * Opens a denoiser on ONNX Runtime, to score with an embedder of the caller's own. The model, mostly a UNet, has two
     * inputs, the pictures {@code [n,3,112,112]} float32 and the times {@code [n]} int64, and one float32 output, the
     * clean pictures, of the pictures' shape. The batch, the height and the width may be open or fixed.
     *
     * @param file the model's file
     * @param options how it is run
     * @return the open denoiser, which the caller closes
     * @throws ModelException if the file is missing, damaged, or not such a model, or if this machine lacks the
     *     execution provider
     */
    public static Denoiser openDenoiser(ModelFile file, ModelOptions options) {
        return OnnxDenoiser.open(file, options);
    }

    /**
     * An embedder on ONNX Runtime, for pictures: it takes their own numbers, nothing is rounded.
     *
     * @param embedder the embedder, which the result closes
     * @return the same embedder
     */
    public static PictureEmbedder exact(OnnxEmbedder embedder) {
        return new PictureEmbedder() {
            @Override
            public List<Embedding> embed(float[] pictures, int count) {
                return embedder.embedPictures(pictures, count);
            }

            @Override
            public ModelId model() {
                ModelId model = embedder.model();
                ModelContract contract = embedder.contract();
                String pixels = contract.channelOrder() + " (p - " + contract.mean() + ") / " + contract.deviation();
                return new ModelId(model.name(), (model.version() + " " + pixels).strip(), model.sha256());
            }

            @Override
            public void close() {
                embedder.close();
            }
        };
    }

    /**
     * {@inheritDoc}
     *
     * @throws ModelException if a model fails, or {@link #explain} rejects a face
     */
    @Override
    public List<QualityScore> score(List<AlignedFace> faces) {
        return explain(faces).stream().map(outcome -> required(outcome).quality()).toList();
    }

    private static DiffusionScore required(Outcome<DiffusionScore> outcome) {
        if (outcome instanceof Outcome.Rejected<DiffusionScore> no) {
            throw new ModelException(no.rejection().problem());
        }
        return outcome.orElseThrow();
    }

    /**
     * Scores faces and says what each score is made of, how sure it is and what it cost. A face of which a model makes
     * nothing that can be compared, an embedding that is zero or not finite, is rejected with {@link
     * Rejection.Cause#UNUSABLE_RESULT}, and the others are scored.
     *
     * @param faces any number of faces
     * @return one score for each, or why there is none, in their order
     * @throws ModelException if a model fails
     * @throws ClosedException after {@link #close()}
     * @throws CancellationException if this thread is interrupted
     */
    public List<Outcome<DiffusionScore>> explain(List<AlignedFace> faces) {
        return gate.pass(() -> procedure.score(faces));
    }

    @Override
    public ModelId model() {
        return procedure.model();
    }

    @Override
    public void close() {
        gate.close(release);
    }

    /**
     * A face's score by diffusion, what it is made of, how sure it is and what it cost.
     *
     * @param quality the score, the {@linkplain Similarities#mean() mean} of the five similarities; higher is better
     * @param similarities the five, each averaged over the repeats
     * @param repeats the five of every repeat that was used, in their order
     * @param standardError the standard deviation that the score has over other noise, estimated from the repeats: it
     *     shrinks with the square root of their number. With n repeats, the score plus and minus the error times the
     *     quantile of Student's distribution of n - 1 degrees of freedom covers the score of infinitely many repeats; with
     *     noise in antithetic pairs n is the number of pairs. Empty if there is only one. Where repeats stopped early it is
     *     a little too small, since stopping prefers moments at which it is underestimated
     * @param denoiserPasses how many pictures of this face went through the denoiser
     * @param embedderPasses how many went through the embedder
     */
    public record DiffusionScore(
            QualityScore quality,
            Similarities similarities,
            List<Similarities> repeats,
            OptionalDouble standardError,
            int denoiserPasses,
            int embedderPasses) {

        /** Copies the list. */
        public DiffusionScore {
            Objects.requireNonNull(quality, "quality");
            Objects.requireNonNull(similarities, "similarities");
            repeats = List.copyOf(repeats);
            Objects.requireNonNull(standardError, "standardError");
        }

        /**
         * How alike the embeddings of a face x and of what became of it are: five cosines, each from -1 to 1, higher is better.
         * They tell apart what a low score comes from: the pose ({@link #mirrored}), or how the face bears noise ({@link
         * #noisy}) and comes out of its restoration ({@link #restored}).
         *
         * <p>Source: DifFIQA, section 3.3. f is the mirror image of x.
         *
         * @param noisy x and the noised x
         * @param restored x and the restored x
         * @param noisyMirrored x and the noised f
         * @param restoredMirrored x and the restored f
         * @param mirrored x and f itself, in which there is no noise
         */
        public record Similarities(
                double noisy, double restored, double noisyMirrored, double restoredMirrored, double mirrored) {

            private static final int COUNT = 5;

            /**
             * The score of these similarities, {@code (noisy + restored + noisyMirrored + restoredMirrored + mirrored) / 5}.
             *
             * @return from -1 to 1, higher is better
             */
            public double mean() {
                return (noisy + restored + noisyMirrored + restoredMirrored + mirrored) / COUNT;
            }

            /**
             * Another score of the same passes, not the published one: {@code 1 - sqrt((1 - noisy) (1 - restored))}, the
             * geometric mean of what the noise and the restoration lose. The mean of five hardly sees blur and low resolution:
             * they show in {@link #noisy}, whose losses are small numbers, and drown in those of the others. A geometric mean
             * weighs relative changes, so that either loss counts. It does not look at the mirror image, and so not at the
             * pose.
             *
             * @return from -1 to 1, higher is better
             */
            public double balanced() {
                return 1 - Math.sqrt((1 - noisy) * (1 - restored));
            }

            /**
             * Each similarity's mean over repeats.
             *
             * @param repeats at least one
             * @return the five means
             */
            public static Similarities mean(List<Similarities> repeats) {
                return new Similarities(
                        mean(repeats, Similarities::noisy),
                        mean(repeats, Similarities::restored),
                        mean(repeats, Similarities::noisyMirrored),
                        mean(repeats, Similarities::restoredMirrored),
                        mean(repeats, Similarities::mirrored));
            }

            private static double mean(List<Similarities> repeats, ToDoubleFunction<Similarities> one) {
                return repeats.stream().mapToDouble(one).average().orElseThrow();
            }
        }
    }

    /**
     * Tells from noised pictures what they were without the noise: the network of a diffusion, trained to predict the clean
     * picture.
     *
     * <p>Pictures are rows of {@code 3 * 112 * 112} numbers: the red, the green and the blue plane, each row by row from
     * the top, a clean picture's numbers from -1 to 1.
     */
    public interface Denoiser extends AutoCloseable {

        /**
         * Restores pictures. Safe to call from several threads at once; a row does not depend on the rows beside it.
         *
         * @param noisy the pictures, of which the first {@code count} are read; not changed
         * @param count how many pictures
         * @param time how noisy they are: the index in the noise schedule
         * @return the pictures as the network believes that they were, {@code count} rows in an array of the caller's own,
         *     not clipped
         * @throws io.facequality.FaceQualityException.ModelException if the model fails
         * @throws io.facequality.FaceQualityException.ClosedException after {@link #close()}
         */
        float[] denoise(float[] noisy, int count, int time);

        /**
         * Which model restores.
         *
         * @return the model's identity
         */
        ModelId model();

        /** Releases what the denoiser holds; idempotent, waits for calls in flight. */
        @Override
        default void close() {}
    }

    /**
     * Embeds faces whose pixels are no bytes: noised ones, which leave the range of a picture, and restored ones. The
     * pictures are rows as a {@link DiffusionQualityScorer.Denoiser} takes them.
     */
    public interface PictureEmbedder extends AutoCloseable {

        /**
         * Embeds pictures. Safe to call from several threads at once; an embedding does not depend on the pictures beside
         * it.
         *
         * @param pictures the pictures, of which the first {@code count} are read; not changed
         * @param count how many pictures
         * @return one embedding for each, in their order
         * @throws io.facequality.FaceQualityException.ModelException if the model fails
         * @throws io.facequality.FaceQualityException.ClosedException after {@link #close()}
         */
        List<Embedding> embed(float[] pictures, int count);

        /**
         * Which model embeds.
         *
         * @return the model's identity
         */
        ModelId model();

        /** Releases what the embedder holds; idempotent, waits for calls in flight. */
        @Override
        default void close() {}

        /**
         * Any embedder of faces. It takes bytes, so pixels are clipped to the range of a picture and rounded to 8 bits; the
         * score then differs a little from that of the same model on exact pixels, and must not be compared with it.
         *
         * @param embedder the embedder, which the result closes
         * @return the embedder for pictures
         */
        static PictureEmbedder inEightBits(Embedder embedder) {
            return new PictureEmbedder() {
                @Override
                public List<Embedding> embed(float[] pictures, int count) {
                    List<AlignedFace> faces = new ArrayList<>(count);
                    for (int row = 0; row < count; row++) {
                        int from = row * Pictures.FLOATS;
                        faces.add(AlignedFace.of(Image.filledBy(
                                AlignedFace.SIZE, AlignedFace.SIZE, rgb -> Pictures.toBytes(pictures, from, rgb))));
                    }
                    return embedder.embed(faces);
                }

                @Override
                public ModelId model() {
                    ModelId model = embedder.model();
                    return new ModelId(model.name() + " in 8 bits", model.version(), model.sha256());
                }

                @Override
                public void close() {
                    embedder.close();
                }
            };
        }
    }
}
