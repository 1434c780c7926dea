package io.facequality.cli.internal.training;

import static io.facequality.cli.internal.training.TrainingLines.rounded;

import io.facequality.ImageSource;
import io.facequality.Outcome.Rejection;
import io.facequality.cli.internal.console.ProgramVersion;
import io.facequality.cli.internal.score.DiffusionArguments;
import io.facequality.distill.Distillation;
import io.facequality.distill.DistillationSettings;
import io.facequality.distill.DistillationSettings.Student.Kind;
import io.facequality.distill.Labeling;
import io.facequality.distill.TeacherScores;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.diffusion.DiffusionQualityScorer;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.pipeline.FacePipeline.Picture;
import io.facequality.pipeline.PictureSearch;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a quality model on a teacher's labels. */
@Command(
        name = "distill",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = {
            "facequality distill [OPTION]... --data ROOT --labels FILE.csv --teacher FILE.onnx --out DIR",
            "facequality distill [OPTION]... --data ROOT --unet FILE.onnx --teacher FILE.onnx --out DIR",
            "facequality distill [OPTION]... --data ROOT --teacher FILE.onnx --student dense --out DIR"
        },
        header = "Train a quality model on a teacher's scores.",
        description = {
            "Learns from aligned crops and their scores. The scores are mapped to 0..1, and lowered where a face "
                    + "lies far from the center of its person's good faces. The model learns these scores, and a "
                    + "student also learns the teacher's features. With --unet it makes the scores first, as label "
                    + "does, and keeps them in DIR/scores.csv.",
            "Writes to DIR: model.onnx, which gives features and quality in one pass; labels.csv, training.csv and "
                    + "report.html; settings.json with every setting. If scoring or a student's training was "
                    + "stopped, the same command continues it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality distill --data crops --labels scores.csv --teacher embedder.onnx --out head",
            "  facequality distill --data crops --labels scores.csv --teacher embedder.onnx --student mobilefacenet "
                    + "--out tiny",
            "  facequality distill --data crops --unet unet.onnx --teacher embedder.onnx --out head"
        })
public final class DistillCommand implements Callable<Integer> {

    private static final int PARTIAL = 3;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "ROOT",
            required = true,
            description = "The folder of the aligned crops; the paths of the labels are below it.")
    private Path data;

    @Option(
            names = "--labels",
            paramLabel = "FILE.csv",
            description = "The scores: a table with the columns path and quality, and person if the folder of a "
                    + "picture is not its person. Without this option and --unet, a student learns how well the "
                    + "embedder recognizes every picture below --data; the folder of a picture is its person.")
    private @Nullable Path labels;

    @Option(
            names = "--teacher",
            paramLabel = "FILE.onnx",
            required = true,
            description = "The embedder, which --unet scores with too, unless there is an --embedder.")
    private Path teacher;

    @Option(
            names = "--channels",
            paramLabel = "rgb|bgr",
            defaultValue = "rgb",
            description = "The order of the channels that the embedder takes. Default: ${DEFAULT-VALUE}.")
    private String channels;

    @Option(
            names = "--second-embedder",
            paramLabel = "FILE.onnx",
            description = "Another embedder. The labels are then the mean of how well it and the teacher recognize a face.")
    private @Nullable Path secondEmbedder;

    @Option(
            names = "--second-channels",
            paramLabel = "rgb|bgr",
            defaultValue = "rgb",
            description = "The order of the channels that the second embedder takes. Default: ${DEFAULT-VALUE}.")
    private String secondChannels;

    @Option(
            names = "--student",
            paramLabel = "head|mobilefacenet|mobilefacenet-half|dense|blocks",
            defaultValue = "head",
            description = "What to train: a head on the embedder's features, in minutes; or eDifFIQA(T)'s network, or one "
                    + "with half its channels, one of dense convolutions, or one whose blocks each learn from the "
                    + "embedder's, from scratch, which takes hours and needs PyTorch (docs/distilling.md). Default: "
                    + "${DEFAULT-VALUE}.")
    private String student;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "Let a student start from these weights, instead of from scratch: published ones (.pth) of "
                    + "eDifFIQA(T)'s network, or the model.onnx of an earlier training of the dense student.")
    private @Nullable Path weights;

    @Option(
            names = "--settings",
            paramLabel = "FILE.json",
            description = "Settings that differ from the defaults, in the form of the settings.json of an earlier run.")
    private @Nullable Path settings;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder for the results.")
    private Path out;

    @Mixin
    private DiffusionArguments diffusion;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        TrainingLines lines = new TrainingLines(err);
        Distillation distillation = distillation();
        Optional<Scores> scores = scores(lines);
        Distillation.Result result = scores.isPresent()
                ? distillation.run(TeacherScores.read(scores.get().file()), new Progress(lines))
                : distillation.runWithoutScores(images(), new Progress(lines));
        result.rejected().stream().map(Rejection::message).forEach(err::println);
        report(result, spec.commandLine().getOut());
        boolean whole = result.rejected().isEmpty() && scores.map(Scores::rejected).orElse(0L) == 0;
        return whole ? 0 : PARTIAL;
    }

    /** A table of scores, and how many images could not be scored while it was made. */
    private record Scores(Path file, long rejected) {}

    /** Those of the table, or of the UNet; a student can do without. */
    private Optional<Scores> scores(TrainingLines lines) {
        if (labels != null && diffusion.hasUnet()) {
            throw new ParameterException(spec.commandLine(), "--labels are there already; --unet would make others");
        }
        if (labels != null) {
            return Optional.of(new Scores(labels, 0));
        }
        if (diffusion.hasUnet()) {
            return Optional.of(label(lines));
        }
        if (kind() == Kind.HEAD) {
            throw new ParameterException(
                    spec.commandLine(), "a head needs scores: expected --labels, or --unet to make them with");
        }
        return Optional.empty();
    }

    /** As the command line's {@code label} does, which goes on behind what is there. */
    private Scores label(TrainingLines lines) {
        Path file = out.resolve("scores.csv");
        int threads = Runtime.getRuntime().availableProcessors();
        FacePipeline.Builder builder = FacePipeline.builder()
                .crop(Crop.AS_IS)
                .threads(threads)
                .listener(progress -> lines.count("labelled", progress.done(), progress.total()));
        ChannelOrder order = choice(ChannelOrder.class, "--channels", channels);
        try (DiffusionQualityScorer scorer =
                        diffusion.openOr(teacher, order, ModelOptions.defaults(), threads);
                FacePipeline pipeline = builder.build()) {
            Labeling.Result result = new Labeling(PictureSearch.usual(), pipeline, scorer).label(data, file, image -> tell(image, lines));
            return new Scores(file, result.rejected());
        }
    }

    private static void tell(Picture<DiffusionScore> image, TrainingLines lines) {
        image.faces().accept(faces -> {}, rejection -> lines.print(rejection.message()));
    }

    private List<String> images() {
        return PictureSearch.usual().notIn(List.of(out)).below(data).pictures().stream().map(ImageSource::id).toList();
    }

    private Distillation distillation() {
        DistillationSettings all = allSettings();
        if (weights != null && all.student().kind() == Kind.HEAD) {
            throw new ParameterException(spec.commandLine(), "--weights are for a student; a head has none to start from");
        }
        Distillation distillation = Distillation.of(data, teacher, contract("--channels", channels), all, out);
        if (secondEmbedder != null) {
            distillation = distillation.recognizedAlsoBy(secondEmbedder, contract("--second-channels", secondChannels));
        }
        return weights == null ? distillation : distillation.startingFrom(weights);
    }

    private DistillationSettings allSettings() {
        DistillationSettings defaults = DistillationSettings.defaults(kind());
        return settings == null ? defaults : DistillationSettings.read(settings, defaults);
    }

    private Kind kind() {
        return choice(Kind.class, "--student", student);
    }

    private ModelContract contract(String option, String order) {
        return ModelContract.ediffiqa().withChannelOrder(choice(ChannelOrder.class, option, order));
    }

    private <E extends Enum<E>> E choice(Class<E> kind, String option, String value) {
        try {
            return Enum.valueOf(kind, value.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + " does not know '" + value + "'", e);
        }
    }

    private void report(Distillation.Result result, PrintWriter words) {
        Distillation.EpochLosses best = result.epochs().get(result.best() - 1);
        List<Distillation.DroppedPerson> dropped = result.dropped();
        words.println(result.faces() + " faces learnt from or validated on, " + result.rejected().size() + " rejected");
        if (!dropped.isEmpty()) {
            words.println(dropped.size() + " people with "
                    + dropped.stream().mapToInt(Distillation.DroppedPerson::images).sum()
                    + " pictures left out, for want of pictures of high quality");
        }
        words.println("epoch " + result.best() + " of " + result.epochs().size() + " was best: validation loss "
                + rounded(best.validationLoss()) + ", quality off by " + rounded(best.validationQuality()));
        words.println("the exported model agrees with the trained one on " + result.check().faces() + " faces");
        words.println(result.model().toString());
        words.flush();
    }

    /** Says how far it is. */
    private record Progress(TrainingLines lines) implements Distillation.Listener {

        @Override
        public void onEmbedded(int done, int total) {
            lines.count("embedded by the teacher", done, total);
        }

        @Override
        public void onBlockStep(Distillation.Progress progress) {
            print("blocks, ", progress);
        }

        @Override
        public void onStep(Distillation.Progress progress) {
            print("", progress);
        }

        private void print(String what, Distillation.Progress progress) {
            if (lines.isDue()) {
                lines.print(what
                        + TrainingLines.place(progress.epoch(), progress.epochs(), progress.step(), progress.steps())
                        + ": consistency " + rounded(progress.consistency()) + ", quality "
                        + rounded(progress.quality()) + "; " + TrainingLines.left(progress.secondsLeft()));
            }
        }

        @Override
        public void onEpoch(Distillation.EpochLosses losses) {
            lines.epoch(losses.epoch(), losses.loss(), losses.validationLoss());
        }
    }
}
