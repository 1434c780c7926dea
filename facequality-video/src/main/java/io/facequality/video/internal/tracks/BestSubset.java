package io.facequality.video.internal.tracks;

import io.facequality.video.Shot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses, among few shots, as many as wanted that are distinct of each other, or as many as there are; of several
 * choices of one size the one with the highest sum of qualities. Exact: looks at all choices that can still win.
 */
public final class BestSubset {

    private static final Comparator<Shot> BEST_FIRST =
            Comparator.comparingDouble(Shot::quality).reversed().thenComparing(Shot::video).thenComparing(Shot::time).thenComparing(shot -> shot.face().id());

    private final List<Shot> candidates;
    private final int wanted;
    private final Distinctness distinctness;
    private final List<Shot> chosen = new ArrayList<>();
    private List<Shot> best = List.of();
    private double bestSum;

    private BestSubset(List<Shot> shots, int wanted, Distinctness distinctness) {
        this.candidates = shots.stream().sorted(BEST_FIRST).toList();
        this.wanted = wanted;
        this.distinctness = distinctness;
    }

    /** The choice, the best shot first. */
    public static List<Shot> of(List<Shot> shots, int wanted, Distinctness distinctness) {
        BestSubset search = new BestSubset(shots, wanted, distinctness);
        search.extend(0, 0);
        return search.best;
    }

    private void extend(int from, double sum) {
        if (chosen.size() > best.size() || chosen.size() == best.size() && sum > bestSum) {
            best = List.copyOf(chosen);
            bestSum = sum;
        }
        for (int i = from; i < candidates.size() && canWin(i, sum); i++) {
            Shot candidate = candidates.get(i);
            if (chosen.stream().allMatch(other -> distinct(candidate, other))) {
                chosen.add(candidate);
                extend(i + 1, sum + candidate.quality());
                chosen.remove(chosen.size() - 1);
            }
        }
    }

    /** Whether the candidates from one on may lead to a better choice than the best so far. */
    private boolean canWin(int from, double sum) {
        int most = Math.min(wanted, chosen.size() + candidates.size() - from);
        if (chosen.size() == wanted || most < best.size()) {
            return false;
        }
        if (most > best.size()) {
            return true;
        }
        double bound = sum;
        for (int i = from; i < from + most - chosen.size(); i++) {
            bound += candidates.get(i).quality();
        }
        return bound > bestSum;
    }

    private boolean distinct(Shot shot, Shot other) {
        return !shot.video().equals(other.video())
                || distinctness.holds(shot.time(), shot.face().embedding(), other.time(), other.face().embedding());
    }
}
