package io.facequality.cli.internal.training;

import io.facequality.cli.internal.ProgramVersion;
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
        header = "Check an ONNX model: what it is, takes and gives, and that it computes.",
        description = {
            "Runs it on a drawn face that is the same everywhere: the numbers must be finite, the same for a face "
                    + "alone as beside another, and the same with the rewrites that make it run faster as without.",
            "It says nothing of how good its scores are."
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
