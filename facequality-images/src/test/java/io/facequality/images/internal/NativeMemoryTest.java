package io.facequality.images.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.FaceDetector;
import io.facequality.Image;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.images.Resizing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Native memory does not grow with the number of calls; a leaked picture a call would show in every round. */
@EnabledOnOs(OS.LINUX)
@Tag("slow")
class NativeMemoryTest {

    private static final int ROUNDS = 3;
    private static final int CALLS = 700;
    private static final int WARM_UP = 300;
    private static final long ALLOWED_GROWTH_KB = 24 << 10;

    @Test
    void leavesNothingBehindOfDecodingResizingAndEncoding() throws IOException {
        Image picture = Pictures.synthetic(400, 300, 1);
        byte[] jpeg = PictureEncoder.jpeg(picture, 90);
        byte[] broken = HandmadeFiles.encoded(picture, ".webp");
        broken[broken.length / 2] ^= 0x55;
        OpenCvImageDecoder decoder = OpenCvImageDecoder.create();
        assertFlat(() -> {
            Image decoded = decoder.decode("good", jpeg).orElseThrow();
            assertThat(decoder.decode("maybe broken", broken)).isNotNull();
            Resizing.OPENCV.resize(decoded, 112, 112);
            PictureEncoder.jpeg(decoded, 50);
        });
    }

    @Test
    void leavesNothingBehindOfDetecting() throws IOException {
        Image picture = Resizing.PILLOW.resize(Detectors.portraits().get(0), 160, 160);
        try (FaceDetector detector = Detectors.embedded().open()) {
            assertFlat(() -> assertThat(detector.detect(picture)).isNotEmpty());
        }
    }

    /** A leak shows in each round; what the virtual machine itself still takes, in the first ones only. */
    private static void assertFlat(Runnable call) throws IOException {
        repeat(WARM_UP, call);
        long smallestGrowth = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = anonymousKilobytes();
            repeat(CALLS, call);
            smallestGrowth = Math.min(smallestGrowth, anonymousKilobytes() - before);
        }
        assertThat(smallestGrowth).as("growth in KB").isLessThan(ALLOWED_GROWTH_KB);
    }

    private static void repeat(int times, Runnable call) {
        for (int i = 0; i < times; i++) {
            call.run();
        }
    }

    /** Resident memory without mapped files, less the part that the Java heap may still grow by. */
    private static long anonymousKilobytes() throws IOException {
        System.gc();
        long resident = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
        return resident - (Runtime.getRuntime().totalMemory() >> 10);
    }
}
