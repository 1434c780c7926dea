package io.facequality.distill.internal.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.Embedding;
import io.facequality.convert.internal.checkpoint.Tensor;
import io.facequality.distill.DistillationSettings;
import io.facequality.distill.DistillationSettings.Student.Kind;
import io.facequality.distill.LabeledImage;
import io.facequality.distill.internal.faces.FaceFiles;
import io.facequality.distill.internal.faces.FixedExamples;
import io.facequality.distill.internal.faces.TrainingFace;
import io.facequality.distill.internal.student.MapHints;
import io.facequality.distill.internal.student.MobileFaceNetStudent;
import io.facequality.distill.internal.student.WeightNames;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudentTrainingTest {

    private static final int DIMENSION = 8;

    @TempDir
    Path folder;

    @Test
    void trainsChosenTensorsOnlyAndReleasesArrays() throws IOException {
        List<LabeledImage> images = TinyFaces.draw(folder.resolve("data"));
        List<TrainingFace> faces = faces(images, Embedding.copyOf(1, 0, 0, 0, 0, 0, 0, 0));
        MobileFaceNetStudent network =
                new MobileFaceNetStudent(MobileFaceNetStudent.PUBLISHED_CHANNELS / 2, DIMENSION, 16);
        Map<String, Tensor> start = network.firstWeights(1);
        List<Integer> held = new ArrayList<>();
        Map<String, Tensor> trained;
        try (StudentTraining training = new StudentTraining(
                network, start, MapHints.none(), lastThreeTensors(), StudentTraining.Stage.WHOLE, folder.resolve("c"), "")) {
            int before = training.held();
            trained = training.train(
                            new FixedExamples(new FaceFiles(folder.resolve("data")), faces),
                            progress -> held.add(training.held() - before),
                            soFar -> {})
                    .weights();
        }

        assertThat(held).hasSizeGreaterThan(1).as("arrays left behind by each step").containsOnly(0);
        List<String> moved = start.keySet().stream()
                .filter(name -> !WeightNames.isRunning(name))
                .filter(name -> !Arrays.equals(
                        start.get(name).floats(), trained.get(name).floats()))
                .toList();
        assertThat(moved)
                .containsExactly(
                        "base_model.linear.weight", "base_model.bn.weight", "base_model.bn.bias", "mlp.l1.weight",
                        "mlp.l1.bias", "mlp.l2.weight", "mlp.l2.bias");
    }

    private static List<TrainingFace> faces(List<LabeledImage> images, Embedding teacher) {
        return images.stream()
                .map(image -> new TrainingFace(image.path(), teacher, teacher, image.quality(), Optional.empty()))
                .toList();
    }

    private DistillationSettings lastThreeTensors() throws IOException {
        Path file = Files.writeString(
                folder.resolve("settings.json"),
                """
                {"training": {"epochs": 1, "batch": 8, "threads": 1, "validationShare": 0.1, "backboneTensors": 3}}
                """);
        return DistillationSettings.read(file, DistillationSettings.defaults(Kind.MOBILEFACENET_HALF));
    }

    @Test
    void trainsLastHundredTensorsAndHeadOfPublishedWeights() throws IOException {
        List<LabeledImage> images = TinyFaces.draw(folder.resolve("data")).subList(0, 4);
        float[] direction = new float[512];
        direction[0] = 1;
        List<TrainingFace> faces = faces(images, Embedding.copyOf(direction));
        MobileFaceNetStudent network = new MobileFaceNetStudent(MobileFaceNetStudent.PUBLISHED_CHANNELS, 512, 1024);
        Map<String, Tensor> start =
                network.weightsOf(SharedData.path("golden", "ediffiqa-t", "ediffiqaT-random.pth"), 1);
        Path file = Files.writeString(
                folder.resolve("settings.json"),
                """
                {"training": {"epochs": 1, "batch": 4, "threads": 1, "validationShare": 0.3, "backboneTensors": 100}}
                """);
        DistillationSettings settings =
                DistillationSettings.read(file, DistillationSettings.defaults(Kind.MOBILEFACENET));
        Map<String, Tensor> trained;
        try (StudentTraining training = new StudentTraining(
                network, start, MapHints.none(), settings, StudentTraining.Stage.WHOLE, folder.resolve("c"), "")) {
            trained = training.train(
                            new FixedExamples(new FaceFiles(folder.resolve("data")), faces),
                            progress -> {},
                            soFar -> {})
                    .weights();
        }

        List<String> backbone = start.keySet().stream()
                .filter(name -> !WeightNames.isRunning(name) && !WeightNames.isHead(name))
                .toList();
        List<String> moved = backbone.stream()
                .filter(name -> !Arrays.equals(start.get(name).floats(), trained.get(name).floats()))
                .toList();
        assertThat(moved).isEqualTo(backbone.subList(backbone.size() - 100, backbone.size()));
        assertThat(trained.get("mlp.l1.weight").floats()).isNotEqualTo(start.get("mlp.l1.weight").floats());
    }
}
