package io.facequality.cli.internal.training;

import static io.facequality.cli.internal.training.TrainingLines.rounded;

import io.facequality.ImageSource;
import io.facequality.Outcome.Rejection;
import io.facequality.cli.internal.console.ProgramVersion;
import io.facequality.distill.UnetSettings;
import io.facequality.distill.UnetSettings.Network.Architecture;
import io.facequality.distill.UnetTraining;
import io.facequality.pipeline.PictureSearch;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains the network that scoring by diffusion needs. */
@Command(
        name = "train-unet",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = "facequality train-unet [OPTION]... --data ROOT --out DIR",
        header = "Train the UNet that scoring by diffusion needs.",
        description = {
            "Learns to restore aligned faces that were degraded and noised. It does not need to know who is on the "
                    + "pictures. More and better pictures give a better network. It takes hours, and needs PyTorch "
                    + "as a library of the JVM (docs/distilling.md).",
            "Writes to DIR: unet.onnx, for label, score and distill; training.csv and report.html; settings.json "
                    + "with every setting. If training was stopped, the same command continues it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality train-unet --data crops --out unet",
            "  facequality label crops --crop as-is --unet unet/unet.onnx --embedder fr.onnx --out labels.csv"
        })
public final class TrainUnetCommand implements Callable<Integer> {

    private static final int PARTIAL = 3;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "ROOT",
            required = true,
            description = "The folder of the aligned crops, with all that is below it.")
    private Path data;

    @Option(
            names = "--architecture",
            paramLabel = "lean|published",
            defaultValue = "lean",
            description = "lean: a small network for processors. published: DifFIQA's own network, which takes "
                    + "days. Default: ${DEFAULT-VALUE}.")
    private String architecture;

    @Option(
            names = "--settings",
            paramLabel = "FILE.json",
            description = "Settings that differ from the defaults, in the form of the settings.json of an earlier run.")
    private @Nullable Path settings;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder for the results.")
    private Path out;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        List<String> images =
                PictureSearch.usual().notIn(List.of(out)).below(data).pictures().stream().map(ImageSource::id).toList();
        UnetTraining.Result result =
                UnetTraining.of(data, allSettings(), out).run(images, new Progress(new TrainingLines(err)));
        result.rejected().stream().map(Rejection::message).forEach(err::println);
        report(result, spec.commandLine().getOut());
        return result.rejected().isEmpty() ? 0 : PARTIAL;
    }

    private UnetSettings allSettings() {
        UnetSettings defaults = UnetSettings.defaults(architecture());
        return settings == null ? defaults : UnetSettings.read(settings, defaults);
    }

    private Architecture architecture() {
        try {
            return Architecture.valueOf(architecture.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--architecture does not know '" + architecture + "'", e);
        }
    }

    private static void report(UnetTraining.Result result, PrintWriter words) {
        UnetTraining.EpochLosses best = result.epochs().get(result.best() - 1);
        words.println(result.faces() + " faces learnt from or validated on, " + result.rejected().size() + " rejected");
        words.println("epoch " + result.best() + " of " + result.epochs().size() + " was best: validation loss "
                + rounded(best.validationLoss()));
        words.println("the exported model agrees with the trained one on " + result.check().faces() + " faces");
        words.println(result.model().toString());
        words.flush();
    }

    /** Says how far it is. */
    private record Progress(TrainingLines lines) implements UnetTraining.Listener {

        @Override
        public void onRead(int done, int total) {
            lines.count("looked through", done, total);
        }

        @Override
        public void onStep(UnetTraining.Progress progress) {
            if (lines.isDue()) {
                lines.print(TrainingLines.place(progress.epoch(), progress.epochs(), progress.step(), progress.steps())
                        + ": loss " + rounded(progress.loss()) + "; " + TrainingLines.left(progress.secondsLeft()));
            }
        }

        @Override
        public void onEpoch(UnetTraining.EpochLosses losses) {
            lines.epoch(losses.epoch(), losses.loss(), losses.validationLoss());
        }
    }
}
