package io.facequality.distill.training;

import io.facequality.distill.labels.LabelFile;
import io.facequality.distill.training.DistillationSettings.Student.Kind;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.ModelContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A training in a process of its own, which can be killed: data, teacher, labels, settings, folder for the results. */
final class TrainingProcess {

    private TrainingProcess() {}

    /** Starts one on the drawn faces, the teacher, the labels and the settings that lie in a folder. */
    static Process start(Path folder, Path out, String classPath) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                TrainingProcess.class.getName(),
                folder.resolve("data").toString(),
                folder.resolve("teacher.onnx").toString(),
                folder.resolve("labels.csv").toString(),
                folder.resolve("settings.json").toString(),
                out.toString());
        // Not as an argument: ONNX Runtime's telemetry fails where the command line is longer than 4 KB.
        builder.environment().put("CLASSPATH", classPath);
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
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
        DistillationSettings settings = DistillationSettings.read(
                Path.of(arguments[3]), DistillationSettings.defaults(Kind.MOBILEFACENET_HALF));
        Distillation.of(
                        Path.of(arguments[0]), Path.of(arguments[1]), ModelContract.ediffiqa(), settings,
                        Path.of(arguments[4]))
                .run(LabelFile.read(Path.of(arguments[2])), new Distillation.Listener() {
                    @Override
                    public void onEmbedded(int done, int total) {}

                    @Override
                    public void onStep(TrainingProgress progress) {
                        System.out.println("step " + progress.step());
                    }
                });
    }
}
