package io.facequality.onnx;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.ModelId;
import io.facequality.ScoringEmbedder;
import io.facequality.ScoringEmbedder.ScoredEmbedding;
import io.facequality.onnx.internal.FaceNetwork;
import io.facequality.onnx.internal.OnnxModelDescription;
import java.nio.file.Path;
import java.util.List;

/**
 * Scores and embeds faces in one pass over an ONNX model that gives both, as {@link OnnxQualityScorer} and {@link
 * OnnxEmbedder} read them. {@link OnnxModelDescription} tells whether a file does.
 *
 * <p>Safe to call from several threads at once, which with the default options is the fastest way: each call uses one
 * thread. What a face gets does not depend on the faces beside it. Whoever opens it closes it; closing waits for calls
 * in flight. What it costs beside the model: one direct buffer of 150 KB for each face of a batch, for each call at a
 * time.
 */
public final class OnnxScoringEmbedder implements ScoringEmbedder {

    private final FaceNetwork network;

    private OnnxScoringEmbedder(FaceNetwork network) {
        this.network = network;
    }

    /**
     * Opens a model with eDifFIQA's contract and the default options.
     *
     * @param file the ONNX file
     * @return the open scorer and embedder, which the caller closes
     * @throws ModelException if the file is missing, damaged, or not such a model
     */
    public static OnnxScoringEmbedder open(Path file) {
        return open(ModelFile.of(file), ModelContract.ediffiqa(), ModelOptions.defaults());
    }

    /**
     * Opens a model.
     *
     * @param file the model's file
     * @param contract how pixels become the model's numbers
     * @param options how it is run
     * @return the open scorer and embedder, which the caller closes
     * @throws ModelException if the file is missing, damaged, or not such a model, or if this machine lacks the
     *     execution provider
     */
    public static OnnxScoringEmbedder open(ModelFile file, ModelContract contract, ModelOptions options) {
        return new OnnxScoringEmbedder(FaceNetwork.open(
                file, contract, options, FaceNetwork.Reading.QUALITY, FaceNetwork.Reading.EMBEDDING));
    }

    /**
     * {@inheritDoc}
     *
     * @throws ModelException if the model fails, or gives a score that is not finite; the message says for which face
     */
    @Override
    public List<ScoredEmbedding> scoreAndEmbed(List<AlignedFace> faces) {
        return network.run(faces, face -> new ScoredEmbedding(face.quality(), face.embedding()));
    }

    @Override
    public ModelId model() {
        return network.model();
    }

    /**
     * Which rewrites made the model run faster, and at how many places, such as {@code prelu-as-relu x33}.
     *
     * @return the rewrites in the order in which they ran; empty if the model runs as its file has it
     */
    public List<String> rewrites() {
        return network.rewrites();
    }

    @Override
    public void close() {
        network.close();
    }
}
