package io.facequality.distill.training;

import io.facequality.AlignedFace;
import io.facequality.onnx.OnnxEmbedder;
import io.facequality.onnx.internal.OnnxModelDescription;
import java.util.List;

/**
 * Trains a head on the embeddings of a teacher; the model is both.
 *
 * @param teacher the embedder
 * @param settings how to train
 */
record HeadDistillation(TeacherModel teacher, DistillationSettings settings) {

    TrainedModel train(TrainingFaces faces, TrainingListener listener) {
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
