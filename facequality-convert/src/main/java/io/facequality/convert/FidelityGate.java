package io.facequality.convert;

import io.facequality.AlignedFace;
import io.facequality.InvalidInputException;
import io.facequality.ModelException;
import io.facequality.Problem;
import io.facequality.ProgressListener;
import io.facequality.ProgressListener.Progress;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/**
 * Stands between a model that was changed at the cost of accuracy and the place of the original: lets it in only if
 * both judge the same faces alike, see {@link FidelityFigures}. The faces must be real ones. Drawn faces and noise are
 * unlike anything that a network was trained on, and tell nothing of those that it is meant for.
 *
 * <p>A scorer is judged by its quality, an embedder by its embedding, a model that gives both by both. A diffusion's
 * UNet gives neither: in the place of a quality stands how alike the built-in embedder finds a face and what the UNet
 * restored of it in one step, which is the UNet's share of the score that comes of it.
 *
 * <p>Immutable and safe to share between threads, but for the listener. A comparison works on the calling thread, and
 * holds one of the two models at a time.
 */
public final class FidelityGate {

    private final ModelContract contract;
    private final List<AlignedFace> faces;
    private final ProgressListener listener;

    private FidelityGate(ModelContract contract, List<AlignedFace> faces, ProgressListener listener) {
        this.contract = contract;
        this.faces = faces;
        this.listener = listener;
    }

    /**
     * Sets up a gate.
     *
     * @param contract how pixels become the models' numbers
     * @param faces at least {@link FidelityFigures#FEWEST_FACES} faces like those that the model is meant for
     * @param listener told how many faces have been judged, every few of them
     * @return the gate
     * @throws InvalidInputException if there are too few faces
     */
    public static FidelityGate of(ModelContract contract, List<AlignedFace> faces, ProgressListener listener) {
        Objects.requireNonNull(contract, "contract");
        Objects.requireNonNull(listener, "listener");
        if (faces.size() < FidelityFigures.FEWEST_FACES) {
            throw new InvalidInputException(new Problem(
                    "cannot compare the models", "the pictures to compare them on",
                    "at least " + FidelityFigures.FEWEST_FACES + " faces", Integer.toString(faces.size()),
                    "Name a folder with more pictures of faces."));
        }
        return new FidelityGate(contract, List.copyOf(faces), listener);
    }

    /**
     * Compares two models, whether they are alike or not.
     *
     * @param original the model before the change
     * @param changed the model after it
     * @return the figures, good or bad
     * @throws ModelException if a file is missing or damaged, or gives neither quality nor embedding nor a picture
     * @throws CancellationException if this thread is interrupted
     */
    public FidelityFigures compare(ModelFile original, ModelFile changed) {
        return FidelityFigures.of(judgements(original, 0), judgements(changed, faces.size()));
    }

    private JudgedNetwork.Judgements judgements(ModelFile file, int before) {
        try (JudgedNetwork network = JudgedNetwork.open(file, contract)) {
            return network.judge(faces, done -> listener.onProgress(
                    new Progress(Progress.Stage.COMPARING, before + done, 2L * faces.size(), 0)));
        }
    }

    /**
     * Compares two models and refuses the changed one if it judges otherwise.
     *
     * @param place where the change comes from, for the message
     * @param original the model before the change
     * @param changed the model after it
     * @return the figures by short names such as {@code cosine}, for the changed model's metadata
     * @throws ModelException if the figures do not pass, or as for {@link #compare}
     * @throws CancellationException if this thread is interrupted
     */
    public Map<String, String> judge(String place, ModelFile original, ModelFile changed) {
        FidelityFigures figures = compare(original, changed);
        if (!figures.passes()) {
            throw new ModelException(new Problem(
                    "cannot let the changed model take the place of the original", place, figures.demands(),
                    figures.toString(),
                    "Keep the original precision; or compare on more faces, more like those that it is meant for."));
        }
        return figures.provenance();
    }

    @Override
    public String toString() {
        return "FidelityGate[" + faces.size() + " faces]";
    }
}
