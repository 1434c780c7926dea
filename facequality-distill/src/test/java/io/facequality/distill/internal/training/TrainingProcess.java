package io.facequality.distill.internal.training;

import io.facequality.distill.Distillation;
import io.facequality.distill.DistillationSettings;
import io.facequality.distill.TeacherScores;
import io.facequality.distill.UnetSettings;
import io.facequality.distill.UnetSettings.Network.Architecture;
import io.facequality.distill.UnetTraining;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A training in a process of its own, which can be killed: what is trained, data, teacher, labels, settings, folder for
 * the results.
 */
final class TrainingProcess {

    /** What is trained, and the file that comes of it. */
    enum Kind {
        STUDENT("model.onnx"),
        UNET("unet.onnx");

        private final String file;

        Kind(String file) {
            this.file = file;
        }

        String file() {
            return file;
        }
    }

    private TrainingProcess() {}

    /** Starts one on the drawn faces, the teacher, the labels and the settings that lie in a folder. */
    static Process start(Kind kind, Path folder, Path out, String classPath) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", classPath,
                TrainingProcess.class.getName(),
                kind.name(),
                folder.resolve("data").toString(),
                folder.resolve("teacher.onnx").toString(),
                folder.resolve("labels.csv").toString(),
                folder.resolve("settings.json").toString(),
                out.toString());
        return builder.redirectErrorStream(true).start();
    }

    /** Puts what {@link #start} needs into a folder. */
    static void prepare(Path folder, String settings) throws IOException {
        StringBuilder rows = new StringBuilder("path,quality\n");
        TinyFaces.draw(folder.resolve("data"))
                .forEach(label -> rows.append(label.path() + "," + label.quality() + "\n"));
        Files.writeString(folder.resolve("labels.csv"), rows);
        Files.write(folder.resolve("teacher.onnx"), EmbeddedModel.QUALITY_AND_EMBEDDING.read());
        Files.writeString(folder.resolve("settings.json"), settings);
    }

    public static void main(String[] arguments) {
        if (Kind.valueOf(arguments[0]) == Kind.UNET) {
            trainUnet(Path.of(arguments[1]), Path.of(arguments[4]), Path.of(arguments[5]));
        } else {
            trainStudent(
                    Path.of(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]), Path.of(arguments[4]),
                    Path.of(arguments[5]));
        }
    }

    private static void trainStudent(Path data, Path teacher, Path labels, Path settings, Path out) {
        DistillationSettings all = DistillationSettings.read(
                settings, DistillationSettings.defaults(DistillationSettings.Student.Kind.MOBILEFACENET_HALF));
        Distillation.of(data, teacher, ModelContract.ediffiqa(), all, out)
                .run(TeacherScores.read(labels), new Distillation.Listener() {
                    @Override
                    public void onEmbedded(int done, int total) {}

                    @Override
                    public void onStep(Distillation.Progress progress) {
                        System.out.println("step " + progress.step());
                    }
                });
    }

    private static void trainUnet(Path data, Path settings, Path out) {
        UnetSettings all = UnetSettings.read(settings, UnetSettings.defaults(Architecture.LEAN));
        List<String> images = new ArrayList<>();
        for (int image = 0; image < TinyFaces.IMAGES; image++) {
            images.add("p0/" + image + ".png");
        }
        UnetTraining.of(data, all, out).run(images, new UnetTraining.Listener() {
            @Override
            public void onRead(int done, int total) {}

            @Override
            public void onStep(UnetTraining.Progress progress) {
                System.out.println("step " + progress.step());
            }

            @Override
            public void onEpoch(UnetTraining.EpochLosses losses) {}
        });
    }
}
