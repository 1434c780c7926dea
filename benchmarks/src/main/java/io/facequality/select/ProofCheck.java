package io.facequality.select;

import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.Keep;
import io.facequality.Selection;
import io.facequality.Selection.Decision;
import io.facequality.Selection.Optimality;
import io.facequality.select.FaceSelector.SearchMethod;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether branch and bound is right: on real groups of 50 and of 100 faces, every choice of five is evaluated, all 75
 * million, by each objective, and the best of them must be the five that branch and bound keeps. Ends with an error if
 * they are others, or if branch and bound says that it has proven what it has not.
 *
 * <p>Arguments: a folder of clips as frames, a folder of aligned people.
 */
public final class ProofCheck {

    private static final int LARGEST_GROUP = 100;
    private static final long NO_BUDGET = 1_000_000_000_000L;
    private static final List<Objective> OBJECTIVES =
            List.of(Objective.central(), Objective.coverage(), Objective.diverse(), Objective.quality());

    private ProofCheck() {}

    public static void main(String[] arguments) {
        Map<String, FaceGroup> groups = ProofTable.groups(Path.of(arguments[0]), Path.of(arguments[1]));
        System.out.println(
                "| group | objective | evaluated, all | seconds | branch and bound | seconds | the same five |\n"
                        + "|---|---|---|---|---|---|---|");
        groups.forEach((name, group) -> {
            if (group.size() <= LARGEST_GROUP) {
                OBJECTIVES.forEach(objective -> check(name, group, objective));
            }
        });
    }

    private record Timed(Selection selection, double seconds) {

        static Timed of(FaceGroup group, Objective objective, SearchMethod search) {
            FaceSelector selector = FaceSelector.builder()
                    .objective(objective)
                    .search(search)
                    .evaluationBudget(NO_BUDGET)
                    .threads(ProofTable.THREADS)
                    .build();
            long start = System.nanoTime();
            Selection selection = selector.select(group, Keep.best(ProofTable.KEPT));
            return new Timed(selection, (System.nanoTime() - start) / 1e9);
        }

        List<FaceId> kept() {
            return selection.kept().stream().map(Decision::face).map(face -> face.id()).sorted().toList();
        }

        boolean isProven() {
            return selection.optimality() instanceof Optimality.Proven;
        }
    }

    private static void check(String name, FaceGroup group, Objective objective) {
        Timed all = Timed.of(group, objective, SearchMethod.EXHAUSTIVE);
        Timed bounded = Timed.of(group, objective, SearchMethod.BRANCH_AND_BOUND);
        boolean same = all.kept().equals(bounded.kept());
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %,d | %.1f | %.6f, %s | %.2f | %s |%n",
                name,
                objective.name().toLowerCase(Locale.ROOT),
                all.selection().evaluations(),
                all.seconds(),
                bounded.selection().objectiveValue().orElseThrow(),
                bounded.isProven() ? "proven" : "not proven",
                bounded.seconds(),
                same ? "yes" : "no");
        if (!all.isProven() || bounded.isProven() && !same) {
            throw new IllegalStateException("not the best five of the group " + name + " by " + objective);
        }
    }
}
