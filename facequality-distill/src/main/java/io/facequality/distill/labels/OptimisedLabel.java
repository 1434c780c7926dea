package io.facequality.distill.labels;

/**
 * What there is to learn about a picture.
 *
 * @param picture the picture and the teacher's raw score
 * @param normalised q: the score on the training set's scale, 0..1
 * @param distance how far the embedding is from its person's centre, {@code 1 - cos}, 0..2
 * @param optimised q*: {@code clamp(q - epsilon * distance, 0, 1)}
 */
public record OptimisedLabel(LabelledPicture picture, double normalised, double distance, double optimised) {}
