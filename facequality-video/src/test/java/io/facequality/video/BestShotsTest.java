package io.facequality.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.DetectedFace.Box;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Image;
import io.facequality.ImageSource;
import io.facequality.images.FaceChoice;
import io.facequality.internal.Sha256;
import io.facequality.pipeline.FacePipeline;
import io.facequality.video.Footage.Person;
import io.facequality.video.internal.media.VideoReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way on clips: who appears, and which shots of each are kept. */
class BestShotsTest {

    private static FacePipeline pipeline;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        pipeline = FacePipeline.builder().faces(FaceChoice.ALL).threads(2).build();
    }

    @AfterAll
    static void close() {
        pipeline.close();
    }

    private static BestShots.Builder bestShots() {
        return BestShots.builder().pipeline(pipeline).threads(2);
    }

    private static Footage of(Path video) {
        return bestShots().build().of("clip", video).orElseThrow();
    }

    @Test
    void followsOnePersonInOneTrack() {
        for (String clip : List.of(Clips.ONE, Clips.OTHER, Clips.THIRD)) {
            Footage footage = of(Clips.shared(clip));
            assertThat(footage.tracks()).as(clip).hasSize(1);
            assertThat(footage.people()).as(clip).hasSize(1);
            assertThat(footage.counts().cuts()).as(clip).isZero();
            assertThat(footage.counts().damaged()).as(clip).isZero();
            assertThat(footage.brokenOff()).as(clip).isEmpty();
            Track track = footage.tracks().get(0);
            assertThat(track.end()).isEqualTo(Track.End.END);
            assertThat(track.shots()).hasSize(3);
            assertThat(track.to().minus(track.from())).isGreaterThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void tellsPeopleApart() {
        Footage footage = of(Clips.shared(Clips.TWO));
        assertThat(footage.counts().cuts()).isEqualTo(3);
        // One on the stage, and two who listen, small and blurred.
        assertThat(footage.people()).hasSize(3);
        // Seen in the first scene and, after another one, in the third.
        assertThat(footage.people().get(0).tracks()).extracting(Track::end).containsExactly(Track.End.CUT, Track.End.CUT);
    }

    @Tag("slow")
    @Test
    void findsTheCutsOfASplicedClip() {
        Path file = Clips.spliced(
                folder.resolve("spliced.mp4"),
                List.of(Clips.shared(Clips.ONE), Clips.shared(Clips.OTHER), Clips.shared(Clips.THIRD), Clips.shared(Clips.ONE)));
        Footage footage = of(file);
        assertThat(footage.counts().cuts()).isEqualTo(3);
        assertThat(footage.tracks()).hasSize(4);
        assertThat(footage.tracks().subList(0, 3)).extracting(Track::end).containsOnly(Track.End.CUT);
        assertThat(footage.people()).as("the last is the first again").hasSize(3);
        assertThat(footage.people().get(0).tracks()).hasSize(2);
        long[] begins = {0, 7200, 12_533, 18_633};
        for (int i = 0; i < begins.length; i++) {
            assertThat(footage.tracks().get(i).from().toMillis()).isBetween(begins[i], begins[i] + 700);
        }
    }

    @Test
    void keepsShotsThatAreGoodAndApart() {
        Footage footage = bestShots().keep(4).minimumGap(Duration.ofSeconds(1)).minimumDistance(2).build()
                .of("clip", Clips.shared(Clips.ONE)).orElseThrow();
        List<Shot> shots = footage.tracks().get(0).shots();
        assertThat(shots).hasSize(4);
        for (int i = 1; i < shots.size(); i++) {
            assertThat(shots.get(i).time().minus(shots.get(i - 1).time())).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
        Person person = footage.people().get(0);
        assertThat(person.shots()).containsExactlyInAnyOrderElementsOf(shots);
        assertThat(person.shots()).isSortedAccordingTo((one, other) -> Double.compare(other.quality(), one.quality()));
    }

    @Test
    void everyShotIsThePixelsThatWereScored() {
        Path video = Clips.shared(Clips.THIRD);
        for (Shot shot : of(video).people().get(0).shots()) {
            assertThat(shot.video()).isEqualTo("clip");
            assertThat(shot.face().id().source()).matches("clip#t=\\d+\\.\\d{3}");
            Image frame = VideoFile.of(video).frame(shot.time()).orElseThrow();
            assertThat(Sha256.of(frame)).isEqualTo(shot.face().pictureSha256());
            List<Double> again = new ArrayList<>();
            pipeline.score(
                    List.of(new ImageSource.Decoded("frame", frame)),
                    picture -> picture.faces().orElseThrow().forEach(face -> again.add(face.value().value())));
            assertThat(again).contains(shot.quality());
            assertThat(shot.surroundings().width()).isGreaterThan(20);
        }
    }

    @Tag("slow")
    @Test
    void givesTheSameForAnyNumberOfThreads() {
        List<String> results = new ArrayList<>();
        for (int threads : new int[] {1, 2, 5}) {
            try (FacePipeline other = FacePipeline.builder().faces(FaceChoice.ALL).threads(threads).build()) {
                Footage footage = BestShots.builder().pipeline(other).threads(threads).build()
                        .of("clip", Clips.shared(Clips.TWO)).orElseThrow();
                results.add(described(footage));
            }
        }
        assertThat(results.get(1)).isEqualTo(results.get(0));
        assertThat(results.get(2)).isEqualTo(results.get(0));
    }

    private static String described(Footage footage) {
        return footage.counts() + footage.people().stream()
                .flatMap(person -> person.shots().stream()
                        .map(shot -> person.name() + person.tracks().stream().map(Track::number).toList()
                                + shot.face().id() + shot.quality() + Sha256.of(shot.crop().image())
                                + shot.face().embedding().get(0) + shot.face().pictureSha256()))
                .collect(Collectors.joining("\n"));
    }

    @Tag("slow")
    @Test
    void pushedFramesGiveWhatTheFileGives() {
        Path video = Clips.shared(Clips.ONE);
        Footage read = of(video);
        try (BestShots bestShots = bestShots().build();
                FrameStream stream = bestShots.stream("clip");
                VideoReader reader = VideoReader.open("clip", video, VideoLimits.usual(), 1).orElseThrow()) {
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                try (var frame = next.get()) {
                    stream.accept(frame.image(), frame.time());
                }
            }
            Footage pushed = stream.end();
            assertThat(described(pushed)).isEqualTo(described(read));
            assertThatThrownBy(() -> stream.accept(Image.filledBy(8, 8, rgb -> {}), Duration.ZERO))
                    .isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    void followsNumberedPictures() {
        Path frames = folder.resolve("frames");
        frames.toFile().mkdir();
        Clips.make("-i {} -vf fps=6 -q:v 2 {}", Clips.shared(Clips.ONE), frames.resolve("frame-%04d.jpg"));
        Footage footage = bestShots().frameRate(6).build().of("frames", frames).orElseThrow();
        assertThat(footage.facts()).isEmpty();
        assertThat(footage.people()).hasSize(1);
        assertThat(footage.tracks().get(0).shots()).hasSize(3);
        assertThat(footage.tracks().get(0).to().toMillis()).isBetween(6500L, 7200L);
    }

    @Test
    void endsATrackThatIsTooLong() {
        List<Track> told = new ArrayList<>();
        Footage footage = bestShots().longestTrack(Duration.ofSeconds(3)).listener(told::add).build()
                .of("clip", Clips.shared(Clips.ONE)).orElseThrow();
        assertThat(footage.tracks()).hasSize(3);
        assertThat(told).isEqualTo(footage.tracks());
        assertThat(footage.tracks()).extracting(Track::end)
                .containsExactly(Track.End.LIMIT, Track.End.LIMIT, Track.End.END);
        assertThat(footage.people()).hasSize(1);
    }

    @Test
    void looksSeldomWhileThereIsNobody() {
        Path file = folder.resolve("nobody.mp4");
        Clips.make("-f lavfi -i testsrc2=size=320x240:rate=25:duration=6 -c:v mpeg4 -q:v 3 {}", file);
        Footage footage = of(file);
        assertThat(footage.tracks()).isEmpty();
        assertThat(footage.people()).isEmpty();
        assertThat(footage.counts().looked()).isBetween(11L, 13L);
    }

    @Tag("slow")
    @Test
    void findsSomebodyAgainAfterTwoSeconds() {
        Path file = folder.resolve("away.mp4");
        Box face = of(Clips.shared(Clips.ONE)).tracks().get(0).shots().get(0).face().detection().orElseThrow().box();
        Clips.make(
                String.format(
                        Locale.ROOT,
                        "-i {} -vf drawbox=c=gray:t=fill:x=%.0f:y=%.0f:w=%.0f:h=%.0f:enable='between(t,2.5,4.5)' "
                                + "-an -c:v mpeg4 -q:v 3 {}",
                        Math.max(0, face.left() - 0.2 * face.width()), Math.max(0, face.top() - 0.2 * face.height()),
                        1.4 * face.width(), 1.4 * face.height()),
                Clips.shared(Clips.ONE), file);
        Footage footage = of(file);
        assertThat(footage.counts().cuts()).isZero();
        assertThat(footage.tracks()).hasSize(1);
        assertThat(footage.people()).hasSize(1);
    }

    @Test
    void writesShotsAsPictures() throws Exception {
        Footage footage = of(Clips.shared(Clips.THIRD));
        footage.people().get(0).writeTo(folder.resolve("out"));
        try (var files = Files.list(folder.resolve("out"))) {
            assertThat(files.map(file -> file.getFileName().toString()).toList())
                    .hasSize(6)
                    .allMatch(name -> name.matches("clip-t\\d+\\.\\d{3}(\\.jpg|-aligned\\.png)"));
        }
    }

    @Test
    void rejectsWhatIsNoVideo() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.mkv"));
        assertThat(rejection(empty)).contains("no bytes at all");
        assertThat(rejection(folder.resolve("gone.mkv"))).contains("no such file");
    }

    private static String rejection(Path video) {
        return bestShots().build().of(video).<String>match(footage -> "not rejected", rejection -> rejection.message());
    }
}
