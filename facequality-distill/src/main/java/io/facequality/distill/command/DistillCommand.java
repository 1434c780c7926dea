package io.facequality.distill.command;

import io.facequality.Rejection;
import io.facequality.distill.labels.DroppedPerson;
import io.facequality.distill.labels.LabelFile;
import io.facequality.distill.training.Distillation;
import io.facequality.distill.training.DistillationSettings;
import io.facequality.distill.training.DistillationSettings.Student.Kind;
import io.facequality.distill.training.EpochLosses;
import io.facequality.distill.training.TrainingProgress;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelContract.ChannelOrder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a quality model on a teacher's labels. */
@Command(
        name = "distill",
        sortOptions = false,
        customSynopsis = "facequality distill [OPTION]... --data ROOT --labels FILE.csv --teacher FILE.onnx --out DIR",
        header = "Train a quality model on a teacher's scores.",
        description = {
            "Learns from aligned crops and their scores: the scores are brought to 0..1 and lowered where a face lies far "
                    + "from the centre of its person's good faces; the model learns these, and, if it is a student, the "
                    + "teacher's features.",
            "Writes to DIR: model.onnx, which gives features and quality in one pass; labels.csv, training.csv and "
                    + "report.html; settings.json with every setting. A student's training that was stopped, in whatever "
                    + "way, goes on when the same command is given again."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality distill --data crops --labels scores.csv --teacher embedder.onnx --out head",
            "  facequality distill --data crops --labels scores.csv --teacher embedder.onnx --student mobilefacenet "
                    + "--out tiny"
        })
final class DistillCommand implements Callable<Integer> {

    private static final int PARTIAL = 3;
    private static final long SECONDS_BETWEEN_LINES = 10;

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
            description = "The scores: a table with the columns path and quality, and person if the folder of a picture "
                    + "is not its person. Without it a student learns from every picture below --data how well the "
                    + "embedder recognises it, the folder of a picture being its person.")
    private @Nullable Path labels;

    @Option(names = "--teacher", paramLabel = "FILE.onnx", required = true, description = "The embedder.")
    private Path teacher;

    @Option(
            names = "--channels",
            paramLabel = "rgb|bgr",
            defaultValue = "rgb",
            description = "The order of the channels that the embedder takes. Default: ${DEFAULT-VALUE}.")
    private String channels;

    @Option(
            names = "--student",
            paramLabel = "head|mobilefacenet|mobilefacenet-half|dense",
            defaultValue = "head",
            description = "What to train: a head on the embedder's features, in minutes; or eDifFIQA(T)'s network, or one "
                    + "with half its channels, or one of dense convolutions, from scratch, which takes hours and needs "
                    + "PyTorch (docs/distilling.md). Default: ${DEFAULT-VALUE}.")
    private String student;

    @Option(
            names = "--weights",
            paramLabel = "FILE.pth",
            description = "Let a student start from these weights, instead of from scratch.")
    private @Nullable Path weights;

    @Option(
            names = "--settings",
            paramLabel = "FILE.json",
            description = "Settings that differ from the defaults, in the form of the settings.json of an earlier run.")
    private @Nullable Path settings;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder for what comes of it.")
    private Path out;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Distillation.Result result = run(new Lines(err));
        result.rejected().stream().map(Rejection::message).forEach(err::println);
        report(result, spec.commandLine().getOut());
        return result.rejected().isEmpty() ? 0 : PARTIAL;
    }

    private Distillation.Result run(Distillation.Listener listener) {
        if (labels != null) {
            return distillation().run(LabelFile.read(labels), listener);
        }
        if (kind() == Kind.HEAD) {
            throw new ParameterException(spec.commandLine(), "a head learns from --labels alone");
        }
        return distillation().run(listener);
    }

    private Distillation distillation() {
        DistillationSettings all = allSettings();
        if (weights != null && all.student().kind() == Kind.HEAD) {
            throw new ParameterException(spec.commandLine(), "--weights are for a student; a head has none to start from");
        }
        Distillation distillation = Distillation.of(data, teacher, contract(), all, out);
        return weights == null ? distillation : distillation.startingFrom(weights);
    }

    private DistillationSettings allSettings() {
        DistillationSettings defaults = DistillationSettings.defaults(kind());
        return settings == null ? defaults : DistillationSettings.read(settings, defaults);
    }

    private Kind kind() {
        return choice(Kind.class, "--student", student);
    }

    private ModelContract contract() {
        return ModelContract.ediffiqa().withChannelOrder(choice(ChannelOrder.class, "--channels", channels));
    }

    private <E extends Enum<E>> E choice(Class<E> kind, String option, String value) {
        try {
            return Enum.valueOf(kind, value.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + " does not know '" + value + "'", e);
        }
    }

    private void report(Distillation.Result result, PrintWriter words) {
        EpochLosses best = result.epochs().get(result.best() - 1);
        List<DroppedPerson> dropped = result.dropped();
        words.println(result.faces() + " faces learnt from or validated on, " + result.rejected().size() + " rejected");
        if (!dropped.isEmpty()) {
            words.println(dropped.size() + " people with "
                    + dropped.stream().mapToInt(DroppedPerson::pictures).sum()
                    + " pictures left out, for want of pictures of high quality");
        }
        words.println("epoch " + result.best() + " of " + result.epochs().size() + " was best: validation loss "
                + rounded(best.validationLoss()) + ", quality off by " + rounded(best.validationQuality()));
        words.println("the exported model agrees with the trained one on " + result.check().faces() + " faces");
        words.println(result.model().toString());
        words.flush();
    }

    private static String rounded(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** One line every so often, for a training takes long and may run where there is no terminal. */
    private static final class Lines implements Distillation.Listener {

        private final PrintWriter err;
        private long last = System.nanoTime();

        Lines(PrintWriter err) {
            this.err = err;
        }

        @Override
        public void onEmbedded(int done, int total) {
            if (due() || done == total) {
                print("embedded by the teacher: " + done + " of " + total);
            }
        }

        @Override
        public void onStep(TrainingProgress progress) {
            if (due()) {
                print("epoch " + progress.epoch() + " of " + progress.epochs() + ", step " + progress.step() + " of "
                        + progress.steps() + ": consistency " + rounded(progress.consistency()) + ", quality "
                        + rounded(progress.quality()) + "; at most "
                        + words(Duration.ofSeconds(Math.round(progress.secondsLeft()))) + " left");
            }
        }

        @Override
        public void onEpoch(EpochLosses losses) {
            print("epoch " + losses.epoch() + ": loss " + rounded(losses.loss()) + ", validation "
                    + rounded(losses.validationLoss()));
        }

        private boolean due() {
            return System.nanoTime() - last > SECONDS_BETWEEN_LINES * 1_000_000_000L;
        }

        private void print(String line) {
            last = System.nanoTime();
            err.println(line);
            err.flush();
        }

        private static String words(Duration duration) {
            return duration.toHours() > 0
                    ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
                    : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
    }
}
