package io.facequality.distill.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.testing.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

    @Test
    void halfPrecisionIsJudgedByTheFacesOfAFolder() throws Exception {
        Path weights = SharedData.path("golden", "ediffiqa-iresnet", "ediffiqa-iresnet-narrow-random.pth");
        Path faces = SharedData.path("data", "published-groups");
        Path model = folder.resolve("half.onnx");
        assertThat(run(
                        "models", "import", weights.toString(), "--float16", "--calibrate", faces.toString(), "--crop",
                        "as-is", "--out", model.toString()))
                .isZero();
        assertThat(out()).contains("float16", "stored.judged  50 faces").containsPattern("stored.spearman 0[.]99");
        assertThat(Files.size(model)).isLessThan(Files.size(weights) * 6 / 10);
        assertThat(run("models", "verify", model.toString())).isZero();
        assertThat(out()).contains("stored.cosine");
    }

    @Test
    void halfPrecisionNeedsFacesToBeJudgedBy() throws Exception {
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
    void whatIsWrongIsOneLineOnStandardError() throws Exception {
        Path page = Files.writeString(folder.resolve("weights.pth"), "<html>");
        assertThat(run("models", "import", page.toString(), "--out", folder.resolve("m.onnx").toString())).isEqualTo(1);
        assertThat(err().lines()).singleElement().asString().contains("found a web page");
        assertThat(run("models", "import", "--out", "x.onnx")).isEqualTo(2);
        assertThat(run("models", "import", "--help")).isZero();
        assertThat(out()).contains("--backbone", "--float16", "--calibrate");
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
