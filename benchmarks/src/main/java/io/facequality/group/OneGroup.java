package io.facequality.group;

import io.facequality.DuplicateGrouper;
import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceGroup.WidestPair;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.ModelId;
import io.facequality.QualityScore;
import io.facequality.group.FaceGrouper.Linkage;
import io.facequality.group.PictureGrouper.PerceptualHash;
import io.facequality.group.internal.DigestGrouper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The worst that a folder can hold: faces that all belong to one group, with every grouper and linkage. Ends with an
 * error if any grouper finds another number of groups.
 *
 * <p>Arguments: how many faces, how many threads.
 */
public final class OneGroup {

    private static final int DIMENSION = 16;
    private static final double NOISE = 0.05;
    private static final double THRESHOLD = 0.5;
    private static final ModelId MODEL = ModelId.ofCode("made up", "1");

    private OneGroup() {}

    public static void main(String[] arguments) {
        int size = Integer.parseInt(arguments[0]);
        int threads = Integer.parseInt(arguments[1]);
        List<FaceRecord> faces = faces(size);
        groupers(threads).forEach((name, grouper) -> {
            long start = System.nanoTime();
            List<FaceGroup> groups = grouper.group(faces);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%-24s %6.1f s, %d group, %s%n",
                    name,
                    seconds,
                    groups.size(),
                    groups.get(0).widest().map(WidestPair::similarity));
            if (groups.size() != 1) {
                throw new IllegalStateException("expected one group by " + name + ", found " + groups.size());
            }
        });
    }

    private static Map<String, DuplicateGrouper> groupers(int threads) {
        PerceptualHash hash = PerceptualHash.parse("0123456789abcdef".repeat(4));
        Map<String, DuplicateGrouper> groupers = new LinkedHashMap<>();
        groupers.put("equal files", new DigestGrouper());
        for (Linkage linkage : List.of(new Linkage.Connected(), new Linkage.Complete(), new Linkage.Density(3))) {
            groupers.put(
                    "faces, " + linkage,
                    FaceGrouper.builder(THRESHOLD).linkage(linkage).threads(threads).build());
            groupers.put(
                    "pictures, " + linkage,
                    PictureGrouper.builder(face -> Optional.of(hash))
                            .linkage(linkage)
                            .threads(threads)
                            .build());
        }
        return groupers;
    }

    /** All of one file, and all different in their embeddings. */
    private static List<FaceRecord> faces(int size) {
        Random random = new Random(1);
        List<FaceRecord> faces = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            float[] values = new float[DIMENSION];
            for (int d = 0; d < DIMENSION; d++) {
                values[d] = 1 + (float) (NOISE * random.nextGaussian());
            }
            faces.add(new FaceRecord(
                    new FaceId("copy-%06d.jpg".formatted(i), 0),
                    "one file",
                    Optional.empty(),
                    new QualityScore(0.5, MODEL),
                    Embedding.copyOf(values),
                    MODEL));
        }
        return faces;
    }
}
