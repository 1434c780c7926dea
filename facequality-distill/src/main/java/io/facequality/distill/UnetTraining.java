package io.facequality.distill;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection;
import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.convert.internal.network.Network;
import io.facequality.convert.internal.network.Producer;
import io.facequality.convert.internal.network.Unet;
import io.facequality.distill.internal.faces.FaceFiles;
import io.facequality.distill.internal.faces.NoisyFaces;
import io.facequality.distill.internal.faces.ResultFolder;
import io.facequality.distill.internal.loop.EpochRow;
import io.facequality.distill.internal.loop.TrainingClock;
import io.facequality.distill.internal.loop.TrainingLoop;
import io.facequality.distill.internal.loop.ValidationSplit;
import io.facequality.distill.internal.student.FirstWeights;
import io.facequality.distill.internal.student.ModelExport;
import io.facequality.distill.internal.torch.TorchAdvice;
import io.facequality.distill.internal.torch.TorchUnetTraining;
import io.facequality.distill.internal.training.TrainingReport;
import io.facequality.distill.internal.training.UnetCheck;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.internal.OnnxDenoiser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/**
 * The whole way from a folder of aligned faces to a verified UNet for scoring by diffusion. It learns to restore faces
 * that were made worse and noised; nobody needs to know who is on the images.
 *
 * <p>What a run leaves in its folder: {@code settings.json}, every setting; {@code training.csv} and
 * {@code report.html}, the losses of each epoch; {@code unet.onnx}, with its provenance in the metadata;
 * {@code checkpoint.bin}, so that a run that was stopped, in whatever way, continues where it was when it is started
 * again.
 *
 * <p>It needs DJL with its PyTorch engine. For one thread at a time; it uses as many as the settings say.
 */
public final class UnetTraining {

    private final Path data;
    private final UnetSettings settings;
    private final ResultFolder out;

    private UnetTraining(Path data, UnetSettings settings, Path out) {
        this.data = Objects.requireNonNull(data, "data");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.out = new ResultFolder(Objects.requireNonNull(out, "out"));
    }

    /**
     * Sets a run up.
     *
     * @param data the folder that the images are below; they are aligned crops
     * @param settings what to train, and how
     * @param out the folder for what comes of it
     * @return the run
     */
    public static UnetTraining of(Path data, UnetSettings settings, Path out) {
        return new UnetTraining(data, settings, out);
    }

    /**
     * The result of a run.
     *
     * @param model the file
     * @param faces how many faces there were to learn from and to validate on
     * @param rejected the images that could not be used
     * @param best the epoch that the model is from, from 1
     * @param epochs every epoch's losses
     * @param check how the exported model compares with the trained one
     */
    public record Result(
            Path model, int faces, List<Rejection> rejected, int best, List<EpochLosses> epochs, Check check) {

        /** Copies the lists. */
        public Result {
            rejected = List.copyOf(rejected);
            epochs = List.copyOf(epochs);
        }
    }

    /** Follows a run; called on the thread that runs it. */
    public interface Listener {

        /**
         * Some images were read, to see whether they can be used.
         *
         * @param done how many so far
         * @param total of how many
         */
        void onRead(int done, int total);

        /**
         * A step is done.
         *
         * @param progress how far it is
         */
        void onStep(Progress progress);

        /**
         * An epoch is done.
         *
         * @param losses what it came to
         */
        void onEpoch(EpochLosses losses);
    }

    /**
     * Runs: looks through the images, trains, exports, verifies.
     *
     * @param images their paths below the folder
     * @param listener follows the run
     * @return the result
     * @throws FaceQualityException if there are too few images that can be used, the engine is missing, or the loss
     *     is not finite; what was whole in the folder stays whole
     * @throws CancellationException if this thread is interrupted
     */
    public Result run(List<String> images, Listener listener) {
        out.write("settings.json", settings.toJson());
        FaceFiles files = new FaceFiles(data);
        List<Rejection> rejected = new ArrayList<>();
        List<String> usable = usable(images, files, rejected, listener);
        try {
            return train(usable, new NoisyFaces(files, usable, settings), rejected, listener);
        } catch (NoClassDefFoundError e) {
            throw TorchAdvice.missing(e);
        }
    }

    private static List<String> usable(
            List<String> images, FaceFiles files, List<Rejection> rejected, Listener listener) {
        List<String> usable = new ArrayList<>();
        for (String image : images) {
            if (Thread.interrupted()) {
                throw new CancellationException("interrupted while the pictures were looked through");
            }
            if (files.read(image) instanceof Outcome.Rejected<AlignedFace> no) {
                rejected.add(no.rejection());
            } else {
                usable.add(image);
            }
            listener.onRead(usable.size() + rejected.size(), images.size());
        }
        if (usable.size() < 2) {
            throw new InvalidInputException(new Problem(
                    "cannot train on the pictures", "data", "two pictures that can be used, or many more",
                    usable.size() + " of " + images.size()
                            + (rejected.isEmpty() ? "" : "; the first rejection: " + rejected.get(0).message()),
                    "Name a folder of aligned crops; expect to need thousands."));
        }
        return usable;
    }

    private Result train(List<String> usable, NoisyFaces faces, List<Rejection> rejected, Listener listener) {
        UnetSettings.Training how = settings.training();
        Unet unet = settings.network().unet();
        Map<String, Tensor> start = FirstWeights.of(unet, how.seed());
        // Every so many-th image in the order of the paths, so that all people and folders have a part.
        ValidationSplit split = ValidationSplit.of(new double[usable.size()], how.validationShare());
        try (TorchUnetTraining training =
                new TorchUnetTraining(unet, start, how, out.file("checkpoint.bin"), run(usable))) {
            TorchUnetTraining.Result result = training.train(faces, split, new LossListener(listener));
            out.write("training.csv", TrainingReport.unetCsv(result.epochs()));
            out.write("report.html", TrainingReport.html(settings, result.epochs(), result.best()));
            byte[] model = export(result, unet, usable.size());
            Check check = check(model, (noisy, times) -> training.restore(result.weights(), noisy, times), faces,
                    usable.size());
            Path file = out.write("unet.onnx", model);
            return new Result(file, usable.size(), rejected, result.best(), result.epochs(), check);
        }
    }

    /** What tells this training from others: all that its weights depend on. */
    private String run(List<String> usable) {
        return "unet " + settings.toJson() + usable.size() + " " + usable.hashCode();
    }

    /** Tells a listener of the loss. */
    private record LossListener(Listener listener) implements TrainingLoop.Listener {

        @Override
        public void onStep(TrainingClock clock, int epoch, long step, double[] losses) {
            listener.onStep(new Progress(
                    epoch, clock.epochs(), step, clock.steps(), losses[0], clock.secondsLeft(step)));
        }

        @Override
        public void onEpoch(EpochRow row) {
            listener.onEpoch(row.toUnetLosses());
        }
    }

    private byte[] export(TorchUnetTraining.Result result, Unet unet, int faces) {
        Network network = Network.of(
                result.weights(), Network.Precision.FLOAT32, Network.Unknown.REFUSE, "the trained UNet");
        return ModelExport.of(network, provenance(result, unet, faces));
    }

    private Map<String, String> provenance(TorchUnetTraining.Result result, Unet unet, int faces) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("facequality.method", "DifFIQA's diffusion, trained to predict the clean picture");
        provenance.put("facequality.variant", unet.variant());
        provenance.put("facequality.faces", Integer.toString(faces));
        provenance.put("facequality.epoch", Integer.toString(result.best()));
        provenance.put(
                "facequality.validation-loss",
                Double.toString(result.epochs().get(result.best() - 1).validationLoss()));
        provenance.put("facequality.pixels", "RGB, (p/255 - 0.5) / 0.5");
        provenance.put("facequality.settings", settings.toJson());
        provenance.put("facequality.platform", ModelExport.platform());
        return provenance;
    }

    private static Check check(byte[] model, UnetCheck.Trained trained, NoisyFaces faces, int available) {
        try (OnnxDenoiser exported = OnnxDenoiser.open(
                ModelFile.of("unet", Producer.version(), model), ModelOptions.defaults())) {
            return UnetCheck.of(exported, trained, faces, available);
        }
    }

    /**
     * The differences between an exported UNet and the network that was trained.
     *
     * @param faces how many noised faces both restored
     * @param difference the largest difference between two values, which are from about -1 to 1
     */
    public record Check(int faces, double difference) {}

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
    public record Progress(int epoch, int epochs, long step, long steps, double loss, double secondsLeft) {}

    /**
     * How far the training of a UNet had come after an epoch. Losses are mean squared errors of values from -1 to 1.
     *
     * @param epoch from 1
     * @param loss the mean over the epoch, as it was at each step
     * @param validationLoss of the running average of the weights on the validation faces, whose noise is always the same
     */
    public record EpochLosses(int epoch, double loss, double validationLoss) {}
}
