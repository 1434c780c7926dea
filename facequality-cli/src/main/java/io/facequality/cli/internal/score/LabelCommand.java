package io.facequality.cli.internal.score;

import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.Counts;
import io.facequality.cli.internal.console.ProgramVersion;
import io.facequality.cli.internal.console.ProgressDisplay;
import io.facequality.cli.internal.console.ProgressOptions;
import io.facequality.cli.internal.pictures.PictureResults;
import io.facequality.cli.internal.pictures.RunOptions;
import io.facequality.distill.Labeling;
import io.facequality.onnx.diffusion.DiffusionQualityScorer;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore;
import io.facequality.pipeline.FacePipeline;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Labels a data set for training. */
@Command(
        name = "label",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = "facequality label [OPTION]... ROOT --unet FILE --embedder FILE --out FILE.csv",
        header = "Score a data set by diffusion, as labels for training. A stopped run can be continued.",
        description = {
            "Writes one row per face to FILE.csv, picture by picture:",
            "  path,face,faces,score,standard_error,repeats,noisy,restored,noisy_mirrored,restored_mirrored,mirrored,"
                    + "balanced",
            "and the settings to FILE.csv.settings.json. The same command continues after the last whole picture, "
                    + "however the earlier run ended. Rejected pictures are tried again.",
            "The scores are not normalized. Training normalizes them over its own set."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality label crops --crop as-is --unet unet.onnx --embedder fr.onnx --out labels.csv",
            "  facequality label photos --unet unet.onnx --embedder fr.onnx --target-error 0.0003 --out labels.csv"
        })
public final class LabelCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "ROOT", description = "The folder of pictures, with all that is below it.")
    private Path root;

    @Option(
            names = "--out",
            paramLabel = "FILE.csv",
            required = true,
            description = "The table to write, or to continue.")
    private Path out;

    @Mixin
    private DiffusionArguments diffusion;

    @Mixin
    private RunOptions run;

    @Mixin
    private ProgressOptions progress;

    public LabelCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (ProgressDisplay display = progress.display(console);
                DiffusionQualityScorer scorer = diffusion.open(run.modelOptions(), run.threads());
                FacePipeline pipeline = run.builder().listener(display).build()) {
            PictureResults<DiffusionScore> results = new PictureResults<>(faces -> {}, display);
            Labeling.Result result = new Labeling(run.search(), pipeline, scorer).label(root, out, results);
            results.summarize(result.passedOver());
            display.close();
            console.words().println(words(result));
            return run.exitCode(result.rejected());
        }
    }

    private String words(Labeling.Result result) {
        return Counts.of(result.faces(), "face") + " of "
                + Counts.of(result.pictures() - result.finishedBefore(), "picture") + " labelled, "
                + result.finishedBefore() + " finished before, " + result.rejected() + " rejected: " + out;
    }
}
