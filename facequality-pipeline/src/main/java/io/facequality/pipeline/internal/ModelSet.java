package io.facequality.pipeline.internal;

import io.facequality.Embedder;
import io.facequality.FaceDetector;
import io.facequality.ModelId;
import io.facequality.QualityScorer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pipeline's models, each opened when it is first needed.
 *
 * @param scorer scores; it may be the embedder too
 * @param embedder embeds
 * @param detector finds faces, where pictures are not taken as they are
 */
public record ModelSet(
        Lazy<? extends QualityScorer> scorer,
        Lazy<? extends Embedder> embedder,
        Lazy<FaceDetector> detector)
        implements AutoCloseable {

    /** Which models have a part in a plan, by what they do. */
    Map<String, ModelId> ids(PictureSettings pictures) {
        Map<String, ModelId> ids = new LinkedHashMap<>();
        ids.put("quality", scorer.get().model());
        ids.put("embedding", embedder.get().model());
        if (pictures.detects()) {
            ids.put("detector", detector.get().model());
        }
        return ids;
    }

    /** Rewrites change the last bits of what a model gives, so a plan says which ran. */
    Map<String, String> rewrites() {
        Map<String, String> rewrites = new LinkedHashMap<>();
        putRewrites(rewrites, "quality", scorer.get());
        putRewrites(rewrites, "embedding", embedder.get());
        return rewrites;
    }

    private static void putRewrites(Map<String, String> rewrites, String role, Object model) {
        List<String> ran = PipelineModels.rewrites(model);
        if (!ran.isEmpty()) {
            rewrites.put("rewrites." + role, String.join(", ", ran));
        }
    }

    /** Closes what the pipeline opened itself; idempotent; waits for model runs in flight. */
    @Override
    public void close() {
        scorer.close();
        embedder.close();
        detector.close();
    }
}
