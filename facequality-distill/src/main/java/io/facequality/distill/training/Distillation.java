package io.facequality.distill.training;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.FaceQualityException;
import io.facequality.InvalidInputException;
import io.facequality.ModelId;
import io.facequality.Outcome;
import io.facequality.Problem;
import io.facequality.Rejection;
import io.facequality.StorageException;
import io.facequality.distill.checkpoint.Tensor;
import io.facequality.distill.labels.DroppedPerson;
import io.facequality.distill.labels.LabelFile;
import io.facequality.distill.labels.LabelOptimisation;
import io.facequality.distill.labels.LabelledPicture;
import io.facequality.distill.labels.OptimisedLabel;
import io.facequality.distill.labels.Recognisability;
import io.facequality.distill.network.Producer;
import io.facequality.internal.WholeFile;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.OnnxModelDescription;
import io.facequality.onnx.OnnxScoringEmbedder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The whole way from a folder of aligned faces and a teacher's scores to a verified model.
 *
 * <p>What a run leaves in its folder: {@code settings.json}, every setting; {@code labels.csv}, each face with its score,
 * q, the distance to its person's centre and q*; {@code training.csv} and {@code report.html}, the losses of each epoch;
 * {@code model.onnx}, with its provenance in the metadata; {@code teacher.bin}, the teacher's embeddings, and {@code
 * checkpoint.bin} for a student, so that a run that was stopped, in whatever way, goes on where it was when it is started
 * again; {@code model-so-far.onnx}, the best weights so far, where the schedule has them exported.
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
        TeacherFeatures features = embed(labels.stream().map(LabelledPicture::path).toList(), faces, listener);
        List<LabelledPicture> usable =
                labels.stream().filter(label -> features.has(label.path())).toList();
        LabelOptimisation optimised = optimise(usable, features);
        return finish(Material.of(optimised, features), features, faces, listener);
    }

    /**
     * Runs without scores, for a student alone: a picture's folder is its person, and its label is how well the teacher
     * recognises it, {@link Recognisability}.
     *
     * @param pictures the paths below the data's folder, with {@code /} between the parts
     * @param listener follows the run
     * @return what came of it
     * @throws FaceQualityException as {@link #run(List, Listener)}
     * @throws CancellationException if this thread is interrupted
     */
    public Result runWithoutScores(List<String> pictures, Listener listener) {
        if (settings.student().kind() == DistillationSettings.Student.Kind.HEAD) {
            throw new InvalidInputException(new Problem(
                    "cannot train a head", "labels", "a teacher's scores", "none",
                    "Name a labels file, or train a student, which may learn from the embedder alone."));
        }
        text("settings.json", settings.toJson());
        FaceFiles faces = new FaceFiles(data);
        TeacherFeatures features = embed(pictures, faces, listener);
        List<String> usable = pictures.stream().filter(features::has).toList();
        return finish(Material.of(usable, features, settings.labels().epsilon()), features, faces, listener);
    }

    private Result finish(Material material, TeacherFeatures features, FaceFiles faces, Listener listener) {
        WholeFile.replace(out.resolve("labels.csv"), stream -> LabelFile.write(material.labels, stream));
        Trained trained = train(material, features, faces, listener);
        text("training.csv", TrainingReport.csv(trained.epochs));
        text("report.html", TrainingReport.html(settings, trained.epochs, trained.best));
        ExportCheck check = check(trained.model, trained.network, crops(material, faces));
        Path model = out.resolve("model.onnx");
        WholeFile.replace(model, stream -> stream.write(trained.model));
        return new Result(
                model, material.faces.size(), features.rejected(), material.dropped, trained.best, trained.epochs, check);
    }

    /** What there is to learn from. */
    private static final class Material {

        private final List<VariedLesson.LessonFace> faces;
        private final List<OptimisedLabel> labels;
        private final List<DroppedPerson> dropped;
        private final Map<String, String> provenance;

        private Material(
                List<VariedLesson.LessonFace> faces,
                List<OptimisedLabel> labels,
                List<DroppedPerson> dropped,
                Map<String, String> provenance) {
            this.faces = List.copyOf(faces);
            this.labels = List.copyOf(labels);
            this.dropped = List.copyOf(dropped);
            this.provenance = provenance;
        }

        static Material of(LabelOptimisation optimised, TeacherFeatures features) {
            List<VariedLesson.LessonFace> faces = optimised.labels().stream()
                    .map(label -> new VariedLesson.LessonFace(
                            label.picture().path(),
                            features.of(label.picture().path()),
                            optimised.centres().of(label.picture().person()).orElseThrow(),
                            label.normalised()))
                    .toList();
            Map<String, String> provenance = new LinkedHashMap<>();
            provenance.put("facequality.method", "eDifFIQA distillation with label optimisation");
            provenance.put(
                    "facequality.label-range", optimised.range().lowest() + " " + optimised.range().highest());
            provenance.put("facequality.people", Integer.toString(optimised.centres().people().size()));
            return new Material(faces, optimised.labels(), optimised.centres().dropped(), provenance);
        }

        static Material of(List<String> pictures, TeacherFeatures features, double epsilon) {
            List<String> people = pictures.stream().map(Material::person).toList();
            Recognisability recognisability = Recognisability.of(
                    people, pictures.stream().map(features::of).toList());
            List<VariedLesson.LessonFace> faces = new ArrayList<>();
            List<OptimisedLabel> labels = new ArrayList<>();
            for (int face = 0; face < pictures.size(); face++) {
                String picture = pictures.get(face);
                Optional<Double> label = recognisability.label(face);
                faces.add(new VariedLesson.LessonFace(
                        picture, features.of(picture), recognisability.centre(face),
                        label.orElse(Double.NaN)));
                label.ifPresent(q -> labels.add(new OptimisedLabel(
                        new LabelledPicture(picture, person(picture), q), q, 1 - q,
                        LabelOptimisation.optimise(q, 1 - q, epsilon))));
            }
            if (labels.isEmpty()) {
                throw new InvalidInputException(new Problem(
                        "cannot make labels", "data", "a person with two pictures", "none",
                        "Put the pictures of a person into one folder, or name a labels file."));
            }
            Map<String, String> provenance = new LinkedHashMap<>();
            provenance.put("facequality.method", "distillation of an embedder's features and of how well it recognises");
            provenance.put("facequality.people", Long.toString(people.stream().distinct().count()));
            return new Material(faces, labels, List.of(), provenance);
        }

        private static String person(String path) {
            int end = path.lastIndexOf('/');
            return end < 0 ? "." : path.substring(0, end);
        }

        List<Embedding> embeddings() {
            return faces.stream().map(VariedLesson.LessonFace::teacher).toList();
        }

        /** The same with shorter embeddings. */
        Material along(PrincipalDirections directions) {
            List<VariedLesson.LessonFace> shortened = faces.stream()
                    .map(face -> new VariedLesson.LessonFace(
                            face.path(), directions.of(face.teacher()), directions.of(face.centre()), face.label()))
                    .toList();
            Map<String, String> more = new LinkedHashMap<>(provenance);
            more.put("facequality.share-of-teacher", Double.toString(directions.share()));
            return new Material(shortened, labels, dropped, more);
        }

        FixedLesson fixed(FaceFiles files) {
            return new FixedLesson(
                    files,
                    labels,
                    embeddings(),
                    faces.stream().map(VariedLesson.LessonFace::centre).toList());
        }

        /** Whether every face has a label, and is the one that the teacher saw. */
        boolean isFixed(Variation variation) {
            return variation.isNone() && labels.size() == faces.size();
        }

        /** What tells this material from other. */
        int digest() {
            return Objects.hash(labels, faces.stream().map(VariedLesson.LessonFace::path).toList());
        }
    }

    private TeacherFeatures embed(List<String> paths, FaceFiles faces, Listener listener) {
        IntConsumer done = count -> listener.onEmbedded(count, paths.size());
        try (OnnxEmbedder embedder = openTeacher()) {
            return TeacherFeatures.of(
                    out.resolve("teacher.bin"), faces, paths, embedder, settings.training().threads(), done);
        }
    }

    private OnnxEmbedder openTeacher() {
        return OnnxEmbedder.open(ModelFile.of(teacher), contract, ModelOptions.defaults());
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

    private Trained train(Material material, TeacherFeatures features, FaceFiles faces, Listener listener) {
        if (settings.student().kind() == DistillationSettings.Student.Kind.HEAD) {
            return trainHead(material, listener);
        }
        try {
            return trainStudent(material, features, faces, listener);
        } catch (NoClassDefFoundError e) {
            throw TorchAdvice.missing(e);
        }
    }

    private Trained trainStudent(Material material, TeacherFeatures features, FaceFiles faces, Listener listener) {
        ModelId source = OnnxModelDescription.read(ModelFile.of(teacher)).id();
        int length = settings.student().features();
        if (length > 0 && length < features.dimension()) {
            PrincipalDirections directions = PrincipalDirections.of(material.embeddings(), length);
            return trainStudent(material.along(directions), source, length, directions::of, faces, listener);
        }
        return trainStudent(material, source, features.dimension(), UnaryOperator.identity(), faces, listener);
    }

    private Trained trainStudent(
            Material material,
            ModelId source,
            int dimension,
            UnaryOperator<Embedding> shortening,
            FaceFiles faces,
            Listener listener) {
        Student network = network(dimension);
        Map<String, Tensor> start = start(network);
        List<AlignedFace> crops = crops(material, faces);
        try (OnnxTeacher seen = OnnxTeacher.open(teacher, contract, settings.hint());
                StudentTraining training = new StudentTraining(
                        network, start, seen.hintLayer(network.mapChannels()), settings, out.resolve("checkpoint.bin"),
                        run(source, material, start))) {
            Function<StudentTraining.Result, Trained> export = result -> {
                byte[] model = ModelExport.of(
                        network.export(result.weights()), provenance(source, material, result.best()));
                List<ExportCheck.Judgement> judgements = training.judge(result, crops);
                return new Trained(model, same -> judgements, result.best(), result.epochs());
            };
            Consumer<StudentTraining.Result> soFar = result -> keep(export.apply(result), crops);
            if (material.isFixed(settings.variation()) && settings.hint().isNone()) {
                return export.apply(training.train(material.fixed(faces), listener, soFar));
            }
            try (VariedLesson lesson = new VariedLesson(
                    faces, material.faces, seen.shortened(shortening), settings.variation(),
                    settings.training().threads(), settings.training().seed())) {
                return export.apply(training.train(lesson, listener, soFar));
            }
        }
    }

    /** What can be judged while the training goes on. */
    private void keep(Trained trained, List<AlignedFace> crops) {
        check(trained.model, trained.network, crops);
        text("training.csv", TrainingReport.csv(trained.epochs));
        WholeFile.replace(out.resolve("model-so-far.onnx"), stream -> stream.write(trained.model));
    }

    private Map<String, Tensor> start(Student network) {
        long seed = settings.training().seed();
        if (weights.isEmpty()) {
            return network.firstWeights(seed);
        }
        if (network instanceof MobileFaceNetStudent published) {
            return published.weightsOf(weights.get(), seed);
        }
        throw new InvalidInputException(new Problem(
                "cannot start from the weights", weights.get().toString(), "a student of the published network",
                settings.student().kind().toString(), "Leave the weights out, or choose MOBILEFACENET."));
    }

    private Student network(int dimension) {
        if (settings.student().kind() == DistillationSettings.Student.Kind.DENSE) {
            return new DenseStudent(DenseStudent.USUAL_CHANNELS, dimension, settings.student().hidden());
        }
        int channels = settings.student().kind() == DistillationSettings.Student.Kind.MOBILEFACENET
                ? MobileFaceNetStudent.PUBLISHED_CHANNELS
                : MobileFaceNetStudent.PUBLISHED_CHANNELS / 2;
        return new MobileFaceNetStudent(channels, dimension, settings.student().hidden());
    }

    /** What tells this training from others: all that its weights depend on. */
    private String run(ModelId source, Material material, Map<String, Tensor> start) {
        int weights = start.values().stream().mapToInt(tensor -> Arrays.hashCode(tensor.floats())).sum();
        return settings.toJson() + source.sha256() + " " + material.digest() + " " + weights;
    }

    private Trained trainHead(Material material, Listener listener) {
        List<Embedding> embeddings = material.embeddings();
        HeadTraining.Result result =
                HeadTraining.of(settings, listener).train(embeddings, material.labels);
        OnnxModelDescription description = OnnxModelDescription.read(ModelFile.of(teacher));
        byte[] model = HeadExport.of(
                bytes(teacher), description, contract.channelOrder(), result.head(),
                provenance(description.id(), material, result.best()));
        return new Trained(model, crops -> judge(result.head(), crops), result.best(), result.epochs());
    }

    private List<ExportCheck.Judgement> judge(TrainedHead head, List<AlignedFace> crops) {
        try (OnnxEmbedder embedder = openTeacher()) {
            return embedder.embed(crops).stream()
                    .map(features -> new ExportCheck.Judgement(head.score(features), features))
                    .toList();
        }
    }

    private Map<String, String> provenance(ModelId source, Material material, int best) {
        Map<String, String> provenance = new LinkedHashMap<>(material.provenance);
        provenance.put("facequality.teacher", source.name() + " sha256 " + source.sha256());
        provenance.put("facequality.faces", Integer.toString(material.faces.size()));
        provenance.put("facequality.epoch", Integer.toString(best));
        provenance.put("facequality.settings", settings.toJson());
        provenance.put("facequality.platform", ModelExport.platform());
        return provenance;
    }

    private static ExportCheck check(byte[] model, ExportCheck.Trained network, List<AlignedFace> crops) {
        try (OnnxScoringEmbedder exported = OnnxScoringEmbedder.open(
                ModelFile.of("model", Producer.version(), model), ModelContract.ediffiqa(), ModelOptions.defaults())) {
            return ExportCheck.of(exported, network, crops);
        }
    }

    private static List<AlignedFace> crops(Material material, FaceFiles faces) {
        int step = Math.max(1, material.faces.size() / ExportCheck.FACES);
        return IntStream.iterate(0, face -> face < material.faces.size(), face -> face + step)
                .mapToObj(face -> faces.read(material.faces.get(face).path()))
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
