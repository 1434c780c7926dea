package io.facequality.distill.internal.faces;

import io.facequality.AlignedFace;
import io.facequality.Embedder;
import io.facequality.distill.DistillationSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Images that are never twice the same. The teacher embeds each variant; a variant's label is the image's own, lower by
 * as much as the teacher no longer recognizes it: {@code q cos(teacher(variant), teacher(image))}. With a second
 * embedder it is the mean of what the two say.
 *
 * <p>Validation is on one variant of each face, always the same.
 *
 * <p>It holds threads while it is open. For one thread.
 */
public final class VariedExamples implements TrainingExamples, AutoCloseable {

    /** No epoch has this number. */
    private static final int VALIDATION = 0;

    private final FaceFiles files;
    private final List<TrainingFace> faces;
    private final Teacher teacher;
    private final Optional<Embedder> second;
    private final FaceVariants variants;
    private final long seed;
    private final ExecutorService workers;

    /**
     * With as many threads as the settings say.
     *
     * @param second the embedder that the faces' second recognitions are from, if they have such
     */
    public VariedExamples(
            FaceFiles files,
            List<TrainingFace> faces,
            Teacher teacher,
            Optional<Embedder> second,
            DistillationSettings settings) {
        this.files = files;
        this.faces = List.copyOf(faces);
        this.teacher = teacher;
        this.second = second;
        this.variants = new FaceVariants(settings.variation());
        this.seed = settings.training().seed();
        this.workers = Executors.newFixedThreadPool(settings.training().threads());
    }

    @Override
    public double[] labels() {
        return faces.stream().mapToDouble(TrainingFace::label).toArray();
    }

    @Override
    public Batch validation(int[] numbers) {
        return batch(numbers, VALIDATION);
    }

    @Override
    public Batch batch(int[] numbers, int epoch) {
        List<Future<Example>> running = Arrays.stream(numbers)
                .mapToObj(number -> workers.submit(() -> example(number, epoch)))
                .toList();
        List<Example> examples = new ArrayList<>();
        for (Future<Example> example : running) {
            examples.add(await(example));
        }
        return new Batch(
                examples.stream().map(Example::image).toList(),
                examples.stream().map(example -> example.target().embedding().toArray()).toArray(float[][]::new),
                Arrays.stream(numbers).mapToObj(number -> faces.get(number).center().toArray()).toArray(float[][]::new),
                examples.stream().mapToDouble(Example::label).toArray(),
                examples.stream().map(example -> example.target().maps()).toList());
    }

    private record Example(AlignedFace image, Teacher.Target target, double label) {}

    private Example example(int number, int epoch) {
        TrainingFace face = faces.get(number);
        long own = new SplittableRandom(seed + 0x9E3779B97F4A7C15L * epoch).nextLong()
                ^ new SplittableRandom(~seed + 0x9E3779B97F4A7C15L * number).nextLong();
        int other = new SplittableRandom(own).nextInt(faces.size());
        FaceVariants.Variant variant =
                variants.of(files.readAgain(face.path()), () -> files.readAgain(faces.get(other).path()), own);
        Teacher.Target target = teacher.target(variant.face());
        return new Example(variant.face(), target, label(face, variant, target));
    }

    private double label(TrainingFace face, FaceVariants.Variant variant, Teacher.Target target) {
        if (variant.mixed() || !face.hasLabel()) {
            return Double.NaN;
        }
        return face.labelOfVariant(target.embedding(), () -> second.orElseThrow().embed(variant.face()));
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
