package io.facequality.convert;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.ProgressListener;
import io.facequality.ProgressListener.Progress;
import io.facequality.internal.WholeFile;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.internal.QuantizedModel;
import io.facequality.pipeline.internal.OutputPlace;
import io.facequality.pipeline.internal.Version;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * Brings a model to 8 bits and measures what comes out: calibrates on every second face, compares with the original on
 * the others, and writes the model only if it passes the gate of {@link Figures}. Immutable and safe to
 * share between threads.
 */
public final class ModelQuantization {

    private static final String WHAT = "cannot quantize the model";

    /** Half of them calibrate, half measure. */
    private static final int FEWEST_FACES = 2 * FidelityGate.Figures.FEWEST_FACES;

    /** More faces hardly move a range, and calibration is slow. */
    private static final int MOST_CALIBRATION_FACES = 256;

    private final QuantizedModel model;
    private final Figures figures;

    private ModelQuantization(QuantizedModel model, Figures figures) {
        this.model = model;
        this.figures = figures;
    }

    /** Compares how fast two networks are. */
    @FunctionalInterface
    interface Race {

        /** How many times as fast the first is as the second. */
        double speed(ComparedModel first, ComparedModel second, List<AlignedFace> faces);
    }

    /**
     * Quantizes and measures. Takes about ten times as long as scoring the faces; on one thread, so that the times can be
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
        return of(file, contract, faces, listener, ComparedModel::timesAsFast);
    }

    static ModelQuantization of(
            ModelFile file, ModelContract contract, List<AlignedFace> faces, ProgressListener listener, Race race) {
        if (faces.size() < FEWEST_FACES) {
            throw new InvalidInputException(new Problem(
                    WHAT, file.name(), "at least " + FEWEST_FACES + " faces to calibrate on and to measure on",
                    Integer.toString(faces.size()), "Name a folder with more pictures of faces."));
        }
        List<AlignedFace> calibration = everySecond(faces, 0).stream().limit(MOST_CALIBRATION_FACES).toList();
        List<AlignedFace> others = everySecond(faces, 1);
        try (ComparedModel original = ComparedModel.open(file, contract)) {
            QuantizedModel model = QuantizedModel.of(file, contract, calibration, done -> listener.onProgress(
                    new Progress(Progress.Stage.CALIBRATING, done, calibration.size(), 0)));
            try (ComparedModel quantized = ComparedModel.open(model.file(), contract)) {
                FidelityGate.Figures fidelity =
                        FidelityGate.Figures.of(results(original, others), results(quantized, others));
                return new ModelQuantization(
                        model,
                        new Figures(
                                calibration.size(), fidelity, race.speed(quantized, original, others)));
            }
        }
    }

    private static List<AlignedFace> everySecond(List<AlignedFace> faces, int from) {
        return IntStream.iterate(from, i -> i < faces.size(), i -> i + 2).mapToObj(faces::get).toList();
    }

    private static ComparedModel.Results results(ComparedModel network, List<AlignedFace> faces) {
        return network.results(faces, done -> {});
    }

    /**
     * How it compares with the original.
     *
     * @return the figures
     */
    public Figures figures() {
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

    /**
     * How a model in 8 bits compares with the same model in float32, rewritten to run fast, on faces that it was not
     * calibrated on. It must pass the gate of {@link FidelityGate.Figures}, and be faster: without that there is no
     * reason for it.
     *
     * @param calibrationFaces how many faces it was calibrated on
     * @param fidelity how alike the results of both models are on other faces
     * @param speed faces per second in 8 bits divided by faces per second in float32, one thread, in turn
     */
    public record Figures(int calibrationFaces, FidelityGate.Figures fidelity, double speed) {

        /** It must be faster than this. */
        public static final double LEAST_SPEED = 1;

        /** Checks that there are figures. */
        public Figures {
            Objects.requireNonNull(fidelity, "fidelity");
        }

        /**
         * Whether the model in 8 bits may be used in the place of the original.
         *
         * @return true if no figure falls short
         */
        public boolean passes() {
            return fidelity.passes() && speed > LEAST_SPEED;
        }

        /** The figures as words: {@code Spearman correlation of quality 0.9971, mean embedding cosine 0.9953, ...}. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%s, %.2f times as fast as float32, on %d faces", fidelity.words(), speed,
                    fidelity.faces());
        }

        /** What is asked for, of a model with the same outputs. */
        String demands() {
            return fidelity.demands() + ", more speed than in float32";
        }

        /** The figures by short names, for the model's metadata. */
        Map<String, String> provenance() {
            Map<String, String> all = new LinkedHashMap<>();
            all.put("calibration", calibrationFaces + " other faces");
            all.putAll(fidelity.provenance());
            all.put("speed", String.format(Locale.ROOT, "%.2f", speed));
            return all;
        }
    }
}
