package io.facequality.select.internal.search;

import io.facequality.Selection.Optimality;
import io.facequality.internal.Interrupts;
import io.facequality.internal.Workers;
import io.facequality.select.Objective.ChoiceValue;
import io.facequality.select.Objective.PartialChoice;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomDataGenerator;
import org.apache.commons.math3.random.Well19937c;

/**
 * Starts from several choices and improves each, one face for another, until no such swap makes it better.
 *
 * <p>The first start is the faces of the highest quality; the others are random. Each face that is kept is in turn
 * replaced by whichever makes the value smallest, O(n) for each that is tried. A start's random numbers depend on the
 * seed and the start's number alone, and each start may spend an equal part of the evaluations, though at least one, so
 * that the result is the same for any number of threads.
 *
 * @param workers the threads
 * @param seed of the random starts
 */
public record SwapSearch(Workers workers, long seed) implements Search {

    /** How many choices to start from. */
    public static final int STARTS = 16;

    @Override
    public SearchResult search(ChoiceValue objective, double[] qualities, int count, Limits limits) {
        List<Descent> descents = workers.run(STARTS, start -> {
            Descent descent = new Descent(objective, qualities, start(start, qualities, count));
            descent.run(limits.withEvaluations(limits.evaluations() / STARTS));
            limits.report(descent.spent);
            return descent;
        });
        Frontrunners best = new Frontrunners(qualities);
        descents.forEach(descent -> best.offer(descent.value(), descent.chosen));
        long spent = descents.stream().mapToLong(descent -> descent.spent).sum();
        return new SearchResult(best.best(), new Optimality.Heuristic(), spent, description());
    }

    private int[] start(int number, double[] qualities, int count) {
        return number == 0 ? highestQualities(qualities, count) : random(number, qualities.length, count);
    }

    private static int[] highestQualities(double[] qualities, int count) {
        return IntStream.range(0, qualities.length)
                .boxed()
                .sorted((a, b) -> Double.compare(qualities[b], qualities[a]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private int[] random(int number, int size, int count) {
        int[] seeds = {(int) (seed >>> Integer.SIZE), (int) seed, number};
        return new RandomDataGenerator(new Well19937c(seeds)).nextPermutation(size, count);
    }

    private String description() {
        return String.format(Locale.ROOT, "swap search from %d starts with seed %d", STARTS, seed);
    }

    /** One start's way down. */
    private static final class Descent {

        private final ChoiceValue objective;
        private final double[] qualities;
        private final int[] chosen;
        private final boolean[] isChosen;
        private final PartialChoice pile;
        /** The objective's own value of the outcome counts as one. */
        private long spent = 1;

        Descent(ChoiceValue objective, double[] qualities, int[] start) {
            this.objective = objective;
            this.qualities = qualities;
            this.chosen = start;
            this.isChosen = new boolean[qualities.length];
            Arrays.stream(start).forEach(face -> isChosen[face] = true);
            this.pile = objective.partialChoice(start.length);
        }

        void run(Limits limits) {
            int evaluationsAPlace = qualities.length - chosen.length + 1;
            int settled = 0;
            int place = 0;
            while (settled < chosen.length
                    && spent + evaluationsAPlace <= limits.evaluations()
                    && !limits.isTimeUp()) {
                Interrupts.check();
                settled = replace(place) ? 1 : settled + 1;
                spent += evaluationsAPlace;
                place = (place + 1) % chosen.length;
            }
            Arrays.sort(chosen);
        }

        double value() {
            return objective.value(chosen);
        }

        /** Puts the best face into a place; whether that is another than before. */
        private boolean replace(int place) {
            pushAllBut(place);
            int before = chosen[place];
            int best = before;
            double smallest = pile.valueWith(before);
            for (int face = 0; face < isChosen.length; face++) {
                if (!isChosen[face]) {
                    double value = pile.valueWith(face);
                    if (isBetter(value, face, smallest, best)) {
                        smallest = value;
                        best = face;
                    }
                }
            }
            popAllButOne();
            isChosen[before] = false;
            isChosen[best] = true;
            chosen[place] = best;
            return best != before;
        }

        /** Never accepts a larger value, so that the descent comes to an end. */
        private boolean isBetter(double value, int face, double smallest, int best) {
            return value < smallest - Frontrunners.TOLERANCE || value <= smallest && winsTie(face, best);
        }

        private boolean winsTie(int face, int other) {
            return qualities[face] != qualities[other] ? qualities[face] > qualities[other] : face < other;
        }

        private void pushAllBut(int place) {
            for (int other = 0; other < chosen.length; other++) {
                if (other != place) {
                    pile.push(chosen[other]);
                }
            }
        }

        private void popAllButOne() {
            for (int other = 1; other < chosen.length; other++) {
                pile.pop();
            }
        }
    }
}
