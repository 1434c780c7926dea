package io.facequality.cli.internal.score;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.cli.internal.console.PositiveNumber;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.diffusion.DiffusionOptions;
import io.facequality.onnx.diffusion.DiffusionOptions.StepPlan;
import io.facequality.onnx.diffusion.DiffusionQualityScorer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The models and options of scoring by diffusion, for every command that does it: a mixin, also for commands that other
 * rooms add. For one run.
 */
public final class DiffusionArguments {

    private static final int MEGABYTE = 1 << 20;

    @Option(
            names = "--unet",
            paramLabel = "FILE",
            description = "The diffusion's UNet (ONNX): x [n,3,112,112] and t [n] in, the clean pictures out.")
    private @Nullable Path unet;

    @Option(
            names = "--embedder",
            paramLabel = "FILE",
            description = "The embedder (ONNX) that faces are compared with.")
    private @Nullable Path embedder;

    @Option(
            names = "--embedder-channels",
            paramLabel = "rgb|bgr",
            defaultValue = "rgb",
            description = "The channel order that the model of --embedder wants; the wrong one raises no error and "
                    + "ruins the results. Default: ${DEFAULT-VALUE}.")
    private ChannelOrder embedderChannels;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "10",
            converter = PositiveNumber.OfInt.class,
            description = "Noise draws per face; with --target-error the most. Default: ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(
            names = "--target-error",
            paramLabel = "X",
            description = "Stop repeating a face once the standard error of its score is at most this.")
    private @Nullable Double targetError;

    @Option(
            names = "--min-repeats",
            paramLabel = "N",
            defaultValue = "4",
            converter = PositiveNumber.OfInt.class,
            description = "With --target-error, the fewest repeats of a face. Default: ${DEFAULT-VALUE}.")
    private int minimumRepeats;

    @Option(
            names = "--steps",
            paramLabel = "1..5",
            defaultValue = "5",
            converter = PositiveNumber.OfInt.class,
            description = "Calls of the UNet for each picture. 5 give the published score; fewer are cheaper and give "
                    + "another one. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--antithetic",
            description = "Draw noise in pairs of opposite sign; --repeats and --min-repeats must be even.")
    private boolean antithetic;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "The seed of the noise. The same pictures, models and options give the same scores. "
                    + "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--memory",
            paramLabel = "MB",
            defaultValue = "1024",
            converter = PositiveNumber.OfInt.class,
            description = "The memory that all threads together may take for scoring, beside the models; it does not "
                    + "change the scores. Default: ${DEFAULT-VALUE}.")
    private int memory;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** For picocli. */
    public DiffusionArguments() {}

    /**
     * Whether there is a UNet to score with.
     *
     * @return whether {@code --unet} was given
     */
    public boolean hasUnet() {
        return unet != null;
    }

    /** Opens the models, which the caller closes. */
    public DiffusionQualityScorer open(ModelOptions run, int threads) {
        if (unet == null || embedder == null) {
            throw wrong("expected --unet and --embedder with --method diffiqa");
        }
        return open(unet, embedder, embedderChannels, run, threads);
    }

    /**
     * Opens the models; where no embedder was named, another one.
     *
     * @param otherwise the embedder to compare faces with if there is no {@code --embedder}
     * @param channels the channel order that it wants
     * @param run how models are run
     * @param threads how many threads share the memory
     * @return the scorer, which the caller closes
     * @throws ParameterException if there is no {@code --unet}, or options do not go together
     */
    public DiffusionQualityScorer openOr(Path otherwise, ChannelOrder channels, ModelOptions run, int threads) {
        if (unet == null) {
            throw wrong("expected --unet");
        }
        return embedder == null
                ? open(unet, otherwise, channels, run, threads)
                : open(unet, embedder, embedderChannels, run, threads);
    }

    private DiffusionQualityScorer open(
            Path denoiser, Path embedder, ChannelOrder channels, ModelOptions run, int threads) {
        return DiffusionQualityScorer.open(
                ModelFile.of(denoiser),
                ModelFile.of(embedder),
                ModelContract.ediffiqa().withChannelOrder(channels),
                run,
                options(threads));
    }

    private DiffusionOptions options(int threads) {
        try {
            DiffusionOptions.Builder options = DiffusionOptions.builder()
                    .repeats(repeats)
                    .minimumRepeats(minimumRepeats)
                    .steps(StepPlan.ofCalls(steps))
                    .seed(seed)
                    .memoryLimit((long) memory * MEGABYTE / threads);
            if (antithetic) {
                options.antithetic();
            }
            if (targetError != null) {
                options.targetError(targetError);
            }
            return options.build();
        } catch (InvalidInputException e) {
            throw e.isOfValue() ? wrong(e.problem().contrast()) : e;
        }
    }

    /** Options of diffusion without diffusion would be ignored in silence. */
    public void requireUnused() {
        if (unet != null || embedder != null || targetError != null || antithetic) {
            throw wrong("--unet, --embedder, --target-error and --antithetic are for --method diffiqa");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
