package io.facequality.onnx;

import io.facequality.AlignedFace;
import io.facequality.Embedder;
import io.facequality.Embedding;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.ModelId;
import io.facequality.onnx.internal.FaceNetwork;
import java.nio.file.Path;
import java.util.List;

/**
 * Embeds faces with an ONNX model: one float32 input {@code [n,3,112,112]}, and an output of one float32 vector for
 * each face, {@code [n,d]} or {@code [n,d,1,1]} with {@code d > 1}, by the name of {@code features} or {@code
 * embedding} if there are several. The batch may be open or fixed.
 *
 * <p>The embeddings are the model's raw numbers: some models normalize them, others do not. One without a direction, as
 * a broken model gives it, is returned as it is; {@link Embedding#isUsable()} tells.
 *
 * <p>Safe to call from several threads at once, which with the default options is the fastest way: each call uses one
 * thread. A face's embedding does not depend on the faces beside it. Whoever opens the embedder closes it; closing
 * waits for calls in flight. What it costs beside the model: one direct buffer of 150 KB for each face of a batch, for
 * each call at a time.
 */
public final class OnnxEmbedder implements Embedder {

    private final FaceNetwork network;

    private OnnxEmbedder(FaceNetwork network) {
        this.network = network;
    }

    /**
     * Opens a model that takes pixels as eDifFIQA does, RGB and {@code (p/255 - 0.5) / 0.5}, with the default options.
     *
     * @param file the ONNX file
     * @return the open embedder, which the caller closes
     * @throws ModelException if the file is missing, damaged, or not such a model
     */
    public static OnnxEmbedder open(Path file) {
        return open(ModelFile.of(file), ModelContract.ediffiqa(), ModelOptions.defaults());
    }

    /**
     * Opens a model.
     *
     * @param file the model's file
     * @param contract how pixels become the model's numbers
     * @param options how it is run
     * @return the open embedder, which the caller closes
     * @throws ModelException if the file is missing, damaged, or not such a model, or if this machine lacks the
     *     execution provider
     */
    public static OnnxEmbedder open(ModelFile file, ModelContract contract, ModelOptions options) {
        return new OnnxEmbedder(FaceNetwork.open(file, contract, options, FaceNetwork.Reading.EMBEDDING));
    }

    @Override
    public List<Embedding> embed(List<AlignedFace> faces) {
        return network.run(faces, FaceNetwork.FaceResult::embedding);
    }

    /**
     * Embeds pictures whose pixels are no bytes, such as noised ones. On the pixels of a face it gives the face's
     * embedding.
     *
     * @param pictures rows of {@code 3 * 112 * 112} numbers, of which the first {@code count} are read: the red, the
     *     green and the blue plane on a scale where black is -1 and white is 1. The model's own scale and channel order
     *     are made from that
     * @param count how many pictures
     * @return one embedding for each, in their order
     * @throws ModelException if the model fails
     * @throws io.facequality.FaceQualityException.ClosedException after {@link #close()}
     */
    public List<Embedding> embedPictures(float[] pictures, int count) {
        return network.run(pictures, count, FaceNetwork.FaceResult::embedding);
    }

    @Override
    public ModelId model() {
        return network.model();
    }

    /**
     * How pixels become the model's numbers.
     *
     * @return the contract that it was opened with
     */
    public ModelContract contract() {
        return network.contract();
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
