package io.facequality.select.internal.objective;

import io.facequality.internal.Interrupts;
import io.facequality.internal.Workers;
import io.facequality.select.FaceSelector.Representation;
import io.facequality.select.internal.search.Relaxation;
import io.facequality.select.internal.search.Relaxer;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Lower bounds of the leave-p-out objective.
 *
 * <p><b>What is to be shown.</b> For a choice {@code C} of {@code k} faces with the mean {@code m}, let {@code F(m) =
 * sum_j w_j |e_j - m|} over all faces and {@code W} the sum of all weights. The objective is at most {@code L} exactly
 * where
 *
 * <pre>{@code F(m) + sum_{i in C} w_i (L - |e_i - m|) <= L W}                                             (1)</pre>
 *
 * so a lower bound of the left side by terms of faces and pairs excludes choices. Everything is measured from a point
 * {@code p} near the geometric median, where {@code F} is smallest: with {@code h_ij = <e_i - p, e_j - p>}, {@code d_j
 * = |e_j - p|}, {@code s_j = <e_j - p, m - p> = (1/k) sum_{i in C} h_ij} and {@code n = |m - p|^2 = (1/k^2) sum_{i,l in
 * C} h_il}, the squared distance of a face to the mean is {@code q_j = d_j^2 - 2 s_j + n}.
 *
 * <p><b>A parabola below the root.</b> For {@code q >= l^2} and any {@code r > 0}
 *
 * <pre>{@code sqrt(q) >= r + (q - r^2) / (2 r) - c (q - r^2)^2,   c = 1 / (2 r (l + r)^2)}                (2)</pre>
 *
 * since {@code sqrt(q) - r - (q - r^2) / (2 r) = -(sqrt(q) - r)^2 / (2 r) = -(q - r^2)^2 / (2 r (sqrt(q) + r)^2)}. Only
 * choices with {@code n} in an interval {@code [n_0, n_1]} are looked at at a time; its middle is {@code n'}, half its
 * width {@code v}. With {@code r_j^2 = d_j^2 + n'} and {@code l_j = max(0, d_j - sqrt(n_1))}, which {@code sqrt(q_j)}
 * is never below, {@code q_j - r_j^2 = (n - n') - 2 s_j}, whose square is at most {@code (1 + 1/y) v^2 + 4 (1 + y)
 * s_j^2} for any {@code y > 0}. The sum of (2) over all faces is therefore bounded by a constant, {@code n} and {@code
 * s_j} times constants, and {@code sum_j g_j w_j s_j^2 = (1/k^2) sum_{i,l in C} T_il} with {@code g_j = 4 c_j} and
 * {@code T = H diag(g w) H}: terms of faces and pairs of {@code C}. It is tight to the third order in {@code m - p},
 * with the curvature of {@code F} in every direction.
 *
 * <p><b>The kept faces' own distances</b> in (1) need an upper bound: {@code |e_i - m| <= (q_i + t_i^2) / (2 t_i)} for
 * any {@code t_i > 0}, in which {@code n sum_{i in C} w_i / (2 t_i)} is at most {@code n} times the sum of the {@code
 * k} largest such terms.
 *
 * <p><b>Far from the median.</b> By Cauchy and Schwarz {@code sum_{i in C} w_i |e_i - m| <= sqrt(k sum_{i in C}
 * w_i^2)}, as {@code sum_{i in C} |e_i - m|^2 = k (1 - |m|^2) <= k}. So the second part of (1) is at least {@code
 * -omega}, the sum of the k smallest {@code L w_i - k w_i^2 / (2 z)}, less {@code z / 2}, for any {@code z > 0}. By (2)
 * with {@code n' = n_0 = n_1}, {@code F} on the sphere {@code |m - p|^2 = n} is at least {@code sum_j w_j sqrt(d_j^2 +
 * n)}, less {@code sqrt(n)} times the length of {@code sum_j (w_j / r_j) (e_j - p)}, less {@code n} times the largest
 * eigenvalue of {@code sum_j g_j w_j (e_j - p) (e_j - p)^T}, which has the same trace of its fourth power as {@code K =
 * (sqrt(g_i w_i) h_il sqrt(g_l w_l))}, so that {@code (sum_il g_i w_i g_l w_l T_il^2)^(1/4)} is not below it. Where
 * that exceeds {@code F(p)} and {@code L W + omega}, every choice outside the sphere is worse than {@code L}, because
 * {@code F} is convex and so rises along each ray from {@code p} from there on. The intervals of {@code n} end at the
 * smallest such sphere that is found, otherwise at the largest {@code d_j^2}, which no mean exceeds.
 *
 * <p><b>The bound of all choices</b> is {@code F(m) >= F(p) + <f, m - p> >= F(p) + min_i <f, e_i - p>} with the
 * subgradient {@code f = -sum_j (w_j / d_j) (e_j - p)}, put into (1). A {@code d_j} that is nearly 0 counts as a little
 * more there, with {@code d_j^2} over it in {@code F(p)}, since {@code |e_j - m| >= <v, e_j - m>} for any {@code v} no
 * longer than 1.
 *
 * <p><b>A weighted mean</b> has the bound of all choices alone, as its faces' parts change with each choice. There
 * {@code sum_{i in C} w_i |e_i - m|^2 = S (1 - |m|^2) <= S} with {@code S} the sum of the kept weights, hence {@code
 * sum_{i in C} w_i |e_i - m| <= S}, and the second part of (1) is at least the sum of the k smallest {@code w_i (L -
 * 1)}.
 *
 * <p>All of it is computed in double precision with a margin of {@value #MARGIN} of {@code W}, a thousand times the
 * rounding errors. Cost: O(n^2) for the median and for each interval, O(n^3) for T; four matrices of n^2 numbers.
 */
final class CentralRelaxer implements Relaxer {

    private static final double MARGIN = 1e-9;

    /** Of F(p), where a distance near 0 is the root of a rounding error. */
    private static final double MEDIAN_MARGIN = 1e-7;

    /** No interval of n ends below, so that no root in (2) is that of a rounding error. */
    private static final double SMALLEST_SQUARE = 1e-8;

    private static final int MEDIAN_STEPS = 60;
    private static final int RADIUS_STEPS = 30;

    /** A face that is nearer to the median counts as this far, so that no division overflows. */
    private static final double SMALLEST_DISTANCE = 1e-6;

    /** Up to this size T is made anew for each interval. */
    private static final int SMALL_GROUP = 200;

    /** The square of the smallest t; a smaller one would make the bound of a face's own distance loose elsewhere. */
    private static final double SMALLEST_TANGENT = 1e-4;

    /** How much wider each interval of n is than the one before. */
    private static final double WIDENING = 1.35;

    private final double[] weights;
    private final int size;
    private final int count;
    private final boolean plainMean;
    private final Workers workers;
    private final double totalWeight;
    /** The squares of d, and d. */
    private final double[] squares;
    private final double[] distances;
    /** h. */
    private final double[][] products;
    /** F(p). */
    private final double sumAtMedian;
    private final double lowerBound;
    /** Made when a search begins; all that read it are parts of the search. */
    @SuppressWarnings("NullAway.Init")
    private Curvature curvature;

    CentralRelaxer(GroupFaces faces, int count, Workers workers) {
        this.weights = faces.positiveWeights();
        this.size = faces.size();
        this.count = count;
        this.plainMean = faces.weights().representation() == Representation.MEAN;
        this.workers = workers;
        this.totalWeight = Arrays.stream(weights).sum();
        this.squares = squaredDistancesToMedian(faces.matrix());
        this.distances = Arrays.stream(squares).map(Math::sqrt).toArray();
        this.products = new double[size][size];
        workers.forEach(size, i -> {
            double[] row = faces.matrix().row(i);
            for (int j = 0; j < size; j++) {
                products[i][j] = (squares[i] + squares[j] - row[j]) / 2;
            }
        });
        this.sumAtMedian = sum(j -> weights[j] * distances[j]);
        this.lowerBound = lowerBoundOfAll();
    }

    /** T, made with the g of one squared distance n. */
    private record Curvature(double[] factors, double[][] matrix, double eigenvalue) {}

    /** Weiszfeld's iteration, on the parts that the faces have in the point. */
    private double[] squaredDistancesToMedian(GramMatrix matrix) {
        double[] parts = Arrays.stream(weights).map(weight -> weight / totalWeight).toArray();
        double[] measured = squaredDistances(matrix, parts);
        for (int step = 0; step < MEDIAN_STEPS; step++) {
            Interrupts.check();
            double total = 0;
            for (int i = 0; i < size; i++) {
                parts[i] = weights[i] / Math.max(Math.sqrt(measured[i]), SMALLEST_DISTANCE);
                total += parts[i];
            }
            for (int i = 0; i < size; i++) {
                parts[i] /= total;
            }
            measured = squaredDistances(matrix, parts);
        }
        return measured;
    }

    private double[] squaredDistances(GramMatrix matrix, double[] parts) {
        double[] measured = new double[size];
        for (int i = 0; i < size; i++) {
            double[] row = matrix.row(i);
            for (int j = 0; j < size; j++) {
                measured[j] += parts[i] * row[j];
            }
        }
        double spread = 0;
        for (int i = 0; i < size; i++) {
            spread += parts[i] * measured[i] / 2;
        }
        for (int j = 0; j < size; j++) {
            measured[j] = Math.max(0, measured[j] - spread);
        }
        return measured;
    }

    private double sum(IntToDoubleFunction term) {
        return IntStream.range(0, size).mapToDouble(term).sum();
    }

    @Override
    public double lowerBound() {
        return lowerBound;
    }

    private double lowerBoundOfAll() {
        double[] pull = timesProducts(j -> weights[j] / Math.max(distances[j], SMALLEST_DISTANCE));
        double least = sum(j -> weights[j] * squares[j] / Math.max(distances[j], SMALLEST_DISTANCE))
                - Arrays.stream(pull).max().orElseThrow()
                - MARGIN * totalWeight;
        double reached = 0;
        double beyond = 2;
        for (int step = 0; step < RADIUS_STEPS; step++) {
            double middle = (reached + beyond) / 2;
            if (least >= middle * totalWeight + keptFacesShare(middle)) {
                reached = middle;
            } else {
                beyond = middle;
            }
        }
        return reached;
    }

    /** For each face {@code <sum_j y_j (e_j - p), e_i - p>}. */
    private double[] timesProducts(IntToDoubleFunction factor) {
        double[] factors = IntStream.range(0, size).mapToDouble(factor).toArray();
        double[] results = new double[size];
        for (int i = 0; i < size; i++) {
            double[] row = products[i];
            double sum = 0;
            for (int j = 0; j < size; j++) {
                sum += factors[j] * row[j];
            }
            results[i] = sum;
        }
        return results;
    }

    /** Omega, for the z that suits the largest weights; of a weighted mean, what its own section says. */
    private double keptFacesShare(double target) {
        if (!plainMean) {
            return -Arrays.stream(weights).map(weight -> (target - 1) * weight).sorted().limit(count).sum();
        }
        double[] largest = Arrays.stream(weights).sorted().skip(size - count).toArray();
        double z = Math.sqrt(count * Arrays.stream(largest).map(weight -> weight * weight).sum());
        double smallestTerms = Arrays.stream(weights)
                .map(weight -> target * weight - count * weight * weight / (2 * z))
                .sorted()
                .limit(count)
                .sum();
        return z / 2 - smallestTerms;
    }

    @Override
    public boolean hasRelaxations() {
        return plainMean;
    }

    @Override
    public boolean relax(double target, int[] incumbent, Predicate<Relaxation> search) {
        double incumbentSquare = sumOverPairs(products, incumbent);
        if (curvature == null) {
            curvature = curvature(Math.max(incumbentSquare, SMALLEST_DISTANCE));
        }
        double end = radius(target);
        double from = 0;
        double to = Math.max(incumbentSquare / 2, end / 64);
        while (from < end) {
            to = Math.min(to, end);
            if (size <= SMALL_GROUP) {
                curvature = curvature(to);
            }
            if (!search.test(relaxation(target, from, to, incumbent))) {
                return false;
            }
            if (smallestOnSphere(to) >= sumToReach(target)) {
                return true;
            }
            double width = to - from;
            from = to;
            to = from + Math.max(from * (WIDENING - 1), width);
        }
        return true;
    }

    /** The mean over all pairs, in both orders and each face with itself. */
    private double sumOverPairs(double[][] terms, int[] choice) {
        double sum = 0;
        for (int i : choice) {
            for (int l : choice) {
                sum += terms[i][l];
            }
        }
        return sum / ((double) count * count);
    }

    private double factor(int face, double square, double end) {
        double root = Math.sqrt(squares[face] + square);
        double both = root + Math.max(0, distances[face] - Math.sqrt(end));
        return 2 / (root * both * both);
    }

    private Curvature curvature(double square) {
        double[] factors = IntStream.range(0, size).mapToDouble(j -> factor(j, square, square)).toArray();
        double[] scale = IntStream.range(0, size).mapToDouble(j -> factors[j] * weights[j]).toArray();
        double[][] matrix = new double[size][size];
        workers.forEach((size + 3) / 4, block -> {
            for (int j = 0; j < size; j++) {
                for (int i = 4 * block; i < Math.min(size, 4 * block + 4); i++) {
                    addTimes(products[i][j] * scale[j], products[j], matrix[i]);
                }
            }
        });
        double fourthPower = 0;
        for (int i = 0; i < size; i++) {
            for (int l = 0; l < size; l++) {
                fourthPower += scale[i] * scale[l] * matrix[i][l] * matrix[i][l];
            }
        }
        return new Curvature(factors, matrix, Math.pow(fourthPower, 0.25));
    }

    private static void addTimes(double factor, double[] row, double[] sums) {
        for (int l = 0; l < sums.length; l++) {
            sums[l] += factor * row[l];
        }
    }

    /** By how much the g of another place are larger than those that T was made with, at most. */
    private double excess(double square, double end) {
        return IntStream.range(0, size)
                .mapToDouble(j -> factor(j, square, end) / curvature.factors()[j])
                .max()
                .orElseThrow();
    }

    /** The smallest n that was found from which on every choice misses the target. */
    private double radius(double target) {
        double reach = sumToReach(target);
        double beyond = Math.max(Arrays.stream(squares).max().orElseThrow(), SMALLEST_SQUARE);
        double found = beyond;
        while (smallestOnSphere(found) < reach) {
            found *= 0.8;
            if (found < beyond / 100) {
                return beyond;
            }
        }
        double below = 0;
        for (int step = 0; step < RADIUS_STEPS; step++) {
            double middle = (below + found) / 2;
            if (smallestOnSphere(middle) >= reach) {
                found = middle;
            } else {
                below = middle;
            }
        }
        return found;
    }

    private double sumToReach(double target) {
        return Math.max(
                sumAtMedian + MEDIAN_MARGIN * totalWeight,
                target * totalWeight + keptFacesShare(target) + MARGIN * totalWeight);
    }

    private double smallestOnSphere(double square) {
        double[] roots = Arrays.stream(squares).map(d -> Math.sqrt(d + square)).toArray();
        double[] pull = timesProducts(j -> weights[j] / roots[j]);
        double pullSquare = sum(i -> pull[i] * weights[i] / roots[i]);
        return sum(j -> weights[j] * roots[j])
                - Math.sqrt(square * Math.max(0, pullSquare))
                - square * curvature.eigenvalue() * excess(square, square);
    }

    private Relaxation relaxation(double target, double from, double to, int[] incumbent) {
        double middle = (from + to) / 2;
        double halfWidth = (to - from) / 2;
        double[] roots = Arrays.stream(squares).map(d -> Math.sqrt(d + middle)).toArray();
        double slope = sum(j -> weights[j] / (2 * roots[j]));
        double widthTerm = sum(j -> weights[j] * factor(j, middle, to)) / 4 * halfWidth * halfWidth;
        double excess = excess(middle, to);
        double y = Math.sqrt(widthTerm / Math.max(excess * sumOverPairs(curvature.matrix(), incumbent), MARGIN));
        y = Math.max(y, SMALLEST_DISTANCE);
        double constant = sum(j -> weights[j] * roots[j]) - middle * slope - (1 + 1 / y) * widthTerm;
        double[] pull = timesProducts(j -> weights[j] / roots[j]);
        double[] tangents = tangents(sumOverPairs(products, incumbent));
        double tangentSum = Arrays.stream(tangents).sorted().skip(size - count).sum();
        double bend = (1 + y) * excess;
        double k = count;
        double[] faces = new double[size];
        double[][] pairs = new double[size][size];
        workers.forEach(size, i -> {
            double[] h = products[i];
            double[] t = curvature.matrix()[i];
            double tangentPoint = weights[i] == 0 ? 0 : weights[i] / (2 * tangents[i]);
            faces[i] = ((slope - tangentSum) * h[i] - bend * t[i]) / (k * k)
                    - pull[i] / k
                    + target * weights[i]
                    - tangents[i] * (squares[i] + tangentPoint * tangentPoint - 2 * h[i] / k);
            for (int l = 0; l < size; l++) {
                pairs[i][l] = 2 * ((slope - tangentSum) * h[l] - bend * t[l]) / (k * k)
                        + 2 * (tangents[i] + tangents[l]) * h[l] / k;
            }
        });
        return new Relaxation(faces, pairs, target * totalWeight - constant + MARGIN * totalWeight, choice -> {
            double square = sumOverPairs(products, choice);
            return square >= from - MARGIN && square <= to + MARGIN;
        });
    }

    /** For each face {@code w_i / (2 t_i)}, with the distance to a mean like the incumbent's for t. */
    private double[] tangents(double square) {
        return IntStream.range(0, size)
                .mapToDouble(i -> {
                    double expected = squares[i] * (1 - 2.0 / count) + square;
                    return weights[i] / (2 * Math.sqrt(Math.max(SMALLEST_TANGENT, expected)));
                })
                .toArray();
    }
}
