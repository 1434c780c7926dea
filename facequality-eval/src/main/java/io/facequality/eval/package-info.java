/**
 * Measuring quality scores: is a scorer any good on these pictures, and which score is good enough.
 *
 * <p>{@link io.facequality.eval.Evaluation} compares {@link io.facequality.eval.JudgedFaces} along {@link
 * io.facequality.eval.ComparisonPairs} and gives an {@link io.facequality.eval.EvaluationResult}: how errors fall as
 * the worst pictures are discarded ({@link io.facequality.eval.ErrorVersusDiscard}), how well each embedder verifies,
 * how far scorers agree, and a {@link io.facequality.eval.ScoreCalibration} from 0 to 100 for each scorer. {@link
 * io.facequality.eval.EvaluationFiles} writes it for people and for programs.
 *
 * <p>A score calibration is about quality. The similarity from which on two faces match is calibrated elsewhere, in
 * {@code io.facequality.group}.
 */
@NullMarked
package io.facequality.eval;

import org.jspecify.annotations.NullMarked;
