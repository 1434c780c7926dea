package io.facequality.benchmarks.experiments;

import io.facequality.AlignedFace;
import io.facequality.Image;
import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.distill.DistillationSettings;
import io.facequality.distill.DistillationSettings.Student.Kind;
import io.facequality.distill.Schedule;
import io.facequality.distill.Variation;
import io.facequality.distill.internal.faces.FaceVariants;
import io.facequality.distill.internal.faces.TrainingExamples;
import io.facequality.distill.internal.student.BlockStudent;
import io.facequality.distill.internal.student.DenseStudent;
import io.facequality.distill.internal.student.MapHints;
import io.facequality.distill.internal.student.MobileFaceNetStudent;
import io.facequality.distill.internal.student.ModelExport;
import io.facequality.distill.internal.student.Student;
import io.facequality.distill.internal.training.StudentTraining;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.OnnxScoringEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What students cost: seconds per step of training and milliseconds per face of the exported model on one thread, beside the
 * embedded model, a teacher, and what it takes to make a variant of a face. Rounds take turns, and the median counts.
 *
 * <p>Arguments: how many rounds, how many faces per step, how many threads train, the teacher.
 */
public final class StudentSpeed {

    private static final int DIMENSION = 512;
    private static final int STEPS = 3;
    private static final int FACES = 40;
    /** A pass is short beside a step of training, and more easily disturbed. */
    private static final int PASSES = 3;

    private final int rounds;
    private final int batch;
    private final int threads;
    private final Path folder;
    private final List<AlignedFace> faces;

    private StudentSpeed(int rounds, int batch, int threads, Path folder) {
        this.rounds = rounds;
        this.batch = batch;
        this.threads = threads;
        this.folder = folder;
        this.faces = IntStream.range(0, Math.max(batch, FACES)).mapToObj(StudentSpeed::face).toList();
    }

    private static AlignedFace face(int number) {
        byte[] rgb = new byte[AlignedFace.SIZE * AlignedFace.SIZE * 3];
        new Random(number).nextBytes(rgb);
        return AlignedFace.of(Image.copyOf(AlignedFace.SIZE, AlignedFace.SIZE, rgb));
    }

    /**
     * Runs the measurement.
     *
     * @param arguments rounds, faces per step, threads, teacher
     * @throws IOException if a checkpoint cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        new StudentSpeed(
                        Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]),
                        Files.createTempDirectory("student-speed"))
                .run(ModelFile.of(Path.of(arguments[3])));
    }

    private void run(ModelFile teacher) throws IOException {
        Map<String, Student> students = new LinkedHashMap<>();
        students.put("mobilefacenet-half", new MobileFaceNetStudent(MobileFaceNetStudent.PUBLISHED_CHANNELS / 2, DIMENSION, 1024));
        students.put("mobilefacenet", new MobileFaceNetStudent(MobileFaceNetStudent.PUBLISHED_CHANNELS, DIMENSION, 1024));
        students.put("blocks", new BlockStudent(DIMENSION, 128));
        students.put("dense", new DenseStudent(DenseStudent.USUAL_CHANNELS, DIMENSION, 128));
        Map<String, List<Double>> steps = new LinkedHashMap<>();
        Map<String, List<Double>> passes = new LinkedHashMap<>();
        Map<String, OnnxEmbedder> others = new LinkedHashMap<>();
        ModelOptions one = ModelOptions.builder().threads(1).build();
        others.put("teacher", OnnxEmbedder.open(teacher, ModelContract.ediffiqa(), one));
        for (int round = 0; round < rounds; round++) {
            students.forEach((name, student) ->
                    steps.computeIfAbsent(name, key -> new ArrayList<>()).addAll(train(student)));
            for (int pass = 0; pass < PASSES; pass++) {
                students.forEach((name, student) -> passes.computeIfAbsent(name, key -> new ArrayList<>())
                        .add(exported(name, student, one)));
                passes.computeIfAbsent("embedded", key -> new ArrayList<>()).add(embedded(one));
                others.forEach((name, embedder) -> passes.computeIfAbsent(name, key -> new ArrayList<>())
                        .add(milliseconds(face -> embedder.embed(face))));
                FaceVariants variants = new FaceVariants(Variation.usual());
                passes.computeIfAbsent("a variant", key -> new ArrayList<>())
                        .add(milliseconds(face -> variants.of(face, () -> faces.get(1), face.hashCode())));
            }
        }
        others.values().forEach(OnnxEmbedder::close);
        System.out.printf("%-20s %9s %22s %20s%n", "", "MB", "seconds per step of " + batch, "ms per face, 1 thread");
        passes.forEach((name, milliseconds) -> System.out.printf(
                Locale.ROOT, "%-20s %9s %22s %20.2f%n", name,
                students.containsKey(name) ? String.format(Locale.ROOT, "%.1f", megabytes(students.get(name))) : "",
                steps.containsKey(name) ? String.format(Locale.ROOT, "%.2f", median(steps.get(name))) : "",
                median(milliseconds)));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static double megabytes(Student student) {
        return ModelExport.of(student.export(student.firstWeights(1)), Map.of()).length / 1e6;
    }

    /** The steps of one epoch, apart from the first, which warms up. */
    private List<Double> train(Student student) {
        Map<String, Tensor> start = student.firstWeights(1);
        List<Double> seconds = new ArrayList<>();
        long[] last = {System.nanoTime()};
        Path checkpoint = folder.resolve("checkpoint.bin");
        try (StudentTraining training = new StudentTraining(
                student, start, MapHints.none(), settings(), StudentTraining.Stage.WHOLE, checkpoint, "")) {
            training.train(
                    new Drawn(),
                    progress -> {
                        seconds.add((System.nanoTime() - last[0]) / 1e9);
                        last[0] = System.nanoTime();
                    },
                    soFar -> {});
        }
        delete(checkpoint);
        return seconds.subList(1, seconds.size());
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private DistillationSettings settings() {
        DistillationSettings usual = DistillationSettings.defaults(Kind.DENSE);
        return new DistillationSettings(
                usual.labels(),
                usual.student(),
                new DistillationSettings.Training(1, batch, 1e-3, 1e-3, 0.05, 0, 0.5, 0, 5, 1e-3, 1, 1000, threads, 1),
                Schedule.constant(),
                Variation.none(),
                DistillationSettings.Hint.none());
    }

    /** Faces without files, so that nothing but training is measured. */
    private final class Drawn implements TrainingExamples {

        @Override
        public double[] labels() {
            return IntStream.rangeClosed(0, batch * STEPS).mapToDouble(face -> face / (double) batch).toArray();
        }

        @Override
        public Batch batch(int[] numbers, int epoch) {
            float[] direction = new float[DIMENSION];
            Arrays.fill(direction, 1);
            float[][] wanted = Collections.nCopies(numbers.length, direction).toArray(float[][]::new);
            return new Batch(faces.subList(0, numbers.length), wanted, wanted, new double[numbers.length]);
        }

        @Override
        public Batch validation(int[] numbers) {
            return batch(numbers, 0);
        }
    }

    private double exported(String name, Student student, ModelOptions options) {
        byte[] model = ModelExport.of(student.export(student.firstWeights(1)), Map.of());
        try (OnnxScoringEmbedder open =
                OnnxScoringEmbedder.open(ModelFile.of(name, "1", model), ModelContract.ediffiqa(), options)) {
            return milliseconds(face -> open.scoreAndEmbed(List.of(face)));
        }
    }

    private double embedded(ModelOptions options) throws IOException {
        ModelFile file = ModelFile.of("embedded", "1", EmbeddedModel.QUALITY_AND_EMBEDDING.read());
        try (OnnxScoringEmbedder open = OnnxScoringEmbedder.open(file, ModelContract.ediffiqa(), options)) {
            return milliseconds(face -> open.scoreAndEmbed(List.of(face)));
        }
    }

    /** Does something with a face. */
    @FunctionalInterface
    private interface Work {
        Object on(AlignedFace face);
    }

    private double milliseconds(Work work) {
        faces.subList(0, FACES / 4).forEach(work::on);
        long start = System.nanoTime();
        faces.subList(0, FACES).forEach(work::on);
        return (System.nanoTime() - start) / 1e6 / FACES;
    }
}
