package io.facequality.cli.internal;

import io.facequality.QualityScore;
import io.facequality.catalogue.CatalogueEntry;
import io.facequality.onnx.diffusion.DiffusionQualityScorer;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FaceWork;
import io.facequality.pipeline.PictureSearch;
import java.io.BufferedOutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Scores faces. */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = "facequality score [OPTION]... PATH...",
        header = "Score the quality of faces.",
        description = {
            "Writes one row per face to standard output, in the order of the pictures:",
            "  path,face,quality,eye_distance,left,top,width,height",
            "Quality: higher is better; comparable within one model only. The distance of the eyes and the box are in "
                    + "pixels of the picture, and empty with --crop as-is.",
            "With --method diffiqa each row goes on with what the score is made of: "
                    + "standard_error,repeats,noisy,restored,noisy_mirrored,restored_mirrored,mirrored,balanced.",
            "Pictures that cannot be used are named on standard error, with the reason."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality score photos > scores.csv",
            "  facequality score --crop as-is aligned-crops",
            "  facequality score --faces all --format json party.jpg",
            "  facequality score --model ediffiqa_tiny.onnx --threads 4 photos one.jpg",
            "  facequality score --method diffiqa --unet unet.onnx --embedder fr.onnx photos"
        })
final class ScoreCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private PathArguments arguments;

    @Option(
            names = "--format",
            paramLabel = "csv|json",
            defaultValue = "csv",
            description = "csv: a table with a header. json: JSON Lines, one object per line, with the same names. "
                    + "Default: ${DEFAULT-VALUE}.")
    private ScoreFormat format;

    @Option(
            names = "--method",
            paramLabel = "model|diffiqa",
            defaultValue = "model",
            description = "model: a model that gives a quality in one pass. diffiqa: by diffusion, which takes --unet "
                    + "and --embedder and some hundred passes a face. Default: ${DEFAULT-VALUE}.")
    private ScoringMethod method;

    @Mixin
    private ModelOption model;

    @Mixin
    private DiffusionArguments diffusion;

    @Mixin
    private RunOptions run;

    @Mixin
    private ProgressOptions progress;

    ScoreCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        PictureSearch.Found found = arguments.pictures(run.search());
        FacePipeline.Builder builder = run.builder();
        model.ifGiven(CatalogueEntry.Use.QUALITY, builder::scorer);
        try (ProgressDisplay display = progress.displayBesideResults(console)) {
            builder.listener(display);
            return run.exitCode(method == ScoringMethod.DIFFIQA
                    ? explain(found, builder, display)
                    : score(found, builder, display));
        }
    }

    private long score(PictureSearch.Found found, FacePipeline.Builder builder, ProgressDisplay display) {
        diffusion.requireUnused();
        ScoreWriter writer = format.writer(new BufferedOutputStream(console.out()));
        PictureResults<QualityScore> results =
                new PictureResults<>(faces -> Console.write(() -> writer.write(faces)), display);
        try (FacePipeline pipeline = builder.build()) {
            Console.write(writer::begin);
            pipeline.score(found.pictures(), results);
        }
        results.summarize(found.passedOver());
        return results.rejected();
    }

    private long explain(PictureSearch.Found found, FacePipeline.Builder builder, ProgressDisplay display) {
        ScoreWriter writer = format.writer(new BufferedOutputStream(console.out()));
        PictureResults<DiffusionScore> results =
                new PictureResults<>(faces -> Console.write(() -> writer.writeExplained(faces)), display);
        try (DiffusionQualityScorer scorer = diffusion.open(run.modelOptions(), run.threads());
                FacePipeline pipeline = builder.build()) {
            Console.write(writer::beginExplained);
            pipeline.process(found.pictures(), FaceWork.scoredBy(scorer), results);
        }
        results.summarize(found.passedOver());
        return results.rejected();
    }
}
