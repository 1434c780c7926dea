package io.facequality.video.internal.tracks;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.Image;
import io.facequality.ModelId;
import io.facequality.QualityScore;
import io.facequality.internal.Sha256;
import io.facequality.video.Shot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Pictures of shots that lie in a temporary file. */
class ShotStoreTest {

    private static final ModelId MODEL = new ModelId("test", "1", "0".repeat(64));
    private static final int COUNT = 50;

    private final Random random = new Random(7);

    private Image image(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        random.nextBytes(rgb);
        return Image.copyOf(width, height, rgb);
    }

    private Shot shot(int number) {
        Image surroundings = image(20 + number, 300 - number);
        AlignedFace crop = AlignedFace.of(image(AlignedFace.SIZE, AlignedFace.SIZE));
        FaceRecord record = new FaceRecord(
                new FaceId("video.mp4#t=" + number, 0), Sha256.of(surroundings), Optional.empty(),
                new QualityScore(0.5, MODEL), Embedding.copyOf(1, 0), MODEL);
        return new Shot(record, Duration.ofSeconds(number), () -> crop, () -> surroundings);
    }

    @Test
    void givesBackWhatItKeeps() {
        ShotStore store = new ShotStore();
        List<Shot> shots = Stream.iterate(0, i -> i + 1).limit(COUNT).map(this::shot).toList();
        List<Shot> kept = shots.stream().map(store::keep).toList();

        for (int i = 0; i < COUNT; i++) {
            assertThat(Sha256.of(kept.get(i).surroundings())).isEqualTo(Sha256.of(shots.get(i).surroundings()));
            assertThat(Sha256.of(kept.get(i).crop().image())).isEqualTo(Sha256.of(shots.get(i).crop().image()));
            assertThat(kept.get(i).face()).isEqualTo(shots.get(i).face());
            assertThat(kept.get(i).time()).isEqualTo(shots.get(i).time());
        }
    }

    @Test
    void interruptedReaderSpoilsNothingForOthers() {
        Shot shot = shot(1);
        Shot kept = new ShotStore().keep(shot);
        Thread.currentThread().interrupt();
        try {
            kept.crop();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(Sha256.of(kept.surroundings())).isEqualTo(Sha256.of(shot.surroundings()));
    }

    @Test
    void holdsNoPictureInMemory() {
        ShotStore store = new ShotStore();
        List<WeakReference<Image>> pictures = new ArrayList<>();
        List<Shot> kept = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            Shot shot = shot(i);
            pictures.add(new WeakReference<>(shot.surroundings()));
            kept.add(store.keep(shot));
        }

        await(() -> {
            System.gc();
            return pictures.stream().allMatch(picture -> picture.get() == null);
        });
        assertThat(kept).hasSize(COUNT);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "an open file keeps its name there until the process ends")
    void leavesNoFile() {
        Set<Path> before = temporaryFiles();
        Shot kept = new ShotStore().keep(shot(3));

        // Another process may be between making its file and taking away the name.
        await(() -> before.containsAll(temporaryFiles()));
        assertThat(kept.surroundings().width()).isEqualTo(23);
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        boolean holds = condition.getAsBoolean();
        while (!holds && System.nanoTime() < until) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            holds = condition.getAsBoolean();
        }
        assertThat(holds).isTrue();
    }

    private static Set<Path> temporaryFiles() {
        try (Stream<Path> entries = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return entries.filter(path -> path.getFileName().toString().startsWith("facequality-shots"))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
