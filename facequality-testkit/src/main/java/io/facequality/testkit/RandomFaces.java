package io.facequality.testkit;

import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.ModelId;
import io.facequality.QualityScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes faces from random numbers; the same seed makes the same faces. */
final class RandomFaces {

    private static final int DIMENSION = 16;
    private static final ModelId MODEL = ModelId.ofCode("contract", "1");

    /** Equal, zero and negative ones among them. */
    private static final double[] ODD_QUALITIES = {-0.5, 0, 0.25, 0.5, 0.5, 3};

    private RandomFaces() {}

    /** Faces that are all different. */
    static FaceGroup group(int size, long seed) {
        Random random = new Random(seed);
        List<FaceRecord> faces = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            faces.add(face(i, direction(random), random.nextDouble()));
        }
        return new FaceGroup("group-" + seed, faces);
    }

    /** Faces with copies and opposites of others among them, and with odd qualities. */
    static FaceGroup oddGroup(int size, long seed) {
        Random random = new Random(seed);
        List<FaceRecord> faces = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            float[] values = direction(random);
            if (i > 0 && random.nextInt(3) == 0) {
                float sign = random.nextBoolean() ? 1 : -1;
                values = faces.get(random.nextInt(i)).embedding().toArray();
                for (int d = 0; d < values.length; d++) {
                    values[d] *= sign;
                }
            }
            faces.add(face(i, values, ODD_QUALITIES[random.nextInt(ODD_QUALITIES.length)]));
        }
        return new FaceGroup("odd-group-" + seed, faces);
    }

    private static float[] direction(Random random) {
        float[] values = new float[DIMENSION];
        for (int d = 0; d < values.length; d++) {
            values[d] = (float) random.nextGaussian();
        }
        return values;
    }

    private static FaceRecord face(int number, float[] values, double quality) {
        return new FaceRecord(
                new FaceId("face-%03d.png".formatted(number), 0),
                "%064x".formatted(number),
                Optional.empty(),
                new QualityScore(quality, MODEL),
                Embedding.copyOf(values),
                MODEL);
    }
}
