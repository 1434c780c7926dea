package io.facequality.group.internal.people;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How well clusters agree with people, face by face (Bagga and Baldwin, 1998).
 *
 * @param precision the mean share of a face's cluster that is of its person
 * @param recall the mean share of a face's person that is in its cluster
 * @param standardError that of the mean of the faces' own F
 */
public record BCubed(double precision, double recall, double standardError) {

    /**
     * Compares.
     *
     * @param persons each face's person
     * @param clusters ordinals of faces, each once
     */
    public static BCubed of(int[] persons, List<int[]> clusters) {
        Map<Integer, Integer> sizes = new HashMap<>();
        for (int person : persons) {
            sizes.merge(person, 1, Integer::sum);
        }
        double precision = 0;
        double recall = 0;
        double sum = 0;
        double squares = 0;
        for (int[] cluster : clusters) {
            Map<Integer, Integer> shared = new HashMap<>();
            for (int face : cluster) {
                shared.merge(persons[face], 1, Integer::sum);
            }
            for (Map.Entry<Integer, Integer> part : shared.entrySet()) {
                int count = part.getValue();
                int person = Objects.requireNonNull(sizes.get(part.getKey()));
                double own = 2.0 * count / (cluster.length + person);
                precision += (double) count * count / cluster.length;
                recall += (double) count * count / person;
                sum += count * own;
                squares += count * own * own;
            }
        }
        double mean = sum / persons.length;
        double variance = Math.max(0, squares / persons.length - mean * mean);
        return new BCubed(
                precision / persons.length, recall / persons.length, Math.sqrt(variance / persons.length));
    }

    /** The harmonic mean of both. */
    public double f() {
        return 2 * precision * recall / (precision + recall);
    }
}
