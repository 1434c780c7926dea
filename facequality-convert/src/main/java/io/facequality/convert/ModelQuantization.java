package io.facequality.convert;

import io.facequality.AlignedFace;
import io.facequality.InvalidInputException;
import io.facequality.ModelException;
import io.facequality.Problem;
import io.facequality.ProgressListener;
import io.facequality.ProgressListener.Progress;
import io.facequality.StorageException;
import io.facequality.internal.WholeFile;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.internal.QuantizedModel;
import io.facequality.pipeline.internal.OutputPlace;
import io.facequality.pipeline.internal.Version;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * Brings a model to 8 bits and judges what comes out: calibrates on every second face, compares with the original on
 * the others, and writes the model only if it passes the gate of {@link QuantizationFigures}. Immutable and safe to
 * share between threads.
 */
public final class ModelQuantization {

    private static final String WHAT = "cannot quantize the model";

    /** Half of them calibrate, half judge. */
    private static final int FEWEST_FACES = 2 * FidelityFigures.FEWEST_FACES;

    /** More faces hardly move a range, and calibration is slow. */
    private static final int MOST_CALIBRATION_FACES = 256;

    private final QuantizedModel model;
    private final QuantizationFigures figures;

    private ModelQuantization(QuantizedModel model, QuantizationFigures figures) {
        this.model = model;
        this.figures = figures;
    }

    /** Compares how fast two networks are. */
    @FunctionalInterface
    interface Race {

        /** How many times as fast the first is as the second. */
        double speed(JudgedNetwork first, JudgedNetwork second, List<AlignedFace> faces);
    }

    /**
     * Quantizes and judges. Takes about ten times as long as scoring the faces; on one thread, so that the times can be
     * compared.
     *
     * @param file the model's file
     * @param contract how pixels become the model's numbers
     * @param faces at least 100 faces like those that it is meant for
     * @param listener told of each face that it is calibrated on
     * @return the model and its figures, good or bad
     * @throws InvalidInputException if there are too few faces
     * @throws ModelException if the file is missing or damaged, or not a model to quantize, see {@link QuantizedModel}
     * @throws CancellationException if this thread is interrupted
     */
    public static ModelQuantization of(
            ModelFile file, ModelContract contract, List<AlignedFace> faces, ProgressListener listener) {
        return of(file, contract, faces, listener, JudgedNetwork::timesAsFast);
    }

    static ModelQuantization of(
            ModelFile file, ModelContract contract, List<AlignedFace> faces, ProgressListener listener, Race race) {
        if (faces.size() < FEWEST_FACES) {
            throw new InvalidInputException(new Problem(
                    WHAT, file.name(), "at least " + FEWEST_FACES + " faces to calibrate on and to judge by",
                    Integer.toString(faces.size()), "Name a folder with more pictures of faces."));
        }
        List<AlignedFace> calibration = everySecond(faces, 0).stream().limit(MOST_CALIBRATION_FACES).toList();
        List<AlignedFace> others = everySecond(faces, 1);
        try (JudgedNetwork original = JudgedNetwork.open(file, contract)) {
            QuantizedModel model = QuantizedModel.of(file, contract, calibration, done -> listener.onProgress(
                    new Progress(Progress.Stage.CALIBRATING, done, calibration.size(), 0)));
            try (JudgedNetwork quantized = JudgedNetwork.open(model.file(), contract)) {
                FidelityFigures fidelity = FidelityFigures.of(judge(original, others), judge(quantized, others));
                return new ModelQuantization(
                        model,
                        new QuantizationFigures(
                                calibration.size(), fidelity, race.speed(quantized, original, others)));
            }
        }
    }

    private static List<AlignedFace> everySecond(List<AlignedFace> faces, int from) {
        return IntStream.iterate(from, i -> i < faces.size(), i -> i + 2).mapToObj(faces::get).toList();
    }

    private static JudgedNetwork.Judgements judge(JudgedNetwork network, List<AlignedFace> faces) {
        return network.judge(faces, done -> {});
    }

    /**
     * How it compares with the original.
     *
     * @return the figures
     */
    public QuantizationFigures figures() {
        return figures;
    }

    /**
     * How many nodes run in 8 bits.
     *
     * @return at least 1
     */
    public int nodes() {
        return model.nodes();
    }

    /**
     * Checks, before long work, that the model can be written. Nothing is made or changed.
     *
     * @param file as for {@link #write}
     * @throws StorageException if not
     */
    public static void requireWritable(Path file) {
        OutputPlace.requireFile(file);
    }

    /**
     * Writes the model, with its provenance in the ONNX metadata. An earlier file of this name is replaced; the new one
     * appears whole or not at all.
     *
     * @param file where to
     * @throws ModelException if the figures do not pass; nothing is written
     * @throws StorageException if the file cannot be written
     */
    public void write(Path file) {
        if (!figures.passes()) {
            throw new ModelException(new Problem(
                    WHAT, model.source().name(), figures.demands(), figures.toString(),
                    "Keep the model in float32; or calibrate on more faces, more like those that it is meant for."));
        }
        Map<String, String> provenance = new LinkedHashMap<>(figures.provenance());
        provenance.put("by", "facequality " + Version.current());
        WholeFile.replace(file, stream -> stream.write(model.content(provenance)));
    }
}
