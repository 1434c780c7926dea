/**
 * Measures quality scores: how good a scorer is on some pictures, and which score is good enough.
 *
 * <p>{@link io.facequality.eval.Evaluation} compares {@link io.facequality.eval.EvaluatedFaces} along {@link
 * io.facequality.eval.ComparisonPairs}. The {@link io.facequality.eval.EvaluationResult} shows how errors fall while the
 * worst pictures are discarded ({@link io.facequality.eval.ErrorVersusDiscard}), how well each embedder verifies, how much
 * scorers agree, and a {@link io.facequality.eval.ScoreCalibration} from 0 to 100 for each scorer. {@link
 * io.facequality.eval.EvaluationFiles} writes it for people and for programs. To evaluate a folder of pictures, see {@code
 * io.facequality.eval.folder}.
 *
 * <p>A score calibration is about quality. The similarity from which on two faces match is calibrated in {@code
 * io.facequality.group}.
 */
@NullMarked
package io.facequality.eval;

import org.jspecify.annotations.NullMarked;
