package io.facequality.distill;

import io.facequality.Embedding;
import io.facequality.FaceQualityException;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.Outcome.Rejection;
import io.facequality.distill.internal.faces.FaceFiles;
import io.facequality.distill.internal.faces.ResultFolder;
import io.facequality.distill.internal.faces.TeacherFeatures;
import io.facequality.distill.internal.faces.TeacherModel;
import io.facequality.distill.internal.faces.TrainingFaces;
import io.facequality.distill.internal.labels.CenterRule;
import io.facequality.distill.internal.labels.LabelOptimization;
import io.facequality.distill.internal.labels.OptimizedLabelTable;
import io.facequality.distill.internal.labels.Recognizability;
import io.facequality.distill.internal.torch.TorchAdvice;
import io.facequality.distill.internal.training.HeadDistillation;
import io.facequality.distill.internal.training.StudentDistillation;
import io.facequality.distill.internal.training.TrainedModel;
import io.facequality.distill.internal.training.TrainingReport;
import io.facequality.internal.WholeFile;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.OnnxEmbedder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;

/**
 * The whole way from a folder of aligned faces and a teacher's scores to a verified model.
 *
 * <p>What a run leaves in its folder: {@code settings.json}, every setting; {@code labels.csv}, each face with its
 * score, q, the distance to its person's center and q*; {@code training.csv} and {@code report.html}, the losses of
 * each epoch; {@code model.onnx}, with its provenance in the metadata; {@code teacher.bin} and {@code second.bin}, the embedders' embeddings,
 * and {@code checkpoint.bin} for a student, so that a run that was stopped, in whatever way, continues where it was
 * when it is started again; {@code model-so-far.onnx}, the best weights so far, where the schedule has them exported.
 *
 * <p>For one thread at a time; it uses as many as the settings say.
 */
public final class Distillation {

    private final Path data;
    private final TeacherModel teacher;
    private final Optional<TeacherModel> second;
    private final DistillationSettings settings;
    private final ResultFolder out;
    private final Optional<Path> weights;

    private Distillation(
            Path data,
            TeacherModel teacher,
            Optional<TeacherModel> second,
            DistillationSettings settings,
            ResultFolder out,
            Optional<Path> weights) {
        this.data = data;
        this.teacher = teacher;
        this.second = second;
        this.settings = settings;
        this.out = out;
        this.weights = weights;
    }

    /**
     * Sets a run up.
     *
     * @param data the folder that the paths of the labels are below; its images are aligned crops
     * @param teacher an ONNX embedder
     * @param contract how the teacher takes pixels
     * @param settings what to train, and how
     * @param out the folder for what comes of it
     * @return the run
     */
    public static Distillation of(
            Path data, Path teacher, ModelContract contract, DistillationSettings settings, Path out) {
        return new Distillation(
                Objects.requireNonNull(data, "data"),
                new TeacherModel(
                        Objects.requireNonNull(teacher, "teacher"), Objects.requireNonNull(contract, "contract")),
                Optional.empty(),
                Objects.requireNonNull(settings, "settings"),
                new ResultFolder(Objects.requireNonNull(out, "out")),
                Optional.empty());
    }

    /**
     * The same run, with a student that starts from weights instead of from scratch. Set {@code backboneTensors} to 100
     * and {@code backboneRate} to 1e-4 to train as published.
     *
     * @param file for eDifFIQA(T)'s network the published weights, such as {@code ediffiqaT.pth}, or those of its
     *     backbone; for a dense student or one of blocks the {@code model.onnx} of an earlier run
     * @return another run
     */
    public Distillation startingFrom(Path file) {
        return new Distillation(data, teacher, second, settings, out, Optional.of(file));
    }

    /**
     * The same run, with labels that a second embedder makes together with the teacher: how well a face is recognized
     * is then the mean of what the two say, so that the score does not learn the faults of one. The student's features
     * stay the teacher's.
     *
     * @param embedder another ONNX embedder
     * @param contract how it takes pixels
     * @return another run
     */
    public Distillation recognizedAlsoBy(Path embedder, ModelContract contract) {
        return new Distillation(
                data, teacher, Optional.of(new TeacherModel(embedder, contract)), settings, out, weights);
    }

    /**
     * The result of a run.
     *
     * @param model the file
     * @param faces how many faces there were to learn from and to validate on
     * @param rejected the images that could not be used
     * @param dropped the people without a center, whose faces were left out
     * @param best the epoch that the model is from, from 1
     * @param epochs every epoch's losses
     * @param check how the exported model compares with the trained one
     */
    public record Result(
            Path model,
            int faces,
            List<Rejection> rejected,
            List<DroppedPerson> dropped,
            int best,
            List<EpochLosses> epochs,
            Check check) {

        /** Copies the lists. */
        public Result {
            rejected = List.copyOf(rejected);
            dropped = List.copyOf(dropped);
            epochs = List.copyOf(epochs);
        }
    }

    /** Follows a run; called on the thread that runs it. */
    @FunctionalInterface
    public interface Listener {

        /**
         * Some faces were embedded by the teacher.
         *
         * @param done how many so far
         * @param total of how many
         */
        default void onEmbedded(int done, int total) {}

        /**
         * A step is done in which each block learned by itself; the training of the whole network comes after the last.
         *
         * @param progress how far this part is
         */
        default void onBlockStep(Progress progress) {}

        /**
         * A step is done.
         *
         * @param progress how far the training is
         */
        void onStep(Progress progress);

        /**
         * An epoch is done.
         *
         * @param losses its losses
         */
        default void onEpoch(EpochLosses losses) {}

        /**
         * A listener that does nothing.
         *
         * @return the listener
         */
        static Listener none() {
            return progress -> {};
        }
    }

    /**
     * Runs: embeds, optimizes the labels, trains, exports, verifies.
     *
     * @param labels the teacher's scores
     * @param listener follows the run
     * @return the result
     * @throws FaceQualityException if the teacher, the labels or the settings cannot be used, or the loss is not
     *     finite; what was whole in the folder stays whole
     * @throws CancellationException if this thread is interrupted
     */
    public Result run(List<LabeledImage> labels, Listener listener) {
        out.write("settings.json", settings.toJson());
        FaceFiles files = new FaceFiles(data);
        List<String> images = labels.stream().map(LabeledImage::path).toList();
        TeacherFeatures features = embed(images, files, listener);
        Optional<TeacherFeatures> others = embedBySecond(images, files, listener);
        List<LabeledImage> usable =
                labels.stream().filter(label -> features.has(label.path())).toList();
        LabelOptimization optimized = optimize(usable, features);
        return finish(TrainingFaces.scored(optimized, features, others), features, files, listener);
    }

    /**
     * Runs without scores, for a student alone: an image's folder is its person, and its label is how well the teacher
     * recognizes it, {@link Recognizability}.
     *
     * @param images the paths below the data's folder, with {@code /} between the parts
     * @param listener follows the run
     * @return the result
     * @throws FaceQualityException as {@link #run(List, Listener)}
     * @throws CancellationException if this thread is interrupted
     */
    public Result runWithoutScores(List<String> images, Listener listener) {
        if (settings.student().kind() == DistillationSettings.Student.Kind.HEAD) {
            throw new InvalidInputException(new Problem(
                    "cannot train a head", "labels", "a teacher's scores", "none",
                    "Name a labels file, or train a student, which may learn from the embedder alone."));
        }
        out.write("settings.json", settings.toJson());
        FaceFiles files = new FaceFiles(data);
        TeacherFeatures features = embed(images, files, listener);
        Optional<TeacherFeatures> others = embedBySecond(images, files, listener);
        List<String> usable = images.stream().filter(features::has).toList();
        TrainingFaces faces =
                TrainingFaces.unscored(usable, features, others, settings.labels().epsilon());
        return finish(faces, features, files, listener);
    }

    private Result finish(TrainingFaces faces, TeacherFeatures features, FaceFiles files, Listener listener) {
        WholeFile.replace(out.file("labels.csv"), stream -> OptimizedLabelTable.write(faces.labels(), stream));
        TrainedModel trained = train(faces, features, files, listener);
        out.write("training.csv", TrainingReport.csv(trained.epochs()));
        out.write("report.html", TrainingReport.html(settings, trained.epochs(), trained.best()));
        Check check = trained.check(faces.some(files));
        Path model = out.write("model.onnx", trained.file());
        return new Result(
                model, faces.faces().size(), features.rejected(), faces.dropped(), trained.best(), trained.epochs(),
                check);
    }

    private TeacherFeatures embed(List<String> paths, FaceFiles files, Listener listener) {
        return embed(teacher, "teacher.bin", paths, files, listener);
    }

    private Optional<TeacherFeatures> embedBySecond(List<String> paths, FaceFiles files, Listener listener) {
        return second.map(model -> embed(model, "second.bin", paths, files, listener));
    }

    private TeacherFeatures embed(
            TeacherModel model, String file, List<String> paths, FaceFiles files, Listener listener) {
        IntConsumer done = count -> listener.onEmbedded(count, paths.size());
        try (OnnxEmbedder embedder = model.open()) {
            return TeacherFeatures.of(out.file(file), files, paths, embedder, settings.training().threads(), done);
        }
    }

    private LabelOptimization optimize(List<LabeledImage> usable, TeacherFeatures features) {
        List<Embedding> embeddings =
                usable.stream().map(label -> features.of(label.path())).toList();
        DistillationSettings.Labels how = settings.labels();
        return LabelOptimization.of(
                usable, embeddings, new CenterRule(how.beta(), how.minimum()), how.epsilon());
    }

    private TrainedModel train(
            TrainingFaces faces, TeacherFeatures features, FaceFiles files, Listener listener) {
        if (settings.student().kind() == DistillationSettings.Student.Kind.HEAD) {
            return new HeadDistillation(teacher, settings).train(faces, listener);
        }
        try {
            return new StudentDistillation(teacher, second, settings, weights, out)
                    .train(faces, features.dimension(), files, listener);
        } catch (NoClassDefFoundError e) {
            throw TorchAdvice.missing(e);
        }
    }

    /**
     * The differences between an exported model and the network that was trained.
     *
     * @param faces how many faces both scored
     * @param scoreDifference the largest difference between two scores
     * @param featureDifference the largest {@code 1 - cos} between two embeddings
     */
    public record Check(int faces, double scoreDifference, double featureDifference) {}

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
    public record Progress(
            int epoch, int epochs, long step, long steps, double consistency, double quality, double secondsLeft) {}

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
            double validationQuality) {}

    /**
     * A person who cannot have a center, so that none of the images is learned from.
     *
     * @param name the person
     * @param images how many images there are
     * @param highQuality how many of them are of high quality, fewer than the rule asks for
     */
    public record DroppedPerson(String name, int images, int highQuality) {}
}
