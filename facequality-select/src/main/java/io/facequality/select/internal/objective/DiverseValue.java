package io.facequality.select.internal.objective;

import io.facequality.internal.Workers;
import io.facequality.select.Objective.PartialChoice;
import io.facequality.select.internal.search.Frontrunners;
import io.facequality.select.internal.search.RelaxableValue;
import io.facequality.select.internal.search.Relaxation;
import io.facequality.select.internal.search.Relaxer;
import java.util.Arrays;
import java.util.function.Predicate;

/** How far the two nearest kept faces are from the largest distance, and how many are below the floor. */
final class DiverseValue implements RelaxableValue {

    /** The largest distance of unit vectors. */
    private static final double FARTHEST = 2;

    /** More than any distance. */
    private static final double BELOW_FLOOR = 3;

    /** More than any target. */
    private static final double FORBIDDEN = 1e6;

    private final GroupFaces faces;
    private final double[] qualities;
    private final double[] ascendingQualities;
    private final double floor;

    /** Keeps references to the qualities, by ordinal and ascending. */
    DiverseValue(GroupFaces faces, double[] qualities, double[] ascendingQualities, double floor) {
        this.faces = faces;
        this.qualities = qualities;
        this.ascendingQualities = ascendingQualities;
        this.floor = floor;
    }

    private double below(int face, int count) {
        double reached = Math.min(floor, ascendingQualities[ascendingQualities.length - count]);
        return qualities[face] < reached ? BELOW_FLOOR : 0;
    }

    @Override
    public double value(int... kept) {
        double nearest = FARTHEST;
        double below = 0;
        for (int i = 0; i < kept.length; i++) {
            below += below(kept[i], kept.length);
            for (int l = 0; l < i; l++) {
                nearest = Math.min(nearest, faces.distance(kept[i], kept[l]));
            }
        }
        return FARTHEST - nearest + below;
    }

    @Override
    public PartialChoice partialChoice(int count) {
        return new Pile(count);
    }

    @Override
    public Relaxer relaxer(int count, Workers workers) {
        return new Graph(count);
    }

    private final class Pile implements PartialChoice {

        private final int count;
        private final int[] pile;
        private final double[] nearest;
        private final double[] below;
        private int depth;

        Pile(int count) {
            this.count = count;
            this.pile = new int[count];
            this.nearest = new double[count + 1];
            this.below = new double[count + 1];
            nearest[0] = FARTHEST;
        }

        @Override
        public void push(int face) {
            nearest[depth + 1] = nearestWith(face);
            below[depth + 1] = below[depth] + below(face, count);
            pile[depth] = face;
            depth++;
        }

        @Override
        public void pop() {
            depth--;
        }

        @Override
        public double valueWith(int face) {
            return FARTHEST - nearestWith(face) + below[depth] + below(face, count);
        }

        private double nearestWith(int face) {
            double smallest = nearest[depth];
            for (int i = 0; i < depth; i++) {
                smallest = Math.min(smallest, faces.distance(face, pile[i]));
            }
            return smallest;
        }
    }

    /** A choice reaches a target only if no two of its faces are nearer than the target allows: it is a clique. */
    private final class Graph implements Relaxer {

        private final int count;

        Graph(int count) {
            this.count = count;
        }

        @Override
        public double lowerBound() {
            if (count == 1) {
                return 0;
            }
            double farthest = 0;
            for (int i = 0; i < faces.size(); i++) {
                farthest = Math.max(farthest, Arrays.stream(faces.matrix().row(i)).max().orElseThrow());
            }
            return Math.max(0, FARTHEST - Math.sqrt(farthest));
        }

        @Override
        public boolean relax(double target, int[] incumbent, Predicate<Relaxation> search) {
            double allowed = target + Frontrunners.TOLERANCE;
            int size = faces.size();
            double[] terms = new double[size];
            double[][] pairs = new double[size][size];
            for (int i = 0; i < size; i++) {
                terms[i] = below(i, count);
                for (int l = 0; l < size; l++) {
                    pairs[i][l] = FARTHEST - faces.distance(i, l) > allowed ? FORBIDDEN : 0;
                }
            }
            return search.test(new Relaxation(terms, pairs, allowed));
        }
    }
}
