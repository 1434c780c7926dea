package io.facequality.cli.internal.score;

import io.facequality.catalogue.CatalogueEntry;
import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.ProgramVersion;
import io.facequality.cli.internal.console.ProgressDisplay;
import io.facequality.cli.internal.console.ProgressOptions;
import io.facequality.cli.internal.pictures.ModelOption;
import io.facequality.cli.internal.pictures.PathArguments;
import io.facequality.cli.internal.pictures.PictureResults;
import io.facequality.cli.internal.pictures.RunOptions;
import io.facequality.cli.internal.score.ScoredFace.Part;
import io.facequality.onnx.diffusion.DiffusionQualityScorer;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FaceWork;
import io.facequality.pipeline.PictureSearch;
import java.io.BufferedOutputStream;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
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
            "With --explain each row ends with what is wrong with the face: quality_reason, then the columns approx_..., "
                    + "empty where a component cannot be told.",
            "Pictures that cannot be used are named on standard error, with the reason."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality score photos > scores.csv",
            "  facequality score --crop as-is aligned-crops",
            "  facequality score --faces all --format json party.jpg",
            "  facequality score --explain photos > reasons.csv",
            "  facequality score --model ediffiqa_tiny.onnx --threads 4 photos one.jpg",
            "  facequality score --method diffiqa --unet unet.onnx --embedder fr.onnx photos"
        })
public final class ScoreCommand implements Callable<Integer> {

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

    @Option(
            names = "--explain",
            description = "Say what is wrong with each face: a sentence, empty for a good face, and values from 0 to 100 of "
                    + "the light, the pose, the sharpness and so on, similar to those of ISO/IEC 29794-5 and not "
                    + "conformant to it.")
    private boolean explain;

    @Mixin
    private ModelOption model;

    @Mixin
    private DiffusionArguments diffusion;

    @Mixin
    private RunOptions run;

    @Mixin
    private ProgressOptions progress;

    public ScoreCommand(Console console) {
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
                    ? scoreByDiffusion(found, builder, display)
                    : score(found, builder, display));
        }
    }

    private long score(PictureSearch.Found found, FacePipeline.Builder builder, ProgressDisplay display) {
        diffusion.requireUnused();
        try (FacePipeline pipeline = builder.build()) {
            return write(found, pipeline, display, FaceWork.scored(), ScoredFace::of);
        }
    }

    private long scoreByDiffusion(PictureSearch.Found found, FacePipeline.Builder builder, ProgressDisplay display) {
        try (DiffusionQualityScorer scorer = diffusion.open(run.modelOptions(), run.threads());
                FacePipeline pipeline = builder.build()) {
            return write(found, pipeline, display, FaceWork.scoredBy(scorer), ScoredFace::of);
        }
    }

    private <V> long write(
            PictureSearch.Found found,
            FacePipeline pipeline,
            ProgressDisplay display,
            FaceWork<V> work,
            Function<V, ScoredFace> scored) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        if (method == ScoringMethod.DIFFIQA) {
            parts.add(Part.DIFFUSION);
        }
        if (!explain) {
            return write(found, pipeline, display, work, scored, parts);
        }
        parts.add(Part.REPORT);
        return write(
                found,
                pipeline,
                display,
                FaceWork.explained(work),
                explained -> scored.apply(explained.value()).with(explained.report()),
                parts);
    }

    private <V> long write(
            PictureSearch.Found found,
            FacePipeline pipeline,
            ProgressDisplay display,
            FaceWork<V> work,
            Function<V, ScoredFace> scored,
            Set<Part> parts) {
        ScoreWriter writer = format.writer(new BufferedOutputStream(console.out()));
        PictureResults<V> results = new PictureResults<>(
                faces -> Console.write(() -> writer.write(faces.stream()
                        .map(face -> face.with(scored.apply(face.value())))
                        .toList())),
                display);
        Console.write(() -> writer.begin(parts));
        pipeline.process(found.pictures(), work, results);
        results.summarize(found.passedOver());
        return results.rejected();
    }
}
