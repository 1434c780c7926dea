package io.facequality.cli.internal.select;

import io.facequality.cli.internal.console.Console;
import io.facequality.cli.internal.console.ProgramVersion;
import io.facequality.cli.internal.console.ProgressDisplay;
import io.facequality.cli.internal.console.ProgressOptions;
import io.facequality.cli.internal.console.RejectionLine;
import io.facequality.cli.internal.pictures.FaceModelOptions;
import io.facequality.cli.internal.pictures.PassedOverLines;
import io.facequality.cli.internal.pictures.RunOptions;
import io.facequality.group.Finding;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.internal.Planning;
import io.facequality.plan.internal.FindingsTable;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Finds faces under the wrong person. */
@Command(
        name = "findings",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        customSynopsis = "facequality findings [OPTION]... ROOT",
        header = "Find faces that seem to lie under the wrong person.",
        description = {
            "Every folder below ROOT that holds pictures is one person. Writes one row per finding to standard output:",
            "  finding,picture,face,person,similarity,other_person,similarity_to_other,other_picture,differing_bits",
            "A finding is a face that is nearer to another person's representative than to the mean of its own "
                    + "person's other faces (both similarities are cosines), or a picture that lies under two "
                    + "people. Look at the findings yourself: nothing is done about them. How many are right "
                    + "depends on the embedding model."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  facequality findings people > findings.csv",
            "  facequality findings people --embedding-model fr_feature.onnx --embedding-channels bgr"
        })
public final class FindingsCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "ROOT", description = "The folder that holds a folder of pictures for every person.")
    private Path root;

    @Mixin
    private FaceModelOptions models;

    @Mixin
    private RunOptions run;

    @Mixin
    private ProgressOptions progress;

    public FindingsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        FacePipeline.Builder builder = run.builder();
        models.applyTo(builder);
        try (ProgressDisplay display = progress.displayBesideResults(console);
                FacePipeline pipeline = builder.listener(display).build()) {
            FaceFolder folder = pipeline.read(root, run.search());
            folder.rejected().forEach(rejected -> display.line(RejectionLine.of(rejected.cause(), rejected.message())));
            PassedOverLines.of(folder.passedOver()).forEach(display::line);
            List<Finding> findings = Planning.findings(folder, run.threads());
            display.close();
            Console.write(() -> FindingsTable.write(findings, console.out()));
            return run.exitCode(folder.rejected().size());
        }
    }
}
