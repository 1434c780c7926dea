package io.facequality.cli.internal;

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
        header = "Score a data set by diffusion, as labels for training. It goes on where it was stopped.",
        description = {
            "Writes one row per face to FILE.csv, picture by picture:",
            "  path,face,faces,score,standard_error,repeats,noisy,restored,noisy_mirrored,restored_mirrored,mirrored,"
                    + "balanced",
            "and to FILE.csv.settings.json how the scores were made. The same command again goes on behind the last "
                    + "whole picture, however the earlier run ended. Rejected pictures are tried again.",
            "The scores are not normalized: training does that over the set that it takes."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality label crops --crop as-is --unet unet.onnx --embedder fr.onnx --out labels.csv",
            "  facequality label photos --unet unet.onnx --embedder fr.onnx --target-error 0.0003 --out labels.csv"
        })
final class LabelCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "ROOT", description = "The folder of pictures, with all that is below it.")
    private Path root;

    @Option(
            names = "--out",
            paramLabel = "FILE.csv",
            required = true,
            description = "The table to write or go on with.")
    private Path out;

    @Mixin
    private DiffusionArguments diffusion;

    @Mixin
    private RunOptions run;

    @Mixin
    private ProgressOptions progress;

    LabelCommand(Console console) {
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
