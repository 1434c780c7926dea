package io.facequality.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.FaceId;
import io.facequality.FaceQualityException.ClosedException;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceRecord;
import io.facequality.Image;
import io.facequality.ImageSource;
import io.facequality.Keep;
import io.facequality.ModelId;
import io.facequality.Outcome.Rejection;
import io.facequality.ProgressListener.Progress;
import io.facequality.QualityScore;
import io.facequality.QualityScorer;
import io.facequality.ScoringEmbedder;
import io.facequality.ScoringEmbedder.ScoredEmbedding;
import io.facequality.images.QualityReport.Component;
import io.facequality.images.internal.PictureEncoder;
import io.facequality.onnx.ModelContract;
import io.facequality.pipeline.FacePipeline.Crop;
import io.facequality.pipeline.FacePipeline.Picture;
import io.facequality.pipeline.FaceWork.Explained;
import io.facequality.pipeline.internal.TestPictures;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import io.facequality.testing.SharedData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FacePipelineTest {

    @TempDir
    private Path folder;

    @Test
    void selectsBestOfEveryPersonFromAlignedCropsWithTheEmbeddedModels() {
        Path root = folder.resolve("people");
        for (String person : List.of("Ari_Fleischer", "Colin_Powell")) {
            copyFirst(SharedData.path("data", "people-aligned", person), root.resolve(person), 6);
        }
        try (FacePipeline pipeline = FacePipeline.builder().crop(Crop.AS_IS).build()) {
            SelectionPlan plan = pipeline.select(root, Keep.best(2));
            assertThat(plan.rejected()).isEmpty();
            assertThat(plan.groups()).extracting(PlannedGroup::name).containsExactly("Ari_Fleischer", "Colin_Powell");
            assertThat(plan.groups()).allSatisfy(person -> {
                assertThat(person.kept()).hasSize(2);
                assertThat(person.dropped()).hasSize(4).allSatisfy(face -> assertThat(face.reason()).isNotBlank());
            });
            assertThat(plan.models()).containsOnlyKeys("quality", "embedding");
        }
    }

    @Test
    void detectsAlignsAndSelectsPhotographsWithTheEmbeddedModels() {
        Path root = folder.resolve("people");
        copyFirst(SharedData.path("data", "people-photos"), 2, 5, root);
        try (FacePipeline pipeline = FacePipeline.builder().build()) {
            SelectionPlan plan = pipeline.select(root, Keep.best(1));
            assertThat(plan.groups()).hasSize(2).allSatisfy(person -> assertThat(person.kept()).hasSize(1));
            assertThat(plan.groups().get(0).faces()).allSatisfy(face -> assertThat(face.detection()).isPresent());
            assertThat(plan.models()).containsOnlyKeys("quality", "embedding", "detector");
        }
    }

    @Test
    void saysInPlanWhichRewritesModelRanWith() {
        Path root = folder.resolve("people");
        copyFirst(SharedData.path("data", "people-aligned", "Colin_Powell"), root.resolve("Colin_Powell"), 3);
        Path model = SharedData.path("golden", "ediffiqa-t", "ediffiqa-t-random.onnx");
        try (FacePipeline pipeline = FacePipeline.builder()
                .crop(Crop.AS_IS)
                .scorer(model, ModelContract.ediffiqa())
                .build()) {
            assertThat(pipeline.select(root, Keep.best(1)).settings())
                    .containsEntry("rewrites.quality", "prelu-as-relu x33, constant-shapes x1")
                    .containsEntry("rewrites.embedding", "normalisation-into-product x1, prelu-as-relu x33");
        }
    }

    @Test
    void saysWhatIsWrongWithFacesOfPlanAndOfPictures() throws IOException {
        byte[] good = Files.readAllBytes(first(SharedData.path("data", "people-photos")));
        Image picture = Image.of(ImageIO.read(new ByteArrayInputStream(good)));
        Image dark = Image.filledBy(picture.width(), picture.height(), rgb -> {
            byte[] old = picture.toRgb();
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (byte) ((old[i] & 0xFF) / 6);
            }
        });
        TestPictures.write(folder.resolve("good.jpg"), good);
        TestPictures.write(folder.resolve("dark.jpg"), PictureEncoder.jpeg(dark, 20));
        try (FacePipeline pipeline = FacePipeline.open()) {
            SelectionPlan plan = pipeline.select(folder, Keep.best(1));
            Map<String, Optional<String>> reasons = plan.groups().get(0).faces().stream()
                    .collect(Collectors.toMap(PlannedFace::picture, PlannedFace::qualityReason));
            assertThat(reasons.get("good.jpg")).isEmpty();
            assertThat(reasons.get("dark.jpg").orElseThrow()).startsWith("too dark");
            List<Picture<Explained<QualityScore>>> explained = new ArrayList<>();
            pipeline.process(
                    List.of(ImageSource.of(folder.resolve("good.jpg")), ImageSource.of(folder.resolve("dark.jpg"))),
                    FaceWork.explained(FaceWork.scored()),
                    explained::add);
            List<Explained<QualityScore>> faces = explained.stream()
                    .map(found -> found.faces().orElseThrow().get(0).value())
                    .toList();
            assertThat(faces.get(0).report().sentence()).isEmpty();
            assertThat(faces.get(1).report().sentence()).isEqualTo(reasons.get("dark.jpg"));
            assertThat(faces.get(1).report().value(Component.COMPRESSION).orElseThrow().value()).isBetween(18, 22);
            assertThat(faces.get(0).report().value(Component.SINGLE_FACE)).isPresent();
            assertThat(faces.get(0).value().value())
                    .isEqualTo(pipeline.score(folder.resolve("good.jpg")).orElseThrow().value());
        }
    }

    private static Path first(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
        }
    }

    @Test
    void givesSamePlanForAnyNumberOfThreads() {
        Path root = SharedData.path("data", "published-groups");
        List<SelectionPlan> plans = new ArrayList<>();
        for (int threads : new int[] {1, 2, 8}) {
            try (FacePipeline pipeline =
                    FacePipeline.builder().crop(Crop.AS_IS).threads(threads).build()) {
                plans.add(pipeline.select(root, Keep.best(3)));
            }
        }
        assertThat(plans).containsOnly(plans.get(0));
    }

    @Test
    void scoresPictureAlikeFromPathBytesStreamAndBufferedImage() throws IOException {
        byte[] bytes = TestPictures.png(1);
        Path file = TestPictures.write(folder.resolve("picture.png"), bytes);
        Image pixels = Image.of(ImageIO.read(new ByteArrayInputStream(bytes)));
        List<ImageSource> sources = List.of(
                ImageSource.of(file),
                ImageSource.of("bytes", bytes),
                ImageSource.of("stream", new ByteArrayInputStream(bytes), bytes.length),
                ImageSource.of("image", pixels.toBufferedImage()));
        List<Picture<QualityScore>> results = new ArrayList<>();
        try (FacePipeline pipeline = FacePipeline.builder().crop(Crop.AS_IS).build()) {
            pipeline.score(sources, results::add);
        }
        assertThat(results).extracting(Picture::source)
                .containsExactly(file.toString(), "bytes", "stream", "image");
        assertThat(results.stream().map(picture -> picture.faces().orElseThrow().get(0).value()).distinct())
                .hasSize(1);
    }

    @Test
    void asksObjectThatScoresAndEmbedsOnceForBoth() {
        AtomicInteger faces = new AtomicInteger();
        ScoringEmbedder both = crops -> {
            faces.addAndGet(crops.size());
            return crops.stream()
                    .map(crop -> new ScoredEmbedding(
                            new QualityScore(1, ModelId.ofCode("both", "1")), Embedding.copyOf(1, crop.pixels().get(0))))
                    .toList();
        };
        TestPictures.people(folder, 1, 5);
        try (FacePipeline pipeline =
                FacePipeline.builder().crop(Crop.AS_IS).scorer(both).embedder(both).build()) {
            pipeline.select(folder, Keep.best(1));
        }
        assertThat(faces).hasValue(5);
    }

    @Test
    void rejectsPictureWhoseEmbeddingHasNoDirection() {
        TestPictures.people(folder, 1, 3);
        AtomicInteger count = new AtomicInteger();
        try (FacePipeline pipeline = TestPictures.pipeline(crops -> crops.stream()
                        .map(crop -> count.getAndIncrement() == 1 ? Embedding.copyOf(0, 0) : Embedding.copyOf(1, 0))
                        .toList())
                .threads(1)
                .build()) {
            SelectionPlan plan = pipeline.select(folder, Keep.best(1));
            assertThat(plan.groups().get(0).faces()).hasSize(2);
            assertThat(plan.rejected()).singleElement().satisfies(rejected -> {
                assertThat(rejected.picture()).isEqualTo("person-0/picture-1.png");
                assertThat(rejected.cause()).isEqualTo(Rejection.Cause.UNUSABLE_RESULT);
            });
        }
    }

    @Test
    void refusesEmbedderThatLosesFace() {
        TestPictures.people(folder, 1, 2);
        try (FacePipeline pipeline = TestPictures.pipeline(crops -> List.of()).build()) {
            assertThatThrownBy(() -> pipeline.select(folder, Keep.best(1)))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("one for each face");
        }
    }

    @Test
    void refusesFolderWithoutPictures() {
        TestPictures.write(folder.resolve("empty/notes.txt"), new byte[] {'a'});
        try (FacePipeline pipeline = TestPictures.pipeline().build()) {
            assertThatThrownBy(() -> pipeline.select(folder, Keep.best(1)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("at least one picture");
        }
    }

    @Test
    void reportsBrokenModelFileWhenPipelineIsBuilt() {
        Path model = TestPictures.write(folder.resolve("broken.onnx"), new byte[] {1, 2, 3});
        assertThatThrownBy(() -> FacePipeline.builder()
                        .scorer(model, ModelContract.ediffiqa())
                        .build())
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("broken.onnx");
    }

    @Test
    void countsEveryPictureAndEveryRejectionInProgress() {
        TestPictures.people(folder, 1, 9);
        TestPictures.write(folder.resolve("person-0/empty.png"), new byte[0]);
        List<Progress> seen = new ArrayList<>();
        try (FacePipeline pipeline = TestPictures.pipeline().listener(seen::add).build()) {
            pipeline.select(folder, Keep.best(1));
        }
        assertThat(seen).filteredOn(progress -> progress.stage() == Progress.Stage.READING).hasSize(10)
                .last().isEqualTo(new Progress(Progress.Stage.READING, 10, 10, 1));
        assertThat(seen).filteredOn(progress -> progress.stage() == Progress.Stage.SELECTING)
                .containsExactly(
                        new Progress(Progress.Stage.SELECTING, 0, 1, 0), new Progress(Progress.Stage.SELECTING, 1, 1, 0));
    }

    @Test
    void cancelsRunWhenInterrupted() throws InterruptedException {
        TestPictures.people(folder, 1, 60);
        CountDownLatch started = new CountDownLatch(1);
        List<Throwable> thrown = new ArrayList<>();
        Thread runner = new Thread(() -> {
            try (FacePipeline pipeline = TestPictures.pipeline()
                    .listener(progress -> {
                        started.countDown();
                        try {
                            Thread.sleep(60_000);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    })
                    .build()) {
                pipeline.select(folder, Keep.best(1));
            } catch (CancellationException e) {
                thrown.add(e);
            }
        });
        runner.start();
        started.await();
        runner.interrupt();
        runner.join(60_000);
        assertThat(thrown).hasSize(1);
    }

    @Test
    void endsRunInFlightWithClosedExceptionWhenClosed() {
        Path root = SharedData.path("data", "published-groups");
        FacePipeline[] holder = new FacePipeline[1];
        holder[0] = FacePipeline.builder()
                .crop(Crop.AS_IS)
                .listener(progress -> holder[0].close())
                .build();
        assertThatThrownBy(() -> holder[0].select(root, Keep.best(1))).isInstanceOf(ClosedException.class);
        holder[0].close();
        assertThatThrownBy(() -> holder[0].select(root, Keep.best(1)))
                .isInstanceOf(ClosedException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void opensEverythingOnceByWarmUpWhichFailsAfterClosing() {
        FacePipeline pipeline = FacePipeline.builder().build();
        pipeline.warmUp();
        pipeline.warmUp();
        pipeline.close();
        assertThatThrownBy(pipeline::warmUp).isInstanceOf(ClosedException.class);
    }

    @Test
    void closesNothingThatTheCallerPutIn() {
        TestPictures.people(folder, 1, 2);
        AtomicInteger closed = new AtomicInteger();
        ScoringEmbedder mine = new ScoringEmbedder() {
            @Override
            public List<ScoredEmbedding> scoreAndEmbed(List<AlignedFace> faces) {
                return faces.stream()
                        .map(face -> new ScoredEmbedding(
                                new QualityScore(1, ModelId.ofCode("mine", "1")), Embedding.copyOf(1, 2)))
                        .toList();
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
        try (FacePipeline pipeline =
                FacePipeline.builder().crop(Crop.AS_IS).scorer(mine).embedder(mine).build()) {
            pipeline.select(folder, Keep.best(1));
        }
        assertThat(closed).hasValue(0);
    }

    @Test
    void scoresOnePictureHoweverItIsGiven() throws IOException {
        byte[] bytes = TestPictures.png(1);
        Path file = TestPictures.write(folder.resolve("picture.png"), bytes);
        try (FacePipeline pipeline = TestPictures.pipeline().build()) {
            Optional<QualityScore> score = pipeline.score(file);
            assertThat(score).isPresent();
            assertThat(pipeline.score(bytes)).isEqualTo(score);
            assertThat(pipeline.score(ImageIO.read(new ByteArrayInputStream(bytes)))).isEqualTo(score);
            assertThatThrownBy(() -> pipeline.score(new byte[] {1, 2, 3}))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("the picture");
            assertThatThrownBy(() -> pipeline.score(folder.resolve("missing.png")))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("missing.png");
        }
    }

    @Test
    void givesNoScoreAndNoComparisonWithoutFace() {
        byte[] noise = TestPictures.png(1);
        try (FacePipeline pipeline = FacePipeline.open()) {
            assertThat(pipeline.score(noise)).isEmpty();
            assertThatThrownBy(() -> pipeline.compare(noise, noise))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("the first picture");
        }
    }

    @Test
    void comparesWithTheThresholdOfTheEmbeddedModel() {
        Path person = SharedData.path("data", "people-aligned", "Colin_Powell");
        Path other = SharedData.path("data", "people-aligned", "Ari_Fleischer");
        try (FacePipeline pipeline = FacePipeline.builder().crop(Crop.AS_IS).build()) {
            Path one = files(person).get(0);
            Similarity same = pipeline.compare(one, one);
            assertThat(same.value()).isCloseTo(1, within(1e-6));
            assertThat(same.answer()).isEqualTo(Similarity.Answer.SAME_PERSON);
            assertThat(same.errorRate()).hasValue(same.threshold().orElseThrow().falseMatchRate());
            Similarity strangers = pipeline.compare(one, files(other).get(0));
            assertThat(strangers.value()).isLessThan(same.value());
            if (strangers.answer() == Similarity.Answer.DIFFERENT_PEOPLE) {
                assertThat(strangers.errorRate()).hasValue(strangers.threshold().orElseThrow().falseNonMatchRate());
            }
        }
    }

    @Test
    void givesNoAnswerForAnEmbedderThatNothingWasMeasuredWith() {
        try (FacePipeline pipeline = TestPictures.pipeline().build()) {
            Similarity similarity = pipeline.compare(TestPictures.png(1), TestPictures.png(1));
            assertThat(similarity.answer()).isEqualTo(Similarity.Answer.NOT_CALIBRATED);
            assertThat(similarity.threshold()).isEmpty();
            assertThat(similarity.errorRate()).isEmpty();
        }
    }

    @Test
    void groupsRecordsThatLieInNoFolder() {
        List<FaceRecord> records = new ArrayList<>();
        List<ImageSource> pictures = List.of(
                ImageSource.of("a", TestPictures.png(1)),
                ImageSource.of("b", TestPictures.png(2)),
                ImageSource.of("c", TestPictures.png(1)));
        try (FacePipeline pipeline = TestPictures.pipeline().build()) {
            pipeline.process(pictures, FaceWork.recorded(), picture ->
                    picture.faces().orElseThrow().forEach(face -> records.add(face.value())));
            assertThat(pipeline.group(records, Grouping.faces(0.9999)))
                    .extracting(group -> group.faces().stream().map(face -> face.id().source()).toList())
                    .containsExactly(List.of("a", "c"), List.of("b"));
            assertThat(pipeline.group(records, new Grouping.EqualFiles()).get(0).widest()).isPresent();
            assertThat(pipeline.group(records, Grouping.folders())).hasSize(1);
            assertThatThrownBy(() -> pipeline.group(records, Grouping.pictures()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("cannot group the faces");
        }
    }

    @Test
    void refusesTheCalibratedThresholdForFacesOfAnotherModel() {
        FaceRecord record = new FaceRecord(
                new FaceId("a", 0), "", Optional.empty(), new QualityScore(1, ModelId.ofCode("other", "1")),
                Embedding.copyOf(1, 2), ModelId.ofCode("other", "1"));
        try (FacePipeline pipeline = FacePipeline.open()) {
            assertThatThrownBy(() -> pipeline.group(List.of(record)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("no default threshold for this model: other 1");
        }
    }

    @Test
    void refusesASecondValueAndNamesBoth() {
        FacePipeline.Builder builder = FacePipeline.builder();
        Path file = Path.of("quality.onnx");
        builder.scorer(file, ModelContract.ediffiqa()).threads(2).crop(Crop.AS_IS);
        assertThatThrownBy(() -> builder.scorer(QualityScorer.of(ModelId.ofCode("mine", "1"), face -> 1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cannot set scorer twice")
                .hasMessageContaining("quality.onnx");
        assertThatThrownBy(() -> builder.threads(3))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("2 and then 3");
        assertThatThrownBy(() -> builder.crop(Crop.ALIGN)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void hasAtMostNineMethodsAndTwelveSetters() {
        assertThat(methods(FacePipeline.class)).hasSizeLessThanOrEqualTo(9 + 1).contains("close");
        assertThat(methods(FacePipeline.Builder.class)).hasSizeLessThanOrEqualTo(12 + 1).contains("build");
    }

    private static Set<String> methods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toSet());
    }

    private static List<Path> files(Path folder) {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyFirst(Path from, int people, int pictures, Path to) {
        try (var folders = Files.list(from)) {
            folders.filter(Files::isDirectory).sorted().limit(people)
                    .forEach(person -> copyFirst(person, to.resolve(person.getFileName()), pictures));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyFirst(Path from, Path to, int pictures) {
        try (var files = Files.list(from)) {
            for (Path file : files.sorted().limit(pictures).toList()) {
                TestPictures.write(to.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
