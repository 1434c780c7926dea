package io.facequality.distill.training;

/**
 * How far training had come after an epoch. A head on fixed features has no consistency loss: it is 0,
 * and the loss is the quality loss.
 *
 * @param epoch from 1
 * @param loss the mean training loss over the epoch, as it was at each step
 * @param consistency its part Lrc
 * @param quality its part Lq, against the optimized label
 * @param validationLoss the loss of the validation faces after the epoch
 * @param validationConsistency its part Lrc
 * @param validationQuality its part Lq, against the plain label
 */
public record EpochLosses(
        int epoch,
        double loss,
        double consistency,
        double quality,
        double validationLoss,
        double validationConsistency,
        double validationQuality) {

    /** Of a student, whose losses are the weighted sum, Lrc and Lq. */
    static EpochLosses of(EpochRow row) {
        return new EpochLosses(
                row.epoch(),
                row.training().get(0),
                row.training().get(1),
                row.training().get(2),
                row.validation().get(0),
                row.validation().get(1),
                row.validation().get(2));
    }
}
