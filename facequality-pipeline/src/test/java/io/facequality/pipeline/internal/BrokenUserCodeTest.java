package io.facequality.pipeline.internal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.AlignedFace;
import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.Embedder;
import io.facequality.Embedding;
import io.facequality.FaceDetector;
import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceQualityException;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceRecord;
import io.facequality.Image;
import io.facequality.ImageSource;
import io.facequality.Keep;
import io.facequality.ModelId;
import io.facequality.QualityScore;
import io.facequality.QualityScorer;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.pipeline.FaceWork;
import io.facequality.pipeline.Grouping;
import io.facequality.select.FaceSelector;
import io.facequality.select.Objective;
import io.facequality.select.Objective.ChoiceValue;
import io.facequality.select.Objective.ComparedFaces;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Detectors, scorers and selectors that people write for themselves, with mistakes in them: the message names the class. */
class BrokenUserCodeTest {

    private static final List<ImageSource> PICTURE =
            List.of(ImageSource.of("a", new BufferedImage(112, 112, BufferedImage.TYPE_INT_RGB)));
    private static final DetectedFace FACE = new DetectedFace(
            new Box(10, 10, 90, 90), new Landmarks(point(), point(), point(), point(), point()), 1);

    private static Point point() {
        return new Point(50, 50);
    }

    private record MyDetector(Function<Image, List<DetectedFace>> faces) implements FaceDetector {

        @Override
        public List<DetectedFace> detect(Image image) {
            return faces.apply(image);
        }
    }

    private record MyScorer(Function<List<AlignedFace>, List<QualityScore>> scores) implements QualityScorer {

        @Override
        public List<QualityScore> score(List<AlignedFace> faces) {
            return scores.apply(faces);
        }
    }

    private record MyEmbedder(Function<List<AlignedFace>, List<Embedding>> embeddings) implements Embedder {

        @Override
        public List<Embedding> embed(List<AlignedFace> faces) {
            return embeddings.apply(faces);
        }
    }

    private static <T> T nullPointer() {
        throw new NullPointerException("my own mistake");
    }

    private static void assertNamed(ThrowingCallable call, String code, String contract, String found) {
        assertThatThrownBy(call)
                .isInstanceOf(FaceQualityException.class)
                .hasMessageContaining(code + ": expected ")
                .hasMessageContaining(contract)
                .hasMessageContaining("found " + found);
    }

    @Test
    void namesDetectorThatBreaksItsContract() {
        String code = MyDetector.class.getName() + ".detect";
        String contract = "a list of faces, empty where there is none";
        assertNamed(() -> align(new MyDetector(image -> null)), code, contract, "null");
        assertNamed(
                () -> align(new MyDetector(image -> Collections.singletonList(null))), code, contract, "a list with null");
        assertNamed(
                () -> align(new MyDetector(image -> nullPointer())), code, contract,
                "a java.lang.NullPointerException: my own mistake");
    }

    private static void align(FaceDetector detector) {
        run(FacePipeline.builder().detector(detector), pipeline -> pipeline.process(PICTURE, FaceWork.aligned(), picture -> {}));
    }

    private static void run(FacePipeline.Builder builder, Consumer<FacePipeline> work) {
        try (FacePipeline pipeline = builder.threads(1).build()) {
            work.accept(pipeline);
        }
    }

    @Test
    void namesAlignerAndDecoderThatReturnNull() {
        FacePipeline.Builder aligner = FacePipeline.builder()
                .detector(new MyDetector(image -> List.of(FACE)))
                .aligner((image, face) -> null);
        assertNamed(
                () -> run(aligner, pipeline -> pipeline.process(PICTURE, FaceWork.aligned(), picture -> {})),
                BrokenUserCodeTest.class.getName() + " (lambda).align", "an aligned face", "null");
        assertNamed(
                () -> run(
                        FacePipeline.builder().crop(Crop.AS_IS).decoder(source -> null),
                        pipeline -> pipeline.process(PICTURE, FaceWork.aligned(), picture -> {})),
                BrokenUserCodeTest.class.getName() + " (lambda).decode", "a picture, or why there is none", "null");
    }

    @Test
    void namesScorerAndEmbedderThatBreakTheirContract() {
        String contract = "1 answers, one for each face";
        String scorer = MyScorer.class.getName() + ".score";
        assertNamed(() -> score(faces -> null), scorer, contract, "null");
        assertNamed(() -> score(faces -> nullPointer()), scorer, contract, "a java.lang.NullPointerException");
        assertNamed(() -> score(faces -> Arrays.asList((QualityScore) null)), scorer, contract, "a list with null");
        assertThatThrownBy(() -> score(faces -> List.of()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(scorer + ": expected " + contract + ", found 0");
        assertThatThrownBy(() -> score(faces -> List.of(new QualityScore(Double.NaN, ModelId.ofCode("mine", "")))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a finite quality, found NaN");
        assertNamed(
                () -> run(
                        FacePipeline.builder().crop(Crop.AS_IS).embedder(new MyEmbedder(faces -> null)),
                        pipeline -> pipeline.process(PICTURE, FaceWork.embedded(), picture -> {})),
                MyEmbedder.class.getName() + ".embed", contract, "null");
    }

    private static void score(Function<List<AlignedFace>, List<QualityScore>> scores) {
        run(
                FacePipeline.builder().crop(Crop.AS_IS).scorer(new MyScorer(scores)),
                pipeline -> pipeline.score(PICTURE, picture -> {}));
    }

    @Test
    void namesSelectorThatBreaksItsContract() {
        String code = BrokenUserCodeTest.class.getName() + " (lambda).select";
        String contract = "a selection with each face of the group once";
        List<FaceGroup> groups = List.of(group(4));
        assertNamed(
                () -> run(
                        FacePipeline.builder().selector((group, keep) -> null),
                        pipeline -> pipeline.select(groups, Keep.best(1))),
                code, contract, "null");
        assertNamed(
                () -> run(
                        FacePipeline.builder().selector((group, keep) -> nullPointer()),
                        pipeline -> pipeline.select(groups, Keep.best(1))),
                code, contract, "a java.lang.NullPointerException");
        assertNamed(
                () -> run(
                        FacePipeline.builder()
                                .selector((group, keep) -> FaceSelector.builder().build().select(group(3), keep)),
                        pipeline -> pipeline.select(groups, Keep.best(1))),
                code, contract, "3 faces, or others, of the 4 of me");
    }

    private static FaceGroup group(int faces) {
        return new FaceGroup("me", Stream.iterate(0, i -> i < faces, i -> i + 1)
                .map(i -> new FaceRecord(
                        new FaceId("p" + i, 0), "", Optional.empty(),
                        new QualityScore(0.5, ModelId.ofCode("mine", "")), Embedding.copyOf(new float[] {1, i}),
                        ModelId.ofCode("mine", "")))
                .toList());
    }

    @Test
    void namesObjectiveThatBreaksItsContract() {
        String code = Mine.class.getName() + ".among";
        assertNamed(() -> choose(faces -> null), code, "values of choices", "null");
        assertNamed(() -> choose(faces -> kept -> nullPointer()), code, "numbers", "a java.lang.NullPointerException");
        assertNamed(() -> choose(faces -> kept -> Double.NaN), code, "a number as the value", "NaN");
    }

    private record Mine(Function<ComparedFaces, ChoiceValue> values)
            implements Objective {

        @Override
        public String description() {
            return "something of mine";
        }

        @Override
        public ChoiceValue among(ComparedFaces faces) {
            return values.apply(faces);
        }
    }

    private static void choose(Function<ComparedFaces, ChoiceValue> values) {
        FaceSelector.builder().objective(new Mine(values)).build().select(group(5), Keep.best(2));
    }

    @Test
    void refusesSettingsThatCannotBeWithTheDocumentedException() {
        List<ThrowingCallable> calls = List.of(
                () -> Keep.best(0), () -> Keep.auto(0), () -> FacePipeline.builder().threads(0),
                () -> FacePipeline.Limits.usual().withMemory(0), () -> Grouping.faces(2), () -> new Point(Double.NaN, 0),
                () -> new Box(0, 0, -1, 1), () -> new FaceGroup("none", List.of()), () -> Embedding.copyOf(new float[0]),
                () -> FaceSelector.builder().threads(0), () -> Objective.quality(3), () -> new FaceId("a", -1));
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call).isInstanceOf(InvalidInputException.class).hasMessageContaining("expected ");
        }
    }
}
