package io.facequality.distill.internal.labels;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.distill.Distillation;
import io.facequality.distill.LabeledImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The centers of people: the plain mean of the embeddings of each one's high-quality faces, not brought to length 1.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class PersonCenters {

    private final double threshold;
    private final Map<String, Embedding> centers;
    private final List<Distillation.DroppedPerson> dropped;

    private PersonCenters(double threshold, Map<String, Embedding> centers, List<Distillation.DroppedPerson> dropped) {
        this.threshold = threshold;
        this.centers = Collections.unmodifiableMap(centers);
        this.dropped = List.copyOf(dropped);
    }

    /**
     * Finds the centers.
     *
     * @param labels the images, at least one
     * @param embeddings one for each, in the same order, all of one dimension
     * @param rule which faces make a center
     * @return the centers of the people who have one
     * @throws InvalidInputException if there are no images, or if no person is left
     * @throws InvalidInputException if there are more labels than embeddings or the reverse
     */
    public static PersonCenters of(List<LabeledImage> labels, List<Embedding> embeddings, CenterRule rule) {
        requireOneEach(labels, embeddings);
        double threshold = threshold(labels, rule);
        Map<String, Embedding> centers = new LinkedHashMap<>();
        List<Distillation.DroppedPerson> dropped = new ArrayList<>();
        imagesOf(labels).forEach((person, images) -> {
            List<Integer> good = images.stream()
                    .filter(image -> labels.get(image).quality() >= threshold)
                    .toList();
            if (good.size() < rule.minimum()) {
                dropped.add(new Distillation.DroppedPerson(person, images.size(), good.size()));
            } else {
                centers.put(person, mean(good.stream().map(embeddings::get).toList()));
            }
        });
        if (centers.isEmpty()) {
            throw nobodyIsLeft(rule, dropped);
        }
        return new PersonCenters(threshold, centers, dropped);
    }

    private static void requireOneEach(List<LabeledImage> labels, List<Embedding> embeddings) {
        if (labels.size() != embeddings.size()) {
            throw InvalidInputException.ofValue(
                    "PersonCenters",
                    "an embedding for each label",
                    labels.size() + " labels and " + embeddings.size() + " embeddings");
        }
        if (labels.isEmpty()) {
            throw new InvalidInputException(new Problem(
                    "cannot find the centres of the people", "labels", "at least one picture", "none",
                    "Name a labels file with a row for each picture."));
        }
    }

    private static double threshold(List<LabeledImage> labels, CenterRule rule) {
        double[] ascending = labels.stream().mapToDouble(LabeledImage::quality).sorted().toArray();
        int position = (int) (rule.beta() * ascending.length);
        return ascending[ascending.length - 1 - position];
    }

    /** The images of each person, people in the order of their first images. */
    private static Map<String, List<Integer>> imagesOf(List<LabeledImage> labels) {
        Map<String, List<Integer>> people = new LinkedHashMap<>();
        for (int image = 0; image < labels.size(); image++) {
            people.computeIfAbsent(labels.get(image).person(), person -> new ArrayList<>()).add(image);
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

    private static InvalidInputException nobodyIsLeft(CenterRule rule, List<Distillation.DroppedPerson> dropped) {
        int most = dropped.stream().mapToInt(Distillation.DroppedPerson::highQuality).max().orElseThrow();
        return new InvalidInputException(new Problem(
                "cannot find the centres of the people", "minimum",
                "a person with at least " + rule.minimum() + " pictures of high quality",
                dropped.size() + " people, each with at most " + most,
                "Lower the minimum, raise beta, or add pictures of the same people."));
    }

    /**
     * From which score on an image counts as of high quality.
     *
     * @return a raw score of the teacher
     */
    public double threshold() {
        return threshold;
    }

    /**
     * The people who have a center.
     *
     * @return at least one, in the order of their first images
     */
    public List<String> people() {
        return List.copyOf(centers.keySet());
    }

    /**
     * The center of a person.
     *
     * @param person the name
     * @return the mean of the embeddings; empty if the person is not among {@link #people}
     */
    public Optional<Embedding> of(String person) {
        return Optional.ofNullable(centers.get(person));
    }

    /**
     * The people who have none.
     *
     * @return any number, in the order of their first images
     */
    public List<Distillation.DroppedPerson> dropped() {
        return dropped;
    }
}
