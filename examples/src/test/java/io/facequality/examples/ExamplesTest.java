package io.facequality.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.AlignedFace;
import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.ModelException;
import io.facequality.Image;
import io.facequality.ImageSource;
import io.facequality.Keep;
import io.facequality.eval.EvaluationResult;
import io.facequality.onnx.ModelContract;
import io.facequality.onnx.ModelFile;
import io.facequality.onnx.OnnxQualityScorer;
import io.facequality.pipeline.FacePipeline;
import io.facequality.plan.SelectionPlan;
import io.facequality.testing.SharedData;
import io.facequality.testing.Threads;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every example on the sample photographs, so that what the documentation quotes works. */
class ExamplesTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void fourPicturesOfOnePerson() throws IOException {
        Path person = Files.createDirectories(folder.resolve("pictures/Sina"));
        int number = 0;
        for (String name : new String[] {"sinaface.jpg", "face/ss.jpg"}) {
            BufferedImage picture = sample(name);
            ImageIO.write(picture, "png", person.resolve("picture-" + number++ + ".png").toFile());
            ImageIO.write(smaller(picture), "png", person.resolve("picture-" + number++ + ".png").toFile());
        }
    }

    @Test
    void selectBestFacesWritesAPlanAndCopiesTheBestThree() {
        Path selected = folder.resolve("selected");
        String output = outputOf(SelectBestFaces::main, folder.resolve("pictures").toString(), selected.toString());
        assertThat(output).contains("Sina: kept 3 of 4");
        assertThat(selected.resolve("Sina")).isDirectoryContaining("glob:**picture-*.png");
        assertThat(selected).isDirectoryContaining("glob:**plan.json").isDirectoryContaining("glob:**report.html");
    }

    @Test
    void reviewAPlanPrintsALinkAndEndsWithAnInterrupt() throws InterruptedException {
        outputOf(SelectBestFaces::main, folder.resolve("pictures").toString(), folder.resolve("selected").toString());
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Thread person = new Thread(() -> assertThatThrownBy(() -> ReviewAPlan.main(
                            new String[] {folder.resolve("selected/plan.json").toString()}))
                    .isInstanceOf(CancellationException.class));
            person.start();
            while (person.isAlive() && printed.size() == 0) {
                Thread.sleep(20);
            }
            person.interrupt();
            person.join();
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("Open http://127.0.0.1:");
    }

    @Test
    void importPublishedWeightsTellsWhatItMade() {
        Path weights = SharedData.path("golden", "ediffiqa-t", "ediffiqaT-random.pth");
        Path model = folder.resolve("ediffiqaT.onnx");
        assertThat(outputOf(ImportPublishedWeights::main, weights.toString(), model.toString()))
                .contains("MobileFaceNet with eDifFIQA's quality head");
        assertThat(model).isRegularFile();
    }

    @Test
    void aCustomScorerWeighsTheSelection() {
        assertThat(outputOf(SharpnessScorer::main, folder.resolve("pictures").toString()).lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("Sina/picture-"));
    }

    @Test
    void aCustomSelectorChooses() {
        assertThat(outputOf(HighestQualitySelector::main, folder.resolve("pictures").toString()).lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("Sina/picture-"));
    }

    @Test
    void aPublishedDetectorIsFetchedAndUsed() {
        System.setProperty("facequality.cache", folder.resolve("cache").toString());
        System.setProperty("facequality.mirror", SharedData.path("models").toString());
        System.setProperty("facequality.offline", "true");
        try {
            SelectionPlan plan = PublishedDetector.plan(folder.resolve("pictures"));
            assertThat(plan.models().get("detector").name()).isEqualTo("face_detection_yunet_2023mar+landmarks");
            assertThat(folder.resolve("cache/yunet")).isDirectoryContaining("glob:**consent.json");
        } finally {
            System.clearProperty("facequality.cache");
            System.clearProperty("facequality.mirror");
            System.clearProperty("facequality.offline");
        }
    }

    @Test
    void aCustomGrouperLeavesNearDuplicatesOfTwoFoldersApart() throws IOException {
        Path other = Files.createDirectories(folder.resolve("pictures/Copies"));
        for (int number : new int[] {0, 2}) {
            String name = "picture-" + number + ".png";
            Files.copy(folder.resolve("pictures/Sina").resolve(name), other.resolve(name));
        }
        List<String> lines =
                outputOf(WithinFolders::main, folder.resolve("pictures").toString()).lines().toList();
        // Whether the fourth drawing, which is no face, is like the others is for the model to say.
        assertThat(lines.get(0)).matches("wherever they lie: [23] pictures");
        assertThat(lines)
                .contains(
                        "Copies/picture-0.png",
                        "Copies/picture-2.png",
                        "Sina/picture-0.png",
                        "Sina/picture-2.png");
    }

    @Test
    void anObjectiveOfOnesOwnChoosesAsManyAsAreWorthKeeping() {
        assertThat(outputOf(FewLookAlikes::main, folder.resolve("pictures").toString()).lines())
                .singleElement()
                .asString()
                .contains("by 2-fold cross-validation")
                .contains("of at most 1 faces are worth keeping")
                .contains("among 2 shots, of which there are 4 pictures");
    }

    @Test
    void anApplicationScoresBufferedImagesFromManyThreads() throws Exception {
        BufferedImage picture = sample("sinaface.jpg");
        try (EnrolmentDesk desk = new EnrolmentDesk()) {
            OptionalDouble quality = desk.quality(picture);
            assertThat(quality).isPresent();
            assertThat(Threads.together(() -> desk.quality(picture))).containsOnly(quality);
            assertThat(desk.quality(new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB))).isEmpty();
        }
    }

    @Test
    void onePictureIsScored() {
        String picture = folder.resolve("pictures/Sina/picture-0.png").toString();
        assertThat(outputOf(ScoreOnePicture::main, picture)).startsWith("quality 0.");
    }

    @Test
    void twoFacesAreComparedWithAnAnswer() {
        String picture = folder.resolve("pictures/Sina/picture-0.png").toString();
        assertThat(outputOf(CompareTwoFaces::main, picture, picture).lines())
                .hasSize(2)
                .first(InstanceOfAssertFactories.STRING)
                .isEqualTo(String.format("SAME_PERSON, similarity %.3f", 1.0));
    }

    @Test
    void facesInMemoryAreGrouped() {
        List<ImageSource> pictures = IntStream.range(0, 4)
                .mapToObj(i -> ImageSource.of(folder.resolve("pictures/Sina/picture-" + i + ".png")))
                .toList();
        List<FaceGroup> groups = GroupInMemory.group(pictures);
        assertThat(groups).hasSizeBetween(2, 3);
        assertThat(groups.stream().mapToInt(FaceGroup::size).sum()).isEqualTo(4);
    }

    @Test
    void everyPictureIsScoredAsItComes() {
        assertThat(outputOf(ScoreManyFiles::main, folder.resolve("pictures").toString()).lines())
                .hasSize(4)
                .allMatch(line -> line.matches("Sina/picture-\\d\\.png 0\\.\\d+"));
    }

    @Test
    void saysWhatIsWrongWithDarkPicture() throws IOException {
        BufferedImage picture = ImageIO.read(folder.resolve("pictures/Sina/picture-0.png").toFile());
        BufferedImage dark = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                dark.setRGB(x, y, picture.getRGB(x, y) >> 3 & 0x1F1F1F);
            }
        }
        Path target = Files.createDirectories(folder.resolve("dark"));
        ImageIO.write(dark, "png", target.resolve("dark.png").toFile());
        assertThat(outputOf(ExplainScores::main, target.toString()).strip()).matches("dark.png: .*too dark.*");
    }

    @Test
    void usesModelsOfTheCaller() {
        Path scorer = SharedData.path("golden", "ediffiqa-t", "ediffiqa-t-random.onnx");
        Path embedder = SharedData.path("models", "mobilefacenet-512-bgr.onnx");
        try (FacePipeline faces = OwnModels.pipeline(scorer, embedder)) {
            SelectionPlan plan = faces.select(folder.resolve("pictures"), Keep.best(2));
            assertThat(plan.models().get("quality").name()).isEqualTo("ediffiqa-t-random");
            assertThat(plan.groups().get(0).representative().dimension()).isEqualTo(512);
        }
    }

    @Test
    void aScoreByDiffusionIsExplained() {
        Path unet = SharedData.path("models", "unet-lean.onnx");
        Path embedder = SharedData.path("models", "mobilefacenet-512-bgr.onnx");
        AlignedFace face = AlignedFace.of(Image.filledBy(
                AlignedFace.SIZE, AlignedFace.SIZE, rgb -> new Random(1).nextBytes(rgb)));
        assertThat(outputOf(arguments -> ScoreByDiffusion.explain(unet, embedder, face)).lines())
                .hasSize(2)
                .first(InstanceOfAssertFactories.STRING)
                .matches("score 0\\.\\d{4}, standard error 0\\.\\d{4}, \\d+ repeats, \\d+ passes of the UNet");
    }

    @Test
    void evaluateScorerRejectsTooFewPeople() {
        String people = folder.resolve("pictures").toString();
        String embedder = SharedData.path("models", "mobilefacenet-128-rgb.onnx").toString();
        String out = folder.resolve("evaluation").toString();
        assertThatThrownBy(() -> EvaluateScorer.main(new String[] {people, embedder, out}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("impostor pairs");
    }

    @Test
    void evaluateArraysMeasuresScores() {
        Random random = new Random(1);
        int faces = 60;
        EvaluationResult result = EvaluateArrays.evaluate(
                IntStream.range(0, faces).mapToObj(face -> "picture-" + face).toList(),
                IntStream.range(0, faces).mapToObj(face -> "person-" + face / 3).toList(),
                random.doubles(faces).toArray(),
                IntStream.range(0, faces)
                        .mapToObj(face -> Embedding.copyOf(face / 3, 1, random.nextFloat()))
                        .toList());
        assertThat(result.summary()).first().asString().contains("60 faces of 20 people");
    }

    @Test
    void aCardThatIsNotThereIsAClearError() {
        Path scorer = SharedData.path("golden", "ediffiqa-t", "ediffiqa-t-random.onnx");
        assertThatThrownBy(() -> OnnxQualityScorer.open(
                        ModelFile.of(scorer), ModelContract.ediffiqa(), OwnModels.onCuda()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("onnxruntime_gpu");
    }

    private static BufferedImage sample(String name) throws IOException {
        try (InputStream stream = ExamplesTest.class.getResourceAsStream("/org/openimaj/image/data/" + name)) {
            return ImageIO.read(stream);
        }
    }

    private static BufferedImage smaller(BufferedImage picture) {
        int width = picture.getWidth() * 2 / 3;
        int height = picture.getHeight() * 2 / 3;
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.drawImage(picture, 0, 0, width, height, null);
        graphics.dispose();
        return small;
    }

    private static String outputOf(Consumer<String[]> program, String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            program.accept(arguments);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
