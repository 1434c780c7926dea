package io.facequality.eval;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.ModelId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The faces of an evaluation: who is on each, the scores of every scorer and the embeddings of every embedder. A face
 * is named by its position, from 0.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class EvaluatedFaces {

    private final List<String> names;
    private final List<String> people;
    private final int[] personOf;
    private final List<Scores> scorers;
    private final List<Embeddings> embedders;

    private EvaluatedFaces(
            List<String> names, List<String> people, int[] personOf, List<Scores> scorers, List<Embeddings> embedders) {
        this.names = names;
        this.people = people;
        this.personOf = personOf;
        this.scorers = scorers;
        this.embedders = embedders;
    }

    /** The raw scores that one scorer gives to all faces. Immutable and safe to share between threads. */
    public static final class Scores {

        private final String label;
        private final ModelId model;
        private final double[] values;

        private Scores(String label, ModelId model, double[] values) {
            this.label = label;
            this.model = model;
            this.values = values;
        }

        /**
         * Copies scores.
         *
         * @param label the scorer's name in results; different for each scorer
         * @param model the scorer's model
         * @param values one finite score per face; higher is better
         * @return the scores
         */
        public static Scores copyOf(String label, ModelId model, double... values) {
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(model, "model");
            for (double value : values) {
                if (!Double.isFinite(value)) {
                    throw InvalidInputException.ofValue("Scores", "finite scores", value + " by " + label);
                }
            }
            return new Scores(label, model, values.clone());
        }

        /**
         * The scorer's name in results.
         *
         * @return its label
         */
        public String label() {
            return label;
        }

        /**
         * The scorer's model.
         *
         * @return its identity
         */
        public ModelId model() {
            return model;
        }

        /**
         * The score of one face.
         *
         * @param face its position
         * @return higher is better
         */
        public double get(int face) {
            return values[face];
        }

        /**
         * The number of faces.
         *
         * @return at least 0
         */
        public int size() {
            return values.length;
        }

        /**
         * All scores.
         *
         * @return a new array, one score per face
         */
        public double[] toArray() {
            return values.clone();
        }
    }

    /**
     * The embeddings that one embedder gives to all faces.
     *
     * @param label the embedder's name in results; different for each embedder
     * @param model the embedder's model
     * @param vectors one embedding per face, {@linkplain Embedding#isUsable() usable}
     */
    public record Embeddings(String label, ModelId model, List<Embedding> vectors) {

        /** Copies the list and checks the embeddings. */
        public Embeddings {
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(model, "model");
            vectors = List.copyOf(vectors);
            for (Embedding vector : vectors) {
                if (!vector.isUsable()) {
                    throw InvalidInputException.ofValue(
                            "Embeddings", "finite embeddings that are not zero", vector + " by " + label);
                }
            }
        }
    }

    /**
     * Puts the parts together. All lists have the same order and length: that of the faces.
     *
     * @param names the picture of each face
     * @param people the person of each face
     * @param scorers the scores of at least one scorer
     * @param embedders the embeddings of at least one embedder
     * @return the faces
     * @throws InvalidInputException if the lengths differ, or if there is no scorer or no embedder
     */
    public static EvaluatedFaces of(
            List<String> names, List<String> people, List<Scores> scorers, List<Embeddings> embedders) {
        if (scorers.isEmpty() || embedders.isEmpty()) {
            throw InvalidInputException.ofValue(
                    "EvaluatedFaces",
                    "at least one scorer and one embedder",
                    scorers.size() + " and " + embedders.size());
        }
        requireSize("people", names.size(), people.size());
        scorers.forEach(scores -> requireSize(scores.label(), names.size(), scores.size()));
        embedders.forEach(embeddings ->
                requireSize(embeddings.label(), names.size(), embeddings.vectors().size()));
        Map<String, Integer> ordinals = new HashMap<>();
        int[] personOf = people.stream()
                .mapToInt(person -> ordinals.computeIfAbsent(person, name -> ordinals.size()))
                .toArray();
        String[] ordered = new String[ordinals.size()];
        ordinals.forEach((name, ordinal) -> ordered[ordinal] = name);
        return new EvaluatedFaces(
                List.copyOf(names), List.of(ordered), personOf, List.copyOf(scorers), List.copyOf(embedders));
    }

    private static void requireSize(String what, int expected, int found) {
        if (expected != found) {
            throw InvalidInputException.ofValue("EvaluatedFaces", expected + " faces in " + what, found);
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
     * The picture of a face.
     *
     * @param face its position
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
     * The person of a face.
     *
     * @param face its position
     * @return a position in {@link #people()}
     */
    public int person(int face) {
        return personOf[face];
    }

    /**
     * The person of every face.
     *
     * @return a new array of positions in {@link #people()}
     */
    public int[] personOf() {
        return personOf.clone();
    }

    /**
     * The scores of every scorer.
     *
     * @return at least one
     */
    public List<Scores> scorers() {
        return scorers;
    }

    /**
     * The embeddings of every embedder.
     *
     * @return at least one
     */
    public List<Embeddings> embedders() {
        return embedders;
    }

    @Override
    public String toString() {
        return "EvaluatedFaces[faces=" + size() + ", people=" + people.size() + ", scorers="
                + scorers.stream().map(Scores::label).toList() + "]";
    }
}
