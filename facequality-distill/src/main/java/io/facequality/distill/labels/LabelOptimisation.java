package io.facequality.distill.labels;

import io.facequality.Embedding;
import io.facequality.InvalidInputException;
import io.facequality.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Labels that take the person into account: a face that lies far from the centre of its person's good faces is of less
 * use for recognition than its score says.
 *
 * <p>q is the teacher's score, min-max normalised over the pictures of the people who have a centre; {@code q* = clamp(q
 * - epsilon * (1 - cos(f, centre)), 0, 1)}. Training computes the distance anew from the features that the student has
 * at the time; what is here uses the embeddings that the centres were made of, so it shows what the rule does before
 * hours go into training, and is what a head on fixed features learns.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class LabelOptimisation {

    /** The published factor of the distance. */
    public static final double PUBLISHED_EPSILON = 0.5;

    private final LabelRange range;
    private final PersonCentres centres;
    private final List<OptimisedLabel> labels;
    private final int[] rows;

    private LabelOptimisation(LabelRange range, PersonCentres centres, List<OptimisedLabel> labels, int[] rows) {
        this.range = range;
        this.centres = centres;
        this.labels = List.copyOf(labels);
        this.rows = rows;
    }

    /**
     * Optimises labels.
     *
     * @param pictures the pictures with their raw scores
     * @param embeddings one for each, in the same order, all of one dimension, each with a direction
     * @param rule which faces make a centre
     * @param epsilon the factor of the distance, at least 0; 0 leaves q as it is
     * @return the labels of the people who have a centre
     * @throws InvalidInputException if no person is left, the scores do not differ, an embedding has no direction or
     *     epsilon is negative
     */
    public static LabelOptimisation of(
            List<LabelledPicture> pictures, List<Embedding> embeddings, CentreRule rule, double epsilon) {
        requireFactor(epsilon);
        requireDirections(pictures, embeddings);
        PersonCentres centres = PersonCentres.of(pictures, embeddings, rule);
        int[] rows = IntStream.range(0, pictures.size())
                .filter(row -> centres.of(pictures.get(row).person()).isPresent())
                .toArray();
        List<LabelledPicture> kept = Arrays.stream(rows).mapToObj(pictures::get).toList();
        LabelRange range = LabelRange.of(kept);
        List<OptimisedLabel> labels = new ArrayList<>();
        for (int row : rows) {
            LabelledPicture picture = pictures.get(row);
            Embedding centre = centres.of(picture.person()).orElseThrow();
            double distance = 1 - embeddings.get(row).cosine(centre);
            if (Double.isNaN(distance)) {
                throw new InvalidInputException(new Problem(
                        "cannot optimise the labels", picture.person(), "a centre with a direction",
                        "good faces whose mean is zero", "Check the embedder and this person's pictures."));
            }
            double normalised = range.normalise(picture.quality());
            labels.add(new OptimisedLabel(picture, normalised, distance, optimise(normalised, distance, epsilon)));
        }
        return new LabelOptimisation(range, centres, labels, rows);
    }

    private static void requireFactor(double epsilon) {
        if (!(epsilon >= 0) || Double.isInfinite(epsilon)) {
            throw new InvalidInputException(new Problem(
                    "cannot optimise the labels", "epsilon", "a factor of at least 0", Double.toString(epsilon),
                    "Name such a factor, usually 0.5."));
        }
    }

    private static void requireDirections(List<LabelledPicture> pictures, List<Embedding> embeddings) {
        for (int row = 0; row < Math.min(pictures.size(), embeddings.size()); row++) {
            if (!embeddings.get(row).isUsable()) {
                throw new InvalidInputException(new Problem(
                        "cannot optimise the labels", pictures.get(row).path(), "an embedding with a direction",
                        "one of length " + embeddings.get(row).norm(), "Check the embedder, or leave the picture out."));
            }
        }
    }

    /**
     * The optimised label of one face.
     *
     * @param normalised q, usually 0..1
     * @param distance {@code 1 - cos} to the person's centre, 0..2
     * @param epsilon the factor of the distance
     * @return q*, 0..1
     */
    public static double optimise(double normalised, double distance, double epsilon) {
        return Math.max(0, Math.min(1, normalised - epsilon * distance));
    }

    /**
     * The span of the scores of the pictures that are learnt from.
     *
     * @return their lowest and highest
     */
    public LabelRange range() {
        return range;
    }

    /**
     * The centres, and who has none.
     *
     * @return what the distances were taken to
     */
    public PersonCentres centres() {
        return centres;
    }

    /**
     * The labels.
     *
     * @return one for each picture of a person with a centre, in the order of the pictures
     */
    public List<OptimisedLabel> labels() {
        return labels;
    }

    /**
     * Which of the given pictures a label belongs to.
     *
     * @param label the label's position in {@link #labels}
     * @return the picture's position in the list that was given
     */
    public int row(int label) {
        return rows[label];
    }
}
