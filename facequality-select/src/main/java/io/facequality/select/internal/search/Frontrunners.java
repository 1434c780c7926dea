package io.facequality.select.internal.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The choices that may still turn out to be the best, while a search goes on.
 *
 * <p>Values within {@link #TOLERANCE} of the smallest one are equal, since sums round differently in another order;
 * among them the highest total quality wins, then the lexicographically first ordinals. As the smallest value falls, a
 * choice that led by its quality may drop out of reach and one that it had beaten be within reach. So all choices are
 * kept that no other beats on both counts. That makes the winner independent of the order in which choices are offered,
 * and so of how a search is split over threads. Not safe for several threads.
 */
public final class Frontrunners {

    /** Values that differ by no more are equal. They are mean distances, from 0 to 2, and round at about 1e-15. */
    public static final double TOLERANCE = 1e-12;

    private final double[] qualities;
    private final List<Choice> choices = new ArrayList<>();
    private double limit = Double.POSITIVE_INFINITY;

    /** Keeps a reference to the qualities, by ordinal. */
    public Frontrunners(double[] qualities) {
        this.qualities = qualities;
    }

    /** Looks at a choice; the ordinals ascend and are copied only if they are wanted. */
    public void offer(double value, int[] ordinals) {
        if (value <= limit) {
            consider(new Choice(value, totalQuality(ordinals), ordinals));
        }
    }

    /** Looks at all the choices of another search over the same faces. */
    void offerAll(Frontrunners others) {
        for (Choice choice : others.choices) {
            if (choice.value() <= limit) {
                consider(choice);
            }
        }
    }

    /** The winner among all that were offered, of which there must be one. */
    public Choice best() {
        return choices.stream()
                .reduce((a, b) -> a.winsTieAgainst(b) ? a : b)
                .orElseThrow(() -> new IllegalStateException("no choice was offered"));
    }

    private void consider(Choice choice) {
        if (choices.stream().anyMatch(other -> beats(other, choice))) {
            return;
        }
        choices.removeIf(other -> beats(choice, other));
        choices.add(choice);
        limit = smallest() + TOLERANCE;
        choices.removeIf(other -> other.value() > limit);
    }

    private static boolean beats(Choice a, Choice b) {
        return a.value() <= b.value() && a.winsTieAgainst(b);
    }

    private double smallest() {
        return choices.stream().map(Choice::value).min(Comparator.naturalOrder()).orElseThrow();
    }

    /** Sums by size, so that faces of the same qualities have the same total to the last bit. */
    private double totalQuality(int[] ordinals) {
        double[] kept = Arrays.stream(ordinals).mapToDouble(ordinal -> qualities[ordinal]).toArray();
        Arrays.sort(kept);
        double total = 0;
        for (double quality : kept) {
            total += quality;
        }
        return total;
    }
}
