package io.facequality.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.DuplicateGrouper;
import io.facequality.DuplicateSelector;
import io.facequality.Embedder;
import io.facequality.Embedding;
import io.facequality.FaceAligner;
import io.facequality.FaceDetector;
import io.facequality.FaceGroup;
import io.facequality.FaceQualityException.ClosedException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceRecord;
import io.facequality.Image;
import io.facequality.ImageDecoder;
import io.facequality.ImageSource;
import io.facequality.ModelId;
import io.facequality.Outcome;
import io.facequality.QualityScore;
import io.facequality.QualityScorer;
import io.facequality.select.FaceSelector;
import io.facequality.select.Objective;
import io.facequality.select.Objective.ChoiceValue;
import io.facequality.select.Objective.ComparedFaces;
import io.facequality.select.Objective.PartialChoice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each contract catches an implementation that breaks it, and names what is broken. */
class BrokenImplementationsTest {

    private static final ModelId MODEL = ModelId.ofCode("broken", "1");

    @Test
    void catchesDecoderThatThrows() {
        assertThat(ContractRun.failures(ThrowingDecoder.class))
                .containsExactly("neverThrowsForDamagedBytes", "rejectsBytesThatAreNoPicture", "rejectsPictureThatCannotBeRead");
    }

    @Test
    void catchesDetectorThatFindsSmallFaceFirst() {
        assertThat(ContractRun.failures(SmallestFirstDetector.class))
                .containsExactly("findsNoFaceInBlackImage", "putsLargestFaceFirst");
    }

    @Test
    void catchesAlignerThatCutsOutBox() {
        assertThat(ContractRun.failures(CuttingAligner.class)).containsExactly("turnsFaceUpright");
    }

    @Test
    void catchesScorerThatComparesFacesWithEachOther() {
        assertThat(ContractRun.failures(RankingScorer.class)).containsExactly("scoresFaceAloneAsBesideOthers");
    }

    @Test
    void catchesScorerThatRunsOnAfterClose() {
        assertThat(ContractRun.failures(OpenScorer.class))
                .containsExactly("finishesCallsInFlightBeforeItCloses", "refusesCallsAfterClose");
    }

    @Test
    void catchesEmbedderThatCounts() {
        assertThat(ContractRun.failures(CountingEmbedder.class))
                .containsExactly(
                        "embedsFaceAloneAsBesideOthers", "finishesCallsInFlightBeforeItCloses",
                        "givesEightThreadsSameResultBitForBit", "refusesCallsAfterClose");
    }

    @Test
    void catchesGrouperThatLosesFace() {
        assertThat(ContractRun.failures(LosingGrouper.class)).containsExactly("leavesFaceAlone", "putsEachFaceIntoExactlyOneGroup");
    }

    @Test
    void catchesSelectorThatReversesGroup() {
        assertThat(ContractRun.failures(ReversingSelector.class)).contains("decidesOnEachFaceInOrderOfGroup");
    }

    @Test
    void catchesObjectiveWithBoundAboveValue() {
        assertThat(ContractRun.failures(HighBound.class)).containsExactly("boundsNoValueFromAbove");
    }

    @Test
    void catchesObjectiveWhosePartialChoiceHasAnotherValue() {
        assertThat(ContractRun.failures(OtherPartialValue.class)).containsExactly("givesPartialChoiceValueOfWholeChoice");
    }

    @Test
    void catchesObjectiveWhosePartialChoiceRemembersFacesTakenOff() {
        assertThat(ContractRun.failures(RememberingPartialChoice.class))
                .containsExactly("forgetsFacesThatAreTakenOffPartialChoice");
    }

    @Test
    void catchesObjectiveWithoutValue() {
        assertThat(ContractRun.failures(NoValue.class)).contains("givesFiniteValues");
    }

    static class ThrowingDecoder extends ImageDecoderContract {

        @Override
        protected ImageDecoder decoder() {
            return source -> source instanceof ImageSource.Decoded decoded
                    ? Outcome.ok(decoded.image())
                    : decoded((ImageSource.Encoded) source);
        }

        private static Outcome<Image> decoded(ImageSource.Encoded source) {
            try {
                byte[] bytes = source.open().readAllBytes();
                return Outcome.ok(Image.copyOf(bytes[0], 1, Arrays.copyOfRange(bytes, 1, 4)));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected byte[] encoded() {
            return new byte[] {1, 7, 7, 7, 0, 0};
        }
    }

    static class SmallestFirstDetector extends FaceDetectorContract {

        @Override
        protected FaceDetector open() {
            return new ClosingDetector();
        }

        @Override
        protected Image picture() {
            return Image.filledBy(100, 100, rgb -> {});
        }
    }

    private static final class ClosingDetector implements FaceDetector {

        private volatile boolean closed;

        @Override
        public List<DetectedFace> detect(Image image) {
            if (closed) {
                throw closed("the detector");
            }
            return List.of(face(10), face(20));
        }

        private static DetectedFace face(int side) {
            Landmarks landmarks = new Landmarks(
                    new Point(1, 1), new Point(3, 1), new Point(2, 2), new Point(1, 3), new Point(3, 3));
            return new DetectedFace(new Box(0, 0, side, side), landmarks, 1);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static ClosedException closed(String what) {
        return new ClosedException(new Problem("cannot call it", what, "an open one", "one that is closed", "Open another."));
    }

    static class CuttingAligner extends FaceAlignerContract {

        @Override
        protected FaceAligner aligner() {
            return (image, face) -> AlignedFace.of(Image.filledBy(AlignedFace.SIZE, AlignedFace.SIZE, rgb -> {
                byte[] original = image.toRgb();
                for (int y = 0; y < AlignedFace.SIZE; y++) {
                    for (int x = 0; x < AlignedFace.SIZE; x++) {
                        int column = (int) face.box().left() + x;
                        int row = (int) face.box().top() + y;
                        if (column >= 0 && row >= 0 && column < image.width() && row < image.height()) {
                            System.arraycopy(
                                    original, (row * image.width() + column) * 3, rgb, (y * AlignedFace.SIZE + x) * 3, 3);
                        }
                    }
                }
            }));
        }
    }

    private static List<AlignedFace> threeFaces() {
        return IntStream.rangeClosed(1, 3)
                .mapToObj(gray -> AlignedFace.of(Image.filledBy(
                        AlignedFace.SIZE, AlignedFace.SIZE, rgb -> Arrays.fill(rgb, (byte) gray))))
                .toList();
    }

    static class RankingScorer extends QualityScorerContract {

        @Override
        protected QualityScorer open() {
            return new ClosingScorer();
        }

        @Override
        protected List<AlignedFace> faces() {
            return threeFaces();
        }
    }

    private static final class ClosingScorer implements QualityScorer {

        private volatile boolean closed;

        @Override
        public List<QualityScore> score(List<AlignedFace> faces) {
            if (closed) {
                throw closed("the scorer");
            }
            return IntStream.range(0, faces.size()).mapToObj(place -> new QualityScore(place, MODEL)).toList();
        }

        @Override
        public ModelId model() {
            return MODEL;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    static class OpenScorer extends QualityScorerContract {

        @Override
        protected QualityScorer open() {
            return QualityScorer.of(MODEL, face -> face.image().toRgb()[0]);
        }

        @Override
        protected List<AlignedFace> faces() {
            return threeFaces();
        }
    }

    static class CountingEmbedder extends EmbedderContract {

        @Override
        protected Embedder open() {
            AtomicInteger calls = new AtomicInteger();
            return faces -> faces.stream().map(face -> Embedding.copyOf(1, calls.incrementAndGet())).toList();
        }

        @Override
        protected List<AlignedFace> faces() {
            return threeFaces();
        }
    }

    static class LosingGrouper extends DuplicateGrouperContract {

        @Override
        protected DuplicateGrouper grouper() {
            return faces -> faces.stream().skip(1).map(face -> new FaceGroup("alone", List.of(face))).toList();
        }
    }

    static class ReversingSelector extends DuplicateSelectorContract {

        @Override
        protected DuplicateSelector selector() {
            return (group, keep) -> {
                List<FaceRecord> reversed = new ArrayList<>(group.faces());
                Collections.reverse(reversed);
                return FaceSelector.builder().build().select(new FaceGroup(group.name(), reversed), keep);
            };
        }
    }

    /** The smallest quality of the kept faces: right in every way. */
    private static ChoiceValue lowestQuality(ComparedFaces faces) {
        return kept -> IntStream.of(kept).mapToDouble(faces::quality).min().orElseThrow();
    }

    private record Named(String description, Function<ComparedFaces, ChoiceValue> values)
            implements Objective {

        @Override
        public ChoiceValue among(ComparedFaces faces) {
            return values.apply(faces);
        }
    }

    static class HighBound extends ObjectiveContract {

        @Override
        protected Objective objective() {
            return new Named("lowest quality", faces -> new ChoiceValue() {
                @Override
                public double value(int... kept) {
                    return lowestQuality(faces).value(kept);
                }

                @Override
                public double lowerBound(int count, int... partial) {
                    return partial.length == 0 ? Double.NEGATIVE_INFINITY : value(partial);
                }
            });
        }
    }

    /** Values whose partial choice the test gives. */
    private record WithPartialChoice(ChoiceValue values, PartialChoice partial) implements ChoiceValue {

        @Override
        public double value(int... kept) {
            return values.value(kept);
        }

        @Override
        public PartialChoice partialChoice(int count) {
            return partial;
        }
    }

    static class OtherPartialValue extends ObjectiveContract {

        @Override
        protected Objective objective() {
            return new Named("lowest quality", faces -> new WithPartialChoice(lowestQuality(faces), new PartialChoice() {
                @Override
                public void push(int face) {}

                @Override
                public void pop() {}

                @Override
                public double valueWith(int face) {
                    return faces.quality(face);
                }
            }));
        }
    }

    static class RememberingPartialChoice extends ObjectiveContract {

        @Override
        protected Objective objective() {
            return new Named("lowest quality", faces -> new ChoiceValue() {
                @Override
                public double value(int... kept) {
                    return lowestQuality(faces).value(kept);
                }

                @Override
                public PartialChoice partialChoice(int count) {
                    return new PartialChoice() {
                        private double lowest = Double.POSITIVE_INFINITY;

                        @Override
                        public void push(int face) {
                            lowest = Math.min(lowest, faces.quality(face));
                        }

                        @Override
                        public void pop() {}

                        @Override
                        public double valueWith(int face) {
                            return Math.min(lowest, faces.quality(face));
                        }
                    };
                }
            });
        }
    }

    static class NoValue extends ObjectiveContract {

        @Override
        protected Objective objective() {
            return new Named("", faces -> kept -> Double.NaN);
        }
    }
}
