package io.facequality.distill.training;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.InvalidInputException;
import io.facequality.ModelId;
import io.facequality.Outcome;
import io.facequality.Problem;
import io.facequality.distill.labels.DroppedPerson;
import io.facequality.distill.labels.LabelOptimisation;
import io.facequality.distill.labels.LabelledPicture;
import io.facequality.distill.labels.OptimisedLabel;
import io.facequality.distill.labels.Recognisability;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** The faces that a model learns from, and where their labels are from. Immutable. */
final class TrainingFaces {

    private final List<TrainingFace> faces;
    private final List<OptimisedLabel> labels;
    private final List<DroppedPerson> dropped;
    private final Map<String, String> provenance;

    private TrainingFaces(
            List<TrainingFace> faces,
            List<OptimisedLabel> labels,
            List<DroppedPerson> dropped,
            Map<String, String> provenance) {
        this.faces = List.copyOf(faces);
        this.labels = List.copyOf(labels);
        this.dropped = List.copyOf(dropped);
        this.provenance = provenance;
    }

    /** Faces with scores: those of the people who have a center. */
    static TrainingFaces scored(LabelOptimisation optimised, TeacherFeatures features) {
        List<TrainingFace> faces = optimised.labels().stream()
                .map(label -> new TrainingFace(
                        label.picture().path(),
                        features.of(label.picture().path()),
                        optimised.centres().of(label.picture().person()).orElseThrow(),
                        label.normalised()))
                .toList();
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("facequality.method", "eDifFIQA distillation with label optimisation");
        provenance.put("facequality.label-range", optimised.range().lowest() + " " + optimised.range().highest());
        provenance.put("facequality.people", Integer.toString(optimised.centres().people().size()));
        return new TrainingFaces(faces, optimised.labels(), optimised.centres().dropped(), provenance);
    }

    /**
     * Faces without scores: an image's folder is its person, and its label is its {@link Recognisability}.
     *
     * @param images their paths
     * @param epsilon the factor of the distance to the center
     */
    static TrainingFaces unscored(List<String> images, TeacherFeatures features, double epsilon) {
        List<String> people = images.stream().map(TrainingFaces::person).toList();
        Recognisability recognisability =
                Recognisability.of(people, images.stream().map(features::of).toList());
        List<TrainingFace> faces = new ArrayList<>();
        List<OptimisedLabel> labels = new ArrayList<>();
        for (int face = 0; face < images.size(); face++) {
            String image = images.get(face);
            Optional<Double> label = recognisability.label(face);
            faces.add(new TrainingFace(
                    image, features.of(image), recognisability.centre(face), label.orElse(Double.NaN)));
            label.ifPresent(q -> labels.add(new OptimisedLabel(
                    new LabelledPicture(image, person(image), q), q, 1 - q,
                    LabelOptimisation.optimise(q, 1 - q, epsilon))));
        }
        if (labels.isEmpty()) {
            throw new InvalidInputException(new Problem(
                    "cannot make labels", "data", "a person with two pictures", "none",
                    "Put the pictures of a person into one folder, or name a labels file."));
        }
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("facequality.method", "distillation of an embedder's features and of how well it recognises");
        provenance.put("facequality.people", Long.toString(people.stream().distinct().count()));
        return new TrainingFaces(faces, labels, List.of(), provenance);
    }

    private static String person(String path) {
        int end = path.lastIndexOf('/');
        return end < 0 ? "." : path.substring(0, end);
    }

    List<TrainingFace> faces() {
        return faces;
    }

    List<OptimisedLabel> labels() {
        return labels;
    }

    List<DroppedPerson> dropped() {
        return dropped;
    }

    List<Embedding> embeddings() {
        return faces.stream().map(TrainingFace::teacher).toList();
    }

    /** The same with shorter embeddings. */
    TrainingFaces along(PrincipalDirections directions) {
        Map<String, String> more = new LinkedHashMap<>(provenance);
        more.put("facequality.share-of-teacher", Double.toString(directions.share()));
        return new TrainingFaces(
                faces.stream().map(face -> face.map(directions::of)).toList(), labels, dropped, more);
    }

    /** Whether every face has a label and is seen as it is. */
    boolean areFixed(Variation variation) {
        return variation.isNone() && labels.size() == faces.size();
    }

    /** Tells these faces from others. */
    int digest() {
        return Objects.hash(labels, faces.stream().map(TrainingFace::path).toList());
    }

    /** A few faces of the whole range, to run an exported model on. */
    List<AlignedFace> some(FaceFiles files) {
        int step = Math.max(1, faces.size() / ExportCheck.FACES);
        return IntStream.iterate(0, face -> face < faces.size(), face -> face + step)
                .mapToObj(face -> files.read(faces.get(face).path()))
                .filter(Outcome.Ok.class::isInstance)
                .map(outcome -> ((Outcome.Ok<AlignedFace>) outcome).value())
                .limit(ExportCheck.FACES)
                .toList();
    }

    /** What goes into the metadata of a model. */
    Map<String, String> provenance(ModelId teacher, int epoch, DistillationSettings settings) {
        Map<String, String> all = new LinkedHashMap<>(provenance);
        all.put("facequality.teacher", teacher.name() + " sha256 " + teacher.sha256());
        all.put("facequality.faces", Integer.toString(faces.size()));
        all.put("facequality.epoch", Integer.toString(epoch));
        all.put("facequality.settings", settings.toJson());
        all.put("facequality.platform", ModelExport.platform());
        return all;
    }
}
