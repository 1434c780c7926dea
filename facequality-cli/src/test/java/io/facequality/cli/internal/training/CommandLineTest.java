package io.facequality.cli.internal.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.Image;
import io.facequality.images.internal.PictureEncoder;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as they are run: by the command line, in a process of its own. */
class CommandLineTest {

    @TempDir
    private Path folder;

    @Test
    void publishedWeightsBecomeAModelThatIsChecked() throws Exception {
        Path weights = SharedData.path("golden", "diffiqa", "unet-random.pt");
        Path model = folder.resolve("unet.onnx");
        assertThat(run("models", "import", weights.toString(), "--out", model.toString())).isZero();
        assertThat(out())
                .contains("diffusion UNet of dimension 8, 4 levels", "x float32 [n,3,112,112], t int64 [n]", "float32");
        assertThat(err()).isEmpty();
        assertThat(run("models", "verify", model.toString())).isZero();
        assertThat(out()).contains("drawn face", "x0 = ", "source         unet-random.pt");
    }

    @Tag("slow")
    @Test
    void comparesHalfPrecisionOnFacesOfFolder() throws Exception {
        Path weights = SharedData.path("golden", "ediffiqa-iresnet", "ediffiqa-iresnet-narrow-random.pth");
        Path faces = SharedData.path("data", "published-groups");
        Path model = folder.resolve("half.onnx");
        assertThat(run(
                        "models", "import", weights.toString(), "--float16", "--calibrate", faces.toString(), "--crop",
                        "as-is", "--out", model.toString()))
                .isZero();
        assertThat(out()).contains("float16", "stored.compared").containsPattern("stored.spearman 0[.]99");
        assertThat(Files.size(model)).isLessThan(Files.size(weights) * 6 / 10);
        assertThat(run("models", "verify", model.toString())).isZero();
        assertThat(out()).contains("stored.cosine");
    }

    @Tag("slow")
    @Test
    void halfPrecisionNeedsFacesToCompare() throws Exception {
        String weights = SharedData.path("golden", "ediffiqa-t", "ediffiqaT-random.pth").toString();
        String model = folder.resolve("model.onnx").toString();
        assertThat(run("models", "import", weights, "--float16", "--out", model)).isEqualTo(2);
        assertThat(err()).contains("pictures of at least 50, --calibrate DIR");
        assertThat(run("models", "import", weights, "--calibrate", folder.toString(), "--out", model)).isEqualTo(2);
        assertThat(err()).contains("--calibrate is for --float16");
        Path few = Files.createDirectories(folder.resolve("few"));
        Files.writeString(few.resolve("broken.jpg"), "no picture");
        assertThat(run("models", "import", weights, "--float16", "--calibrate", few.toString(), "--out", model))
                .isEqualTo(1);
        assertThat(err()).contains("rejected: ", "broken.jpg", "at least 50 faces, found 0");
        assertThat(Path.of(model)).doesNotExist();
    }

    @Test
    void reportsErrorInOneLineOnStandardError() throws Exception {
        Path page = Files.writeString(folder.resolve("weights.pth"), "<html>");
        assertThat(run("models", "import", page.toString(), "--out", folder.resolve("m.onnx").toString())).isEqualTo(1);
        assertThat(err().lines()).singleElement().asString().contains("found a web page");
        assertThat(run("models", "import", "--out", "x.onnx")).isEqualTo(2);
        assertThat(run("models", "import", "--help")).isZero();
        assertThat(out()).contains("--backbone", "--float16", "--calibrate");
    }

    @Tag("slow")
    @Test
    void distillLabelsWithAUnetAsTheCommandForThatDoes() throws Exception {
        Path people = Files.createDirectories(folder.resolve("people"));
        drawPeople(people);
        Files.writeString(people.resolve("0/broken.png"), "no picture");
        String unet = SharedData.path("models", "unet-lean.onnx").toString();
        String embedder = SharedData.path("models", "mobilefacenet-512-bgr.onnx").toString();
        String labels = folder.resolve("labels.csv").toString();
        assertThat(run("label", people.toString(), "--crop", "as-is", "--unet", unet, "--embedder", embedder,
                        "--embedder-channels", "bgr", "--repeats", "1", "--steps", "1", "--out", labels))
                .isZero();
        Path settings = Files.writeString(
                folder.resolve("settings.json"), "{\"student\": {\"hidden\": 8}, \"training\": {\"epochs\": 2}}");
        Path head = folder.resolve("head");
        List<String> distill = List.of(
                "distill", "--data", people.toString(), "--unet", unet, "--teacher", embedder, "--channels", "bgr",
                "--repeats", "1", "--steps", "1", "--settings", settings.toString(), "--out", head.toString());
        assertThat(run(distill.toArray(String[]::new))).as(err()).isEqualTo(3);

        assertThat(err()).contains("broken.png", "labelled: 7 of 7");
        assertThat(out()).contains("6 faces learnt from or validated on");
        assertThat(head.resolve("scores.csv")).hasSameTextualContentAs(Path.of(labels));
        assertThat(head.resolve("scores.csv.settings.json"))
                .hasSameTextualContentAs(Path.of(labels + ".settings.json"));
        assertThat(head.resolve("model.onnx")).exists();
    }

    @Test
    void distillTakesLabelsOrMakesThemAndNotBoth() throws Exception {
        List<String> distill = List.of("distill", "--data", "d", "--teacher", "t.onnx", "--out", "o");
        assertThat(run(distill.toArray(String[]::new))).isEqualTo(2);
        assertThat(err()).contains("expected --labels, or --unet to make them with");
        List<String> both = new ArrayList<>(distill);
        both.addAll(List.of("--labels", "l.csv", "--unet", "u.onnx"));
        assertThat(run(both.toArray(String[]::new))).isEqualTo(2);
        assertThat(err()).contains("--labels are there already");
    }

    @Test
    void reportsUnetTrainingErrorInOneLine() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        String out = folder.resolve("unet").toString();
        assertThat(run("train-unet", "--data", data.toString(), "--out", out)).isEqualTo(1);
        assertThat(err()).contains("two pictures that can be used, or many more, found 0 of 0");
        assertThat(run("train-unet", "--data", data.toString(), "--architecture", "large", "--out", out)).isEqualTo(2);
        assertThat(err()).contains("--architecture does not know 'large'");
    }

    /** Two people, three images each. */
    private static void drawPeople(Path root) throws IOException {
        Random random = new Random(1);
        for (int person = 0; person < 2; person++) {
            Path home = Files.createDirectories(root.resolve(Integer.toString(person)));
            for (int image = 0; image < 3; image++) {
                int noise = 1 + 20 * image;
                Image face = Image.filledBy(112, 112, rgb -> {
                    for (int i = 0; i < rgb.length; i++) {
                        rgb[i] = (byte) (100 + i / 3 % 112 / 2 + random.nextInt(noise));
                    }
                });
                Files.write(home.resolve(image + ".png"), PictureEncoder.png(face));
            }
        }
    }

    private String out() throws IOException {
        return Files.readString(folder.resolve("out.txt"), StandardCharsets.UTF_8);
    }

    private String err() throws IOException {
        // Java 24 and later warn of what the protobuf library does to memory.
        return Files.readString(folder.resolve("err.txt"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("WARNING: "))
                .collect(Collectors.joining("\n"));
    }

    private int run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.facequality.cli.Main"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .redirectError(folder.resolve("err.txt").toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
