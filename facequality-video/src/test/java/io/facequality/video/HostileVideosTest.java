package io.facequality.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.Image;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection.Cause;
import io.facequality.testing.Mutations;
import io.facequality.video.internal.isolation.IsolatedReader;
import io.facequality.video.internal.media.Frame;
import io.facequality.video.internal.media.FrameReader;
import io.facequality.video.internal.media.UndecodableException;
import io.facequality.video.internal.media.VideoReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and hostile files end in frames or a rejection; in a process of its own, whatever happens there. */
class HostileVideosTest {

    /** Longer than a machine with much other work takes for an answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final String SMALL = "-c:v mpeg4 -q:v 5 -pix_fmt yuv420p";

    @TempDir
    private Path folder;

    private static IsolatedReader isolated(Path clip, Duration longestSilence) {
        return IsolatedReader.open("clip", clip, VideoLimits.usual(), 1, longestSilence).orElseThrow();
    }

    private static long frames(FrameReader reader) {
        long frames = 0;
        for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
            next.get().close();
            frames++;
        }
        return frames;
    }

    @Test
    void mutantsGiveFramesOrARejection() throws IOException {
        Random random = new Random(22);
        int decoded = 0;
        for (String name : new String[] {"clip.mp4", "clip.mkv", "clip.avi", "clip.ts"}) {
            byte[] whole = Files.readAllBytes(Clips.moving(folder.resolve(name), SMALL));
            for (int i = 0; i < 6; i++) {
                Path file = Files.write(folder.resolve("mutant-" + name), Mutations.of(whole, random));
                decoded += VideoReader.open("mutant", file, VideoLimits.usual(), 1).<Integer>match(
                        reader -> {
                            try (reader) {
                                return frames(reader) > 0 ? 1 : 0;
                            }
                        },
                        rejection -> 0);
            }
        }
        assertThat(decoded).as("mutants that still have frames").isPositive();
    }

    @Test
    void anotherProcessGivesTheSameFrames() {
        Path clip = Clips.moving(folder.resolve("clip.mp4"), SMALL);
        List<Frame> remote = new ArrayList<>();
        try (VideoReader here = VideoReader.open("clip", clip, VideoLimits.usual(), 1).orElseThrow();
                IsolatedReader there =
                        IsolatedReader.open("clip", clip, VideoLimits.usual(), 1, PATIENCE).orElseThrow()) {
            assertThat(there.facts()).isEqualTo(here.facts());
            for (int i = 0; i < 5; i++) {
                try (Frame frame = here.next().orElseThrow();
                        Frame other = there.next().orElseThrow()) {
                    assertThat(other.time()).isEqualTo(frame.time());
                    assertThat(other.image().pixels()).isEqualTo(frame.image().pixels());
                    assertThat(other.luma().difference(frame.luma())).isLessThan(1e-9);
                }
            }
            assertThat(frames(there)).isEqualTo(frames(here));
            assertThat(there.brokenOff()).isEmpty();
        }
    }

    @Test
    void anotherProcessRejectsWhatThisOneDoes() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.mp4"));
        Outcome<IsolatedReader> outcome = IsolatedReader.open("empty", empty, VideoLimits.usual(), 1, PATIENCE);
        assertThat(outcome.<Cause>match(reader -> null, rejection -> rejection.cause())).isEqualTo(Cause.EMPTY);
    }

    @Test
    void survivesTheDeathOfTheOtherProcess() throws Exception {
        Path clip = Clips.moving(folder.resolve("clip.mp4"), SMALL);
        List<ProcessHandle> before = ProcessHandle.current().children().toList();
        try (IsolatedReader reader = isolated(clip, PATIENCE)) {
            Frame frame = reader.next().orElseThrow();
            Image image = frame.image();
            assertThat(image.width()).isEqualTo(160);
            for (ProcessHandle child : childrenSince(before)) {
                child.destroyForcibly();
                child.onExit().get();
            }
            assertThat(reader.next()).isEmpty();
            assertThat(reader.brokenOff()).hasValueSatisfying(why -> assertThat(why).contains("process"));
            assertThatThrownBy(frame::image).isInstanceOf(UndecodableException.class);
            frame.close();
        }
    }

    private static List<ProcessHandle> childrenSince(List<ProcessHandle> before) {
        return ProcessHandle.current().children().filter(child -> !before.contains(child)).toList();
    }
}
