package io.facequality.distill.internal.labels;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Labels that need no slow teacher: how well an embedder recognizes a face, {@code cos(f, center)}, the center being
 * the mean direction of the same person's <em>other</em> images. It is what a quality score predicts: how similar a
 * face will be to a good one of its person. A face whose person has no other image has no such label.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class Recognizability {

    private final List<Embedding> centers;
    private final double[] labels;

    private Recognizability(List<Embedding> centers, double[] labels) {
        this.centers = centers;
        this.labels = labels;
    }

    /**
     * Computes the labels.
     *
     * @param people whose face each is
     * @param embeddings one for each, in the same order, all of one dimension
     * @return the labels
     * @throws InvalidInputException if there are more people than embeddings or the reverse
     */
    public static Recognizability of(List<String> people, List<Embedding> embeddings) {
        if (people.size() != embeddings.size()) {
            throw InvalidInputException.ofValue(
                    "Recognisability",
                    "an embedding for each face",
                    people.size() + " faces and " + embeddings.size() + " embeddings");
        }
        Map<String, double[]> sums = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int face = 0; face < people.size(); face++) {
            Embedding embedding = embeddings.get(face);
            add(sums.computeIfAbsent(people.get(face), person -> new double[embedding.dimension()]), embedding, 1);
            counts.merge(people.get(face), 1, Integer::sum);
        }
        List<Embedding> centers = new ArrayList<>();
        double[] labels = new double[people.size()];
        for (int face = 0; face < labels.length; face++) {
            Embedding embedding = embeddings.get(face);
            if (counts.getOrDefault(people.get(face), 0) == 1) {
                centers.add(embedding);
                labels[face] = Double.NaN;
            } else {
                double[] others = Objects.requireNonNull(sums.get(people.get(face))).clone();
                add(others, embedding, -1);
                Embedding center = rounded(others);
                centers.add(center);
                labels[face] = Math.max(0, Math.min(1, embedding.cosine(center)));
            }
        }
        return new Recognizability(List.copyOf(centers), labels);
    }

    private static void add(double[] sum, Embedding embedding, double sign) {
        double factor = sign / embedding.norm();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * embedding.get(i);
        }
    }

    private static Embedding rounded(double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) values[i];
        }
        return Embedding.copyOf(rounded);
    }

    /**
     * A face's label.
     *
     * @param face its position
     * @return from 0 to 1, higher is better; empty if its person has no other image
     */
    public Optional<Double> label(int face) {
        return Double.isNaN(labels[face]) ? Optional.empty() : Optional.of(labels[face]);
    }

    /**
     * What a face's label is the similarity to.
     *
     * @param face its position
     * @return the sum of the directions of the person's other images; the face's own embedding if there is none
     */
    public Embedding center(int face) {
        return centers.get(face);
    }
}
