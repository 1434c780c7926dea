package io.facequality.eval;

/**
 * A point of a detection error trade-off (DET; Martin and others, 1997); 1 minus the false non-match rate over the false
 * match rate is the ROC.
 *
 * @param threshold faces at least as similar match
 * @param falseMatchRate the share of the impostor pairs that match
 * @param falseNonMatchRate the share of the genuine pairs that do not
 */
public record RatePoint(double threshold, double falseMatchRate, double falseNonMatchRate) {}
