package io.facequality.distill.training;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.FaceQualityException;
import io.facequality.ModelId;
import io.facequality.Outcome;
import io.facequality.Problem;
import io.facequality.Rejection;
import io.facequality.StorageException;
import io.facequality.distill.ModelReport;
import io.facequality.distill.checkpoint.Tensor;
import io.facequality.distill.labels.DroppedPerson;
import io.facequality.distill.labels.LabelFile;
import io.facequality.distill.labels.LabelOptimisation;
import io.facequality.distill.labels.LabelledPicture;
import io.facequality.distill.labels.OptimisedLabel;
import io.facequality.internal.WholeFile;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.OnnxModelDescription;
import io.facequality.onnx.OnnxScoringEmbedder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The whole way from a folder of aligned faces and a teacher's scores to a verified model.
 *
 * <p>What a run leaves in its folder: {@code settings.json}, every setting; {@code labels.csv}, each face with its score,
 * q, the distance to its person's centre and q*; {@code training.csv} and {@code report.html}, the losses of each epoch;
 * {@code model.onnx}, with its provenance in the metadata; {@code teacher.bin}, the teacher's embeddings, and {@code
 * checkpoint.bin} for a student, so that a run that was stopped, in whatever way, goes on where it was when it is started
 * again.
 *
 * <p>For one thread at a time; it uses as many as the settings say.
 */
public final class Distillation {

    private final Path data;
    private final Path teacher;
    private final ModelContract contract;
    private final DistillationSettings settings;
    private final Path out;
    private final Optional<Path> weights;

    private Distillation(
            Path data,
            Path teacher,
            ModelContract contract,
            DistillationSettings settings,
            Path out,
            Optional<Path> weights) {
        this.data = Objects.requireNonNull(data, "data");
        this.teacher = Objects.requireNonNull(teacher, "teacher");
        this.contract = Objects.requireNonNull(contract, "contract");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.out = Objects.requireNonNull(out, "out");
        this.weights = weights;
    }

    /**
     * Sets a run up.
     *
     * @param data the folder that the paths of the labels are below; its pictures are aligned crops
     * @param teacher an ONNX embedder
     * @param contract how the teacher takes pixels
     * @param settings what to train, and how
     * @param out the folder for what comes of it
     * @return the run
     */
    public static Distillation of(
            Path data, Path teacher, ModelContract contract, DistillationSettings settings, Path out) {
        return new Distillation(data, teacher, contract, settings, out, Optional.empty());
    }

    /**
     * The same run, with a student that starts from weights instead of from scratch. Set {@code backboneTensors} to 100
     * and {@code backboneRate} to 1e-4 to train as published.
     *
     * @param file the student's published weights, such as {@code ediffiqaT.pth}, or those of its backbone
     * @return another run
     */
    public Distillation startingFrom(Path file) {
        return new Distillation(data, teacher, contract, settings, out, Optional.of(file));
    }

    /**
     * What came of a run.
     *
     * @param model the file
     * @param faces how many faces there were to learn from and to validate on
     * @param rejected the pictures that could not be used
     * @param dropped the people without a centre, whose faces were left out
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
            ExportCheck check) {

        /** Copies the lists. */
        public Result {
            rejected = List.copyOf(rejected);
            dropped = List.copyOf(dropped);
            epochs = List.copyOf(epochs);
        }
    }

    /** Follows a run; called on the thread that runs it. */
    public interface Listener extends TrainingListener {

        /**
         * Some faces were embedded by the teacher.
         *
         * @param done how many so far
         * @param total of how many
         */
        void onEmbedded(int done, int total);
    }

    /**
     * Runs: embeds, optimises the labels, trains, exports, verifies.
     *
     * @param labels the teacher's scores
     * @param listener follows the run
     * @return what came of it
     * @throws FaceQualityException if the teacher, the labels or the settings cannot be used, or the loss is not finite;
     *     what was whole in the folder stays whole
     * @throws CancellationException if this thread is interrupted
     */
    public Result run(List<LabelledPicture> labels, Listener listener) {
        text("settings.json", settings.toJson());
        FaceFiles faces = new FaceFiles(data);
        TeacherFeatures features = embed(labels, faces, listener);
        List<LabelledPicture> usable =
                labels.stream().filter(label -> features.has(label.path())).toList();
        LabelOptimisation optimised = optimise(usable, features);
        WholeFile.replace(out.resolve("labels.csv"), stream -> LabelFile.write(optimised.labels(), stream));
        Trained trained = train(optimised, features, faces, listener);
        text("training.csv", TrainingReport.csv(trained.epochs));
        text("report.html", TrainingReport.html(settings, trained.epochs, trained.best));
        ExportCheck check = check(trained, crops(optimised.labels(), faces));
        Path model = out.resolve("model.onnx");
        WholeFile.replace(model, stream -> stream.write(trained.model));
        return new Result(
                model, optimised.labels().size(), features.rejected(), optimised.centres().dropped(), trained.best,
                trained.epochs, check);
    }

    private TeacherFeatures embed(List<LabelledPicture> labels, FaceFiles faces, Listener listener) {
        List<String> paths = labels.stream().map(LabelledPicture::path).toList();
        IntConsumer done = count -> listener.onEmbedded(count, paths.size());
        try (OnnxEmbedder embedder = OnnxEmbedder.open(ModelFile.of(teacher), contract, ModelOptions.defaults())) {
            return TeacherFeatures.of(
                    out.resolve("teacher.bin"), faces, paths, embedder, settings.training().threads(), done);
        }
    }

    private LabelOptimisation optimise(List<LabelledPicture> usable, TeacherFeatures features) {
        List<Embedding> embeddings =
                usable.stream().map(label -> features.of(label.path())).toList();
        return LabelOptimisation.of(usable, embeddings, settings.labels().centres(), settings.labels().epsilon());
    }

    /** What training gave: the network as a function, and as a file. */
    private static final class Trained {

        private final byte[] model;
        private final ExportCheck.Trained network;
        private final int best;
        private final List<EpochLosses> epochs;

        Trained(byte[] model, ExportCheck.Trained network, int best, List<EpochLosses> epochs) {
            this.model = model;
            this.network = network;
            this.best = best;
            this.epochs = epochs;
        }
    }

    private Trained train(
            LabelOptimisation optimised, TeacherFeatures features, FaceFiles faces, Listener listener) {
        if (settings.student().kind() == DistillationSettings.Student.Kind.HEAD) {
            return trainHead(optimised, features, listener);
        }
        try {
            return trainStudent(optimised, features, faces, listener);
        } catch (NoClassDefFoundError e) {
            throw TorchAdvice.missing(e);
        }
    }

    private Trained trainStudent(
            LabelOptimisation optimised, TeacherFeatures features, FaceFiles faces, Listener listener) {
        List<OptimisedLabel> labels = optimised.labels();
        StudentTraining.Lesson lesson = new StudentTraining.Lesson(
                labels,
                labels.stream().map(label -> features.of(label.picture().path())).toList(),
                labels.stream()
                        .map(label -> optimised.centres().of(label.picture().person()).orElseThrow())
                        .toList());
        ModelId source = OnnxModelDescription.read(ModelFile.of(teacher)).id();
        StudentNetwork network = network(features.dimension());
        long seed = settings.training().seed();
        Map<String, Tensor> start =
                weights.map(file -> network.weightsOf(file, seed)).orElseGet(() -> network.firstWeights(seed));
        List<AlignedFace> crops = crops(labels, faces);
        try (StudentTraining training = new StudentTraining(
                network, start, settings, faces, out.resolve("checkpoint.bin"), run(source, labels, start))) {
            StudentTraining.Result result = training.train(lesson, listener);
            byte[] model = StudentNetwork.export(
                    result.weights(), version(), provenance(source, optimised, result.best()));
            List<ExportCheck.Judgement> judgements = training.judge(result, crops);
            return new Trained(model, same -> judgements, result.best(), result.epochs());
        }
    }

    private StudentNetwork network(int dimension) {
        int channels = settings.student().kind() == DistillationSettings.Student.Kind.MOBILEFACENET
                ? StudentNetwork.PUBLISHED_CHANNELS
                : StudentNetwork.PUBLISHED_CHANNELS / 2;
        return new StudentNetwork(channels, dimension, settings.student().hidden());
    }

    /** What tells this training from others: all that its weights depend on. */
    private String run(ModelId source, List<OptimisedLabel> labels, Map<String, Tensor> start) {
        int weights = start.values().stream().mapToInt(tensor -> Arrays.hashCode(tensor.floats())).sum();
        return settings.toJson() + source.sha256() + " " + labels.hashCode() + " " + weights;
    }

    private Trained trainHead(LabelOptimisation optimised, TeacherFeatures features, Listener listener) {
        List<Embedding> embeddings = optimised.labels().stream()
                .map(label -> features.of(label.picture().path()))
                .toList();
        HeadTraining.Result result =
                HeadTraining.of(settings, listener).train(embeddings, optimised.labels());
        OnnxModelDescription description = OnnxModelDescription.read(ModelFile.of(teacher));
        byte[] model = HeadExport.of(
                bytes(teacher), description, contract.channelOrder(), result.head(),
                provenance(description.id(), optimised, result.best()));
        return new Trained(model, crops -> judge(result.head(), crops), result.best(), result.epochs());
    }

    private List<ExportCheck.Judgement> judge(TrainedHead head, List<AlignedFace> crops) {
        try (OnnxEmbedder embedder = OnnxEmbedder.open(ModelFile.of(teacher), contract, ModelOptions.defaults())) {
            return embedder.embed(crops).stream()
                    .map(features -> new ExportCheck.Judgement(head.score(features), features))
                    .toList();
        }
    }

    private Map<String, String> provenance(ModelId source, LabelOptimisation optimised, int best) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("facequality.method", "eDifFIQA distillation with label optimisation");
        provenance.put("facequality.teacher", source.name() + " sha256 " + source.sha256());
        provenance.put("facequality.label-range", optimised.range().lowest() + " " + optimised.range().highest());
        provenance.put("facequality.faces", Integer.toString(optimised.labels().size()));
        provenance.put("facequality.people", Integer.toString(optimised.centres().people().size()));
        provenance.put("facequality.epoch", Integer.toString(best));
        provenance.put("facequality.settings", settings.toJson());
        provenance.put("facequality.platform", platform());
        return provenance;
    }

    /** What this runs on. */
    static String platform() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", Java "
                + Runtime.version().feature();
    }

    /** The version of this library, as the build wrote it down. */
    static String version() {
        Properties properties = new Properties();
        try (InputStream stream = ModelReport.class.getResourceAsStream("version.properties")) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static ExportCheck check(Trained trained, List<AlignedFace> crops) {
        try (OnnxScoringEmbedder exported = OnnxScoringEmbedder.open(
                ModelFile.of("model", version(), trained.model), ModelContract.ediffiqa(), ModelOptions.defaults())) {
            return ExportCheck.of(exported, trained.network, crops);
        }
    }

    private static List<AlignedFace> crops(List<OptimisedLabel> labels, FaceFiles faces) {
        int step = Math.max(1, labels.size() / ExportCheck.FACES);
        return IntStream.iterate(0, face -> face < labels.size(), face -> face + step)
                .mapToObj(face -> faces.read(labels.get(face).picture().path()))
                .filter(Outcome.Ok.class::isInstance)
                .map(outcome -> ((Outcome.Ok<AlignedFace>) outcome).value())
                .limit(ExportCheck.FACES)
                .toList();
    }

    private void text(String name, String content) {
        WholeFile.replace(out.resolve(name), stream -> stream.write(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new StorageException(
                    new Problem("cannot read the model", file.toString(), "a readable file", e.toString(),
                            "Check the path and its permissions."),
                    e);
        }
    }
}
