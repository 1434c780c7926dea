package io.facequality.distill.internal.faces;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Images as they are, which the teacher saw before. */
public final class FixedExamples implements TrainingExamples {

    private final FaceFiles files;
    private final List<TrainingFace> faces;

    public FixedExamples(FaceFiles files, List<TrainingFace> faces) {
        this.files = Objects.requireNonNull(files, "files");
        this.faces = List.copyOf(faces);
    }

    @Override
    public double[] labels() {
        return faces.stream().mapToDouble(TrainingFace::label).toArray();
    }

    @Override
    public Batch batch(int[] numbers, int epoch) {
        return validation(numbers);
    }

    @Override
    public Batch validation(int[] numbers) {
        List<TrainingFace> some = Arrays.stream(numbers).mapToObj(faces::get).toList();
        List<AlignedFace> images = some.stream().map(face -> files.readAgain(face.path())).toList();
        return new Batch(
                images,
                rows(some, TrainingFace::teacher),
                rows(some, TrainingFace::center),
                some.stream().mapToDouble(TrainingFace::label).toArray());
    }

    private static float[][] rows(List<TrainingFace> faces, Function<TrainingFace, Embedding> part) {
        return faces.stream().map(face -> part.apply(face).toArray()).toArray(float[][]::new);
    }
}
