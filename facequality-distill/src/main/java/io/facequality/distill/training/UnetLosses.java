package io.facequality.distill.training;

/**
 * How far the training of a UNet had come after an epoch. Losses are mean squared errors of values from -1 to 1.
 *
 * @param epoch from 1
 * @param loss the mean over the epoch, as it was at each step
 * @param validationLoss of the running average of the weights on the validation faces, whose noise is always the same
 */
public record UnetLosses(int epoch, double loss, double validationLoss) {

    static UnetLosses of(EpochRow row) {
        return new UnetLosses(row.epoch(), row.training().get(0), row.validation().get(0));
    }
}
