package io.facequality.distill.internal.loss;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.distill.DistillationSettings;
import io.facequality.distill.internal.labels.LabelOptimization;
import java.util.Arrays;

/**
 * The two losses of the method and their gradients, in closed form.
 *
 * <p>{@code L = theta Lrc + (1 - theta) Lq}. Representation consistency {@code Lrc = mean(1 - cos(f, f_teacher))} keeps
 * the features where the teacher has them. Quality {@code Lq = mean |p - q*|} with {@code q* = clamp(q - epsilon (1 -
 * cos(f, center)), 0, 1)} teaches the score; no gradient flows through q*, as published. Source: Babnik, Peer, Struc,
 * eDifFIQA, IEEE TBIOM 2024.
 *
 * <p>A relational loss (Park et al., "Relational knowledge distillation", CVPR 2019) may stand beside: the mean over
 * all pairs of faces in the batch of the squared difference between the similarity of their features and that of the
 * teacher's. {@code L = theta (Lrc + relational Lrel) + (1 - theta) Lq}.
 *
 * <p>A face whose label is no number has none: Lq is the mean over the others.
 *
 * <p>Training hands these gradients to the network's own backward pass, so that the loss that is tested is the loss
 * that is trained with. All sums are taken in double precision.
 *
 * @param theta the share of the representation consistency, 0..1
 * @param epsilon the factor of the distance to the center in the optimized label, at least 0; 0 trains without label
 *     optimization
 * @param relational the weight of the relational loss, at least 0
 */
public record DistillationLoss(double theta, double epsilon, double relational) {

    /** The published share of the representation consistency. */
    public static final double PUBLISHED_THETA = 0.5;

    /** Checks the parts. */
    public DistillationLoss {
        if (!(theta >= 0 && theta <= 1)) {
            throw invalid("theta", "a share from 0 to 1", theta);
        }
        if (!(epsilon >= 0) || Double.isInfinite(epsilon)) {
            throw invalid("epsilon", "a factor of at least 0", epsilon);
        }
        if (!(relational >= 0) || Double.isInfinite(relational)) {
            throw invalid("relational", "a weight of at least 0", relational);
        }
    }

    /**
     * The method's two losses alone.
     *
     * @param theta as above
     * @param epsilon as above
     */
    public DistillationLoss(double theta, double epsilon) {
        this(theta, epsilon, 0);
    }

    public static DistillationLoss of(DistillationSettings settings) {
        DistillationSettings.Training how = settings.training();
        return new DistillationLoss(how.theta(), settings.labels().epsilon(), how.relational());
    }

    private static InvalidInputException invalid(String where, String expected, double found) {
        return new InvalidInputException(new Problem(
                "cannot set up the loss", where, expected, Double.toString(found), "Name such a number, usually 0.5."));
    }

    /**
     * The loss as it was published.
     *
     * @return {@link #PUBLISHED_THETA}, {@link LabelOptimization#PUBLISHED_EPSILON}
     */
    public static DistillationLoss published() {
        return new DistillationLoss(PUBLISHED_THETA, LabelOptimization.PUBLISHED_EPSILON);
    }

    /**
     * Computes the losses of a training batch.
     *
     * @param batch at least one face
     * @return the losses with optimized labels, and the gradients
     */
    public LossValue train(Batch batch) {
        return compute(batch, true);
    }

    /**
     * Computes the losses of a validation batch: as published, against the plain q.
     *
     * @param batch at least one face
     * @return the losses, and the gradients against the plain label
     */
    public LossValue validate(Batch batch) {
        return compute(batch, false);
    }

    private LossValue compute(Batch batch, boolean optimized) {
        int size = batch.size();
        float[][] featureGradient = new float[size][];
        double consistency = 0;
        for (int face = 0; face < size; face++) {
            float[] features = batch.features[face];
            double cosine = cosine(features, batch.teacher[face]);
            consistency += (1 - cosine) / size;
            featureGradient[face] = towards(features, batch.teacher[face], cosine, theta / size);
        }
        double relation = 0;
        if (relational > 0) {
            RelationalLoss relations = RelationalLoss.of(batch.features, batch.teacher);
            relation = relational * relations.value();
            relations.addGradient(theta * relational, featureGradient);
        }
        int labeled = (int) Arrays.stream(batch.labels).filter(label -> !Double.isNaN(label)).count();
        float[] scoreGradient = new float[size];
        double quality = 0;
        for (int face = 0; face < size; face++) {
            if (!Double.isNaN(batch.labels[face])) {
                double label = optimized ? optimizedLabel(batch, face) : batch.labels[face];
                double error = batch.scores[face] - label;
                quality += Math.abs(error) / labeled;
                scoreGradient[face] = (float) ((1 - theta) / labeled * Math.signum(error));
            }
        }
        return new LossValue(
                theta * (consistency + relation) + (1 - theta) * quality, consistency, quality, featureGradient,
                scoreGradient);
    }

    private double optimizedLabel(Batch batch, int face) {
        double distance = 1 - cosine(batch.features[face], batch.centers[face]);
        return LabelOptimization.optimize(batch.labels[face], distance, epsilon);
    }

    private static double cosine(float[] a, float[] b) {
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /** The gradient of {@code factor (1 - cos(f, t))} with respect to f. */
    private static float[] towards(float[] features, float[] teacher, double cosine, double factor) {
        double squaredLength = dot(features, features);
        double lengths = Math.sqrt(squaredLength * dot(teacher, teacher));
        float[] gradient = new float[features.length];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (float) (factor * (cosine * features[i] / squaredLength - teacher[i] / lengths));
        }
        return gradient;
    }

    /**
     * What a batch of faces looks like to the loss; all arrays have one entry a face and are used without a copy.
     */
    public static final class Batch {

        private final float[][] features;
        private final float[] scores;
        private final float[][] teacher;
        private final float[][] centers;
        private final double[] labels;

        /**
         * Puts a batch together.
         *
         * @param features the student's features, {@code [n][d]}
         * @param scores the student's scores
         * @param teacher the teacher's embeddings, {@code [n][d]}
         * @param centers the centers of the faces' people, {@code [n][d]}
         * @param labels the normalized labels q, 0..1; NaN for a face that has none
         */
        public Batch(float[][] features, float[] scores, float[][] teacher, float[][] centers, double[] labels) {
            this.features = features;
            this.scores = scores;
            this.teacher = teacher;
            this.centers = centers;
            this.labels = labels;
        }

        int size() {
            return features.length;
        }
    }
}
