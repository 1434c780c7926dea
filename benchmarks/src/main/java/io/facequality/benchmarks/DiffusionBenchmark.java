package io.facequality.benchmarks;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.ModelId;
import io.facequality.benchmarks.experiments.LiteralDiffusion;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.diffusion.DiffusionOptions;
import io.facequality.onnx.diffusion.DiffusionOptions.StepPlan;
import io.facequality.onnx.diffusion.DiffusionQualityScorer;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.Denoiser;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.PictureEmbedder;
import io.facequality.onnx.internal.OnnxDenoiser;
import io.facequality.onnx.internal.diffusion.CounterNoise;
import io.facequality.onnx.internal.diffusion.DiffusionProcedure;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a face costs by diffusion, in time and in passes, which are counted where the models are called; beside the
 * {@linkplain LiteralDiffusion published procedure taken literally}, on the same models and one thread a caller.
 * {@code run.sh diffusion-cost} runs it in rounds and gives ratios.
 *
 * <p>An iteration is one face. Folder, UNet and embedder, which wants blue first, are named with {@code -p}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = DiffusionBenchmark.FACES, time = 1, timeUnit = TimeUnit.MILLISECONDS)
public class DiffusionBenchmark {

    static final int FACES = 8;

    private static final double SAME_SCORE = 1e-5;

    /** How a face is scored. */
    public enum Way {
        /** The published procedure, on the models as their files are, all pictures of a face at once. */
        PUBLISHED("published, literally", false),
        /** The same with what this library does for any model: rewrites and the size of its batches. */
        PUBLISHED_REWRITTEN("the same with this library's rewrites and batches", true),
        /** The default. */
        TEN_REPEATS("10 repeats, the default", true),
        /** Stopping early. */
        TO_AN_ERROR("to an error of 0.0003", true),
        /** Fewer repeats. */
        FOUR_REPEATS("4 repeats", true),
        /** Still fewer. */
        TWO_REPEATS("2 repeats", true),
        /** Antithetic. */
        ONE_PAIR("2 repeats, one pair", true),
        /** Fewer repeats of fewer steps. */
        FOUR_OF_TWO_STEPS("4 repeats of 2 steps", true);

        private final String words;
        private final boolean rewrites;

        Way(String words, boolean rewrites) {
            this.words = words;
            this.rewrites = rewrites;
        }

        public String words() {
            return words;
        }

        ModelOptions modelOptions() {
            ModelOptions.Builder options = ModelOptions.builder();
            options = rewrites ? options : options.withoutRewrites();
            return (this == PUBLISHED ? options.batchSize(LiteralDiffusion.PICTURES) : options).build();
        }

        ToDoubleFunction<AlignedFace> scoring(Denoiser denoiser, PictureEmbedder embedder) {
            DiffusionOptions.Builder options = DiffusionOptions.builder();
            return switch (this) {
                case PUBLISHED, PUBLISHED_REWRITTEN ->
                    new LiteralDiffusion(denoiser, embedder, new CounterNoise(0))::score;
                case TEN_REPEATS -> scoring(denoiser, embedder, options);
                case TO_AN_ERROR -> scoring(denoiser, embedder, options.targetError(0.0003));
                case FOUR_REPEATS -> scoring(denoiser, embedder, options.repeats(4));
                case TWO_REPEATS -> scoring(denoiser, embedder, options.repeats(2));
                case ONE_PAIR ->
                    scoring(denoiser, embedder, options.repeats(2).minimumRepeats(2).antithetic());
                case FOUR_OF_TWO_STEPS ->
                    scoring(denoiser, embedder, options.repeats(4).steps(StepPlan.ofCalls(2)));
            };
        }

        private static ToDoubleFunction<AlignedFace> scoring(
                Denoiser denoiser, PictureEmbedder embedder, DiffusionOptions.Builder options) {
            DiffusionProcedure procedure =
                    new DiffusionProcedure(denoiser, embedder, options.build(), LiteralDiffusion.PICTURES);
            return face -> procedure.score(List.of(face)).get(0).orElseThrow().quality().value();
        }
    }

    /** The open models, shared by the callers. */
    @State(Scope.Benchmark)
    public static class Models {

        /** A folder of aligned crops. */
        @Param("")
        public String folder;

        /** The UNet's file. */
        @Param("")
        public String unet;

        /** The embedder's file. */
        @Param("")
        public String embedder;

        /** How a face is scored. */
        @Param
        public Way way;

        private List<AlignedFace> faces;
        private OnnxDenoiser denoiser;
        private PictureEmbedder embedding;

        /** Opens them, and checks that what claims to give the published score does. */
        @Setup
        public void open() {
            faces = Samples.spread(Path.of(folder), FACES);
            ModelOptions options = way.modelOptions();
            denoiser = OnnxDenoiser.open(ModelFile.of(Path.of(unet)), options);
            embedding = DiffusionQualityScorer.exact(OnnxEmbedder.open(
                    ModelFile.of(Path.of(embedder)),
                    ModelContract.ediffiqa().withChannelOrder(ModelContract.ChannelOrder.BGR),
                    options));
            if (way == Way.TEN_REPEATS) {
                double published = Way.PUBLISHED.scoring(denoiser, embedding).applyAsDouble(faces.get(0));
                double score = way.scoring(denoiser, embedding).applyAsDouble(faces.get(0));
                if (!(Math.abs(score - published) <= SAME_SCORE)) {
                    throw new IllegalStateException("expected the published score " + published + ", found " + score);
                }
            }
        }

        /** Closes them. */
        @TearDown
        public void close() {
            denoiser.close();
            embedding.close();
        }
    }

    /** What went through the models while faces were scored. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Passes {

        /** Faces that were scored. */
        public long faces;

        /** Pictures that went through the UNet. */
        public long unet;

        /** Pictures that went through the embedder. */
        public long embedder;
    }

    /** A caller with models that count. */
    @State(Scope.Thread)
    public static class Caller {

        private List<AlignedFace> faces;
        private ToDoubleFunction<AlignedFace> scoring;
        private int next;
        private long denoised;
        private long embedded;

        /** Puts counters in front of the models. */
        @Setup
        public void count(Models models) {
            faces = models.faces;
            scoring = models.way.scoring(counting(models.denoiser), counting(models.embedding));
        }

        private double score(Passes passes) {
            long denoisedBefore = denoised;
            long embeddedBefore = embedded;
            double score = scoring.applyAsDouble(faces.get(next++ % FACES));
            passes.faces++;
            passes.unet += denoised - denoisedBefore;
            passes.embedder += embedded - embeddedBefore;
            return score;
        }

        private Denoiser counting(Denoiser denoiser) {
            return new Denoiser() {
                @Override
                public float[] denoise(float[] noisy, int count, int time) {
                    denoised += count;
                    return denoiser.denoise(noisy, count, time);
                }

                @Override
                public ModelId model() {
                    return denoiser.model();
                }
            };
        }

        private PictureEmbedder counting(PictureEmbedder embedder) {
            return new PictureEmbedder() {
                @Override
                public List<Embedding> embed(float[] pictures, int count) {
                    embedded += count;
                    return embedder.embed(pictures, count);
                }

                @Override
                public ModelId model() {
                    return embedder.model();
                }
            };
        }
    }

    @Benchmark
    public double score(Caller caller, Passes passes) {
        return caller.score(passes);
    }
}
