package io.facequality.distill.internal.labels;

import io.facequality.distill.LabeledImage;

/**
 * What there is to learn about an image.
 *
 * @param image the image and the teacher's raw score
 * @param normalized q: the score on the training set's scale, 0..1
 * @param distance how far the embedding is from its person's center, {@code 1 - cos}, 0..2
 * @param optimized q*: {@code clamp(q - epsilon * distance, 0, 1)}
 */
public record OptimizedLabel(LabeledImage image, double normalized, double distance, double optimized) {}
