package io.facequality.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException;
import io.facequality.models.EmbeddedModel;
import io.facequality.onnx.internal.OnnxModelDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/**
 * Damaged models are refused or run; they never end the process, hang or throw what is not documented. A model that is
 * saved in {@code target/fuzz-failures} is tried again by {@code -Dfacequality.fuzz.seed}, which its name tells;
 * {@code -Dfacequality.fuzz.seconds} sets how long new ones are tried.
 */
class ModelFuzzTest {

    private static final Path FAILURES = Path.of("target", "fuzz-failures");
    private static final int MOST_SECONDS = 30;
    private static final List<AlignedFace> FACES = FacesAndModels.noise(2, 1);

    @Test
    void damagedModelsAreRefusedOrRun() throws Exception {
        List<byte[]> models = models();
        Long only = Long.getLong("facequality.fuzz.seed");
        long seed = only == null ? System.nanoTime() : only;
        long end = System.nanoTime() + Duration.ofSeconds(Integer.getInteger("facequality.fuzz.seconds", 3)).toNanos();
        int tried = 0;
        do {
            check(seed, damaged(models, seed));
            seed++;
            tried++;
        } while (only == null && System.nanoTime() < end);
        System.out.println(tried + " damaged models tried, up to the seed " + (seed - 1));
    }

    private static List<byte[]> models() throws IOException {
        return List.of(
                TinyOnnx.faces(TinyOnnx.OPEN).brightness("quality", TinyOnnx.OPEN).bytes(),
                TinyOnnx.faces(2).brightness("quality", 2).colors("features", 2).bytes(),
                TinyOnnx.faces(TinyOnnx.OPEN).logarithm("quality", TinyOnnx.OPEN).bytes(),
                ((ModelFile.InMemory) EndlessModel.inMemory()).bytes(),
                EmbeddedModel.LANDMARKS.read(),
                EmbeddedModel.DETECTOR.read(),
                EmbeddedModel.QUALITY_AND_EMBEDDING.read());
    }

    /** Most of a model is weights, where damage changes only numbers: it is put near names, which the structure has. */
    private static byte[] damaged(List<byte[]> models, long seed) {
        Random random = new Random(seed);
        byte[] model = models.get(random.nextInt(models.size())).clone();
        List<Integer> places = nearNames(model);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = Math.min(model.length - 1, places.get(random.nextInt(places.size())));
            switch (random.nextInt(6)) {
                case 0 -> model[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> model[at] = (byte) random.nextInt(256);
                case 2 -> model[at] = (byte) 0xff;
                case 3 -> model[at] = 0;
                case 4 -> model[at]++;
                default -> model = Arrays.copyOf(model, Math.max(1, at));
            }
        }
        return model;
    }

    private static List<Integer> nearNames(byte[] model) {
        List<Integer> places = new ArrayList<>();
        int letters = 0;
        for (int i = 0; i < model.length; i++) {
            letters = Character.isLetterOrDigit(model[i]) || model[i] == '_' ? letters + 1 : 0;
            if (letters >= 5) {
                for (int at = Math.max(0, i - 12); at < Math.min(model.length, i + 8); at++) {
                    places.add(at);
                }
            }
        }
        return places;
    }

    private static void check(long seed, byte[] model) throws Exception {
        Path file = FAILURES.resolve("model-" + seed + ".onnx");
        // Written first: a crash of the process leaves it, too.
        Files.createDirectories(FAILURES);
        Files.write(file, model);
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread worker = new Thread(() -> end.complete(use(model)), "fuzz");
        worker.setDaemon(true);
        worker.start();
        assertThat(outcome(worker, end))
                .as("the model in %s", file)
                .matches(failure -> failure instanceof FaceQualityException || failure instanceof CancellationException
                        || failure instanceof Finished);
        Files.delete(file);
    }

    /** A model may run for ever; what must work is ending it. */
    private static Throwable outcome(Thread worker, CompletableFuture<Throwable> end)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return end.get(2, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            worker.interrupt();
            return end.get(MOST_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static Throwable use(byte[] model) {
        ModelFile file = ModelFile.of("fuzz", "1", model);
        try {
            OnnxModelDescription.read(file);
            try (OnnxQualityScorer scorer =
                    OnnxQualityScorer.open(file, ModelContract.ediffiqa(), ModelOptions.defaults())) {
                scorer.score(FACES);
            }
            return new Finished();
        } catch (Throwable e) {
            return e;
        }
    }

    /** No failure. */
    private static final class Finished extends Exception {

        private static final long serialVersionUID = 1L;
    }
}
