package io.facequality.cli.internal.select;

import io.facequality.group.PictureGrouper;
import io.facequality.group.PictureGrouper.PerceptualHash;
import io.facequality.pipeline.Grouping;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which faces or pictures are near-duplicates. */
final class CloseOptions {

    @Option(
            names = "--threshold",
            paramLabel = "X",
            description = "The lowest similarity of two near-duplicates. Faces: the cosine of their embeddings, "
                    + "from -1 to 1; 'facequality calibrate' finds one for a model; default: the built-in model's "
                    + "own. Pictures: the share of equal bits of their perceptual hashes, from 0 to 1; default: "
                    + "0.88.")
    private @Nullable Double threshold;

    @Option(
            names = "--linkage",
            paramLabel = "complete|connected|density",
            defaultValue = "complete",
            description = "What makes near-duplicates a group. complete: every two of them are similar. connected: "
                    + "a chain of similar ones. density: as connected, where each link has two similar neighbors. "
                    + "Default: ${DEFAULT-VALUE}.")
    private LinkageKind linkage;

    @Option(
            names = "--max-diameter",
            paramLabel = "X",
            description = "Split a group in which 1 minus the similarity of any two is larger than this.")
    private @Nullable Double diameter;

    @Option(
            names = "--recall",
            paramLabel = "X",
            description = "Of more than 50,000 faces not every pair is compared. Compare more, until a sample shows that "
                    + "this share of the similar pairs is found, from 0 to 1. For faces; default: 0.999.")
    private @Nullable Double recall;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    Grouping grouping(GroupKind kind) {
        if (recall != null && kind != GroupKind.FACES) {
            throw wrong("--recall is for --group faces");
        }
        return switch (kind) {
            case FOLDERS -> folders();
            case FACES -> faces();
            case PICTURES -> pictures();
        };
    }

    private Grouping folders() {
        if (threshold != null || diameter != null) {
            throw wrong("--threshold and --max-diameter are for --group faces and --group pictures");
        }
        return Grouping.folders();
    }

    private Grouping faces() {
        return new Grouping.Faces(
                threshold == null
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(between("--threshold", -1, threshold, 1)),
                linkage.linkage(),
                diameter == null
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(between("--max-diameter", 0, diameter, 2)),
                recall == null ? OptionalDouble.empty() : OptionalDouble.of(between("--recall", 0, recall, 1)));
    }

    private Grouping pictures() {
        return new Grouping.Pictures(
                threshold == null
                        ? PictureGrouper.DEFAULT_MAXIMUM_DISTANCE
                        : bits(1 - between("--threshold", 0, threshold, 1)),
                linkage.linkage(),
                diameter == null ? OptionalInt.empty() : OptionalInt.of(bits(between("--max-diameter", 0, diameter, 1))));
    }

    /** The largest number of differing bits that is no larger than a share of all bits, but for rounding. */
    private static int bits(double share) {
        return (int) Math.floor(share * PerceptualHash.BITS + 1e-9);
    }

    private double between(String option, double lowest, double value, double highest) {
        if (!(value >= lowest && value <= highest)) {
            throw wrong("expected a number from " + lowest + " to " + highest + " as " + option + ", found " + value);
        }
        return value;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
