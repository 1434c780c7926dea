package io.facequality.select.internal;

import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A group's faces in the order of their ids, whatever order they came in: so neither sums nor ties depend on it.
 * Ordinals are places in this order. Immutable.
 */
public final class Candidates {

    private final FaceGroup group;
    private final List<FaceRecord> faces;
    private final int[] ordinals;

    public Candidates(FaceGroup group) {
        this.group = group;
        int[] places = IntStream.range(0, group.size())
                .boxed()
                .sorted(Comparator.comparing(place -> group.faces().get(place).id()))
                .mapToInt(Integer::intValue)
                .toArray();
        this.faces = IntStream.of(places).mapToObj(group.faces()::get).toList();
        this.ordinals = new int[places.length];
        for (int ordinal = 0; ordinal < places.length; ordinal++) {
            ordinals[places[ordinal]] = ordinal;
        }
    }

    public FaceGroup group() {
        return group;
    }

    public int size() {
        return faces.size();
    }

    /** The faces by ordinal. */
    public List<FaceRecord> faces() {
        return faces;
    }

    /** The ordinals in the group's order. */
    IntStream inGroupOrder() {
        return IntStream.of(ordinals);
    }

    public List<Embedding> embeddings() {
        return faces.stream().map(FaceRecord::embedding).toList();
    }

    public double[] qualities() {
        return faces.stream().mapToDouble(face -> face.quality().value()).toArray();
    }

    /** Each face's place among the qualities, from 1 for the highest; equal ones in the order of their ids. */
    int[] qualityRanks() {
        double[] qualities = qualities();
        int[] byQuality = IntStream.range(0, size())
                .boxed()
                .sorted((a, b) -> Double.compare(qualities[b], qualities[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] ranks = new int[size()];
        for (int rank = 0; rank < byQuality.length; rank++) {
            ranks[byQuality[rank]] = rank + 1;
        }
        return ranks;
    }
}
