package io.facequality.distill.training;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Pictures that are never twice the same. The teacher sees each variant and says what its features are; a variant's
 * label is the picture's own, lower by as much as the teacher no longer recognises it: {@code q cos(teacher(variant),
 * teacher(picture))}.
 *
 * <p>Validation is on one variant of each face, always the same.
 *
 * <p>It holds threads while it is open. For one thread.
 */
final class VariedLesson implements Lesson, AutoCloseable {

    /** No epoch has this number. */
    private static final int VALIDATION = 0;

    private final FaceFiles faces;
    private final List<LessonFace> lesson;
    private final Teacher teacher;
    private final FaceVariants variants;
    private final long seed;
    private final ExecutorService workers;

    /**
     * What is known of a face.
     *
     * @param path the picture
     * @param teacher the teacher's embedding of the picture as it is
     * @param centre the person's
     * @param label q of the picture as it is; NaN if it has none
     */
    record LessonFace(String path, Embedding teacher, Embedding centre, double label) {}

    VariedLesson(
            FaceFiles faces, List<LessonFace> lesson, Teacher teacher, Variation variation, int threads, long seed) {
        this.faces = faces;
        this.lesson = List.copyOf(lesson);
        this.teacher = teacher;
        this.variants = new FaceVariants(variation);
        this.seed = seed;
        this.workers = Executors.newFixedThreadPool(threads);
    }

    @Override
    public double[] labels() {
        return lesson.stream().mapToDouble(LessonFace::label).toArray();
    }

    @Override
    public Examples validation(int[] batch) {
        return examples(batch, VALIDATION);
    }

    @Override
    public Examples examples(int[] batch, int epoch) {
        List<Future<Example>> running = Arrays.stream(batch)
                .mapToObj(face -> workers.submit(() -> example(face, epoch)))
                .toList();
        List<Example> examples = new ArrayList<>();
        for (Future<Example> example : running) {
            examples.add(await(example));
        }
        return new Examples(
                examples.stream().map(Example::picture).toList(),
                examples.stream().map(example -> example.seen().embedding().toArray()).toArray(float[][]::new),
                Arrays.stream(batch).mapToObj(face -> lesson.get(face).centre().toArray()).toArray(float[][]::new),
                examples.stream().mapToDouble(Example::label).toArray(),
                examples.stream().map(example -> example.seen().map()).toArray(float[][]::new));
    }

    private record Example(AlignedFace picture, Teacher.Seen seen, double label) {}

    private Example example(int number, int epoch) {
        LessonFace face = lesson.get(number);
        long own = new SplittableRandom(seed + 0x9E3779B97F4A7C15L * epoch).nextLong()
                ^ new SplittableRandom(~seed + 0x9E3779B97F4A7C15L * number).nextLong();
        int other = new SplittableRandom(own).nextInt(lesson.size());
        FaceVariants.Variant variant =
                variants.of(faces.readAgain(face.path()), () -> faces.readAgain(lesson.get(other).path()), own);
        Teacher.Seen seen = teacher.see(variant.face());
        double label = variant.mixed() ? Double.NaN : face.label() * Math.max(0, seen.embedding().cosine(face.teacher()));
        return new Example(variant.face(), seen, label);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw (CancellationException)
                    new CancellationException("interrupted while the teacher looks at variants").initCause(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
