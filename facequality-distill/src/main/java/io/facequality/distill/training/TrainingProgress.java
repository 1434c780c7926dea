package io.facequality.distill.training;

/**
 * How far a training has come.
 *
 * @param epoch the epoch that is under way, from 1
 * @param epochs how many there are at most
 * @param step the steps done in all epochs
 * @param steps how many there are at most
 * @param consistency Lrc of the last step
 * @param quality Lq of the last step
 * @param secondsLeft how long the rest takes at the speed since it was started or resumed
 */
public record TrainingProgress(
        int epoch, int epochs, long step, long steps, double consistency, double quality, double secondsLeft) {}
