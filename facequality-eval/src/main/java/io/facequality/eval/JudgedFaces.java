package io.facequality.eval;

import io.facequality.InvalidInputException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Faces with what every scorer and every embedder says of them. Faces are named by their ordinals.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class JudgedFaces {

    private final List<String> names;
    private final List<String> people;
    private final int[] personOf;
    private final List<QualityColumn> scorers;
    private final List<EmbeddingColumn> embedders;

    private JudgedFaces(
            List<String> names, List<String> people, int[] personOf, List<QualityColumn> scorers,
            List<EmbeddingColumn> embedders) {
        this.names = names;
        this.people = people;
        this.personOf = personOf;
        this.scorers = scorers;
        this.embedders = embedders;
    }

    /**
     * Puts columns together.
     *
     * @param names each face's picture
     * @param people each face's person
     * @param scorers at least one scorer's qualities of these faces
     * @param embedders at least one embedder's embeddings of these faces
     * @return the faces
     * @throws InvalidInputException if the columns are of different lengths, or there are none
     */
    public static JudgedFaces of(
            List<String> names, List<String> people, List<QualityColumn> scorers, List<EmbeddingColumn> embedders) {
        if (scorers.isEmpty() || embedders.isEmpty()) {
            throw InvalidInputException.ofValue(
                    "JudgedFaces", "at least one scorer and one embedder", scorers.size() + " and " + embedders.size());
        }
        requireSize("people", names.size(), people.size());
        scorers.forEach(column -> requireSize(column.label(), names.size(), column.size()));
        embedders.forEach(
                column -> requireSize(column.label(), names.size(), column.embeddings().size()));
        Map<String, Integer> ordinals = new HashMap<>();
        int[] personOf = people.stream()
                .mapToInt(person -> ordinals.computeIfAbsent(person, name -> ordinals.size()))
                .toArray();
        String[] ordered = new String[ordinals.size()];
        ordinals.forEach((name, ordinal) -> ordered[ordinal] = name);
        return new JudgedFaces(
                List.copyOf(names), List.of(ordered), personOf, List.copyOf(scorers), List.copyOf(embedders));
    }

    private static void requireSize(String what, int expected, int found) {
        if (expected != found) {
            throw InvalidInputException.ofValue("JudgedFaces", expected + " faces in " + what, found);
        }
    }

    /**
     * The number of faces.
     *
     * @return at least 0
     */
    public int size() {
        return personOf.length;
    }

    /**
     * Which picture a face is of.
     *
     * @param face its ordinal
     * @return the picture's identifier
     */
    public String name(int face) {
        return names.get(face);
    }

    /**
     * The people, in the order in which the faces name them first.
     *
     * @return their names
     */
    public List<String> people() {
        return people;
    }

    /**
     * Whose each face is.
     *
     * @return a new array of ordinals in {@link #people()}
     */
    public int[] personOf() {
        return personOf.clone();
    }

    int person(int face) {
        return personOf[face];
    }

    /**
     * What the scorers say.
     *
     * @return at least one column
     */
    public List<QualityColumn> scorers() {
        return scorers;
    }

    /**
     * What the embedders say.
     *
     * @return at least one column
     */
    public List<EmbeddingColumn> embedders() {
        return embedders;
    }

    @Override
    public String toString() {
        return "JudgedFaces[faces=" + size() + ", people=" + people.size() + ", scorers="
                + Arrays.toString(scorers.stream().map(QualityColumn::label).toArray()) + "]";
    }
}
