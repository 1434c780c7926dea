package io.facequality.select.internal.search;

import io.facequality.Selection.Optimality;
import io.facequality.internal.Interrupts;
import io.facequality.select.Objective.ChoiceValue;
import io.facequality.select.Objective.PartialChoice;
import java.util.Arrays;

/**
 * Adds one face at a time, each the one that makes the value of those so far smallest. Never goes back on a face: the
 * least costly search, for groups too large for any other.
 */
record GreedySearch() implements Search {

    @Override
    public SearchResult search(ChoiceValue objective, double[] qualities, int count, Limits limits) {
        int size = qualities.length;
        PartialChoice pile = objective.partialChoice(count);
        boolean[] isChosen = new boolean[size];
        int[] chosen = new int[count];
        long spent = 1;
        for (int depth = 0; depth < count; depth++) {
            Interrupts.check();
            boolean isAffordable = spent + size - depth <= limits.evaluations() && !limits.isTimeUp();
            int next = isAffordable ? best(pile, isChosen, qualities) : highestQuality(isChosen, qualities);
            spent += isAffordable ? size - depth : 0;
            limits.report(isAffordable ? size - depth : 0);
            isChosen[next] = true;
            chosen[depth] = next;
            if (depth < count - 1) {
                pile.push(next);
            }
        }
        Arrays.sort(chosen);
        Frontrunners best = new Frontrunners(qualities);
        best.offer(objective.value(chosen), chosen);
        return new SearchResult(
                best.best(), new Optimality.Heuristic(), spent, "greedy search, one face after the other");
    }

    private static int best(PartialChoice pile, boolean[] isChosen, double[] qualities) {
        int best = -1;
        double smallest = Double.POSITIVE_INFINITY;
        for (int face = 0; face < isChosen.length; face++) {
            if (!isChosen[face]) {
                double value = pile.valueWith(face);
                boolean isTied = Math.abs(value - smallest) <= Frontrunners.TOLERANCE;
                if (best < 0 || (isTied ? qualities[face] > qualities[best] : value < smallest)) {
                    smallest = value;
                    best = face;
                }
            }
        }
        return best;
    }

    private static int highestQuality(boolean[] isChosen, double[] qualities) {
        int best = -1;
        for (int face = 0; face < isChosen.length; face++) {
            if (!isChosen[face] && (best < 0 || qualities[face] > qualities[best])) {
                best = face;
            }
        }
        return best;
    }
}
