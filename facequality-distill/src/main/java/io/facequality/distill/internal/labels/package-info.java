/**
 * What a quality regressor learns: a teacher's scores, brought to 0..1 and lowered where a face is far from the center
 * of its person's good faces.
 *
 * <p>{@link io.facequality.distill.TeacherScores} reads the scores,
 * {@link io.facequality.distill.internal.labels.LabelOptimization} makes the labels, and
 * {@link io.facequality.distill.internal.labels.OptimizedLabelTable} writes them down for a person to look at. Source of the method: Babnik, Peer, Struc, "eDifFIQA: Towards Efficient Face Image Quality Assessment based on
 * Denoising Diffusion Probabilistic Models", IEEE TBIOM 2024, the section on label optimization.
 */
@NullMarked
package io.facequality.distill.internal.labels;

import org.jspecify.annotations.NullMarked;
