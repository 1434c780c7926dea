package io.facequality.distill.internal.training;

import io.facequality.AlignedFace;
import io.facequality.distill.Distillation;
import io.facequality.distill.DistillationSettings;
import io.facequality.distill.internal.faces.TeacherModel;
import io.facequality.distill.internal.faces.TrainingFaces;
import io.facequality.distill.internal.student.ExportCheck;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.internal.OnnxModelDescription;
import java.util.List;

/**
 * Trains a head on the embeddings of a teacher; the model is both.
 *
 * @param teacher the embedder
 * @param settings how to train
 */
public record HeadDistillation(TeacherModel teacher, DistillationSettings settings) {

    public TrainedModel train(TrainingFaces faces, Distillation.Listener listener) {
        HeadTraining.Result result = HeadTraining.of(settings, listener).train(faces.embeddings(), faces.labels());
        OnnxModelDescription description = teacher.description();
        byte[] file = HeadExport.of(
                teacher.bytes(),
                description,
                teacher.contract().channelOrder(),
                result.head(),
                faces.provenance(description.id(), result.best(), settings));
        return new TrainedModel(file, some -> run(result.head(), some), result.best(), result.epochs());
    }

    private List<ExportCheck.Output> run(TrainedHead head, List<AlignedFace> faces) {
        try (OnnxEmbedder embedder = teacher.open()) {
            return embedder.embed(faces).stream()
                    .map(features -> new ExportCheck.Output(head.score(features), features))
                    .toList();
        }
    }
}
