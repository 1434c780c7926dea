package io.facequality.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.Image;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection;
import io.facequality.Outcome.Rejection.Cause;
import io.facequality.video.VideoFacts.Trait;
import io.facequality.video.internal.media.Frame;
import io.facequality.video.internal.media.VideoReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as they come: each gives its frames, with their times, or a clear rejection. */
class VideoFileTest {

    private static final String SMALL = "-c:v mpeg4 -q:v 3 -pix_fmt yuv420p";

    @TempDir
    private Path folder;

    private Path clip(String name, String options) {
        return Clips.moving(folder.resolve(name), options);
    }

    private static VideoFacts facts(Path file) {
        return VideoFile.of(file).facts().orElseThrow();
    }

    private static Rejection rejection(Outcome<?> outcome) {
        return outcome.match(
                value -> {
                    throw new AssertionError("not rejected: " + value);
                },
                rejection -> rejection);
    }

    private static List<Duration> times(Path file) {
        List<Duration> times = new ArrayList<>();
        try (VideoReader reader = open(file)) {
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                try (Frame frame = next.get()) {
                    times.add(frame.time());
                }
            }
        }
        return times;
    }

    private static VideoReader open(Path file) {
        return VideoReader.open("clip", file, VideoLimits.usual(), 2).orElseThrow();
    }

    /** The mean difference of two pictures' levels. */
    private static double difference(Image one, Image other) {
        assertThat(other.width()).isEqualTo(one.width());
        assertThat(other.height()).isEqualTo(one.height());
        ByteBuffer some = one.pixels();
        ByteBuffer others = other.pixels();
        long sum = 0;
        for (int i = 0; i < some.limit(); i++) {
            sum += Math.abs((some.get(i) & 0xFF) - (others.get(i) & 0xFF));
        }
        return sum / (double) some.limit();
    }

    /** A quarter turn clockwise, made by hand. */
    private static Image turned(Image image) {
        int width = image.height();
        int height = image.width();
        ByteBuffer from = image.pixels();
        return Image.filledBy(width, height, to -> {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    for (int c = 0; c < 3; c++) {
                        to[(y * width + x) * 3 + c] = from.get(((image.height() - 1 - x) * image.width() + y) * 3 + c);
                    }
                }
            }
        });
    }

    @Test
    void saysWhatTheFileSaysOfItself() {
        VideoFacts facts = facts(clip("clip.mp4", SMALL));
        assertThat(facts.container()).contains("mp4");
        assertThat(facts.codec()).isEqualTo("mpeg4");
        assertThat(facts.width()).isEqualTo(160);
        assertThat(facts.height()).isEqualTo(120);
        assertThat(facts.duration()).contains(Duration.ofSeconds(2));
        assertThat(facts.frameRate()).isEqualTo(25);
        assertThat(facts.bitDepth()).isEqualTo(8);
        assertThat(facts.traits()).isEmpty();
    }

    @Test
    void readsManyContainersAndCodecs() {
        Path mp4 = clip("clip.mp4", SMALL);
        Image expected = VideoFile.of(mp4).frame(Duration.ofMillis(1000)).orElseThrow();
        for (String[] kind : new String[][] {
            {"clip.mkv", SMALL}, {"clip.avi", SMALL}, {"clip.mov", "-c:v libopenh264 -b:v 2M"},
            {"clip.webm", "-c:v libvpx -b:v 2M -deadline realtime"}, {"clip.ts", "-c:v mpeg2video -q:v 3"},
            {"clip.flv", "-c:v flv -q:v 3"}, {"clip.mxf", "-c:v mpeg2video -q:v 3"}
        }) {
            Path file = clip(kind[0], kind[1]);
            assertThat(times(file)).as(kind[0]).hasSizeBetween(49, 50);
            assertThat(difference(expected, VideoFile.of(file).frame(Duration.ofMillis(1000)).orElseThrow()))
                    .as(kind[0])
                    .isLessThan(8);
        }
    }

    @Test
    void givesTimesOfPresentationNotFrameNumbers() {
        Path file = clip("clip.mkv", "-vf select='lt(n,10)+not(mod(n,5))' -fps_mode vfr " + SMALL);
        List<Duration> times = times(file);
        assertThat(times.subList(0, 3)).containsExactly(Duration.ZERO, Duration.ofMillis(40), Duration.ofMillis(80));
        assertThat(times.get(10)).isEqualTo(Duration.ofMillis(400));
        assertThat(times.get(11)).isEqualTo(Duration.ofMillis(600));
        assertThat(times.get(times.size() - 1)).isEqualTo(Duration.ofMillis(1800));
    }

    @Test
    void fetchesEveryFrameOfAVariableRateAgainExactly() {
        Path file = Clips.shared(Clips.THIRD);
        List<Duration> times = new ArrayList<>();
        List<Image> images = new ArrayList<>();
        try (VideoReader reader = open(file)) {
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                try (Frame frame = next.get()) {
                    if (times.size() % 30 == 7) {
                        images.add(frame.image());
                    }
                    times.add(frame.time());
                }
            }
        }
        assertThat(times).hasSize(135).isSorted().doesNotHaveDuplicates();
        Set<Long> steps = new TreeSet<>();
        for (int i = 1; i < times.size(); i++) {
            steps.add(times.get(i).minus(times.get(i - 1)).toMillis());
        }
        assertThat(steps).as("steps of a variable rate").hasSizeGreaterThan(1);
        for (int i = 0; i < images.size(); i++) {
            Image again = VideoFile.of(file).frame(times.get(30 * i + 7)).orElseThrow();
            assertThat(again.pixels()).as("frame %d", 30 * i + 7).isEqualTo(images.get(i).pixels());
        }
    }

    @Test
    void rejectsATimeAtWhichNoFrameIsShown() {
        Path file = clip("clip.mp4", SMALL);
        assertThat(rejection(VideoFile.of(file).frame(Duration.ofMillis(1010))).message()).contains("PT1.01S");
        assertThat(rejection(VideoFile.of(file).frame(Duration.ofSeconds(100))).cause()).isEqualTo(Cause.UNREADABLE);
    }

    @Test
    void turnsFramesAsTheDisplayMatrixSays() {
        Path plain = clip("plain.mp4", SMALL);
        Image image = VideoFile.of(plain).frame(Duration.ofMillis(400)).orElseThrow();
        Image expected = image;
        for (int degrees : new int[] {270, 180, 90}) {
            expected = turned(expected);
            Path file = folder.resolve("turned-" + degrees + ".mp4");
            Clips.make("-display_rotation " + degrees + " -i {} -c copy {}", plain, file);
            assertThat(facts(file).traits()).contains(Trait.TURNED);
            Image upright = VideoFile.of(file).frame(Duration.ofMillis(400)).orElseThrow();
            assertThat(facts(file).width()).isEqualTo(upright.width());
            assertThat(upright.width()).isEqualTo(degrees == 180 ? 160 : 120);
            assertThat(difference(expected, upright)).as("%d degrees", degrees).isZero();
        }
    }

    @Test
    void mirrorsFramesAsTheDisplayMatrixSays() {
        Path plain = clip("plain.mp4", SMALL);
        Path file = folder.resolve("mirrored.mp4");
        Clips.make("-display_hflip -i {} -c copy {}", plain, file);
        Image image = VideoFile.of(plain).frame(Duration.ofMillis(400)).orElseThrow();
        Image mirrored = VideoFile.of(file).frame(Duration.ofMillis(400)).orElseThrow();
        assertThat(facts(file).traits()).contains(Trait.MIRRORED);
        for (int x : new int[] {0, 31, 159}) {
            for (int c = 0; c < 3; c++) {
                assertThat(mirrored.pixels().get((60 * 160 + 159 - x) * 3 + c))
                        .isEqualTo(image.pixels().get((60 * 160 + x) * 3 + c));
            }
        }
    }

    @Test
    void stretchesPixelsThatAreNotSquare() {
        Path file = clip("wide.mp4", "-vf setsar=2/1 " + SMALL);
        assertThat(facts(file).traits()).containsExactly(Trait.STRETCHED);
        Image image = VideoFile.of(file).frame(Duration.ZERO).orElseThrow();
        assertThat(image.width()).isEqualTo(320);
        assertThat(image.height()).isEqualTo(120);
        assertThat(facts(file).width()).isEqualTo(320);
    }

    @Test
    void takesOneFieldOfInterlacedFrames() {
        // Two fields of different brightness: a frame that mixes them shows stripes.
        Path file = folder.resolve("fields.ts");
        Clips.make("-f lavfi -i color=white:size=160x60:rate=50:duration=1 -vf "
                + "drawbox=c=black:t=fill:enable='mod(n,2)',weave -c:v mpeg2video -flags +ildct+ilme -q:v 2 {}", file);
        Image image = VideoFile.of(file).frame(times(file).get(5)).orElseThrow();
        int above = image.pixels().get((60 * 160 + 80) * 3) & 0xFF;
        int below = image.pixels().get((61 * 160 + 80) * 3) & 0xFF;
        assertThat(Math.abs(above - below)).isLessThan(16);
        assertThat(facts(file).traits()).contains(Trait.INTERLACED);
    }

    @Test
    void readsTenBitsAsEight() {
        Path eight = clip("eight.mkv", "-vf scale=16:12,scale=160:120 -c:v ffv1 -pix_fmt yuv420p");
        Path ten = folder.resolve("ten.mkv");
        Clips.make("-i {} -c:v ffv1 -pix_fmt yuv420p10le {}", eight, ten);
        assertThat(facts(ten).bitDepth()).isEqualTo(10);
        assertThat(difference(
                        VideoFile.of(eight).frame(Duration.ofMillis(80)).orElseThrow(),
                        VideoFile.of(ten).frame(Duration.ofMillis(80)).orElseThrow()))
                .isLessThan(1);
    }

    @Test
    void bringsHighDynamicRangeToThatOfAScreen() {
        Path file = clip("hdr.mkv", "-vf format=yuv420p10le,setparams=color_trc=smpte2084:"
                + "color_primaries=bt2020:colorspace=bt2020nc -c:v ffv1");
        assertThat(facts(file).traits()).containsExactly(Trait.HIGH_DYNAMIC_RANGE);
        Image image = VideoFile.of(file).frame(Duration.ZERO).orElseThrow();
        int brightest = 0;
        for (int i = 0; i < image.pixels().limit(); i++) {
            brightest = Math.max(brightest, image.pixels().get(i) & 0xFF);
        }
        assertThat(brightest).isGreaterThan(200);
    }

    @Test
    void dropsTransparency() {
        Path file = clip("alpha.mkv", "-c:v ffv1 -pix_fmt yuva420p");
        assertThat(facts(file).traits()).containsExactly(Trait.TRANSPARENT);
        assertThat(VideoFile.of(file).frame(Duration.ZERO).orElseThrow().width()).isEqualTo(160);
    }

    @Test
    void rejectsAnEmptyFile() throws IOException {
        Path file = Files.createFile(folder.resolve("empty.mp4"));
        assertThat(rejection(VideoFile.of(file).facts()).cause()).isEqualTo(Cause.EMPTY);
    }

    @Test
    void rejectsAFileThatIsNotThereAndAFolder() {
        assertThat(rejection(VideoFile.of(folder.resolve("none.mp4")).facts()).message()).contains("no such file");
        assertThat(rejection(VideoFile.of(folder).facts()).cause()).isEqualTo(Cause.UNREADABLE);
    }

    @Test
    void rejectsAudio() {
        Path file = folder.resolve("sound.m4a");
        Clips.make("-f lavfi -i sine=duration=1 -c:a aac {}", file);
        Rejection rejection = rejection(VideoFile.of(file).facts());
        assertThat(rejection.cause()).isEqualTo(Cause.NOT_A_PICTURE);
        assertThat(rejection.message()).contains("without moving pictures");
    }

    @Test
    void rejectsTextThatIsCalledAVideo() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.mp4"), "This is no video.\n".repeat(100));
        assertThat(rejection(VideoFile.of(file).facts()).cause()).isEqualTo(Cause.NOT_A_PICTURE);
    }

    @Test
    void rejectsAFileCutBeforeItsIndex() {
        Path file = Clips.cut(clip("clip.mp4", SMALL), folder.resolve("cut.mp4"), 0.5);
        Rejection rejection = rejection(VideoFile.of(file).facts());
        assertThat(rejection.cause()).isEqualTo(Cause.TRUNCATED);
        assertThat(rejection.message()).contains("index");
    }

    @Test
    void readsACutFileUpToItsEndAndSaysSo() {
        Path whole = clip("clip.mp4", SMALL + " -movflags +faststart");
        Path file = Clips.cut(whole, folder.resolve("cut.mp4"), 0.5);
        try (VideoReader reader = open(file)) {
            int frames = 0;
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                next.get().close();
                frames++;
            }
            assertThat(frames).isBetween(5, 45);
            assertThat(reader.brokenOff()).hasValueSatisfying(why -> assertThat(why).contains("of 2.0 s"));
        }
    }

    @Test
    void countsDamagedPacketsAndGoesOn() throws IOException {
        Path file = clip("clip.ts", "-c:v mpeg2video -q:v 3 -g 5");
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 2000, (byte) 0x5A);
        Files.write(file, bytes);
        try (VideoReader reader = open(file)) {
            int frames = 0;
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                next.get().close();
                frames++;
            }
            assertThat(frames).isBetween(30, 49);
            assertThat(reader.damaged()).isPositive();
        }
    }

    @Test
    void holdsLimitsBeforeDecoding() {
        Path file = clip("clip.mp4", SMALL);
        VideoLimits usual = VideoLimits.usual();
        for (VideoLimits limits : List.of(
                usual.withPixels(160 * 120 - 1), usual.withBytes(100), usual.withDuration(Duration.ofMillis(1999)))) {
            assertThat(rejection(VideoReader.open("clip", file, limits, 1)).cause()).isEqualTo(Cause.TOO_LARGE);
        }
        try (VideoReader reader = VideoReader.open(
                        "clip", file, usual.withPixels(160 * 120).withDuration(Duration.ofSeconds(2)), 1)
                .orElseThrow()) {
            assertThat(reader.next().orElseThrow().time()).isEqualTo(Duration.ZERO);
        }
    }

    @Test
    void opensNoOtherFileThatAFileNames() throws IOException {
        Path clip = clip("clip.mp4", SMALL);
        Path list = Files.writeString(folder.resolve("list.mp4"), "ffconcat version 1.0\nfile " + clip.getFileName() + "\n");
        Path playlist = Files.writeString(
                folder.resolve("list.m3u8"),
                "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n" + clip.getFileName() + "\n#EXT-X-ENDLIST\n");
        assertThat(rejection(VideoFile.of(list).facts()).cause()).isEqualTo(Cause.NOT_A_PICTURE);
        assertThat(rejection(VideoFile.of(playlist).facts()).cause()).isEqualTo(Cause.NOT_A_PICTURE);
    }

    @Test
    void skipsToKeyFramesWhereTheFileLetsIt() {
        Path file = clip("clip.mp4", SMALL + " -g 10 -bf 0");
        try (VideoReader reader = open(file)) {
            reader.next().orElseThrow().close();
            reader.skipTo(Duration.ofMillis(1300));
            Duration time = reader.next().orElseThrow().time();
            assertThat(time.toMillis()).isCloseTo(1200, within(40L));
        }
    }
}
