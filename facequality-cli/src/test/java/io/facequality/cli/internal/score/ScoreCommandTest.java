package io.facequality.cli.internal.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.facequality.cli.internal.Pictures;
import io.facequality.cli.internal.Run;
import io.facequality.cli.internal.console.ExitCode;
import io.facequality.models.EmbeddedModel;
import io.facequality.testing.SharedData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ScoreCommandTest {

    @TempDir
    private Path folder;

    @Test
    void writesOneRowPerFaceInOrderOfPictures() throws IOException {
        Path person = SharedData.path("data", "people-aligned", "Ari_Fleischer");
        Run run = Run.of("score", "--crop", "as-is", person);
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.outLines().get(0)).isEqualTo("path,face,quality,eye_distance,left,top,width,height");
        List<NamedCsvRecord> rows = table(run);
        assertThat(rows).extracting(row -> row.getField("path")).isEqualTo(pictures(person));
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.getField("face")).isEqualTo("0");
            assertThat(Double.parseDouble(row.getField("quality"))).isBetween(0.0, 1.0);
            assertThat(row.getFields().subList(3, 8)).containsOnly("");
        });
    }

    @Test
    void jsonLinesSayTheSameAsTheTable() throws IOException {
        Path person = SharedData.path("data", "people-aligned", "Ari_Fleischer");
        List<NamedCsvRecord> rows = table(Run.of("score", "--crop", "as-is", person));
        List<String> lines = Run.of("score", "--crop", "as-is", "--format", "json", person).outLines();
        assertThat(lines).hasSameSizeAs(rows);
        for (int i = 0; i < rows.size(); i++) {
            JsonNode line = new JsonMapper().readTree(lines.get(i));
            assertThat(line.get("path").asText()).isEqualTo(rows.get(i).getField("path"));
            assertThat(line.get("face").asInt()).isZero();
            assertThat(line.get("quality").asText()).isEqualTo(rows.get(i).getField("quality"));
            assertThat(line.get("left").isNull()).isTrue();
        }
    }

    @Test
    void explainsFacesInTableAndJson() throws IOException {
        Path photographs = SharedData.path("data", "people-photos");
        Path photograph = photographs.resolve(Pictures.files(photographs).get(0));
        Run run = Run.of("score", "--explain", photograph);
        assertThat(run.exitCode()).isZero();
        assertThat(run.outLines().get(0))
                .startsWith("path,face,quality,eye_distance,left,top,width,height,quality_reason,approx_inter_eye_distance,")
                .endsWith(",approx_background_uniformity");
        NamedCsvRecord row = table(run).get(0);
        JsonNode line = new JsonMapper()
                .readTree(Run.of("score", "--explain", "--format", "json", photograph).outLines().get(0));
        for (String column : row.getHeader()) {
            if (row.getField(column).isEmpty()) {
                assertThat(line.get(column).isNull()).as(column).isTrue();
            } else {
                assertThat(line.get(column).asText()).as(column).isEqualTo(row.getField(column));
            }
            if (column.startsWith("approx_") && !row.getField(column).isEmpty()) {
                assertThat(Integer.parseInt(row.getField(column))).as(column).isBetween(0, 100);
            }
        }
        assertThat(row.getField("approx_sharpness")).isNotEmpty();
        assertThat(row.getField("approx_single_face")).isNotEmpty();
    }

    @Test
    void explainsCropAsFarAsItCan() throws IOException {
        Path crop = Pictures.write(folder.resolve("crop.png"), 1);
        NamedCsvRecord row = table(Run.of("score", "--crop", "as-is", "--explain", crop)).get(0);
        assertThat(row.getField("approx_luminance_mean")).isNotEmpty();
        assertThat(row.getField("approx_inter_eye_distance")).isEmpty();
        assertThat(row.getField("approx_single_face")).isEmpty();
    }

    @Test
    void threadsChangeNothing() {
        Path person = SharedData.path("data", "people-aligned", "Ari_Fleischer");
        assertThat(Run.of("score", "--crop", "as-is", "--threads", "3", person))
                .isEqualTo(Run.of("score", "--crop", "as-is", "--threads", "1", person));
    }

    @Test
    void facesInPhotographsComeWithTheirPlaces() {
        Path photographs = SharedData.path("data", "people-photos");
        Path photograph = photographs.resolve(Pictures.files(photographs).get(0));
        for (List<Object> detector : List.<List<Object>>of(
                List.of(), List.of("--detector", SharedData.path("models", "face_detection_yunet_2023mar.onnx")))) {
            Run run = Run.of(Stream.concat(
                            Stream.of("score", "--faces", "all", photograph), detector.stream())
                    .toArray());
            assertThat(run.exitCode()).isZero();
            assertThat(table(run)).isNotEmpty().allSatisfy(row -> {
                assertThat(Double.parseDouble(row.getField("eye_distance"))).isBetween(20.0, 120.0);
                assertThat(Double.parseDouble(row.getField("width"))).isBetween(50.0, 250.0);
            });
        }
    }

    @Test
    void resizingIsTheCallersChoice() {
        Path picture = Pictures.write(folder.resolve("large.png"), 1);
        assertThat(quality(Run.of("score", "--crop", "as-is", "--resize", "pillow", picture)))
                .isEqualTo(quality(Run.of("score", "--crop", "as-is", picture)));
        Path photograph = SharedData.path("data", "people-photos");
        Path large = photograph.resolve(Pictures.files(photograph).get(0));
        assertThat(quality(Run.of("score", "--crop", "as-is", "--resize", "opencv", large)))
                .isNotEqualTo(quality(Run.of("score", "--crop", "as-is", "--resize", "pillow", large)));
    }

    @Test
    void namesUnusablePicturesOnStandardErrorAndScoresOthers() throws IOException {
        Pictures.write(folder.resolve("1.png"), 1);
        Files.write(folder.resolve("2.jpg"), new byte[0]);
        Files.writeString(folder.resolve("3\n.jpg"), "no picture");
        Pictures.write(folder.resolve("4.png"), 4);
        Run run = Run.of("score", "--crop", "as-is", folder);
        assertThat(run.exitCode()).isZero();
        assertThat(table(run)).extracting(row -> Path.of(row.getField("path")).getFileName().toString())
                .containsExactly("1.png", "4.png");
        assertThat(run.errLines()).hasSize(2).allMatch(line -> line.startsWith("rejected: "));
        assertThat(run.errLines().get(0)).contains("2.jpg");
        assertThat(run.errLines().get(1)).contains("3\\n.jpg");
        assertThat(Run.of("score", "--crop", "as-is", "--strict", folder).exitCode()).isEqualTo(ExitCode.REJECTED);
        assertThat(Run.of("score", "--crop", "as-is", "--strict", folder.resolve("1.png")).exitCode()).isZero();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems do not allow all of these names")
    void oddNamesComeThroughUnchanged() throws IOException {
        List<String> names = List.of(
                "-dash.png", "@at.png", "comma, \"quote\".png", "line\nbreak.png", "two words.png",
                "Анна 日本.png");
        for (String name : names) {
            Pictures.write(folder.resolve(name), 1);
        }
        Run run = Run.of("score", "--crop", "as-is", folder);
        assertThat(table(run)).extracting(row -> row.getField("path"))
                .containsExactlyElementsOf(names.stream().map(name -> folder.resolve(name).toString()).toList());
        List<String> lines = Run.of("score", "--crop", "as-is", "--format", "json", folder).outLines();
        assertThat(lines).hasSameSizeAs(names);
        assertThat(new JsonMapper().readTree(lines.get(3)).get("path").asText())
                .isEqualTo(folder.resolve("line\nbreak.png").toString());
    }

    @Test
    void acceptsNameWithLeadingDashAfterDoubleDash() {
        assertThat(Run.of("score", "-odd.png").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        Run run = Run.of("score", "--", "-odd.png", "@odd.png");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).singleElement().asString().contains("-odd.png: expected a file or a folder");
        assertThat(Run.of("score", "@odd.png").err()).contains("@odd.png: expected a file or a folder");
    }

    @Test
    void largePicturesAreRejectedAtTheLimitThatWasSet() {
        Path picture = Pictures.write(folder.resolve("1.png"), 1);
        Run run = Run.of("score", "--crop", "as-is", "--max-pixels", "12543", picture);
        assertThat(run.exitCode()).isZero();
        assertThat(run.outLines()).hasSize(1);
        assertThat(run.errLines()).singleElement().asString().startsWith("rejected: ").contains("12543", "--max-pixels");
        assertThat(Run.of("score", "--crop", "as-is", "--max-pixels", "12544", picture).outLines()).hasSize(2);
    }

    @Test
    void failsForFolderWithoutPictures() {
        Run run = Run.of("score", folder);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).singleElement().asString().contains("expected at least one picture", "found none");
    }

    @Test
    void reportsUnopenableModelInOneLine() throws IOException {
        Path picture = Pictures.write(folder.resolve("1.png"), 1);
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "no model");
        for (Path model : List.of(folder.resolve("missing.onnx"), broken)) {
            Run run = Run.of("score", "--crop", "as-is", "--model", model, picture);
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(run.out()).isEmpty();
            assertThat(run.errLines()).singleElement().asString().startsWith("facequality: cannot open the model: ");
        }
        assertThat(Run.of("--trace", "score", "--crop", "as-is", "--model", broken, picture).errLines())
                .anyMatch(line -> line.startsWith("\tat io.facequality"));
    }

    @Test
    void reportsMissingProviderWithAdvice() {
        Path picture = Pictures.write(folder.resolve("1.png"), 1);
        Run run = Run.of("score", "--crop", "as-is", "--provider", "cuda", picture);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).singleElement().asString().contains("onnxruntime_gpu");
    }

    @Test
    void anotherModelAndItsChannelOrderCount() throws IOException {
        Path person = SharedData.path("data", "people-aligned", "Ari_Fleischer", "Ari_Fleischer_0001.jpg");
        Path model = Files.write(folder.resolve("model.onnx"), EmbeddedModel.QUALITY_AND_EMBEDDING.read());
        double usual = quality(Run.of("score", "--crop", "as-is", person));
        assertThat(quality(Run.of("score", "--crop", "as-is", "--model", model, person))).isEqualTo(usual);
        assertThat(quality(Run.of("score", "--crop", "as-is", "--model", model, "--channels", "bgr", person)))
                .isNotEqualTo(usual);
    }

    @Test
    void endsQuietlyWhenReaderCloses() {
        Pictures.people(folder, 1, 3);
        Run run = Run.into(failingAfter(80, "Broken pipe"), "score", "--crop", "as-is", folder);
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void failsWhenDiskBehindStandardOutputIsFull() {
        Pictures.people(folder, 1, 3);
        for (String format : List.of("csv", "json")) {
            OutputStream full = failingAfter(80, "No space left on device");
            Run run = Run.into(full, "score", "--crop", "as-is", "--format", format, folder);
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(run.errLines()).singleElement().asString().contains("No space left on device");
        }
    }

    private static OutputStream failingAfter(int bytes, String reason) {
        return new OutputStream() {
            private int left = bytes;

            @Override
            public void write(int value) throws IOException {
                if (left-- <= 0) {
                    throw new IOException(reason);
                }
            }
        };
    }

    private static double quality(Run run) {
        assertThat(run.exitCode()).isZero();
        return Double.parseDouble(table(run).get(0).getField("quality"));
    }

    private static List<NamedCsvRecord> table(Run run) {
        return CsvReader.builder().ofNamedCsvRecord(run.out()).stream().toList();
    }

    private static List<String> pictures(Path folder) {
        return Pictures.files(folder).stream().map(name -> folder.resolve(name).toString()).toList();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no named pipes of this kind")
    void namesPipeWithoutWaitingForIt() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "needs mkfifo");
        Run run = Run.of("score", "--crop", "as-is", pipe);
        assertThat(run.err()).contains("found a pipe or a device, where a file is needed");
    }
}
