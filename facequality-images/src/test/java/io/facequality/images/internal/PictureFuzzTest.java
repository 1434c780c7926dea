package io.facequality.images.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.Image;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection;
import io.facequality.images.OpenCvImageDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.junit.jupiter.api.Test;

/**
 * Decodes hostile pictures of all formats for as many seconds as {@code -Dfacequality.fuzz.seconds} says, or 3: each
 * gives a picture or a rejection, ends, and takes no more memory than its header says. A failure is saved below
 * {@code target/fuzz-failures} with its seed, and {@code -Dfacequality.fuzz.seed} starts at that one.
 */
class PictureFuzzTest {

    private static final long SECONDS = Long.getLong("facequality.fuzz.seconds", 3);
    private static final long FIRST_SEED = Long.getLong("facequality.fuzz.seed", 1);
    private static final Path FAILURES = Path.of("target", "fuzz-failures");
    private static final int MOST_PIXELS = 16_000_000;
    /** Tells a picture that takes long on a busy computer from one that never ends. */
    private static final int SECONDS_FOR_ONE = 60;
    /** What the virtual machine and the allocator may take besides. */
    private static final long OTHER_MEMORY = 96L << 20;

    private final OpenCvImageDecoder decoder =
            OpenCvImageDecoder.builder().maximumPixels(MOST_PIXELS).build();
    private final List<byte[]> pictures = pictures();

    private static List<byte[]> pictures() {
        Image picture = Pictures.synthetic(70, 50, 1);
        List<byte[]> files = new ArrayList<>();
        files.add(HandmadeFiles.encoded(picture, ".jpg"));
        files.add(HandmadeFiles.encoded(picture, ".jpg", opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1));
        files.add(HandmadeFiles.encoded(picture, ".jpg", opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL, 2));
        files.add(HandmadeFiles.withExif(files.get(0), 6, files.get(1)));
        files.add(HandmadeFiles.jpegOfSize(0xC2, 8, 1000, 1000, 20, 20_000));
        files.add(HandmadeFiles.jpegOfSize(0xCA, 8, 1000, 1000, 20, 2_000));
        files.add(PictureEncoder.png(picture));
        files.add(HandmadeFiles.png16(2, 2, 1, 2, 3, 4));
        files.add(HandmadeFiles.pngOfSize(300, 300));
        files.add(HandmadeFiles.encoded(picture, ".webp"));
        files.add(HandmadeFiles.encoded(picture, ".webp", opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 50));
        files.add(HandmadeFiles.encoded(picture, ".bmp"));
        for (int compression : new int[] {1, 5, 8, 32773}) {
            files.add(HandmadeFiles.encoded(
                    picture, ".tif", opencv_imgcodecs.IMWRITE_TIFF_COMPRESSION, compression));
        }
        files.add(HandmadeTiff.gray(16, 16, new byte[256]).with(0x0112, HandmadeTiff.LONG, 6).bytes());
        byte[] tile = HandmadeFiles.deflated(new byte[64 * 64]);
        files.add(HandmadeTiff.tiled(128, 128, 64, 64, 4, tile).with(259, HandmadeTiff.SHORT, 8).bytes());
        files.add(new HandmadeTiff(ByteOrder.BIG_ENDIAN).with(0x0112, HandmadeTiff.SHORT, 6).bytes());
        return List.copyOf(files);
    }

    @Test
    void givesPictureOrRejectionWithinTheMemoryThatTheHeaderPromises() throws Exception {
        assertThat(decoder.decode("first", pictures.get(0)).orElseThrow().width()).isEqualTo(70);
        Map<String, Integer> outcomes = new TreeMap<>();
        List<String> failures = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try {
            for (long seed = FIRST_SEED; System.nanoTime() < end && failures.isEmpty(); seed++) {
                Random random = new Random(seed);
                byte[] hostile = PictureMutation.of(pictures.get(random.nextInt(pictures.size())), pictures, random);
                String name = "picture-" + seed;
                String outcome = within(worker, () -> outcome(name, hostile));
                outcomes.merge(outcome, 1, Integer::sum);
                if (!outcome.startsWith("ok")) {
                    failures.add(seed + ": " + outcome);
                    save(name, hostile);
                }
            }
        } finally {
            worker.shutdownNow();
        }
        System.out.println("Hostile pictures: " + outcomes);
        assertThat(failures).isEmpty();
    }

    private static String within(ExecutorService worker, Callable<String> decoding) throws InterruptedException {
        try {
            return worker.submit(decoding).get(SECONDS_FOR_ONE, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return "does not end";
        } catch (ExecutionException e) {
            return "fails with " + e.getCause();
        }
    }

    private String outcome(String name, byte[] hostile) throws IOException {
        long promised = ImageHeader.read(name, hostile) instanceof Outcome.Ok<ImageHeader> ok
                        && ok.value().pixels() <= MOST_PIXELS
                ? ok.value().decodingBytes(1)
                : 0;
        ResidentMemory.restart();
        long before = ResidentMemory.now();
        Outcome<Image> outcome = decoder.decode(name, hostile);
        long taken = ResidentMemory.most() - before;
        PictureDamage.of(hostile);
        if (taken > promised + OTHER_MEMORY) {
            return "takes " + taken + " bytes of memory, of " + promised + " that were promised";
        }
        return outcome instanceof Outcome.Rejected<Image> rejected
                ? "ok, rejected: " + cause(rejected.rejection())
                : "ok, decoded";
    }

    private static Rejection.Cause cause(Rejection rejection) {
        assertThat(rejection.message()).isNotBlank();
        return rejection.cause();
    }

    private static void save(String name, byte[] hostile) throws IOException {
        Files.createDirectories(FAILURES);
        Files.write(FAILURES.resolve(name), hostile);
    }

    /** The memory of this process, where Linux tells it; else always nothing. */
    private static final class ResidentMemory {

        private static final Path STATUS = Path.of("/proc/self/status");
        private static final Path RESET = Path.of("/proc/self/clear_refs");

        /** Forgets the most memory that there was so far. */
        static void restart() throws IOException {
            if (Files.isWritable(RESET)) {
                Files.writeString(RESET, "5");
            }
        }

        static long now() {
            return bytes("VmRSS:");
        }

        static long most() {
            return bytes("VmHWM:");
        }

        private static long bytes(String field) {
            if (!Files.isReadable(STATUS) || !Files.isWritable(RESET)) {
                return 0;
            }
            try {
                return Files.readAllLines(STATUS).stream()
                        .filter(line -> line.startsWith(field))
                        .map(line -> line.replaceAll("\\D", ""))
                        .collect(Collectors.summingLong(Long::parseLong))
                        << 10;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
