package io.facequality.eval.folder;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.ModelId;
import java.util.List;

/** A scorer or an embedder with the log of its results. */
abstract sealed class CachedModel implements AutoCloseable permits CachedScorer, CachedEmbedder {

    private final String label;
    private final ModelId model;
    private final ModelResultLog log;

    CachedModel(String label, ModelId model, ModelResultLog log) {
        this.label = label;
        this.model = model;
        this.log = log;
    }

    final String label() {
        return label;
    }

    final ModelId model() {
        return model;
    }

    final ModelResultLog log() {
        return log;
    }

    /** The results of some faces as they are logged. */
    final List<byte[]> results(List<AlignedFace> faces) {
        List<byte[]> results = run(faces);
        requireOnePerFace(faces.size(), results.size());
        return results;
    }

    abstract List<byte[]> run(List<AlignedFace> faces);

    final void requireOnePerFace(int faces, int results) {
        if (faces != results) {
            throw new ModelException(new Problem(
                    "cannot use the results of the model", label, faces + " results, one per face",
                    Integer.toString(results), "Correct the scorer or embedder."));
        }
    }

    /** Closes the log, not the model. */
    @Override
    public final void close() {
        log.close();
    }
}
