package io.facequality.distill.labels;

import io.facequality.Embedding;
import io.facequality.InvalidInputException;
import io.facequality.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The centres of people: the plain mean of the embeddings of each one's high-quality faces, not brought to length 1.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class PersonCentres {

    private final double threshold;
    private final Map<String, Embedding> centres;
    private final List<DroppedPerson> dropped;

    private PersonCentres(double threshold, Map<String, Embedding> centres, List<DroppedPerson> dropped) {
        this.threshold = threshold;
        this.centres = Collections.unmodifiableMap(centres);
        this.dropped = List.copyOf(dropped);
    }

    /**
     * Finds the centres.
     *
     * @param labels the pictures, at least one
     * @param embeddings one for each, in the same order, all of one dimension
     * @param rule which faces make a centre
     * @return the centres of the people who have one
     * @throws InvalidInputException if there are no pictures, or if no person is left
     * @throws InvalidInputException if there are more labels than embeddings or the reverse
     */
    public static PersonCentres of(List<LabelledPicture> labels, List<Embedding> embeddings, CentreRule rule) {
        requireOneEach(labels, embeddings);
        double threshold = threshold(labels, rule);
        Map<String, Embedding> centres = new LinkedHashMap<>();
        List<DroppedPerson> dropped = new ArrayList<>();
        picturesOf(labels).forEach((person, pictures) -> {
            List<Integer> good = pictures.stream()
                    .filter(picture -> labels.get(picture).quality() >= threshold)
                    .toList();
            if (good.size() < rule.minimum()) {
                dropped.add(new DroppedPerson(person, pictures.size(), good.size()));
            } else {
                centres.put(person, mean(good.stream().map(embeddings::get).toList()));
            }
        });
        if (centres.isEmpty()) {
            throw nobodyIsLeft(rule, dropped);
        }
        return new PersonCentres(threshold, centres, dropped);
    }

    private static void requireOneEach(List<LabelledPicture> labels, List<Embedding> embeddings) {
        if (labels.size() != embeddings.size()) {
            throw InvalidInputException.ofValue(
                    "PersonCentres",
                    "an embedding for each label",
                    labels.size() + " labels and " + embeddings.size() + " embeddings");
        }
        if (labels.isEmpty()) {
            throw new InvalidInputException(new Problem(
                    "cannot find the centres of the people", "labels", "at least one picture", "none",
                    "Name a labels file with a row for each picture."));
        }
    }

    private static double threshold(List<LabelledPicture> labels, CentreRule rule) {
        double[] ascending = labels.stream().mapToDouble(LabelledPicture::quality).sorted().toArray();
        int position = (int) (rule.beta() * ascending.length);
        return ascending[ascending.length - 1 - position];
    }

    /** The pictures of each person, people in the order of their first pictures. */
    private static Map<String, List<Integer>> picturesOf(List<LabelledPicture> labels) {
        Map<String, List<Integer>> people = new LinkedHashMap<>();
        for (int picture = 0; picture < labels.size(); picture++) {
            people.computeIfAbsent(labels.get(picture).person(), person -> new ArrayList<>()).add(picture);
        }
        return people;
    }

    private static Embedding mean(List<Embedding> embeddings) {
        double[] sum = new double[embeddings.get(0).dimension()];
        for (Embedding embedding : embeddings) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += embedding.get(i);
            }
        }
        float[] mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / embeddings.size());
        }
        return Embedding.copyOf(mean);
    }

    private static InvalidInputException nobodyIsLeft(CentreRule rule, List<DroppedPerson> dropped) {
        int most = dropped.stream().mapToInt(DroppedPerson::highQuality).max().orElseThrow();
        return new InvalidInputException(new Problem(
                "cannot find the centres of the people", "minimum",
                "a person with at least " + rule.minimum() + " pictures of high quality",
                dropped.size() + " people, each with at most " + most,
                "Lower the minimum, raise beta, or add pictures of the same people."));
    }

    /**
     * From which score on a picture counts as of high quality.
     *
     * @return a raw score of the teacher
     */
    public double threshold() {
        return threshold;
    }

    /**
     * The people who have a centre.
     *
     * @return at least one, in the order of their first pictures
     */
    public List<String> people() {
        return List.copyOf(centres.keySet());
    }

    /**
     * The centre of a person.
     *
     * @param person the name
     * @return the mean of the embeddings; empty if the person is not among {@link #people}
     */
    public Optional<Embedding> of(String person) {
        return Optional.ofNullable(centres.get(person));
    }

    /**
     * The people who have none.
     *
     * @return any number, in the order of their first pictures
     */
    public List<DroppedPerson> dropped() {
        return dropped;
    }
}
