package io.facequality.select.internal;

import io.facequality.Selection.HeldOutError;
import io.facequality.Selection.Optimality;
import io.facequality.Selection.HeldOutError;
import io.facequality.Selection.Optimality;
import io.facequality.select.internal.objective.GroupFaces;
import io.facequality.select.internal.search.Chooser;
import io.facequality.select.internal.search.Frontrunners;
import io.facequality.select.internal.search.SearchResult;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/** K-fold cross-validation of the choices among a group's faces. Immutable. */
public final class FoldedChoice {

    private final Chooser chooser;
    private final GroupFaces faces;
    private final HeldOutDistances distances;
    private final Folds folds;
    private final long seed;

    public FoldedChoice(Chooser chooser, GroupFaces faces, HeldOutDistances distances, int wantedFolds, long seed) {
        this.chooser = chooser;
        this.faces = faces;
        this.distances = distances;
        this.folds = Folds.of(faces.qualities(), wantedFolds, seed);
        this.seed = seed;
    }

    /** How many faces can be chosen from what each fold leaves. */
    public int most() {
        return folds.fewestOthers();
    }

    /** What came of choosing from all folds but one each time. */
    private record Choices(int[][] kept, HeldOutError error, long evaluations, String description) {}

    private Choices choices(int count, long budget, LongConsumer progress) {
        int[][] kept = new int[folds.count()][];
        double[] errors = new double[folds.count()];
        long evaluations = 0;
        String description = "";
        for (int fold = 0; fold < folds.count(); fold++) {
            int[] others = folds.others(fold);
            if (others.length == count) {
                kept[fold] = others;
                description = "no search";
            } else {
                SearchResult result =
                        chooser.choose(faces.of(others), count, Math.max(1, budget / folds.count()), progress);
                kept[fold] = Arrays.stream(result.best().ordinals()).map(place -> others[place]).toArray();
                evaluations += result.evaluations();
                description = result.description();
            }
            errors[fold] = distances.error(kept[fold], folds.faces(fold)).orElseThrow();
        }
        return new Choices(kept, HeldOutDistances.mean(errors), evaluations, description);
    }

    /** The choice that is best on average over all folds. */
    public Validated best(int count, long budget, LongConsumer progress) {
        Choices choices = choices(count, budget, progress);
        Frontrunners best = new Frontrunners(faces.qualities());
        for (int[] kept : choices.kept()) {
            best.offer(error(kept).mean(), kept);
        }
        int[] winner = best.best().ordinals();
        double value = chooser.values(faces).value(winner);
        Frontrunners alone = new Frontrunners(faces.qualities());
        alone.offer(value, winner);
        return new Validated(
                new SearchResult(
                        alone.best(),
                        new Optimality.Heuristic(),
                        choices.evaluations(),
                        String.format(
                                Locale.ROOT,
                                "%d-fold cross-validation with seed %d: for each fold a choice among the others (%s),"
                                        + " and of these the best on average",
                                folds.count(),
                                seed,
                                choices.description())),
                Optional.of(error(winner)));
    }

    /** A search's result and its error on faces that had no part in it, if that is known. */
    public record Validated(SearchResult result, Optional<HeldOutError> error) {}

    private HeldOutError error(int[] kept) {
        return HeldOutDistances.mean(IntStream.range(0, folds.count())
                .mapToObj(fold -> distances.error(kept, folds.faces(fold)))
                .flatMap(Optional::stream)
                .mapToDouble(Double::doubleValue)
                .toArray());
    }

    /** How many faces are worth keeping, with the reason. */
    public Count worthKeeping(int atMost, long budget, LongConsumer progress) {
        int most = Math.min(atMost, most());
        HeldOutError[] errors = new HeldOutError[most];
        long evaluations = 0;
        for (int count = 1; count <= most; count++) {
            Choices choices = choices(count, Math.max(1, budget / most), progress);
            errors[count - 1] = choices.error();
            evaluations += choices.evaluations();
        }
        int best = IntStream.range(0, most)
                .boxed()
                .min((a, b) -> Double.compare(errors[a].mean(), errors[b].mean()))
                .orElseThrow();
        double reach = errors[best].mean() + errors[best].standardError();
        int smallest = IntStream.range(0, most)
                .filter(i -> errors[i].mean() <= reach)
                .findFirst()
                .orElseThrow();
        String reason = String.format(
                Locale.ROOT,
                "by %d-fold cross-validation with seed %d %d of at most %d faces are worth keeping: a held-out face is"
                        + " %.3f away on average; the least is %.3f with a standard error of %.3f, at %d",
                folds.count(),
                seed,
                smallest + 1,
                most,
                errors[smallest].mean(),
                errors[best].mean(),
                errors[best].standardError(),
                best + 1);
        return new Count(smallest + 1, errors[smallest], evaluations, reason);
    }

    /**
     * A number of faces.
     *
     * @param faces the number
     * @param error of choices of so many
     * @param evaluations what it cost to find out
     * @param reason in words
     */
    public record Count(int faces, HeldOutError error, long evaluations, String reason) {}
}
