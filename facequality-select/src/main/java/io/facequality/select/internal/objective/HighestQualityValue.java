package io.facequality.select.internal.objective;

import io.facequality.internal.Workers;
import io.facequality.select.Objective.PartialChoice;
import io.facequality.select.internal.search.Frontrunners;
import io.facequality.select.internal.search.RelaxableValue;
import io.facequality.select.internal.search.Relaxation;
import io.facequality.select.internal.search.Relaxer;
import java.util.Arrays;
import java.util.function.Predicate;

/** What the kept faces lack in quality, and how many pairs of them are too close: exactly terms of faces and pairs. */
final class HighestQualityValue implements RelaxableValue {

    /** More than the best choice of any quality can make up for. */
    private static final double TOO_CLOSE = 2;

    private final GroupFaces faces;
    private final double[] lacks;
    private final double smallestSquare;

    HighestQualityValue(GroupFaces faces, double smallestDistance) {
        this.faces = faces;
        double[] qualities = faces.qualities();
        double best = Arrays.stream(qualities).max().orElseThrow();
        double worst = Arrays.stream(qualities).min().orElseThrow();
        // Halved, so that the range of the largest numbers is one.
        double range = best / 2 - worst / 2;
        this.lacks = Arrays.stream(qualities)
                .map(quality -> range == 0 ? 0 : (best / 2 - quality / 2) / range)
                .toArray();
        this.smallestSquare = smallestDistance * smallestDistance;
    }

    private double pair(int one, int other) {
        return faces.matrix().row(one)[other] < smallestSquare ? TOO_CLOSE : 0;
    }

    @Override
    public double value(int... kept) {
        double lack = 0;
        double close = 0;
        for (int i = 0; i < kept.length; i++) {
            lack += lacks[kept[i]];
            for (int l = 0; l < i; l++) {
                close += pair(kept[i], kept[l]);
            }
        }
        return lack / kept.length + close;
    }

    @Override
    public PartialChoice partialChoice(int count) {
        return new Pile(count);
    }

    @Override
    public Relaxer relaxer(int count, Workers workers) {
        return new Terms(count);
    }

    private final class Pile implements PartialChoice {

        private final int[] pile;
        private final double[] lack;
        private final double[] close;
        private int depth;

        Pile(int count) {
            this.pile = new int[count];
            this.lack = new double[count + 1];
            this.close = new double[count + 1];
        }

        @Override
        public void push(int face) {
            close[depth + 1] = closeWith(face);
            lack[depth + 1] = lack[depth] + lacks[face];
            pile[depth] = face;
            depth++;
        }

        @Override
        public void pop() {
            depth--;
        }

        @Override
        public double valueWith(int face) {
            return (lack[depth] + lacks[face]) / (depth + 1) + closeWith(face);
        }

        private double closeWith(int face) {
            double sum = close[depth];
            for (int i = 0; i < depth; i++) {
                sum += pair(face, pile[i]);
            }
            return sum;
        }
    }

    private final class Terms implements Relaxer {

        private final int count;

        Terms(int count) {
            this.count = count;
        }

        @Override
        public double lowerBound() {
            double least = Arrays.stream(lacks).sorted().limit(count).sum() / count;
            return Math.max(0, least - Frontrunners.TOLERANCE);
        }

        @Override
        public boolean relax(double target, int[] incumbent, Predicate<Relaxation> search) {
            double[] terms = Arrays.stream(lacks).map(lack -> lack / count).toArray();
            double[][] pairs = new double[terms.length][terms.length];
            for (int i = 0; i < terms.length; i++) {
                for (int l = 0; l < terms.length; l++) {
                    pairs[i][l] = pair(i, l);
                }
            }
            return search.test(new Relaxation(terms, pairs, target + Frontrunners.TOLERANCE));
        }
    }
}
