package io.facequality.cli.internal.select;

import io.facequality.pipeline.Grouping;
import io.facequality.plan.internal.PlanFiles;
import io.facequality.plan.internal.decisions.Corrections;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a plan goes, and what it keeps. */
final class PlanPlaces {

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Copy what is kept into this folder, which may lie inside ROOT and is then not looked "
                    + "into. A folder that holds another choice is not changed.")
    private @Nullable Path out;

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "Write the plan to this file, and table and report beside it. "
                    + "Default: plan.json in the folder of --out, or else in the working folder.")
    private @Nullable Path plan;

    Optional<Path> out() {
        return Optional.ofNullable(out);
    }

    /** A grouping that honors what people said about an earlier plan in the same place. */
    Grouping corrected(Grouping grouping) {
        return Corrections.beside(files().json()).of(grouping);
    }

    PlanFiles files() {
        if (plan != null) {
            return PlanFiles.beside(plan);
        }
        return PlanFiles.in(out != null ? out : Path.of(""));
    }
}
