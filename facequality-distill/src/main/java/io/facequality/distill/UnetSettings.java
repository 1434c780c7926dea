package io.facequality.distill;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.convert.internal.network.Unet;
import io.facequality.distill.internal.faces.NoisyFaces;
import io.facequality.distill.internal.training.SettingsFile;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything that decides what the training of a diffusion's UNet makes of its images. As a file it is JSON; a file
 * may name some settings and leave the others at their defaults, and what a run writes down names them all.
 *
 * @param network what is trained
 * @param degradation how the images are made worse that it learns to restore
 * @param training how it is trained
 */
public record UnetSettings(Network network, RandomDegradation degradation, Training training) {

    /**
     * What is trained.
     *
     * @param architecture which network
     * @param width the channels of the first level, a multiple of 8
     * @param multipliers for each level, how many times as many channels it has; each but the last halves the side
     */
    public record Network(Architecture architecture, int width, List<Integer> multipliers) {

        /** The networks there are. */
        public enum Architecture {
            /** A small one for processors: 56 x 56 positions at most, no attention. */
            LEAN,
            /** DifFIQA's. */
            PUBLISHED
        }

        /** Copies the list, and checks the sizes. */
        public Network {
            multipliers = List.copyOf(multipliers);
            unet(architecture, width, multipliers);
        }

        private static Unet unet(Architecture architecture, int width, List<Integer> multipliers) {
            return architecture == Architecture.LEAN
                    ? Unet.lean(width, multipliers)
                    : Unet.published(width, multipliers);
        }

        public Unet unet() {
            return unet(architecture, width, multipliers);
        }
    }

    /**
     * How it is trained.
     *
     * @param epochs how often each face is seen at most
     * @param batch faces per step
     * @param rate Adam's rate
     * @param averaging the share that stays of the running average of the weights at each step, above 0 and below 1;
     *     the average is what is validated and exported
     * @param gradientNorm the length that a gradient is cut to
     * @param times times are drawn from 0 to below this number
     * @param validationShare the share of the faces that is set aside to validate on
     * @param patience how many epochs may pass without a better validation loss
     * @param checkpointSteps after how many steps the state is written down
     * @param threads the results depend on this number, in the last bits
     * @param seed decides the first weights, the order of the faces, and what is done to them
     */
    public record Training(
            int epochs,
            int batch,
            double rate,
            double averaging,
            double gradientNorm,
            int times,
            double validationShare,
            int patience,
            int checkpointSteps,
            int threads,
            long seed) {

        /** Checks the numbers. */
        public Training {
            within("epochs", epochs, 1, Integer.MAX_VALUE);
            within("batch", batch, 1, Integer.MAX_VALUE);
            within("times", times, 1, NoisyFaces.ALL_TIMES);
            within("patience", patience, 1, Integer.MAX_VALUE);
            within("checkpointSteps", checkpointSteps, 1, Integer.MAX_VALUE);
            within("threads", threads, 1, Integer.MAX_VALUE);
            within("rate", rate, Double.MIN_VALUE, Double.MAX_VALUE);
            within("averaging", averaging, Double.MIN_VALUE, Math.nextDown(1.0));
            within("gradientNorm", gradientNorm, Double.MIN_VALUE, Double.MAX_VALUE);
            within("validationShare", validationShare, Double.MIN_VALUE, Math.nextDown(1.0));
        }

        private static void within(String name, double value, double least, double most) {
            if (!(value >= least && value <= most)) {
                throw new InvalidInputException(new Problem(
                        "cannot set up the training", name, "a number from " + least + " to " + most,
                        Double.toString(value), "Name such a number, or leave the default."));
            }
        }
    }

    /**
     * The settings to start from: rate, average and times as published; the rest is this library's.
     *
     * @param architecture what is to be trained
     * @return the defaults
     */
    public static UnetSettings defaults(Network.Architecture architecture) {
        boolean lean = architecture == Network.Architecture.LEAN;
        return new UnetSettings(
                new Network(architecture, lean ? 32 : 128, lean ? List.of(1, 2, 4) : List.of(1, 2, 4, 8)),
                RandomDegradation.usual(),
                new Training(100, 16, 8e-5, 0.995, 1, 100, 0.02, 10, lean ? 100 : 10, 2, 1));
    }

    /**
     * Reads settings from a file.
     *
     * @param file JSON, which names any of the settings
     * @param otherwise what those that it does not name are
     * @return all settings
     * @throws StorageException if the file cannot be read
     * @throws InvalidInputException if it is no JSON, names a setting that there is not, or one out of range
     */
    public static UnetSettings read(Path file, UnetSettings otherwise) {
        return SettingsFile.read(file, otherwise, UnetSettings.class);
    }

    /**
     * The settings as JSON, every one of them.
     *
     * @return what {@link #read} reads
     */
    public String toJson() {
        return SettingsFile.json(this);
    }
}
