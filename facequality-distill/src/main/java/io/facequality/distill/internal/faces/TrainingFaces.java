package io.facequality.distill.internal.faces;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.ModelId;
import io.facequality.Outcome;
import io.facequality.distill.Distillation;
import io.facequality.distill.DistillationSettings;
import io.facequality.distill.LabeledImage;
import io.facequality.distill.Variation;
import io.facequality.distill.internal.labels.LabelOptimization;
import io.facequality.distill.internal.labels.OptimizedLabel;
import io.facequality.distill.internal.labels.Recognizability;
import io.facequality.distill.internal.student.ExportCheck;
import io.facequality.distill.internal.student.ModelExport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The faces that a model learns from, and where their labels are from. Immutable. */
public final class TrainingFaces {

    private final List<TrainingFace> faces;
    private final List<OptimizedLabel> labels;
    private final List<Distillation.DroppedPerson> dropped;
    private final Map<String, String> provenance;

    private TrainingFaces(
            List<TrainingFace> faces,
            List<OptimizedLabel> labels,
            List<Distillation.DroppedPerson> dropped,
            Map<String, String> provenance) {
        this.faces = List.copyOf(faces);
        this.labels = List.copyOf(labels);
        this.dropped = List.copyOf(dropped);
        this.provenance = provenance;
    }

    /**
     * Faces with scores: those of the people who have a center.
     *
     * @param second a second embedder's embeddings, if there is one
     */
    public static TrainingFaces scored(
            LabelOptimization optimized, TeacherFeatures features, Optional<TeacherFeatures> second) {
        List<TrainingFace> faces = optimized.labels().stream()
                .map(label -> new TrainingFace(
                        label.image().path(),
                        features.of(label.image().path()),
                        optimized.centers().of(label.image().person()).orElseThrow(),
                        label.normalized(),
                        second.map(other -> new TrainingFace.Recognition(
                                other.of(label.image().path()), label.normalized()))))
                .toList();
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("facequality.method", "eDifFIQA distillation with label optimisation");
        provenance.put("facequality.label-range", optimized.range().lowest() + " " + optimized.range().highest());
        provenance.put("facequality.people", Integer.toString(optimized.centers().people().size()));
        return new TrainingFaces(faces, optimized.labels(), optimized.centers().dropped(), provenance);
    }

    /**
     * Faces without scores: an image's folder is its person, and its label is its {@link Recognizability}, by two
     * embedders if there is a second one.
     *
     * @param images their paths
     * @param second a second embedder's embeddings, if there is one
     * @param epsilon the factor of the distance to the center
     */
    public static TrainingFaces unscored(
            List<String> images, TeacherFeatures features, Optional<TeacherFeatures> second, double epsilon) {
        List<String> people = images.stream().map(TrainingFaces::person).toList();
        Recognizability recognizability = recognizability(people, images, features);
        Optional<Recognizability> bySecond = second.map(other -> recognizability(people, images, other));
        List<TrainingFace> faces = new ArrayList<>();
        List<OptimizedLabel> labels = new ArrayList<>();
        for (int face = 0; face < images.size(); face++) {
            String image = images.get(face);
            int position = face;
            TrainingFace trained = new TrainingFace(
                    image,
                    features.of(image),
                    recognizability.center(face),
                    recognizability.label(face).orElse(Double.NaN),
                    bySecond.map(other -> new TrainingFace.Recognition(
                            second.orElseThrow().of(image), other.label(position).orElse(Double.NaN))));
            faces.add(trained);
            if (trained.hasLabel()) {
                labels.add(unscored(trained, epsilon));
            }
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

    private static Recognizability recognizability(List<String> people, List<String> images, TeacherFeatures features) {
        return Recognizability.of(people, images.stream().map(features::of).toList());
    }

    private static OptimizedLabel unscored(TrainingFace face, double epsilon) {
        double q = face.label();
        return new OptimizedLabel(
                new LabeledImage(face.path(), person(face.path()), q), q, 1 - q,
                LabelOptimization.optimize(q, 1 - q, epsilon));
    }

    private static String person(String path) {
        int end = path.lastIndexOf('/');
        return end < 0 ? "." : path.substring(0, end);
    }

    public List<TrainingFace> faces() {
        return faces;
    }

    public List<OptimizedLabel> labels() {
        return labels;
    }

    public List<Distillation.DroppedPerson> dropped() {
        return dropped;
    }

    public List<Embedding> embeddings() {
        return faces.stream().map(TrainingFace::teacher).toList();
    }

    /** The same with shorter embeddings. */
    public TrainingFaces along(PrincipalDirections directions) {
        Map<String, String> more = new LinkedHashMap<>(provenance);
        more.put("facequality.share-of-teacher", Double.toString(directions.share()));
        return new TrainingFaces(
                faces.stream().map(face -> face.map(directions::of)).toList(), labels, dropped, more);
    }

    /** Whether every face has a label and is seen as it is. */
    public boolean areFixed(Variation variation) {
        return variation.equals(Variation.none()) && labels.size() == faces.size();
    }

    /** Tells these faces from others. */
    public int digest() {
        return Objects.hash(labels, faces.stream().map(TrainingFace::path).toList());
    }

    /** A few faces of the whole range, to run an exported model on. */
    public List<AlignedFace> some(FaceFiles files) {
        return evenly(ExportCheck.FACES)
                .map(face -> files.read(face.path()))
                .filter(Outcome.Ok.class::isInstance)
                .map(outcome -> ((Outcome.Ok<AlignedFace>) outcome).value())
                .toList();
    }

    /** So many faces, or all, at equal intervals. */
    public Stream<TrainingFace> evenly(int count) {
        int step = Math.max(1, faces.size() / count);
        return IntStream.iterate(0, face -> face < faces.size(), face -> face + step)
                .limit(count)
                .mapToObj(faces::get);
    }

    /** What goes into the metadata of a model. */
    public Map<String, String> provenance(ModelId teacher, int epoch, DistillationSettings settings) {
        Map<String, String> all = new LinkedHashMap<>(provenance);
        all.put("facequality.teacher", teacher.name() + " sha256 " + teacher.sha256());
        all.put("facequality.faces", Integer.toString(faces.size()));
        all.put("facequality.epoch", Integer.toString(epoch));
        all.put("facequality.settings", settings.toJson());
        all.put("facequality.platform", ModelExport.platform());
        return all;
    }
}
