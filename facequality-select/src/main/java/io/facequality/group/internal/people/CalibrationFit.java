package io.facequality.group.internal.people;

import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceRecord;
import io.facequality.group.PersonCalibration;
import io.facequality.group.PersonCalibration.FaceSpace;
import io.facequality.group.PersonCalibration.Joining;
import io.facequality.group.PersonCalibration.Origin;
import io.facequality.group.PersonCalibration.Recognition;
import io.facequality.group.internal.Partition;
import io.facequality.group.internal.search.Cosine;
import io.facequality.group.internal.search.SimilaritySearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/** Measures a {@link PersonCalibration} on people who are known. For one measurement, on one thread. */
public final class CalibrationFit {

    private static final int IMPOSTOR_PAIRS = 2_000_000;
    private static final double[] INDEPENDENCES = {0.5, 0.6, 0.7, 0.8, 0.9, 1};
    private static final double LARGEST_THRESHOLD = 12;
    private static final double THRESHOLD_STEP = 0.25;
    private static final int SMOOTHED = 4;

    private final List<FaceRecord> faces = new ArrayList<>();
    private final int[] persons;
    private final float[] center;
    private final float[][] directions;

    private CalibrationFit(List<FaceGroup> people) {
        int[] numbers = new int[people.stream().mapToInt(FaceGroup::size).sum()];
        for (int person = 0; person < people.size(); person++) {
            for (FaceRecord face : people.get(person).faces()) {
                numbers[faces.size()] = person;
                faces.add(face);
            }
        }
        persons = numbers;
        Cosine.commonDimension(faces.stream().map(FaceRecord::embedding).toList());
        requireOneModel();
        center = center();
        directions = faces.stream()
                .map(face -> WeightedFaces.centered(face.embedding(), center))
                .toArray(float[][]::new);
    }

    /** Measures on people, in the order of their names whatever the order they come in. */
    public static PersonCalibration of(List<FaceGroup> people) {
        List<FaceGroup> ordered = people.stream().sorted(Comparator.comparing(FaceGroup::name)).toList();
        if (ordered.size() < 2 || ordered.stream().noneMatch(person -> person.size() > 1)) {
            throw new InvalidInputException(new Problem(
                    "cannot calibrate for people", "the people", "at least two people, one of them with two faces",
                    ordered.size() + " people", "Give a folder of pictures for every person, some hundred of them."));
        }
        return new CalibrationFit(ordered).fit(ordered.size());
    }

    private void requireOneModel() {
        FaceRecord first = faces.get(0);
        for (FaceRecord face : faces) {
            if (!face.embedder().equals(first.embedder())
                    || !face.quality().model().equals(first.quality().model())) {
                throw InvalidInputException.ofValue(
                        "PersonCalibration", "faces of one embedding model and one quality model",
                        first.id() + " and " + face.id() + " of others");
            }
        }
    }

    private PersonCalibration fit(int people) {
        FaceSpace space = new FaceSpace(Embedding.copyOf(center), dimensions());
        Recognition recognition = recognition();
        Origin origin = new Origin(
                faces.get(0).embedder(), faces.get(0).quality().model(),
                people + " people, " + faces.size() + " faces");
        return new PersonCalibration(space, recognition, joining(space, recognition, origin), origin);
    }

    private float[] center() {
        double[] sum = new double[faces.get(0).embedding().dimension()];
        for (FaceRecord face : faces) {
            float[] unit = Cosine.unit(face.embedding());
            for (int d = 0; d < sum.length; d++) {
                sum[d] += unit[d];
            }
        }
        float[] mean = new float[sum.length];
        for (int d = 0; d < mean.length; d++) {
            mean[d] = (float) (sum[d] / faces.size());
        }
        return mean;
    }

    private double dimensions() {
        Random random = new Random(0);
        double squares = 0;
        int pairs = 0;
        for (int draw = 0; draw < IMPOSTOR_PAIRS; draw++) {
            int i = random.nextInt(persons.length);
            int j = random.nextInt(persons.length);
            if (persons[i] != persons[j]) {
                double cosine = Cosine.of(directions[i], directions[j]);
                squares += cosine * cosine;
                pairs++;
            }
        }
        return pairs / squares;
    }

    private Recognition recognition() {
        List<double[]> pairs = genuinePairs();
        MultivariateFunction error = at -> {
            double sum = 0;
            for (double[] pair : pairs) {
                double residual = pair[2] - logistic(at, pair[0]) * logistic(at, pair[1]);
                sum += residual * residual;
            }
            return sum / pairs.size();
        };
        double[] best = new SimplexOptimizer(1e-9, 1e-9)
                .optimize(
                        new MaxEval(2000),
                        new ObjectiveFunction(error),
                        GoalType.MINIMIZE,
                        new InitialGuess(new double[] {0, 1}),
                        new NelderMeadSimplex(2))
                .getPoint();
        return new Recognition(best[0], best[1]);
    }

    /** Two qualities and a cosine each. */
    private List<double[]> genuinePairs() {
        List<double[]> pairs = new ArrayList<>();
        for (int i = 0; i < persons.length; i++) {
            for (int j = i + 1; j < persons.length && persons[j] == persons[i]; j++) {
                pairs.add(new double[] {
                    faces.get(i).quality().value(),
                    faces.get(j).quality().value(),
                    Cosine.of(directions[i], directions[j])
                });
            }
        }
        return pairs;
    }

    private static double logistic(double[] at, double quality) {
        return 1 / (1 + Math.exp(-(at[0] + at[1] * quality)));
    }

    /** What puts these people's faces together best, also at thresholds a little beside. */
    private Joining joining(FaceSpace space, Recognition recognition, Origin origin) {
        Joining best = new Joining(1, 0, faces.size());
        double bestAgreement = -1;
        int[][] candidates = null;
        for (double independence : INDEPENDENCES) {
            PersonCalibration calibration = new PersonCalibration(
                    space, recognition, new Joining(independence, 0, faces.size()), origin);
            WeightedFaces weighted = new WeightedFaces(faces, calibration);
            if (candidates == null) {
                candidates = Candidates.of(
                        weighted.directions(), Candidates.floor(calibration), SimilaritySearch.exact(1), Candidates.EXACT_LIMIT);
            }
            double[] agreements = smoothed(agreements(calibration, weighted, candidates));
            int step = best(agreements);
            if (agreements[step] > bestAgreement) {
                bestAgreement = agreements[step];
                best = new Joining(independence, step * THRESHOLD_STEP, faces.size());
            }
        }
        return best;
    }

    private record Join(int into, int from, double logRatio) {}

    /** How well the clusters at each threshold agree with the people: those of a higher one are made on the way. */
    private double[] agreements(PersonCalibration calibration, WeightedFaces weighted, int[][] candidates) {
        Clusters clusters = new Clusters(new Evidence(calibration), weighted);
        int[] unnamed = new int[persons.length];
        Arrays.fill(unnamed, ClusterConstraints.UNNAMED);
        int[] ownPictures = new int[persons.length];
        Arrays.setAll(ownPictures, ordinal -> ordinal);
        boolean[] all = new boolean[persons.length];
        Arrays.fill(all, true);
        List<Join> joins = new ArrayList<>();
        new Agglomeration(clusters, new ClusterConstraints(clusters::root, unnamed, ownPictures), candidates, all)
                .run(0, (into, from, ratio) -> joins.add(new Join(into, from, ratio)));
        double[] agreements = new double[(int) (LARGEST_THRESHOLD / THRESHOLD_STEP) + 1];
        for (int step = 0; step < agreements.length; step++) {
            Partition partition = new Partition(persons.length);
            for (int i = 0; i < joins.size() && joins.get(i).logRatio > step * THRESHOLD_STEP; i++) {
                partition.join(joins.get(i).into, joins.get(i).from);
            }
            agreements[step] = BCubed.of(persons, partition.parts()).f();
        }
        return agreements;
    }

    /** Single faces make an agreement jump up and down; its mean over near thresholds does not. */
    private static double[] smoothed(double[] agreements) {
        double[] smoothed = new double[agreements.length];
        for (int step = 0; step < smoothed.length; step++) {
            smoothed[step] = Arrays.stream(
                            agreements, Math.max(0, step - SMOOTHED), Math.min(agreements.length, step + SMOOTHED + 1))
                    .average()
                    .orElseThrow();
        }
        return smoothed;
    }

    private static int best(double[] agreements) {
        int best = 0;
        for (int step = 1; step < agreements.length; step++) {
            best = agreements[step] > agreements[best] ? step : best;
        }
        return best;
    }
}
