package io.facequality.cli.internal.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.facequality.cli.internal.Pictures;
import io.facequality.cli.internal.Run;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.onnx.internal.graph.ModelBuilder;
import io.facequality.testing.SharedData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffusionCommandsTest {

    @TempDir
    private Path folder;

    @Test
    void scoresByDiffusionSayWhatTheyAreMadeOf() throws IOException {
        Path people = Pictures.people(folder.resolve("in"), 1, 3);
        List<NamedCsvRecord> rows = table(score(people, "--repeats", "2", "--steps", "2").out());
        assertThat(rows).hasSize(3).allSatisfy(row -> {
            assertThat(row.getField("repeats")).isEqualTo("2");
            assertThat(Double.parseDouble(row.getField("standard_error"))).isPositive();
            double mean = Stream.of("noisy", "restored", "noisy_mirrored", "restored_mirrored", "mirrored")
                    .mapToDouble(column -> Double.parseDouble(row.getField(column)))
                    .average()
                    .orElseThrow();
            assertThat(Double.parseDouble(row.getField("quality"))).isEqualTo(mean, withinRounding());
        });
        List<String> lines = score(people, "--repeats", "2", "--steps", "2", "--format", "json").outLines();
        for (int i = 0; i < 3; i++) {
            JsonNode line = new JsonMapper().readTree(lines.get(i));
            for (String name : List.of("path", "quality", "standard_error", "restored", "mirrored", "balanced")) {
                assertThat(line.get(name).asText()).isEqualTo(rows.get(i).getField(name));
            }
        }
    }

    @Test
    void labelsAndScoresSayTheSameOfAPictureUnderTheSameNames() throws IOException {
        Path people = Pictures.people(folder.resolve("in"), 1, 2);
        Path out = folder.resolve("labels.csv");
        assertThat(Run.of(label(people, out).toArray()).exitCode()).isZero();
        List<NamedCsvRecord> labels = table(Files.readString(out));
        List<NamedCsvRecord> scores = table(score(people, "--repeats", "1", "--steps", "1").out());
        List<String> explanation = List.of(
                "standard_error", "repeats", "noisy", "restored", "noisy_mirrored", "restored_mirrored", "mirrored",
                "balanced");
        assertThat(labels).hasSize(2);
        for (int i = 0; i < labels.size(); i++) {
            NamedCsvRecord score = scores.get(i);
            NamedCsvRecord label = labels.get(i);
            assertThat(label.getField("score")).isEqualTo(score.getField("quality"));
            assertThat(explanation).allSatisfy(name ->
                    assertThat(label.getField(name)).as(name).isEqualTo(score.getField(name)));
            double noisy = Double.parseDouble(label.getField("noisy"));
            double restored = Double.parseDouble(label.getField("restored"));
            assertThat(Double.parseDouble(label.getField("balanced")))
                    .isEqualTo(1 - Math.sqrt((1 - noisy) * (1 - restored)), withinRounding());
        }
        assertThat(labels.get(0).getHeader()).endsWith(explanation.toArray(String[]::new));
        assertThat(scores.get(0).getHeader()).endsWith(explanation.toArray(String[]::new));
    }

    @Test
    void rejectsPictureWithoutUsableEmbedding() throws IOException {
        Path people = Pictures.people(folder.resolve("in"), 1, 3);
        ImageIO.write(
                new BufferedImage(112, 112, BufferedImage.TYPE_INT_RGB), "png",
                people.resolve("person-0/picture-1.png").toFile());
        Path out = folder.resolve("labels.csv");
        List<String> options = List.of(
                "--crop", "as-is", "--repeats", "1", "--steps", "1",
                "--unet", SharedData.path("models", "unet-lean.onnx").toString(),
                "--embedder", brightness().toString());
        for (List<String> command : List.of(
                List.of("score", people.toString(), "--method", "diffiqa"),
                List.of("label", people.toString(), "--out", out.toString()))) {
            Run run = Run.of(Stream.concat(command.stream(), options.stream()).toArray());
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err()).contains("rejected: cannot score the face by diffusion: ")
                    .contains("picture-1.png, face 0: expected a finite embedding that is not zero");
            String table = command.get(0).equals("score") ? run.out() : Files.readString(out);
            assertThat(table(table)).extracting(row -> Path.of(row.getField("path")).getFileName().toString())
                    .containsExactly("picture-0.png", "picture-2.png");
            Run strict = Run.of(
                    Stream.of(command.stream(), options.stream(), Stream.of("--strict")).flatMap(it -> it).toArray());
            assertThat(strict.exitCode()).isEqualTo(ExitCode.REJECTED);
        }
    }

    /** An embedder that gives the brightness of each color: zeros for a black picture. */
    private Path brightness() throws IOException {
        ModelBuilder model = ModelBuilder.named("brightness");
        String faces = model.input("input", ModelBuilder.Element.FLOAT32, ModelBuilder.OPEN, 3, 112, 112);
        String fromZero = model.node("Add", List.of(faces, model.constant("one", () -> new float[] {1}, 1)));
        model.namedNode("features", "GlobalAveragePool", List.of(fromZero));
        model.output("features", ModelBuilder.OPEN, 3, 1, 1);
        Path file = folder.resolve("brightness.onnx");
        try (OutputStream stream = Files.newOutputStream(file)) {
            model.build("test", "1", Map.of()).writeTo(stream);
        }
        return file;
    }

    private static Offset<Double> withinRounding() {
        return Offset.offset(1e-12);
    }

    @Test
    void threadsAndMemoryChangeNothingAndASeedDoes() {
        Path people = Pictures.people(folder.resolve("in"), 1, 3);
        Run run = score(people, "--repeats", "1", "--steps", "1", "--threads", "1");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(score(people, "--repeats", "1", "--steps", "1", "--threads", "3", "--memory", "400"))
                .isEqualTo(run);
        assertThat(score(people, "--repeats", "1", "--steps", "1", "--seed", "7").out()).isNotEqualTo(run.out());
    }

    private Run score(Path people, String... more) {
        List<Object> words = new ArrayList<>(List.of("score", "--method", "diffiqa", "--crop", "as-is", people));
        words.addAll(models());
        words.addAll(List.of(more));
        return Run.of(words.toArray());
    }

    @Test
    void wrongUsageIsSaidBeforeAnyWork() {
        Path people = Pictures.people(folder.resolve("in"), 1, 1);
        assertThat(Run.of("score", "--method", "diffiqa", people).err())
                .contains("expected --unet and --embedder with --method diffiqa");
        assertThat(Run.of("score", "--unet", "unet.onnx", people).err()).contains("are for --method diffiqa");
        Run odd = Run.of(
                "score", "--method", "diffiqa", "--unet", "u", "--embedder", "e", "--antithetic", "--repeats", "5",
                people);
        assertThat(odd.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(odd.err()).contains("expected even numbers of repeats for antithetic pairs, found 5");
        Run six = Run.of("score", "--method", "diffiqa", "--unet", "u", "--embedder", "e", "--steps", "6", people);
        assertThat(six.err()).contains("expected from 1 to 5 calls, found 6");
        Run missing = Run.of("score", "--method", "diffiqa", "--unet", "no.onnx", "--embedder", "e.onnx", people);
        assertThat(missing.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(missing.err()).contains("no.onnx: expected an ONNX file, found nothing");
    }

    /**
     * Kills at moments that nobody chose, until all is done; each run must go on where the last one was ended. {@code
     * -Dfacequality.kills=10} kills more often than a build has time for.
     */
    @Tag("slow")
    @Test
    void labelsDataSetOnceHoweverOftenProcessIsKilled() throws Exception {
        int most = Integer.getInteger("facequality.kills", 3);
        int each = Math.max(12, most);
        int good = 2 * each - 1;
        Path people = Pictures.people(folder.resolve("in"), 2, each);
        Files.writeString(people.resolve("person-0/picture-5.png"), "no picture");
        Path expected = folder.resolve("expected.csv");
        assertThat(Run.of(label(people, expected).toArray()).out()).contains(good + " faces of " + 2 * each + " pictures", "1 rejected");
        Path out = folder.resolve("labels.csv");
        long seed = System.nanoTime();
        System.out.println("moments drawn with seed " + seed);
        Random random = new Random(seed);
        int kills = 0;
        while (rows(out) < good) {
            Process process = start(people, out);
            long before = rows(out);
            while (process.isAlive() && rows(out) == before) {
                Thread.sleep(5);
            }
            if (kills < most) {
                Thread.sleep(random.nextInt(200));
                process.destroyForcibly();
                kills++;
            }
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(out).hasSameBinaryContentAs(expected);
        Run again = Run.of(label(people, out).toArray());
        assertThat(again.out()).contains("0 faces of 1 picture labelled, " + good + " finished before, 1 rejected");
        assertThat(out).hasSameBinaryContentAs(expected);
        Run other = Run.of(Stream.concat(label(people, out).stream(), Stream.of("--seed", "7")).toArray());
        assertThat(other.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(other.err()).contains("cannot take up the labels").contains("seed 7").contains("seed 0");
    }

    private static long rows(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file).lines().skip(1).count() : 0;
    }

    private static Process start(Path people, Path out) throws IOException {
        return Run.start(label(people, out));
    }

    private static List<Object> label(Path people, Path out) {
        List<Object> words = new ArrayList<>(List.of(
                "label", people, "--out", out, "--crop", "as-is", "--repeats", "1", "--steps", "1", "--threads", "2"));
        words.addAll(models());
        return words;
    }

    private static List<Object> models() {
        return List.of(
                "--unet", SharedData.path("models", "unet-lean.onnx"),
                "--embedder", SharedData.path("models", "mobilefacenet-512-bgr.onnx"),
                "--embedder-channels", "bgr");
    }

    private static List<NamedCsvRecord> table(String text) throws IOException {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(text)) {
            return reader.stream().toList();
        }
    }
}
