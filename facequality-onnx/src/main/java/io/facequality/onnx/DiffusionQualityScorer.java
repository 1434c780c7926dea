package io.facequality.onnx;

import io.facequality.AlignedFace;
import io.facequality.ClosedException;
import io.facequality.Embedder;
import io.facequality.Embedding;
import io.facequality.InvalidInputException;
import io.facequality.ModelException;
import io.facequality.ModelId;
import io.facequality.Outcome;
import io.facequality.QualityScore;
import io.facequality.QualityScorer;
import io.facequality.Rejection;
import io.facequality.onnx.diffusion.Denoiser;
import io.facequality.onnx.diffusion.DiffusionOptions;
import io.facequality.onnx.diffusion.DiffusionScore;
import io.facequality.onnx.diffusion.PictureEmbedder;
import io.facequality.onnx.internal.DiffusionMemory;
import io.facequality.onnx.internal.OnnxDenoiser;
import io.facequality.onnx.internal.RunGate;
import io.facequality.onnx.internal.diffusion.DiffusionProcedure;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;

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
     * Rejection.Cause#UNUSABLE_JUDGEMENT}, and the others are scored.
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
}
