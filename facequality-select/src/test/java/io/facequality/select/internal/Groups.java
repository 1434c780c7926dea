package io.facequality.select.internal;

import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.ModelId;
import io.facequality.QualityScore;
import io.facequality.QualityScore.QualityWeighting;
import io.facequality.Selection;
import io.facequality.Selection.Decision;
import io.facequality.internal.Workers;
import io.facequality.select.FaceSelector.Representation;
import io.facequality.select.internal.objective.FaceWeights;
import io.facequality.select.internal.objective.GramMatrix;
import io.facequality.select.internal.objective.GroupFaces;
import io.facequality.select.internal.objective.UnitVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Makes groups of faces from numbers. */
public final class Groups {

    private static final ModelId MODEL = ModelId.ofCode("test", "1");

    private Groups() {}

    /** Faces face-00.jpg, face-01.jpg, ... in the order of their ids, so that ordinals are places in the group. */
    public static FaceGroup of(float[][] embeddings, double[] qualities) {
        return new FaceGroup(
                "group",
                IntStream.range(0, embeddings.length)
                        .mapToObj(i -> face("face-%02d.jpg".formatted(i), embeddings[i], qualities[i]))
                        .toList());
    }

    public static FaceRecord face(String name, float[] embedding, double quality) {
        String digest = "%064x".formatted(Math.abs(name.hashCode()));
        return new FaceRecord(
                new FaceId(name, 0),
                digest,
                Optional.empty(),
                new QualityScore(quality, MODEL),
                Embedding.copyOf(embedding),
                MODEL);
    }

    /** A group of random faces; the same seed gives the same group. */
    public static FaceGroup random(int size, long seed) {
        Random random = new Random(seed);
        List<FaceRecord> faces = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            float[] values = new float[16];
            for (int d = 0; d < values.length; d++) {
                values[d] = (float) random.nextGaussian();
            }
            faces.add(face("face-%03d.png".formatted(i), values, random.nextDouble()));
        }
        return new FaceGroup("group-" + seed, faces);
    }

    /** As a selector compares them, with weights {@code max(score, 1e-6)}. */
    static GroupFaces compared(Candidates candidates, Representation representation) {
        return new GroupFaces(
                GramMatrix.of(UnitVectors.of(candidates.embeddings()), new Workers(1)),
                FaceWeights.of(
                        candidates.faces(),
                        QualityWeighting.atLeast(QualityWeighting.DEFAULT_FLOOR),
                        representation),
                candidates.qualities());
    }

    /** The places of the kept faces in the group's order. */
    public static List<Integer> keptPlaces(Selection selection) {
        List<Decision> decisions = selection.decisions();
        return IntStream.range(0, decisions.size())
                .filter(place -> decisions.get(place).kept())
                .boxed()
                .toList();
    }
}
