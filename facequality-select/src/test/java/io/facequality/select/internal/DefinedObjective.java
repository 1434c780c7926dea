package io.facequality.select.internal;

import io.facequality.select.FaceSelector.Representation;
import io.facequality.select.Objective;
import io.facequality.select.Objective.ChoiceValue;
import io.facequality.select.Objective.ComparedFaces;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The objectives as their definitions read, by double loops over the embeddings. Shares no code with what it verifies.
 */
public enum DefinedObjective {
    CENTRAL(Objective.central()) {
        @Override
        double value(RandomFaces faces, List<Integer> kept) {
            return new BruteForce(faces.embeddings(), faces.qualities(), FLOOR, Representation.MEAN).value(kept);
        }
    },
    COVERAGE(Objective.coverage(4)) {
        @Override
        double value(RandomFaces faces, List<Integer> kept) {
            return covered(faces, kept, 4);
        }
    },
    MEDOIDS(Objective.coverage(0)) {
        @Override
        double value(RandomFaces faces, List<Integer> kept) {
            return covered(faces, kept, 0);
        }
    },
    DIVERSE(Objective.diverse(0.3)) {
        @Override
        double value(RandomFaces faces, List<Integer> kept) {
            double[] descending = Arrays.stream(faces.qualities()).map(q -> -q).sorted().map(q -> -q).toArray();
            double floor = Math.min(0.3, descending[kept.size() - 1]);
            double nearest = 2;
            double below = 0;
            for (int one : kept) {
                below += faces.qualities()[one] < floor ? 1 : 0;
                for (int other : kept) {
                    nearest = one == other ? nearest : Math.min(nearest, distance(faces, one, other));
                }
            }
            return 2 - nearest + 3 * below;
        }
    },
    QUALITY(Objective.quality(0.71)) {
        @Override
        double value(RandomFaces faces, List<Integer> kept) {
            double best = Arrays.stream(faces.qualities()).max().orElseThrow();
            double worst = Arrays.stream(faces.qualities()).min().orElseThrow();
            double lack = 0;
            int close = 0;
            for (int one : kept) {
                lack += best == worst ? 0 : (best - faces.qualities()[one]) / (best - worst) / kept.size();
                for (int other : kept) {
                    close += one < other && distance(faces, one, other) < 0.71 ? 1 : 0;
                }
            }
            return lack + 2 * close;
        }
    },
    /** Somebody's own, bounded by what a part of a choice shows. */
    OWN(new OwnObjective()) {
        @Override
        double value(RandomFaces faces, List<Integer> kept) {
            double sum = 0;
            for (int one : kept) {
                for (int other : kept) {
                    sum += one < other ? 2 - distance(faces, one, other) : 0;
                }
            }
            return sum;
        }
    };

    private static final double FLOOR = 1e-6;

    private final Objective objective;

    DefinedObjective(Objective objective) {
        this.objective = objective;
    }

    public Objective objective() {
        return objective;
    }

    abstract double value(RandomFaces faces, List<Integer> kept);

    double smallest(RandomFaces faces, int count) {
        return BruteForce.combinations(0, faces.size(), count).stream()
                .mapToDouble(kept -> value(faces, kept))
                .min()
                .orElseThrow();
    }

    /** All within 1e-12 of the smallest value; of them the highest total quality; of those the first. */
    List<Integer> best(RandomFaces faces, int count) {
        double smallest = smallest(faces, count);
        ToDoubleFunction<List<Integer>> quality = kept ->
                kept.stream().mapToDouble(face -> faces.qualities()[face]).reduce(0, Double::sum);
        List<Integer> best = List.of();
        for (List<Integer> kept : BruteForce.combinations(0, faces.size(), count)) {
            boolean isTied = value(faces, kept) <= smallest + 1e-12;
            if (isTied && (best.isEmpty() || quality.applyAsDouble(kept) > quality.applyAsDouble(best))) {
                best = kept;
            }
        }
        return best;
    }

    private static double covered(RandomFaces faces, List<Integer> kept, double cost) {
        double[] weights = Arrays.stream(faces.qualities()).map(q -> Math.max(q, FLOOR)).toArray();
        double largest = Arrays.stream(weights).max().orElseThrow();
        double sum = 0;
        double total = 0;
        for (int face = 0; face < weights.length; face++) {
            int covered = face;
            sum += weights[face]
                    * kept.stream()
                            .mapToDouble(by -> distance(faces, covered, by) + cost * (1 - weights[by] / largest))
                            .min()
                            .orElseThrow();
            total += weights[face];
        }
        return sum / total;
    }

    private static double distance(RandomFaces faces, int one, int other) {
        float[] a = faces.embeddings()[one];
        float[] b = faces.embeddings()[other];
        double lengthA = length(a);
        double lengthB = length(b);
        return Math.sqrt(IntStream.range(0, a.length)
                .mapToDouble(d -> a[d] / lengthA - b[d] / lengthB)
                .map(difference -> difference * difference)
                .sum());
    }

    private static double length(float[] vector) {
        return Math.sqrt(IntStream.range(0, vector.length)
                .mapToDouble(d -> (double) vector[d] * vector[d])
                .sum());
    }

    /** The sum over pairs of how much nearer than 2 they are; every pair adds something. */
    record OwnObjective() implements Objective {

        @Override
        public String description() {
            return "sum of the nearnesses of the kept faces";
        }

        @Override
        public ChoiceValue among(ComparedFaces faces) {
            return new ChoiceValue() {
                @Override
                public double value(int... kept) {
                    double sum = 0;
                    for (int i = 0; i < kept.length; i++) {
                        for (int l = 0; l < i; l++) {
                            sum += 2 - faces.distance(kept[i], kept[l]);
                        }
                    }
                    return sum;
                }

                @Override
                public double lowerBound(int count, int... partial) {
                    return value(partial) - 1e-9;
                }
            };
        }
    }

    /** The same value, whatever is kept. */
    public record Fixed(double value) implements Objective {

        @Override
        public String description() {
            return "fixed";
        }

        @Override
        public ChoiceValue among(ComparedFaces faces) {
            return kept -> value;
        }
    }
}
