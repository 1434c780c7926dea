package io.facequality.distill.internal.training;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.ModelId;
import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.distill.Distillation;
import io.facequality.distill.DistillationSettings;
import io.facequality.distill.internal.faces.FaceFiles;
import io.facequality.distill.internal.faces.FixedExamples;
import io.facequality.distill.internal.faces.PrincipalDirections;
import io.facequality.distill.internal.faces.ResultFolder;
import io.facequality.distill.internal.faces.SecondEmbedder;
import io.facequality.distill.internal.faces.Teacher;
import io.facequality.distill.internal.faces.TeacherModel;
import io.facequality.distill.internal.faces.TrainingExamples;
import io.facequality.distill.internal.faces.TrainingFace;
import io.facequality.distill.internal.faces.TrainingFaces;
import io.facequality.distill.internal.faces.VariedExamples;
import io.facequality.distill.internal.student.BlockStudent;
import io.facequality.distill.internal.student.DenseStudent;
import io.facequality.distill.internal.student.ExportCheck;
import io.facequality.distill.internal.student.MapHints;
import io.facequality.distill.internal.student.MobileFaceNetStudent;
import io.facequality.distill.internal.student.ModelExport;
import io.facequality.distill.internal.student.Student;
import io.facequality.distill.internal.torch.TorchStudent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Trains a network of its own on faces, with a teacher's embeddings and labels.
 *
 * @param teacher the embedder
 * @param second another embedder, that says with the teacher how well faces are recognized; empty without one
 * @param settings what to train, and how
 * @param weights the file with weights to start from
 * @param out the folder for checkpoints and for the best model so far
 */
public record StudentDistillation(
        TeacherModel teacher,
        Optional<TeacherModel> second,
        DistillationSettings settings,
        Optional<Path> weights,
        ResultFolder out) {

    private static final int FACES_FOR_A_DIRECTION = 4;

    /**
     * Trains.
     *
     * @param dimension the length of the teacher's embeddings
     */
    public TrainedModel train(TrainingFaces faces, int dimension, FaceFiles files, Distillation.Listener listener) {
        int length = settings.student().features();
        boolean shorter = length > 0 && length < dimension;
        Student network = network(shorter ? length : dimension);
        List<AlignedFace> some = faces.some(files);
        Start start = new Start(network, start(network, some), some);
        start.requirePrecision(settings);
        ModelId source = teacher.description().id();
        if (shorter) {
            PrincipalDirections directions = directions(faces, length, start, files);
            TargetFeatures target = new TargetFeatures(source, length, directions::of);
            return train(faces.along(directions), target, start, files, listener);
        }
        return train(faces, new TargetFeatures(source, dimension, UnaryOperator.identity()), start, files, listener);
    }

    /** The axes of the features; those of the model that this training starts from, if there is one. */
    private PrincipalDirections directions(TrainingFaces faces, int length, Start start, FaceFiles files) {
        PrincipalDirections directions = PrincipalDirections.of(faces.embeddings(), length);
        if (weights.isEmpty()) {
            return directions;
        }
        List<TrainingFace> sample = faces.evenly(FACES_FOR_A_DIRECTION * length).toList();
        List<AlignedFace> images =
                sample.stream().map(face -> files.readAgain(face.path())).toList();
        return directions.turnedTo(
                sample.stream().map(TrainingFace::teacher).toList(),
                TorchStudent.features(start.network, start.weights, images, settings.training()));
    }

    /**
     * Where a training starts.
     *
     * @param weights the first weights
     * @param some faces to compare an exported model on
     */
    private record Start(Student network, Map<String, Tensor> weights, List<AlignedFace> some) {

        /** On as many faces as a batch has: which kernels PyTorch takes depends on that. */
        void requirePrecision(DistillationSettings settings) {
            int count = Math.min(some.size(), settings.training().batch());
            try (TorchStudent student = new TorchStudent(network, weights, MapHints.none(), settings)) {
                student.requirePrecision(some.subList(0, count));
            }
        }
    }

    /**
     * What the student's features are to be.
     *
     * @param teacher the teacher's id
     * @param dimension the length of the features
     * @param shortening makes features of the teacher's embeddings
     */
    private record TargetFeatures(ModelId teacher, int dimension, UnaryOperator<Embedding> shortening) {}

    private TrainedModel train(
            TrainingFaces faces,
            TargetFeatures target,
            Start start,
            FaceFiles files,
            Distillation.Listener listener) {
        try (OnnxTeacher open = OnnxTeacher.open(teacher.path(), teacher.contract(), settings.hint())) {
            MapHints hints = open.hints(start.network);
            if (faces.areFixed(settings.variation()) && settings.hint().absent()) {
                return whole(faces, target, start, hints, new FixedExamples(files, faces.faces()), listener);
            }
            Teacher shortened = open.shortened(target.shortening);
            try (SecondEmbedder other = SecondEmbedder.open(second);
                    VariedExamples examples =
                            new VariedExamples(files, faces.faces(), shortened, other.embedder(), settings)) {
                Start taught = settings.hint().blockEpochs() > 0
                        ? byBlock(faces, target, start, hints, examples, listener)
                        : start;
                return whole(faces, target, taught, hints, examples, listener);
            }
        }
    }

    /** Each block learns by itself; the whole network goes on from there. */
    private Start byBlock(
            TrainingFaces faces,
            TargetFeatures target,
            Start start,
            MapHints hints,
            TrainingExamples examples,
            Distillation.Listener listener) {
        Student network = start.network;
        Map<String, Tensor> first =
                weights.isEmpty() ? network.firstWeightsOfBlocks(start.weights) : start.weights;
        try (StudentTraining training = new StudentTraining(
                network, first, hints, settings, StudentTraining.Stage.BLOCKS,
                out.file("blocks.bin"), run(target.teacher, faces, first))) {
            Map<String, Tensor> taught =
                    training.train(examples, listener::onBlockStep, result -> {}).weights();
            return new Start(network, taught, start.some);
        }
    }

    private TrainedModel whole(
            TrainingFaces faces,
            TargetFeatures target,
            Start start,
            MapHints hints,
            TrainingExamples examples,
            Distillation.Listener listener) {
        List<AlignedFace> some = start.some;
        try (StudentTraining training = new StudentTraining(
                start.network, start.weights, hints, ofTheWhole(), StudentTraining.Stage.WHOLE,
                out.file("checkpoint.bin"), run(target.teacher, faces, start.weights))) {
            Function<StudentTraining.Result, TrainedModel> export = result -> {
                byte[] file = ModelExport.of(
                        start.network.export(result.weights()),
                        provenance(faces, target, result));
                List<ExportCheck.Output> outputs = training.run(result, some);
                return new TrainedModel(file, same -> outputs, result.best(), result.epochs());
            };
            return export.apply(training.train(examples, listener, result -> keep(export.apply(result), some)));
        }
    }

    /** The settings for the whole network, whose rates are lower if the blocks have learned. */
    private DistillationSettings ofTheWhole() {
        if (settings.hint().blockEpochs() == 0) {
            return settings;
        }
        DistillationSettings.Training how = settings.training();
        double factor = settings.hint().wholeRate();
        return new DistillationSettings(
                settings.labels(),
                settings.student(),
                new DistillationSettings.Training(
                        how.epochs(), how.batch(), how.headRate(), factor * how.backboneRate(),
                        factor * how.matrixRate(), how.backboneTensors(), how.theta(), how.relational(),
                        how.gradientNorm(), how.validationShare(), how.patience(), how.checkpointSteps(),
                        how.threads(), how.seed()),
                settings.schedule(),
                settings.variation(),
                settings.hint());
    }

    private Map<String, String> provenance(
            TrainingFaces faces, TargetFeatures target, StudentTraining.Result result) {
        Map<String, String> all = new LinkedHashMap<>(faces.provenance(target.teacher, result.best(), settings));
        second.map(model -> model.description().id())
                .ifPresent(id -> all.put("facequality.second-embedder", id.name() + " sha256 " + id.sha256()));
        return all;
    }

    /** Shows how good the model is while the training continues. */
    private void keep(TrainedModel trained, List<AlignedFace> some) {
        trained.check(some);
        out.write("training.csv", TrainingReport.csv(trained.epochs()));
        out.write("model-so-far.onnx", trained.file());
    }

    private Student network(int dimension) {
        DistillationSettings.Student student = settings.student();
        return switch (student.kind()) {
            case DENSE -> new DenseStudent(DenseStudent.USUAL_CHANNELS, dimension, student.hidden());
            case MOBILEFACENET -> new MobileFaceNetStudent(
                    MobileFaceNetStudent.PUBLISHED_CHANNELS, dimension, student.hidden());
            case MOBILEFACENET_HALF -> new MobileFaceNetStudent(
                    MobileFaceNetStudent.PUBLISHED_CHANNELS / 2, dimension, student.hidden());
            case BLOCKS -> new BlockStudent(dimension, student.hidden());
            case HEAD -> throw new IllegalArgumentException("expected a network of its own, found a head");
        };
    }

    private Map<String, Tensor> start(Student network, List<AlignedFace> some) {
        long seed = settings.training().seed();
        if (weights.isEmpty()) {
            return network.firstWeights(seed);
        }
        if (network instanceof MobileFaceNetStudent published) {
            return published.weightsOf(weights.get(), seed);
        }
        return TorchStudent.startingFrom(weights.get(), network, some, settings.training());
    }

    /** Tells this training from others: all that its weights depend on. */
    private String run(ModelId source, TrainingFaces faces, Map<String, Tensor> start) {
        int digest = start.values().stream().mapToInt(tensor -> Arrays.hashCode(tensor.floats())).sum();
        String recognizers = source.sha256() + second.map(other -> other.description().id().sha256()).orElse("");
        return settings.toJson() + recognizers + " " + faces.digest() + " " + digest;
    }
}
