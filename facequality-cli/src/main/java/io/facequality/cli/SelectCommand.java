package io.facequality.cli;

import io.facequality.Keep;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.PlanApplication.Mode;
import io.facequality.pipeline.PlanFiles;
import io.facequality.select.LeavePOutSelector;
import io.facequality.select.Representation;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Chooses the best faces of every person. */
@Command(
        name = "select",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = "facequality select [OPTION]... ROOT --keep N",
        header = "Choose the best faces of every person, and say why.",
        description = {
            "Every folder below ROOT that holds pictures is one person.",
            "Writes the plan as plan.json, plan.csv and report.html, which says for every face why it is kept or "
                    + "dropped; 'facequality apply' carries it out. With --out also copies what is kept, with its "
                    + "folders, and writes each person's representative vector as best_encoding.npy (float64).",
            "Pictures that cannot be used are named on standard error and in the plan, with the reason."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality select people --keep 3 --out selected",
            "  facequality select people --keep 3 --plan review/plan.json",
            "  facequality select --crop as-is aligned-crops --keep 5"
        })
final class SelectCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "ROOT", description = "The folder that holds a folder of pictures for every person.")
    private Path root;

    @Option(
            names = "--keep",
            paramLabel = "N",
            required = true,
            converter = PositiveNumber.OfInt.class,
            description = "How many faces of every person to keep; a person with no more is kept whole.")
    private int keep;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Copy what is kept into this folder, which may lie inside ROOT and is then not looked into.")
    private @Nullable Path out;

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "Write the plan to this file, and table and report beside it. "
                    + "Default: plan.json in the folder of --out, or else in the working folder.")
    private @Nullable Path plan;

    @Option(
            names = "--representation",
            paramLabel = "mean|quality-weighted",
            defaultValue = "mean",
            description = "What stands for the kept faces: the plain mean of their embeddings, or the mean weighted by "
                    + "quality. Default: ${DEFAULT-VALUE}.")
    private Representation representation;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Where the search in groups too large to try every combination starts from. "
                    + "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--quality-model",
            paramLabel = "FILE",
            description = "Score with this model (ONNX) instead of the built-in one.")
    private @Nullable Path qualityModel;

    @Option(
            names = "--quality-channels",
            paramLabel = "rgb|bgr",
            defaultValue = "rgb",
            description = "The channel order that the model of --quality-model wants. Default: ${DEFAULT-VALUE}.")
    private ChannelOrder qualityChannels;

    @Option(
            names = "--embedding-model",
            paramLabel = "FILE",
            description = "Embed with this model (ONNX) instead of the built-in one.")
    private @Nullable Path embeddingModel;

    @Option(
            names = "--embedding-channels",
            paramLabel = "rgb|bgr",
            defaultValue = "rgb",
            description = "The channel order that the model of --embedding-model wants. Default: ${DEFAULT-VALUE}.")
    private ChannelOrder embeddingChannels;

    @Mixin
    private PictureOptions pictures;

    @Mixin
    private RunOptions run;

    @Mixin
    private ProgressOptions progress;

    SelectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        SelectionJob job = new SelectionJob(root, Keep.best(keep), files(), Optional.ofNullable(out));
        job.requireUsablePlaces();
        try (ProgressDisplay display = progress.display(console)) {
            SelectionJob.Result result = job.run(pipeline(), display);
            return summarise(job, result) ? run.exitCode(result.plan().rejected().size()) : ExitCode.FAILED;
        }
    }

    private boolean summarise(SelectionJob job, SelectionJob.Result result) {
        Summary summary = new Summary(console);
        summary.plan(result.plan());
        result.copied().ifPresent(copied -> summary.applied(Mode.COPY, copied, out));
        summary.report(job.files().report());
        return result.isComplete();
    }

    private PlanFiles files() {
        if (plan != null) {
            return PlanFiles.beside(plan);
        }
        return PlanFiles.in(out != null ? out : Path.of(""));
    }

    private FacePipeline.Builder pipeline() {
        FacePipeline.Builder builder = FacePipeline.builder()
                .selector(LeavePOutSelector.builder().representation(representation).seed(seed).build());
        if (qualityModel != null) {
            builder.qualityModel(qualityModel, ModelContract.ediffiqa().withChannelOrder(qualityChannels));
        }
        if (embeddingModel != null) {
            builder.embeddingModel(embeddingModel, ModelContract.ediffiqa().withChannelOrder(embeddingChannels));
        }
        pictures.applyTo(builder);
        run.applyTo(builder);
        return builder;
    }
}
