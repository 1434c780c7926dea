package io.facequality.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.FaceGroup;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.group.BestCopy.Capture;
import io.facequality.group.BestCopy.Compared;
import io.facequality.group.BestCopy.Facts;
import io.facequality.group.BestCopy.Ranked;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BestCopyTest {

    private static final double TOLERANCE = 0.05;

    private final Map<FaceRecord, Facts> facts = new LinkedHashMap<>();

    @Test
    void keepsTheWholePictureThoughADamagedOneIsBetterInEverythingElse() {
        FaceRecord damaged = copy("damaged.jpg", 0.9, 90, new Facts(Optional.of("its data ends early"), 90, false, dated(), 90));
        FaceRecord whole = copy("whole.jpg", 0.5, 30, plain(10));
        assertThatBestIs(whole, damaged, "It is damaged: its data ends early; whole.jpg is whole.");
    }

    @Test
    void keepsTheBetterQualityBeyondTheTolerance() {
        FaceRecord sharp = copy("sharp.jpg", 0.80, 30, plain(10));
        FaceRecord blurred = copy("blurred.jpg", 0.74, 90, new Facts(Optional.empty(), 90, false, dated(), 90));
        assertThatBestIs(sharp, blurred, "sharp.jpg is better by 0.060 in quality.");
    }

    @Test
    void keepsTheLargerFaceAmongEqualQualities() {
        FaceRecord large = copy("large.jpg", 0.76, 60, plain(10));
        FaceRecord small = copy("small.jpg", 0.80, 57, new Facts(Optional.empty(), 90, false, dated(), 90));
        assertThatBestIs(
                large, small, "large.jpg shows the same face with its eyes further apart: 60 pixels, not 57.");
    }

    @Test
    void keepsThePictureWithoutBarsWhereTheFaceIsAsLarge() {
        FaceRecord picture = copy("picture.jpg", 0.76, 59, plain(10));
        FaceRecord screenshot = copy("screenshot.png", 0.80, 60, new Facts(Optional.empty(), 90, true, dated(), 90));
        assertThatBestIs(
                picture, screenshot,
                "It has bars around the picture, as a screenshot has, and no larger face; picture.jpg has no bars.");
    }

    @Test
    void keepsCopyAsItWasShotThoughAlteredOneIsBetterInEverythingElse() {
        FaceRecord plain = copy("plain.jpg", 0.5, 30, plain(10));
        FaceRecord turned = copy("turned.jpg", 0.9, 90, new Facts(Optional.empty(), 90, false, dated(), 90));
        BestCopy bestCopy = comparing(turned, new Compared(Optional.of("turned by 8 degrees"), Optional.empty(), 1));
        assertThat(bestCopy.ranked(group(turned, plain))).containsExactly(
                new Ranked(plain, "It is the best of 2 copies."),
                new Ranked(turned, "It is turned by 8 degrees, and most of its copies are not."));
    }

    @Test
    void keepsUsualCopyBeforeTheLargerFileButNotBeforeTheCamerasDate() {
        FaceRecord usual = copy("usual.jpg", 0.76, 60, plain(10));
        FaceRecord brighter = copy("brighter.jpg", 0.80, 60, plain(90));
        Compared deviating = new Compared(Optional.empty(), Optional.of("brighter"), 1);
        assertThat(comparing(brighter, deviating).ranked(group(brighter, usual)).get(1))
                .isEqualTo(new Ranked(brighter, "It is brighter, and most of its copies are not."));
        facts.put(brighter, new Facts(Optional.empty(), 90, false, dated(), 90));
        assertThat(comparing(brighter, deviating).of(group(brighter, usual))).isEqualTo(brighter);
    }

    @Test
    void comparesSizesAsTheOtherCopiesTellThem() {
        FaceRecord known = copy("known.jpg", 0.76, 60, plain(90));
        FaceRecord measuredTooLarge = copy("large.jpg", 0.80, 70, plain(10));
        assertThat(comparing(measuredTooLarge, new Compared(Optional.empty(), Optional.empty(), 0.86))
                        .of(group(known, measuredTooLarge)))
                .isEqualTo(known);
    }

    @Test
    void keepsCopyInPreferredFolderAmongThoseThatAreAsGood() {
        FaceRecord preferred = copy("p/a.jpg", 0.76, 60, new Facts(Optional.empty(), 90, false, Capture.NONE, 10, 0));
        FaceRecord other = copy("o/a.jpg", 0.80, 60, new Facts(Optional.empty(), 90, false, dated(), 90, 1));
        assertThatBestIs(preferred, other, "p/a.jpg is as good, and lies in a folder that is preferred.");
    }

    @Test
    void keepsWhatTheCameraDatedBeforeTheLargerFile() {
        FaceRecord camera = copy("camera.jpg", 0.76, 60, new Facts(Optional.empty(), 90, false, dated(), 10));
        FaceRecord again = copy("again.jpg", 0.80, 60, plain(90));
        assertThatBestIs(camera, again, "camera.jpg is as good, and has the camera's date, 2019-05-04 10:11:12.");
    }

    @Test
    void keepsWhatNamesItsCameraWhereBothOrNeitherAreDated() {
        Capture named = new Capture(Optional.empty(), Optional.of("Cam X"));
        FaceRecord camera = copy("camera.jpg", 0.76, 60, new Facts(Optional.empty(), 90, false, named, 10));
        FaceRecord again = copy("again.jpg", 0.80, 60, plain(90));
        assertThatBestIs(camera, again, "camera.jpg is as good, and names the camera, Cam X.");
    }

    @Test
    void keepsTheLargerFileThenTheHigherQualityThenTheFirstName() {
        FaceRecord large = copy("large.jpg", 0.76, 60, plain(90));
        FaceRecord small = copy("small.jpg", 0.80, 60, plain(80));
        assertThatBestIs(large, small, "large.jpg is as good, and its file is larger: 90 bytes, not 80.");

        FaceRecord better = copy("z.jpg", 0.75, 60, plain(80));
        FaceRecord worse = copy("y.jpg", 0.5, 60, plain(80));
        assertThat(new BestCopy(1, this::known).ranked(group(better, worse)).get(1).reason())
                .isEqualTo("z.jpg is its equal but for a quality that is higher by 0.25.");

        FaceRecord first = copy("a.jpg", 0.5, 60, plain(80));
        assertThatBestIs(first, worse, "a.jpg is its equal, and its name comes first.");
    }

    @Test
    void comparesPicturesThatAreTakenAsFacesByTheirSides() {
        FaceRecord large = Faces.face("large.jpg", 0, "l", 0.76, 1);
        FaceRecord small = Faces.face("small.jpg", 0, "s", 0.80, 1);
        facts.put(large, new Facts(Optional.empty(), 12_544, false, Capture.NONE, 10));
        facts.put(small, new Facts(Optional.empty(), 6_400, false, Capture.NONE, 90));
        assertThatBestIs(large, small, "large.jpg has more pixels: 12544, not 6400.");
    }

    @Test
    void saysThatAllCopiesAreDamaged() {
        FaceRecord one = copy("1.jpg", 0.5, 60, new Facts(Optional.of("its data ends early"), 90, false, dated(), 90));
        FaceRecord other = copy("2.jpg", 0.5, 60, new Facts(Optional.of("a marker is missing"), 90, false, dated(), 10));
        assertThat(new BestCopy(TOLERANCE, this::known).ranked(group(other, one)).get(0))
                .isEqualTo(new Ranked(one, "It is the best of 2 copies, all of them damaged: its data ends early."));
    }

    @Test
    void asksNothingOfAFaceThatIsAlone() {
        FaceRecord alone = Faces.face("alone.jpg", 1);
        BestCopy bestCopy = new BestCopy(TOLERANCE, face -> {
            throw new AssertionError("asked for " + face);
        });
        assertThat(bestCopy.ranked(group(alone))).containsExactly(new Ranked(alone, "It is alone."));
    }

    @Test
    void keepsTheHighestQualityWhereNothingElseIsKnown() {
        FaceRecord low = copy("low.jpg", 0.79, 60, plain(90));
        FaceRecord high = copy("high.jpg", 0.80, 60, plain(10));
        assertThat(new BestCopy(TOLERANCE, face -> Optional.empty()).of(group(low, high))).isEqualTo(high);
        assertThat(new BestCopy(0, this::known).of(group(low, high))).isEqualTo(high);
    }

    /** Few different values, so that every criterion often decides. */
    @Property(tries = 500)
    void ranksCopiesInOneOrderHoweverTheyCome(@ForAll @IntRange(min = 1, max = 12) int size, @ForAll long seed) {
        List<FaceRecord> copies = randomCopies(size, new Random(seed));
        BestCopy bestCopy = new BestCopy(TOLERANCE, this::known);
        List<Ranked> ranked = bestCopy.ranked(new FaceGroup("copies", copies));
        assertThat(ranked).extracting(Ranked::face).containsExactlyInAnyOrderElementsOf(copies);
        assertThat(ranked).allSatisfy(copy -> assertThat(copy.reason()).isNotBlank());
        assertThat(bestCopy.ranked(new FaceGroup("copies", Faces.shuffled(copies, seed)))).isEqualTo(ranked);
        List<FaceRecord> reversed = new ArrayList<>(copies);
        Collections.reverse(reversed);
        assertThat(bestCopy.ranked(new FaceGroup("copies", reversed))).isEqualTo(ranked);
    }

    @Property(tries = 500)
    void ranksFirstWhatOneCriterionAfterTheOtherLeaves(@ForAll @IntRange(min = 1, max = 12) int size, @ForAll long seed) {
        List<FaceRecord> copies = randomCopies(size, new Random(seed));
        List<FaceRecord> left = those(face -> facts.get(face).damage().isEmpty(), copies);
        left = nearMost(face -> face.quality().value(), most -> most - TOLERANCE, left);
        left = nearMost(face -> face.eyeDistance().orElseThrow(), most -> most * 0.96, left);
        left = those(face -> !facts.get(face).bars(), left);
        left = those(face -> facts.get(face).capture().taken().isPresent(), left);
        left = those(face -> facts.get(face).capture().camera().isPresent(), left);
        left = nearMost(face -> facts.get(face).bytes(), most -> most, left);
        left = nearMost(face -> face.quality().value(), most -> most, left);
        FaceRecord expected = left.stream().min(Comparator.comparing(FaceRecord::id)).orElseThrow();
        assertThat(new BestCopy(TOLERANCE, this::known).of(new FaceGroup("copies", copies))).isEqualTo(expected);
    }

    @Test
    void refusesAToleranceThatIsOutOfRange() {
        for (double tolerance : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new BestCopy(tolerance, face -> Optional.empty()))
                    .isInstanceOf(InvalidInputException.class);
        }
    }

    private void assertThatBestIs(FaceRecord best, FaceRecord other, String reason) {
        BestCopy bestCopy = new BestCopy(TOLERANCE, this::known);
        for (FaceGroup group : List.of(group(best, other), group(other, best))) {
            assertThat(bestCopy.of(group)).isEqualTo(best);
            assertThat(bestCopy.ranked(group))
                    .containsExactly(new Ranked(best, "It is the best of 2 copies."), new Ranked(other, reason));
        }
    }

    private BestCopy comparing(FaceRecord copy, Compared compared) {
        return new BestCopy(TOLERANCE, this::known, copies -> Map.of(copy.id(), compared));
    }

    private List<FaceRecord> randomCopies(int size, Random random) {
        List<FaceRecord> copies = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Capture capture = new Capture(
                    random.nextBoolean() ? dated().taken() : Optional.empty(),
                    random.nextBoolean() ? Optional.of("Cam X") : Optional.empty());
            Optional<String> damage = random.nextInt(4) == 0 ? Optional.of("its data ends early") : Optional.empty();
            copies.add(copy(
                    i + ".jpg",
                    0.7 + 0.02 * random.nextInt(5),
                    60 + random.nextInt(5),
                    new Facts(damage, 90, random.nextInt(3) == 0, capture, random.nextInt(3))));
        }
        return copies;
    }

    private static List<FaceRecord> those(Predicate<FaceRecord> criterion, List<FaceRecord> faces) {
        List<FaceRecord> some = faces.stream().filter(criterion).toList();
        return some.isEmpty() ? faces : some;
    }

    private static List<FaceRecord> nearMost(
            ToDoubleFunction<FaceRecord> measure, DoubleUnaryOperator limit, List<FaceRecord> faces) {
        double lowest = limit.applyAsDouble(faces.stream().mapToDouble(measure).max().orElseThrow());
        return those(face -> measure.applyAsDouble(face) >= lowest, faces);
    }

    private FaceRecord copy(String name, double quality, double eyeDistance, Facts known) {
        FaceRecord plain = Faces.face(name, 0, name, quality, 1);
        Landmarks landmarks = new Landmarks(
                new Point(0, 0), new Point(eyeDistance, 0), new Point(1, 1), new Point(0, 2), new Point(2, 2));
        FaceRecord face = new FaceRecord(
                plain.id(),
                plain.pictureSha256(),
                Optional.of(new DetectedFace(new Box(0, 0, 100, 100), landmarks, 1)),
                plain.quality(),
                plain.embedding(),
                plain.embedder());
        facts.put(face, known);
        return face;
    }

    private Optional<Facts> known(FaceRecord face) {
        return Optional.of(facts.get(face));
    }

    private static Facts plain(long bytes) {
        return new Facts(Optional.empty(), 90, false, Capture.NONE, bytes);
    }

    private static Capture dated() {
        return new Capture(Optional.of(LocalDateTime.of(2019, 5, 4, 10, 11, 12)), Optional.empty());
    }

    private static FaceGroup group(FaceRecord... copies) {
        return Faces.group("copies", copies);
    }
}
