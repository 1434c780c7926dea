package io.facequality.benchmarks.experiments;

import io.facequality.benchmarks.experiments.NearDuplicateSet.Sample;
import io.facequality.group.internal.search.Cosine;
import io.facequality.onnx.OnnxScoringEmbedder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes faces that are made of real embeddings, as little-endian unit vectors one after the other: a shot is the mean
 * of two real faces and noise, and comes four times with slight noise, at a cosine of about 0.97 between two. So the
 * planted near-duplicates are known.
 *
 * <p>Arguments: a folder of aligned people, how many faces, the file.
 */
public final class SyntheticFaces {

    static final int COPIES = 4;
    private static final double SHOT_NOISE = 0.5;
    private static final double COPY_NOISE = 0.18;

    private SyntheticFaces() {}

    public static void main(String[] arguments) throws Exception {
        float[][] real = realEmbeddings(Path.of(arguments[0]));
        write(real, Integer.parseInt(arguments[1]), Path.of(arguments[2]));
        System.out.println(arguments[1] + " faces of " + real[0].length + " numbers");
    }

    private static float[][] realEmbeddings(Path root) throws Exception {
        try (OnnxScoringEmbedder embedder = NearDuplicateSet.openEmbeddedModel(1)) {
            return NearDuplicateSet.read(root, number -> false, embedder).stream()
                    .map(Sample::face)
                    .map(face -> Cosine.unit(face.embedding()))
                    .toArray(float[][]::new);
        }
    }

    private static void write(float[][] real, int size, Path file) throws IOException {
        try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            ByteBuffer bytes = ByteBuffer.allocate(real[0].length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int ordinal = 0; ordinal < size; ordinal++) {
                bytes.asFloatBuffer().put(face(real, ordinal));
                output.write(bytes.array());
            }
        }
    }

    private static float[] face(float[][] real, int ordinal) {
        Random shot = new Random(7L * (ordinal / COPIES) + 1);
        float[] one = real[shot.nextInt(real.length)];
        float[] other = real[shot.nextInt(real.length)];
        Random copy = new Random(1_000_003L * ordinal + 5);
        double[] values = new double[one.length];
        double square = 0;
        for (int d = 0; d < values.length; d++) {
            double noise = SHOT_NOISE * shot.nextGaussian() + COPY_NOISE * copy.nextGaussian();
            values[d] = one[d] + other[d] + noise / Math.sqrt(values.length);
            square += values[d] * values[d];
        }
        float[] unit = new float[values.length];
        for (int d = 0; d < unit.length; d++) {
            unit[d] = (float) (values[d] / Math.sqrt(square));
        }
        return unit;
    }
}
