package io.facequality.cli.internal.select;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Keep;
import io.facequality.cli.internal.console.PositiveNumber;
import io.facequality.pipeline.FacePipeline;
import io.facequality.select.FaceSelector;
import io.facequality.select.FaceSelector.CrossValidation;
import io.facequality.select.FaceSelector.Representation;
import io.facequality.select.FaceSelector.SearchListener;
import io.facequality.select.FaceSelector.SearchMethod;
import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which faces of a group are kept. */
final class ChoosingOptions {

    private static final int DEFAULT_AT_MOST = 10;

    @Option(
            names = "--keep",
            paramLabel = "N|auto",
            required = true,
            converter = KeptNumber.Converter.class,
            description = "How many faces of every person to keep; a person with fewer faces is kept whole. auto: "
                    + "as many as cross-validation finds worth keeping.")
    private KeptNumber keep;

    @Option(
            names = "--keep-at-most",
            paramLabel = "N",
            converter = PositiveNumber.OfInt.class,
            description = "The largest number that --keep auto may find. Default: 10.")
    private @Nullable Integer atMost;

    @Option(
            names = "--objective",
            paramLabel = "coverage|quality|diverse|central",
            defaultValue = "coverage",
            description = "What makes a choice good. coverage: every face is close to a kept one that is good. "
                    + "quality: the best scores that are not too close to each other. diverse: far from each other, "
                    + "each above a quality floor. central: the published one, closest to the mean. Default: ${DEFAULT-VALUE}.")
    private ObjectiveName objective;

    @Option(
            names = "--copies",
            paramLabel = "first|as-they-are",
            defaultValue = "first",
            description = "first: before the choice, the copies of each shot become one candidate, the best of them. "
                    + "as-they-are: each copy is a candidate, as in the published selection. Default: ${DEFAULT-VALUE}.")
    private CopyTreatment copies;

    @Option(
            names = "--min-distance",
            paramLabel = "X",
            description = "With --objective quality: how far apart kept faces are at least, from 0 to 2. Default: half "
                    + "the person's median distance.")
    private @Nullable Double smallestDistance;

    @Option(
            names = "--quality-floor",
            paramLabel = "X",
            description = "With --objective diverse: the lowest quality of a kept face. Default: the person's median.")
    private @Nullable Double qualityFloor;

    @Option(
            names = "--representation",
            paramLabel = "mean|quality-weighted",
            defaultValue = "mean",
            description = "What stands for the kept faces: the plain mean of their embeddings, or the mean weighted by "
                    + "quality. Default: ${DEFAULT-VALUE}.")
    private Representation representation;

    @Option(
            names = "--folds",
            paramLabel = "N",
            converter = PositiveNumber.OfInt.class,
            description = "Choose by cross-validation in so many folds, from 2 to 1000. Default: among all faces, and "
                    + "5 folds to find the number with --keep auto.")
    private @Nullable Integer folds;

    @Option(
            names = "--search",
            paramLabel = "auto|exhaustive|branch-and-bound|swap|greedy",
            defaultValue = "auto",
            description = "How the best choice is looked for. auto: by the size of the group; the plan says which and "
                    + "why. Default: ${DEFAULT-VALUE}.")
    private SearchMethod search;

    @Option(
            names = "--max-evaluations",
            paramLabel = "N",
            converter = PositiveNumber.OfLong.class,
            description = "Stop the search in each group after this many combinations, with the best choice so far. "
                    + "Default: 2.5 billion divided by the number of faces.")
    private @Nullable Long evaluations;

    @Option(
            names = "--max-seconds",
            paramLabel = "N",
            converter = PositiveNumber.OfInt.class,
            description = "Stop each search after this time, with the best choice so far. The plan then depends on "
                    + "the machine. Default: no limit.")
    private @Nullable Integer seconds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "The seed of everything random: folds, and starts of searches. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    Keep keep() {
        if (atMost != null && keep.number().isPresent()) {
            throw wrong("--keep-at-most is for --keep auto");
        }
        return keep.keep(atMost == null ? DEFAULT_AT_MOST : atMost);
    }

    FacePipeline.Copies copies() {
        return copies.copies();
    }

    FaceSelector selector(int threads, SearchListener listener) {
        if (smallestDistance != null && objective != ObjectiveName.QUALITY) {
            throw wrong("--min-distance is for --objective quality");
        }
        if (qualityFloor != null && objective != ObjectiveName.DIVERSE) {
            throw wrong("--quality-floor is for --objective diverse");
        }
        try {
            FaceSelector.Builder builder = FaceSelector.builder()
                    .objective(objective.objective(optional(qualityFloor), optional(smallestDistance)))
                    .representation(representation)
                    .search(search)
                    .seed(seed)
                    .threads(threads)
                    .listener(listener);
            if (folds != null) {
                builder.crossValidation(CrossValidation.kFold(folds));
            }
            if (evaluations != null) {
                builder.evaluationBudget(evaluations);
            }
            if (seconds != null) {
                builder.timeBudget(Duration.ofSeconds(seconds));
            }
            return builder.build();
        } catch (InvalidInputException e) {
            throw e.isOfValue() ? wrong(e.problem().contrast()) : e;
        }
    }

    private static OptionalDouble optional(@Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
