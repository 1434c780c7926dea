package io.facequality.distill.training;

/**
 * How far the training of a UNet has come.
 *
 * @param epoch the epoch that is under way, from 1
 * @param epochs how many there are at most
 * @param step the steps done in all epochs
 * @param steps how many there are at most
 * @param loss the mean squared error of the last step
 * @param secondsLeft how long the rest takes at the speed since it was started or resumed
 */
public record UnetProgress(int epoch, int epochs, long step, long steps, double loss, double secondsLeft) {}
