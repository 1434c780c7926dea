package io.facequality.distill.training;

/**
 * How far training had come after an epoch. A head on fixed features has no consistency loss: it is 0,
 * and the loss is the quality loss.
 *
 * @param epoch from 1
 * @param loss the mean training loss over the epoch, as it was at each step
 * @param consistency its part Lrc
 * @param quality its part Lq, against the optimised label
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

    /** From {@link #toRow}. */
    static EpochLosses ofRow(double[] row) {
        return new EpochLosses((int) row[0], row[1], row[2], row[3], row[4], row[5], row[6]);
    }

    /** All of it as numbers, for a checkpoint. */
    double[] toRow() {
        return new double[] {
            epoch, loss, consistency, quality, validationLoss, validationConsistency, validationQuality
        };
    }
}
