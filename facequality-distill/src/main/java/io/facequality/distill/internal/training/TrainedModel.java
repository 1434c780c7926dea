package io.facequality.distill.internal.training;

import io.facequality.AlignedFace;
import io.facequality.convert.internal.network.Producer;
import io.facequality.distill.Distillation;
import io.facequality.distill.internal.student.ExportCheck;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.ModelOptions;
import io.facequality.onnx.OnnxScoringEmbedder;
import java.util.List;

/** What a training gave: the network as a function and as a file, and the losses. */
public final class TrainedModel {

    private final byte[] file;
    private final ExportCheck.Trained network;
    private final int best;
    private final List<Distillation.EpochLosses> epochs;

    TrainedModel(byte[] file, ExportCheck.Trained network, int best, List<Distillation.EpochLosses> epochs) {
        this.file = file;
        this.network = network;
        this.best = best;
        this.epochs = List.copyOf(epochs);
    }

    /** The bytes of the ONNX file, not a copy. */
    public byte[] file() {
        return file;
    }

    /** The epoch that the weights are from. */
    public int best() {
        return best;
    }

    public List<Distillation.EpochLosses> epochs() {
        return epochs;
    }

    /** Runs the file beside the network. */
    public Distillation.Check check(List<AlignedFace> faces) {
        try (OnnxScoringEmbedder exported = OnnxScoringEmbedder.open(
                ModelFile.of("model", Producer.version(), file), ModelContract.ediffiqa(), ModelOptions.defaults())) {
            return ExportCheck.of(exported, network, faces);
        }
    }
}
