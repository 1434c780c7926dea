package io.facequality.cli.internal.models;

import io.facequality.cli.internal.console.ProgramVersion;
import io.facequality.convert.ModelCheck;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks an ONNX model. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        customSynopsis = "facequality models verify FILE",
        header = "Check an ONNX model: its kind, its inputs and outputs, and that it runs.",
        description = {
            "Runs it on an artificial face that is the same on every machine. The numbers must be finite. They must "
                    + "be the same for a face alone and in a batch, and with and without the rewrites that make the "
                    + "model faster.",
            "It does not tell how good the scores are."
        })
public final class VerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The ONNX file.")
    private Path file;

    @Override
    public Integer call() {
        ModelCheck.run(file).lines().forEach(spec.commandLine().getOut()::println);
        return 0;
    }
}
