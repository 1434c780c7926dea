package io.facequality.group.internal.people;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceRecord;
import io.facequality.ModelId;
import io.facequality.group.People;
import io.facequality.group.PersonCalibration;
import io.facequality.group.PersonGrouper.Constraints;
import io.facequality.group.internal.OrderedFaces;
import io.facequality.group.internal.search.SimilaritySearch;
import io.facequality.internal.Workers;
import java.util.List;

/**
 * Finds people among faces: first what is said, then the good faces by agglomeration, then the bad ones.
 *
 * @param calibration for the models that made the faces
 * @param known what is said of them
 * @param least from which probability on a bad face is put to a person
 * @param workers compare faces
 * @param exactLimit up to how many faces every pair is compared
 */
public record PeopleFinder(
        PersonCalibration calibration, Constraints known, double least, Workers workers, int exactLimit) {

    public PeopleFinder(PersonCalibration calibration, Constraints known, double least, Workers workers) {
        this(calibration, known, least, workers, Candidates.EXACT_LIMIT);
    }

    /** What is compared of an embedding: its direction from the calibration's center. */
    public static float[] direction(Embedding embedding, float[] center) {
        return WeightedFaces.centered(embedding, center);
    }

    /** The smallest cosine of two directions that are compared. Faces that no chain of such pairs connects never meet. */
    public static double leastSimilarity(PersonCalibration calibration) {
        return Candidates.floor(calibration);
    }

    /** Finds them; the order of the faces changes nothing. */
    public People people(List<FaceRecord> records) {
        List<FaceRecord> faces = new OrderedFaces(records).faces();
        faces.forEach(this::requireCalibrated);
        WeightedFaces weighted = new WeightedFaces(faces, calibration);
        Clusters clusters = new Clusters(new Evidence(calibration), weighted);
        double threshold = calibration.joining().thresholdAmong(faces.size());

        Seeds seeds = new Seeds(faces, known, clusters);
        seeds.obey();
        seeds.joinCopies();
        boolean[] isGood = good(weighted, seeds, clusters, threshold);
        seeds.joinEarlier(isGood);

        int[][] candidates = faces.isEmpty()
                ? new int[0][]
                : Candidates.of(weighted.directions(), Candidates.floor(calibration), SimilaritySearch.automatic(workers.threads()),
                        exactLimit);
        new Agglomeration(clusters, seeds.constraints(), candidates, isGood).run(threshold, (into, from, ratio) -> {});
        Likelihoods likelihoods =
                new Likelihoods(weighted, clusters, seeds.constraints(), candidates, isGood, threshold);
        return new Assignment(faces, seeds, clusters, isGood, likelihoods, least).people();
    }

    /** Whether a face could find another of its quality, or somebody said whose it is; copies count by their originals. */
    private boolean[] good(WeightedFaces weighted, Seeds seeds, Clusters clusters, double threshold) {
        boolean[] isGood = new boolean[weighted.size()];
        for (int ordinal = 0; ordinal < isGood.length; ordinal++) {
            boolean counts = !seeds.isCopy(ordinal);
            isGood[ordinal] = counts
                    && (seeds.isSaid(ordinal)
                            || Evidence.expected(calibration, weighted.recognizability(ordinal)) >= threshold);
            if (isGood[ordinal]) {
                isGood[clusters.root(ordinal)] = true;
            }
        }
        return isGood;
    }

    private void requireCalibrated(FaceRecord face) {
        requireModel(face, "an embedding", calibration.origin().embedder(), face.embedder());
        requireModel(face, "a quality", calibration.origin().scorer(), face.quality().model());
    }

    private static void requireModel(FaceRecord face, String what, ModelId calibrated, ModelId found) {
        if (!calibrated.equals(found)) {
            throw new InvalidInputException(new Problem(
                    "cannot find people among the faces", face.id().toString(),
                    what + " by " + words(calibrated) + ", which the calibration is for", "one by " + words(found),
                    "Calibrate for the models that you use, on a folder of people."));
        }
    }

    private static String words(ModelId model) {
        return model.name() + (model.version().isEmpty() ? "" : " " + model.version());
    }
}
