package io.facequality.distill.training;

import io.facequality.distill.labels.LabelFile;
import io.facequality.distill.training.DistillationSettings.Student.Kind;
import io.facequality.onnx.ModelContract;
import java.nio.file.Path;

/** A training in a process of its own, which can be killed: data, teacher, labels, settings, folder for the results. */
final class TrainingProcess {

    private TrainingProcess() {}

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
