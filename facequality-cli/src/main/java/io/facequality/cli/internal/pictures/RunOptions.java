package io.facequality.cli.internal.pictures;

import io.facequality.cli.internal.console.ExitCode;
import io.facequality.cli.internal.console.PositiveNumber;
import io.facequality.images.FaceChoice;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.ModelOptions.ExecutionProvider;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.PictureSearch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How pictures become faces and how the work is done: what every command has that looks at pictures. */
public final class RunOptions {

    @Mixin
    private SearchOptions search;

    @Mixin
    private PictureOptions pictures;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = PositiveNumber.OfInt.class,
            description = "Pictures to work on at once; the results are the same for any number. "
                    + "Default: the number of processors.")
    private @Nullable Integer threads;

    @Option(
            names = "--provider",
            paramLabel = "cpu|cuda|...",
            defaultValue = "cpu",
            description = "What the models run on: cpu, cuda, tensorrt, core-ml or direct-ml; all but cpu need another "
                    + "build of ONNX Runtime. Default: ${DEFAULT-VALUE}.")
    private ExecutionProvider provider;

    @Option(names = "--strict", description = "Exit with code 3 if any picture was rejected.")
    private boolean strict;

    /** Starts a pipeline of these settings, which takes the main face of each picture unless somebody said all. */
    public FacePipeline.Builder builder() {
        return builder(FaceChoice.MAIN);
    }

    /** Starts a pipeline of these settings. */
    public FacePipeline.Builder builder(FaceChoice usual) {
        FacePipeline.Builder pipeline = FacePipeline.builder().modelOptions(modelOptions());
        pictures.applyTo(pipeline, usual);
        if (threads != null) {
            pipeline.threads(threads);
        }
        return pipeline;
    }

    /** Where pictures are looked for. */
    public PictureSearch search() {
        return search.search();
    }

    /** How models are run that a pipeline does not open itself. */
    public ModelOptions modelOptions() {
        return ModelOptions.builder().provider(provider).build();
    }

    /** How many pictures are worked on at once, and how many threads may work on one group. */
    public int threads() {
        return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    }

    public String provider() {
        return provider.name();
    }

    public int exitCode(long rejected) {
        return strict && rejected > 0 ? ExitCode.REJECTED : ExitCode.DONE;
    }
}
