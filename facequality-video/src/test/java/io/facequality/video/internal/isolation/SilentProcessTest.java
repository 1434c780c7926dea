package io.facequality.video.internal.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.Image;
import io.facequality.Outcome.Rejection;
import io.facequality.Outcome.Rejection.Cause;
import io.facequality.video.VideoFacts;
import io.facequality.video.VideoLimits;
import io.facequality.video.internal.media.LumaGrid;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that decodes and gives no answer is ended, and its file is rejected. */
@DisabledOnOs(OS.WINDOWS)
class SilentProcessTest {

    private static final Duration LIMIT = Duration.ofMillis(200);

    @TempDir
    private Path folder;

    private static Process running(String script) throws IOException {
        return new ProcessBuilder("sh", "-c", script).start();
    }

    private static Rejection rejection(Process process) {
        return IsolatedReader.open("clip.mp4", process, VideoLimits.usual(), LIMIT)
                .<Rejection>match(
                        reader -> {
                            throw new AssertionError("not rejected");
                        },
                        rejection -> rejection);
    }

    @Test
    void rejectsAFileThatHangsTheProcessThatOpensIt() throws IOException {
        Process process = running("printf Y; exec sleep 600");
        Rejection rejection = rejection(process);
        assertThat(rejection.cause()).isEqualTo(Cause.CORRUPT);
        assertThat(rejection.message()).contains("clip.mp4").contains("no answer for 0.2 s");
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void keepsWhatCameBeforeAProcessHangs() throws IOException {
        Path said = folder.resolve("answers");
        try (DataOutputStream answers = new DataOutputStream(Files.newOutputStream(said))) {
            answers.writeByte(Wire.READY);
            answers.writeByte(Wire.OPENED);
            Wire.write(answers, new VideoFacts("mp4", "h264", 8, 8, Optional.empty(), 25, 8, Set.of()));
            answers.writeByte(Wire.FRAME);
            answers.writeLong(0);
            Wire.write(answers, Duration.ofSeconds(1));
            LumaGrid.of(Image.filledBy(8, 8, rgb -> {})).writeTo(answers);
            answers.writeLong(0);
            Wire.write(answers, Optional.empty());
        }
        Process process = running("cat '" + said + "'; exec sleep 600");
        try (IsolatedReader reader =
                IsolatedReader.open("clip.mp4", process, VideoLimits.usual(), LIMIT).orElseThrow()) {
            assertThat(reader.next().orElseThrow().time()).isEqualTo(Duration.ofSeconds(1));
            assertThat(reader.brokenOff()).isEmpty();
            assertThat(reader.next()).isEmpty();
            assertThat(reader.brokenOff()).hasValueSatisfying(why -> assertThat(why).contains("no answer for 0.2 s"));
            assertThat(process.isAlive()).isFalse();
        }
    }

    @Test
    void endsAProcessThatWritesNoMoreButDoesNotEnd() throws IOException {
        Process process = running("printf Y; exec sleep 600 >&-");
        assertThat(rejection(process).message()).contains("no answer for 0.2 s");
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void saysHowAProcessEnded() throws IOException {
        assertThat(rejection(running("printf Y; exit 3")).message()).contains("exit code 3");
    }

    @Test
    void blamesNoFileWhereTheProcessDoesNotEvenStart() throws IOException {
        Process process = running("exec sleep 600");
        assertThatThrownBy(() -> rejection(process))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no answer for 0.2 s");
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void timeInWhichNobodyAsksDoesNotCount() throws Exception {
        Process process = running("printf Y; exec sleep 600");
        try {
            assertThat(new WatchedOutput(process, Duration.ofMinutes(5)).read()).isEqualTo('Y');
            WatchedOutput output = new WatchedOutput(process, LIMIT);
            Thread.sleep(2 * LIMIT.toMillis());
            assertThat(output.fellSilent()).isFalse();
            assertThat(process.isAlive()).isTrue();
            assertThat(output.read()).isEqualTo(-1);
            assertThat(output.fellSilent()).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }
}
