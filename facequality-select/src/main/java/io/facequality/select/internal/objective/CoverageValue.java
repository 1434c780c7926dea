package io.facequality.select.internal.objective;

import io.facequality.internal.Interrupts;
import io.facequality.internal.Workers;
import io.facequality.select.Objective.PartialChoice;
import io.facequality.select.internal.search.RelaxableValue;
import io.facequality.select.internal.search.Relaxation;
import io.facequality.select.internal.search.Relaxer;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The weighted mean of what it costs each face to be represented by the kept face that does so most cheaply. */
final class CoverageValue implements RelaxableValue {

    /** Far above rounding errors. */
    private static final double MARGIN = 1e-10;

    private final int size;
    private final double[] weights;
    private final double totalWeight;
    /** Row i: what it costs each face to be represented by face i. */
    private final double[][] costs;

    CoverageValue(GroupFaces faces, double qualityCost) {
        this.size = faces.size();
        this.weights = faces.positiveWeights();
        this.totalWeight = Arrays.stream(weights).sum();
        double largest = Arrays.stream(weights).max().orElseThrow();
        this.costs = new double[size][size];
        for (int i = 0; i < size; i++) {
            double lack = qualityCost * (1 - weights[i] / largest);
            double[] row = faces.matrix().row(i);
            for (int j = 0; j < size; j++) {
                costs[i][j] = Math.sqrt(row[j]) + lack;
            }
        }
    }

    @Override
    public double value(int... kept) {
        double[] cheapest = costs[kept[0]];
        for (int i = 1; i < kept.length; i++) {
            cheapest = smaller(cheapest, costs[kept[i]], new double[size]);
        }
        return weightedMean(cheapest, cheapest);
    }

    private static double[] smaller(double[] a, double[] b, double[] result) {
        for (int j = 0; j < result.length; j++) {
            result[j] = Math.min(a[j], b[j]);
        }
        return result;
    }

    /** Of the smaller of two costs. */
    private double weightedMean(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += weights[j] * Math.min(a[j], b[j]);
        }
        return sum / totalWeight;
    }

    @Override
    public PartialChoice partialChoice(int count) {
        return new Pile(count);
    }

    @Override
    public Relaxer relaxer(int count, Workers workers) {
        return new Multipliers(count, workers);
    }

    /** Row d holds the smallest costs to the lowest d faces. */
    private final class Pile implements PartialChoice {

        private final double[][] cheapest;
        private int depth;

        Pile(int count) {
            this.cheapest = new double[count + 1][size];
            Arrays.fill(cheapest[0], Double.POSITIVE_INFINITY);
        }

        @Override
        public void push(int face) {
            smaller(cheapest[depth], costs[face], cheapest[depth + 1]);
            depth++;
        }

        @Override
        public void pop() {
            depth--;
        }

        @Override
        public double valueWith(int face) {
            return weightedMean(cheapest[depth], costs[face]);
        }
    }

    /**
     * The bound by Lagrange multipliers (Cornuejols, Fisher, Nemhauser, Location of bank accounts to optimize float,
     * Management Science 23, 1977): for any numbers {@code u_j}
     *
     * <pre>{@code sum_j w_j min_{i in C} c_ij >= sum_j u_j + sum_{i in C} r_i,
     * r_i = sum_j min(0, w_j c_ij - u_j)}</pre>
     *
     * since for each j the smallest of the {@code w_j c_ij - u_j} is not below the sum of those that are negative. So
     * it is a sum of terms of faces alone. Subgradient steps make the multipliers good; the bound holds for any.
     */
    private final class Multipliers implements Relaxer {

        private static final int STEPS = 200;
        private static final int PATIENCE = 10;

        private final int count;
        private final Workers workers;
        private double[] best;
        private double[] bestTerms;
        private double bestSum = Double.NEGATIVE_INFINITY;

        Multipliers(int count, Workers workers) {
            this.count = count;
            this.workers = workers;
            double[] multipliers = new double[size];
            double reach = greedy(multipliers);
            this.best = multipliers;
            this.bestTerms = terms(multipliers);
            improve(multipliers, reach);
        }

        /** Starts with the costs of a greedy choice, whose value the bound cannot exceed. */
        private double greedy(double[] multipliers) {
            Pile pile = new Pile(count);
            for (int i = 0; i < count; i++) {
                pile.push(IntStream.range(0, size)
                        .boxed()
                        .min((a, b) -> Double.compare(pile.valueWith(a), pile.valueWith(b)))
                        .orElseThrow());
            }
            double sum = 0;
            for (int j = 0; j < size; j++) {
                multipliers[j] = weights[j] * pile.cheapest[count][j];
                sum += multipliers[j];
            }
            return sum;
        }

        private void improve(double[] start, double reach) {
            double[] multipliers = start.clone();
            double pace = 1;
            int idle = 0;
            for (int step = 0; step < STEPS; step++) {
                Interrupts.check();
                double[] terms = terms(multipliers);
                int[] lowest = lowest(terms);
                double sum = Arrays.stream(multipliers).sum()
                        + Arrays.stream(lowest).mapToDouble(i -> terms[i]).sum();
                idle++;
                if (sum > bestSum) {
                    bestSum = sum;
                    best = multipliers.clone();
                    bestTerms = terms;
                    idle = 0;
                }
                if (idle >= PATIENCE) {
                    pace /= 2;
                    idle = 0;
                }
                if (!walk(multipliers, lowest, pace * (1.02 * reach - sum))) {
                    return;
                }
            }
        }

        private double[] terms(double[] multipliers) {
            double[] terms = new double[size];
            workers.forEach(size, i -> {
                double[] row = costs[i];
                double sum = 0;
                for (int j = 0; j < row.length; j++) {
                    sum += Math.min(0, weights[j] * row[j] - multipliers[j]);
                }
                terms[i] = sum;
            });
            return terms;
        }

        private int[] lowest(double[] terms) {
            return IntStream.range(0, size)
                    .boxed()
                    .sorted((a, b) -> Double.compare(terms[a], terms[b]))
                    .limit(count)
                    .mapToInt(Integer::intValue)
                    .toArray();
        }

        /** Raises what no face of the lowest terms serves, and lowers what several do; whether anything moved. */
        private boolean walk(double[] multipliers, int[] lowest, double distance) {
            double[] direction = new double[size];
            double square = 0;
            for (int j = 0; j < size; j++) {
                int served = 0;
                for (int i : lowest) {
                    served += weights[j] * costs[i][j] < multipliers[j] ? 1 : 0;
                }
                direction[j] = weights[j] == 0 ? 0 : 1 - served;
                square += direction[j] * direction[j];
            }
            if (square == 0 || distance <= 0) {
                return false;
            }
            for (int j = 0; j < size; j++) {
                multipliers[j] += distance / square * direction[j];
            }
            return true;
        }

        @Override
        public double lowerBound() {
            return Math.max(0, bestSum / totalWeight - MARGIN);
        }

        @Override
        public boolean relax(double target, int[] incumbent, Predicate<Relaxation> search) {
            double limit = (target + MARGIN) * totalWeight - Arrays.stream(best).sum();
            double[][] noPairs = new double[size][];
            Arrays.fill(noPairs, new double[size]);
            return search.test(new Relaxation(bestTerms, noPairs, limit));
        }
    }
}
