package io.facequality.group;

import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.ModelId;
import io.facequality.QualityScore;
import io.facequality.group.internal.search.Cosine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Makes faces from numbers. */
public final class Faces {

    static final ModelId MODEL = ModelId.ofCode("test", "1");

    private Faces() {}

    public static FaceRecord face(String source, float... embedding) {
        return face(source, 0, "digest of " + source, 0.5, embedding);
    }

    public static FaceRecord face(String source, int ordinal, String digest, double quality, float... embedding) {
        return new FaceRecord(
                new FaceId(source, ordinal),
                digest,
                Optional.empty(),
                new QualityScore(quality, MODEL),
                Embedding.copyOf(embedding),
                MODEL);
    }

    /** Faces whose ordinals are places in the list: around a few centers, so that some are close. */
    public static List<FaceRecord> clustered(int size, int dimension, int centers, double noise, long seed) {
        Random random = new Random(seed);
        float[][] middles = new float[centers][dimension];
        for (float[] middle : middles) {
            for (int d = 0; d < dimension; d++) {
                middle[d] = (float) random.nextGaussian();
            }
        }
        List<FaceRecord> faces = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            float[] values = middles[random.nextInt(centers)].clone();
            for (int d = 0; d < dimension; d++) {
                values[d] += (float) (noise * random.nextGaussian());
            }
            faces.add(face("face-%06d.jpg".formatted(i), values));
        }
        return faces;
    }

    public static List<Embedding> embeddings(List<FaceRecord> faces) {
        return faces.stream().map(FaceRecord::embedding).toList();
    }

    /** The cosines of all pairs, in the one way in which they are computed. */
    public static double[][] cosines(List<FaceRecord> faces) {
        float[][] units =
                faces.stream().map(face -> Cosine.unit(face.embedding())).toArray(float[][]::new);
        double[][] cosines = new double[units.length][units.length];
        for (int i = 0; i < units.length; i++) {
            for (int j = 0; j < units.length; j++) {
                cosines[i][j] = Cosine.clamped(Cosine.of(units[i], units[j]));
            }
        }
        return cosines;
    }

    public static <T> List<T> shuffled(List<T> list, long seed) {
        List<T> shuffled = new ArrayList<>(list);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled;
    }

    /** The groups as ordinals in the list. */
    public static List<List<Integer>> ordinals(List<FaceGroup> groups, List<FaceRecord> faces) {
        List<FaceId> ids = faces.stream().map(FaceRecord::id).toList();
        return groups.stream()
                .map(group -> group.faces().stream()
                        .map(face -> ids.indexOf(face.id()))
                        .toList())
                .toList();
    }

    public static FaceGroup group(String name, FaceRecord... faces) {
        return new FaceGroup(name, List.of(faces));
    }

    public static List<Integer> upTo(int end) {
        return IntStream.range(0, end).boxed().toList();
    }
}
