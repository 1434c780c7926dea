package io.facequality.distill.training;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.distill.labels.OptimisedLabel;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Pictures as they are, which the teacher saw before. */
final class FixedLesson implements Lesson {

    private final FaceFiles faces;
    private final List<OptimisedLabel> labels;
    private final float[][] teacher;
    private final float[][] centres;

    /** One entry a face in each list. */
    FixedLesson(FaceFiles faces, List<OptimisedLabel> labels, List<Embedding> teacher, List<Embedding> centres) {
        this.faces = Objects.requireNonNull(faces, "faces");
        this.labels = List.copyOf(labels);
        this.teacher = teacher.stream().map(Embedding::toArray).toArray(float[][]::new);
        this.centres = centres.stream().map(Embedding::toArray).toArray(float[][]::new);
    }

    @Override
    public double[] labels() {
        return labels.stream().mapToDouble(OptimisedLabel::normalised).toArray();
    }

    @Override
    public Examples examples(int[] batch, int epoch) {
        return validation(batch);
    }

    @Override
    public Examples validation(int[] batch) {
        List<AlignedFace> pictures = Arrays.stream(batch)
                .mapToObj(face -> faces.readAgain(labels.get(face).picture().path()))
                .toList();
        return new Examples(
                pictures,
                select(teacher, batch),
                select(centres, batch),
                Arrays.stream(batch).mapToDouble(face -> labels.get(face).normalised()).toArray());
    }

    private static float[][] select(float[][] rows, int[] batch) {
        return Arrays.stream(batch).mapToObj(face -> rows[face]).toArray(float[][]::new);
    }
}
