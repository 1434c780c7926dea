package io.facequality.distill.internal.labels;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.distill.LabeledImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Labels that take the person into account: a face that lies far from the center of its person's good faces is of less
 * use for recognition than its score says.
 *
 * <p>q is the teacher's score, min-max normalized over the images of the people who have a center; {@code q* = clamp(q
 * - epsilon * (1 - cos(f, center)), 0, 1)}. Training computes the distance anew from the features that the student has
 * at the time; what is here uses the embeddings that the centers were made of, so it shows what the rule does before
 * hours go into training, and is what a head on fixed features learns.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class LabelOptimization {

    /** The published factor of the distance. */
    public static final double PUBLISHED_EPSILON = 0.5;

    private final LabelRange range;
    private final PersonCenters centers;
    private final List<OptimizedLabel> labels;
    private final int[] rows;

    private LabelOptimization(LabelRange range, PersonCenters centers, List<OptimizedLabel> labels, int[] rows) {
        this.range = range;
        this.centers = centers;
        this.labels = List.copyOf(labels);
        this.rows = rows;
    }

    /**
     * Optimizes labels.
     *
     * @param images the images with their raw scores
     * @param embeddings one for each, in the same order, all of one dimension, each with a direction
     * @param rule which faces make a center
     * @param epsilon the factor of the distance, at least 0; 0 leaves q as it is
     * @return the labels of the people who have a center
     * @throws InvalidInputException if no person is left, the scores do not differ, an embedding has no direction or
     *     epsilon is negative
     */
    public static LabelOptimization of(
            List<LabeledImage> images, List<Embedding> embeddings, CenterRule rule, double epsilon) {
        requireFactor(epsilon);
        requireDirections(images, embeddings);
        PersonCenters centers = PersonCenters.of(images, embeddings, rule);
        int[] rows = IntStream.range(0, images.size())
                .filter(row -> centers.of(images.get(row).person()).isPresent())
                .toArray();
        List<LabeledImage> kept = Arrays.stream(rows).mapToObj(images::get).toList();
        LabelRange range = LabelRange.of(kept);
        List<OptimizedLabel> labels = new ArrayList<>();
        for (int row : rows) {
            LabeledImage image = images.get(row);
            Embedding center = centers.of(image.person()).orElseThrow();
            double distance = 1 - embeddings.get(row).cosine(center);
            if (Double.isNaN(distance)) {
                throw new InvalidInputException(new Problem(
                        "cannot optimize the labels", image.person(), "a center with a direction",
                        "good faces whose mean is zero", "Check the embedder and this person's pictures."));
            }
            double normalized = range.normalize(image.quality());
            labels.add(new OptimizedLabel(image, normalized, distance, optimize(normalized, distance, epsilon)));
        }
        return new LabelOptimization(range, centers, labels, rows);
    }

    private static void requireFactor(double epsilon) {
        if (!(epsilon >= 0) || Double.isInfinite(epsilon)) {
            throw new InvalidInputException(new Problem(
                    "cannot optimize the labels", "epsilon", "a factor of at least 0", Double.toString(epsilon),
                    "Name such a factor, usually 0.5."));
        }
    }

    private static void requireDirections(List<LabeledImage> images, List<Embedding> embeddings) {
        for (int row = 0; row < Math.min(images.size(), embeddings.size()); row++) {
            if (!embeddings.get(row).isUsable()) {
                throw new InvalidInputException(new Problem(
                        "cannot optimize the labels", images.get(row).path(), "an embedding with a direction",
                        "one of length " + embeddings.get(row).norm(), "Check the embedder, or leave the picture out."));
            }
        }
    }

    /**
     * The optimized label of one face.
     *
     * @param normalized q, usually 0..1
     * @param distance {@code 1 - cos} to the person's center, 0..2
     * @param epsilon the factor of the distance
     * @return q*, 0..1
     */
    public static double optimize(double normalized, double distance, double epsilon) {
        return Math.max(0, Math.min(1, normalized - epsilon * distance));
    }

    /**
     * The span of the scores of the images that are learned from.
     *
     * @return their lowest and highest
     */
    public LabelRange range() {
        return range;
    }

    /**
     * The centers, and who has none.
     *
     * @return what the distances were taken to
     */
    public PersonCenters centers() {
        return centers;
    }

    /**
     * The labels.
     *
     * @return one for each image of a person with a center, in the order of the images
     */
    public List<OptimizedLabel> labels() {
        return labels;
    }

    /**
     * Which of the given images a label belongs to.
     *
     * @param label the label's position in {@link #labels}
     * @return the image's position in the list that was given
     */
    public int row(int label) {
        return rows[label];
    }
}
