package io.facequality.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.ScoringEmbedder.ScoredEmbedding;
import io.facequality.convert.internal.checkpoint.SavedStateDict;
import io.facequality.convert.internal.network.RandomIResNet;
import io.facequality.onnx.OnnxScoringEmbedder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The largest of the published networks, IResNet-100 with eDifFIQA's head, in its full size of 263 MB, with random
 * weights. It is imported in a process of its own, so that its memory can be looked at: with all that Java does by
 * itself, such as to let a heap grow before it collects garbage.
 */
@Tag("slow")
class LargestImportTest {

    private static final int MOST_MEMORY = 3;
    private static final int MOST_SECONDS = 60;

    @TempDir
    private Path folder;

    @Test
    void importsLargestNetworkInLessThanThreeTimesItsSize() throws Exception {
        Path weights = SavedStateDict.write(
                RandomIResNet.ofTheLargestKind().tensors(), folder.resolve("largest.pth"));
        assertThat(Files.size(weights)).isBetween(260_000_000L, 270_000_000L);
        Path model = folder.resolve("largest.onnx");
        List<String> said = importInAProcess(weights, model);
        assertThat(said.get(0)).isEqualTo("IResNet-100 with eDifFIQA's quality head");
        assertThat(said.subList(1, said.size()))
                .allSatisfy(peak -> assertThat(bytes(peak)).isBetween(1L << 20, MOST_MEMORY * Files.size(weights)));
        try (OnnxScoringEmbedder scorer = OnnxScoringEmbedder.open(model)) {
            ScoredEmbedding scored = scorer.scoreAndEmbed(List.of(FixedFaces.face(0))).get(0);
            assertThat(scored.quality().value()).isFinite();
            assertThat(scored.embedding().dimension()).isEqualTo(512);
            assertThat(scored.embedding().isUsable()).isTrue();
        }
    }

    private List<String> importInAProcess(Path weights, Path model) throws Exception {
        Path said = folder.resolve("said.txt");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"),
                LargestImportTest.class.getName(), weights.toString(), model.toString());
        Process process = builder.redirectOutput(said.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(said, StandardCharsets.UTF_8);
    }

    private static long bytes(String peak) {
        return Long.parseLong(peak.replaceAll("\\D", "")) << 10;
    }

    /** Imports, and says which network it was and, where the system tells, how much memory it took at most. */
    public static void main(String[] arguments) {
        System.out.println(ModelImport.of(Path.of(arguments[0])).build().writeTo(Path.of(arguments[1])).variant());
        peak().forEach(System.out::println);
    }

    private static Stream<String> peak() {
        Path status = Path.of("/proc/self/status");
        try {
            return Files.exists(status)
                    ? Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM:"))
                    : Stream.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
