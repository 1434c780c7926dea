package io.facequality.onnx;

import io.facequality.FaceQualityException.InvalidInputException;
import java.util.Objects;

/**
 * How pixels become the numbers that a model was trained on: {@code (p - mean) / deviation} for {@code p} from 0 to
 * 255, in the model's channel order. A swapped channel order raises no error and quietly ruins scores, so it is part of
 * what is known about a model, not of how it is called.
 *
 * <p>The numbers are computed in single precision on the scale of 0 to 1, {@code (p/255 - mean/255) / (deviation/255)},
 * which is what the published eDifFIQA code does; other orders of the same steps differ in the last bit.
 *
 * @param channelOrder the order of the input's channels
 * @param mean what is subtracted from each 8-bit value
 * @param deviation what the difference is divided by, above 0
 */
public record ModelContract(ChannelOrder channelOrder, double mean, double deviation) {

    /** The order of an input's channels. */
    public enum ChannelOrder {
        /** Red first. */
        RGB,
        /** Blue first. */
        BGR
    }

    private static final double HALF_RANGE = 127.5;

    /** Checks the numbers. */
    public ModelContract {
        Objects.requireNonNull(channelOrder, "channelOrder");
        if (!Double.isFinite(mean) || !(deviation > 0) || Double.isInfinite(deviation)) {
            throw InvalidInputException.ofValue(
                    "ModelContract", "a finite mean and a deviation above 0", mean + " and " + deviation);
        }
    }

    /**
     * The contract of eDifFIQA and of most embedders: RGB, {@code (p/255 - 0.5) / 0.5}, which is {@code (p - 127.5) /
     * 127.5}.
     *
     * @return the default contract
     */
    public static ModelContract ediffiqa() {
        return new ModelContract(ChannelOrder.RGB, HALF_RANGE, HALF_RANGE);
    }

    /**
     * The same contract for a model with another channel order.
     *
     * @param order the order of the input's channels
     * @return the contract
     */
    public ModelContract withChannelOrder(ChannelOrder order) {
        return new ModelContract(order, mean, deviation);
    }
}
