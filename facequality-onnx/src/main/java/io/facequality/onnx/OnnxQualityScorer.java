package io.facequality.onnx;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.ModelId;
import io.facequality.QualityScore;
import io.facequality.QualityScorer;
import io.facequality.onnx.internal.FaceNetwork;
import java.nio.file.Path;
import java.util.List;

/**
 * Scores faces with an ONNX model of the eDifFIQA contract: one float32 input {@code [n,3,112,112]}, and an output of
 * one float32 for each face, {@code [n,1]} or {@code [n]}, by the name of {@code quality} if there are several. The
 * batch may be open or fixed.
 *
 * <p>Higher is better. The range is the model's own: eDifFIQA's scores are unbounded, roughly 0 to 1.
 *
 * <p>Safe to call from several threads at once, which with the default options is the fastest way: each call uses one
 * thread. A face's score does not depend on the faces beside it. Whoever opens the scorer closes it; closing waits for
 * calls in flight. What it costs beside the model: one direct buffer of 150 KB for each face of a batch, for each call
 * at a time.
 */
public final class OnnxQualityScorer implements QualityScorer {

    private final FaceNetwork network;

    private OnnxQualityScorer(FaceNetwork network) {
        this.network = network;
    }

    /**
     * Opens a model with eDifFIQA's contract and the default options.
     *
     * @param file the ONNX file
     * @return the open scorer, which the caller closes
     * @throws ModelException if the file is missing, damaged, or not such a model
     */
    public static OnnxQualityScorer open(Path file) {
        return open(ModelFile.of(file), ModelContract.ediffiqa(), ModelOptions.defaults());
    }

    /**
     * Opens a model.
     *
     * @param file the model's file
     * @param contract how pixels become the model's numbers
     * @param options how it is run
     * @return the open scorer, which the caller closes
     * @throws ModelException if the file is missing, damaged, or not such a model, or if this machine lacks the
     *     execution provider
     */
    public static OnnxQualityScorer open(ModelFile file, ModelContract contract, ModelOptions options) {
        return new OnnxQualityScorer(FaceNetwork.open(file, contract, options, FaceNetwork.Reading.QUALITY));
    }

    /**
     * {@inheritDoc}
     *
     * @throws ModelException if the model fails, or gives a score that is not finite; the message says for which face
     */
    @Override
    public List<QualityScore> score(List<AlignedFace> faces) {
        return network.run(faces, FaceNetwork.FaceResult::quality);
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
