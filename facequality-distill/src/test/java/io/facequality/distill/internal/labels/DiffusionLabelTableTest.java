package io.facequality.distill.internal.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.Face;
import io.facequality.FaceId;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.ImageSource;
import io.facequality.ModelId;
import io.facequality.QualityScore;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore;
import io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore.Similarities;
import io.facequality.testing.FuzzRun;
import io.facequality.testing.Mutations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffusionLabelTableTest {

    private static final Map<String, String> SETTINGS = Map.of("scorer", "test");
    private static final List<String> IDS =
            List.of("a/1.png", "a/a \"name\",\nof two lines.png", "b/crowd.png", "c/é.png");
    private static final List<Integer> FACES = List.of(1, 1, 3, 1);
    private static final List<ImageSource> PICTURES = pictures(IDS);

    @TempDir
    private Path folder;

    @Test
    void continuesTableThatWasCutAnywhereWithoutLossOrRepetition() throws IOException {
        Path file = folder.resolve("labels.csv");
        try (DiffusionLabelTable labels = DiffusionLabelTable.open(file, SETTINGS, PICTURES)) {
            assertThat(labels.remaining()).isEqualTo(PICTURES);
            IntStream.range(0, IDS.size()).forEach(i -> labels.write(faces(i)));
        }
        byte[] whole = Files.readAllBytes(file);
        int fewest = IDS.size();
        for (int length = whole.length; length >= 0; length--) {
            Files.write(file, Arrays.copyOf(whole, length));
            try (DiffusionLabelTable labels = DiffusionLabelTable.open(file, SETTINGS, PICTURES)) {
                List<String> remaining = labels.remaining().stream().map(ImageSource::id).toList();
                int finished = IDS.size() - remaining.size();
                assertThat(remaining).isEqualTo(IDS.subList(finished, IDS.size()));
                assertThat(finished).as("after %s bytes", length).isBetween(fewest - 1, fewest);
                fewest = finished;
                IntStream.range(finished, IDS.size()).forEach(i -> labels.write(faces(i)));
            }
            assertThat(Arrays.equals(Files.readAllBytes(file), whole)).as("after %s bytes", length).isTrue();
        }
        assertThat(fewest).isZero();
        assertThat(folder).isDirectoryNotContaining(path -> !path.getFileName().toString().startsWith("labels.csv"));
    }

    @Test
    void picturesThatCameLaterAreLabeledAndThoseThatWentKeepTheirRows() throws IOException {
        Path file = folder.resolve("new/labels.csv");
        try (DiffusionLabelTable labels = DiffusionLabelTable.open(file, SETTINGS, PICTURES)) {
            IntStream.range(0, IDS.size()).forEach(i -> labels.write(faces(i)));
        }
        List<ImageSource> others = pictures(List.of("a/0.png", "a/1.png", "b/crowd.png", "d.png"));
        try (DiffusionLabelTable labels = DiffusionLabelTable.open(file, SETTINGS, others)) {
            assertThat(labels.remaining()).extracting(ImageSource::id).containsExactly("a/0.png", "d.png");
        }
        assertThat(Files.readString(file)).contains("a \"\"name\"\",\nof two lines.png").contains("c/é.png");
    }

    @Test
    void marksNamesThatASpreadsheetWouldRunAndKnowsThemAgain() throws IOException {
        Path file = folder.resolve("labels.csv");
        List<ImageSource> named = pictures(List.of("=cmd|calc!A1.png"));
        for (int run = 0; run < 2; run++) {
            try (DiffusionLabelTable labels = DiffusionLabelTable.open(file, SETTINGS, named)) {
                assertThat(labels.remaining()).hasSize(1 - run);
                if (run == 0) {
                    Face<DiffusionScore> face = face(0, 0);
                    labels.write(List.of(new Face<>(
                            new FaceId(named.get(0).id(), 0), face.detection(), face.value())));
                }
            }
        }
        assertThat(Files.readString(file)).contains("\n'=cmd|calc!A1.png,0,1,");
    }

    @Test
    void labelsOfOtherSettingsAreNotMixedIn() throws IOException {
        Path file = folder.resolve("labels.csv");
        try (DiffusionLabelTable labels = DiffusionLabelTable.open(file, SETTINGS, PICTURES)) {
            labels.write(faces(0));
        }
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> DiffusionLabelTable.open(file, Map.of("scorer", "another"), PICTURES))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("another")
                .hasMessageContaining("\"scorer\" : \"test\"");
        Files.delete(folder.resolve("labels.csv.settings.json"));
        assertThatThrownBy(() -> DiffusionLabelTable.open(file, SETTINGS, PICTURES))
                .hasMessageContaining("no labels.csv.settings.json beside them");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void leavesFileThatIsNoTableOfLabels() throws IOException {
        for (String content : List.of("path,quality\na.png,1\n", "my diary", "path,face,faces,score\n", "pa\n")) {
            Path file = Files.writeString(folder.resolve("other.csv"), content);
            assertThatThrownBy(() -> DiffusionLabelTable.open(file, SETTINGS, PICTURES))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("a table that this command has begun");
            assertThat(file).hasContent(content);
        }
    }

    @Test
    void leavesTableWithoutBalancedScoreAndSaysWhy() throws IOException {
        Path file = folder.resolve("labels.csv");
        try (DiffusionLabelTable labels = DiffusionLabelTable.open(file, SETTINGS, PICTURES)) {
            labels.write(faces(0));
        }
        String earlier = Files.readString(file)
                .lines()
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .collect(Collectors.joining("\n", "", "\n"));
        Files.writeString(file, earlier);
        assertThatThrownBy(() -> DiffusionLabelTable.open(file, SETTINGS, PICTURES))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("restored_mirrored,mirrored,balanced, found the columns path,")
                .hasMessageContaining("one that a version with other columns began cannot be gone on with");
        assertThat(file).hasContent(earlier);
    }

    @Test
    void keepsTableWithMoreThanOnePictureDamaged() throws IOException {
        Path file = folder.resolve("labels.csv");
        try (DiffusionLabelTable labels = DiffusionLabelTable.open(file, SETTINGS, PICTURES)) {
            IntStream.range(0, IDS.size()).forEach(i -> labels.write(faces(i)));
        }
        String whole = Files.readString(file);
        List<String> damaged = List.of(
                whole.replace("a/1.png,0,1,", "a/1.png,0,1002,"),
                whole.replace("a/1.png,0,1,", "a/1.png,0,0,"),
                whole.replace("a/1.png,0,1,", "a/1.png,0,-5,"),
                whole.replace("a/1.png,0,1,", "a/1.png,1,1,"),
                whole.replace("a/1.png,0,1,", "a/1.png,0,1,,,"),
                whole.replace("a/1.png,0,1,", "a/1.png,0,1,NaN"),
                whole.replace("a/1.png,0,1,", "\"a/1.png,0,1,"),
                whole.replace("a/1.png,0,1,", "a/1\".png,0,1,"),
                whole.replace("b/crowd.png,1,3,", "b/crowd.png,1,2,"),
                whole.replace("b/crowd.png,1,3,", "b/crowd.png,2,3,"),
                whole.replace("b/crowd.png,1,3,", "b/crowds.png,1,3,"),
                whole.replace("b/crowd.png,1,3,", "\"b/crowd.png,1,3,"),
                whole.replace("c/é.png,0,1,", "a/1.png,0,1,"),
                whole.substring(0, whole.indexOf("b/crowd.png,2,3,")) + "c/é.png,0,",
                whole + "\n");
        for (String content : damaged) {
            assertThat(content).isNotEqualTo(whole);
            Files.writeString(file, content);
            assertThatThrownBy(() -> DiffusionLabelTable.open(file, SETTINGS, PICTURES))
                    .as(content)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("cannot take up the labels")
                    .hasMessageContaining("line ");
            assertThat(Files.readString(file)).isEqualTo(content);
        }
    }

    @Test
    void goesOnBehindLastWholePictureWithDamagedCount() throws IOException {
        Path file = folder.resolve("labels.csv");
        try (DiffusionLabelTable labels = DiffusionLabelTable.open(file, SETTINGS, PICTURES)) {
            labels.write(faces(0));
        }
        String one = Files.readString(file);
        String row = one.lines().skip(1).findFirst().orElseThrow() + "\n";
        Files.writeString(file, one + row.replace("a/1.png,0,1,", "c/é.png,0,9,"));
        try (DiffusionLabelTable labels = DiffusionLabelTable.open(file, SETTINGS, PICTURES)) {
            assertThat(labels.remaining()).hasSize(PICTURES.size() - 1);
        }
        assertThat(file).hasContent(one);
    }

    @Test
    void takesHeaderThatWasTornOnlyWithItsSettingsBeside() throws IOException {
        Path file = Files.writeString(folder.resolve("labels.csv"), "p");
        assertThatThrownBy(() -> DiffusionLabelTable.open(file, SETTINGS, PICTURES))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no labels.csv.settings.json beside them");
        assertThat(file).hasContent("p");
        Files.delete(file);
        DiffusionLabelTable.open(file, SETTINGS, PICTURES).close();
        String header = Files.readString(file);
        Files.writeString(file, "pa");
        DiffusionLabelTable.open(file, SETTINGS, PICTURES).close();
        assertThat(file).hasContent(header);
    }

    @Test
    void rejectsFieldOfManyMegabytesWithoutReadingAllOfIt() throws IOException {
        Path file = folder.resolve("labels.csv");
        DiffusionLabelTable.open(file, SETTINGS, PICTURES).close();
        Files.writeString(file, "\"" + "x".repeat(17 << 20), StandardOpenOption.APPEND);
        long length = Files.size(file);
        assertThatThrownBy(() -> DiffusionLabelTable.open(file, SETTINGS, PICTURES))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cannot take up the labels")
                .hasMessageContaining("labels.csv, line 2")
                .hasMessageContaining("a row of at most 262144 bytes")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_000));
        assertThat(file).hasSize(length);
    }

    @Test
    void goesOnWithTableThatStartsWithByteOrderMark() throws IOException {
        Path file = folder.resolve("labels.csv");
        try (DiffusionLabelTable labels = DiffusionLabelTable.open(file, SETTINGS, PICTURES)) {
            labels.write(faces(0));
        }
        String whole = "\uFEFF" + Files.readString(file);
        Files.writeString(file, whole + "c/é");
        try (DiffusionLabelTable labels = DiffusionLabelTable.open(file, SETTINGS, PICTURES)) {
            assertThat(labels.remaining()).hasSize(PICTURES.size() - 1);
        }
        assertThat(Files.readString(file)).isEqualTo(whole);
    }

    /** Damage of any kind either shows, and then changes nothing, or costs the rows of one picture at most. */
    @Test
    void losesNoMoreThanOnePictureOfTableDamagedAtRandom() throws IOException {
        Path begun = folder.resolve("labels.csv");
        try (DiffusionLabelTable labels = DiffusionLabelTable.open(begun, SETTINGS, PICTURES)) {
            IntStream.range(0, IDS.size()).forEach(i -> labels.write(faces(i)));
        }
        byte[] whole = Files.readAllBytes(begun);
        List<String> rows = text(whole).lines().skip(1).map(row -> row + "\n").toList();
        Path settings = folder.resolve("labels.csv.settings.json");
        FuzzRun.of("label-table", ".csv").run(random -> Mutations.of(whole, random), file -> {
            Path beside = Files.copy(settings, file.resolveSibling(file.getFileName() + ".settings.json"));
            byte[] before = Files.readAllBytes(file);
            try (DiffusionLabelTable labels = DiffusionLabelTable.open(file, SETTINGS, PICTURES)) {
                String lost = text(before).substring((int) Math.min(before.length, Files.size(file)));
                assertThat(rows.stream().filter(lost::contains).map(row -> row.split(",")[0]).distinct())
                        .as(lost)
                        .hasSizeLessThan(2);
            } catch (InvalidInputException e) {
                assertThat(e).hasMessageContaining("cannot take up the labels");
                assertThat(file).hasBinaryContent(before);
            } finally {
                Files.delete(beside);
            }
        });
    }

    /** A character for each byte. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void keepsSecondRunOut() {
        Path file = folder.resolve("labels.csv");
        try (DiffusionLabelTable labels = DiffusionLabelTable.open(file, SETTINGS, PICTURES)) {
            assertThatThrownBy(() -> DiffusionLabelTable.open(file, SETTINGS, PICTURES))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("one that another run is writing");
            labels.write(faces(0));
        }
    }

    private static List<ImageSource> pictures(List<String> ids) {
        return ids.stream().map(id -> ImageSource.of(id, new byte[0])).toList();
    }

    private static List<Face<DiffusionScore>> faces(int picture) {
        return IntStream.range(0, FACES.get(picture)).mapToObj(face -> face(picture, face)).toList();
    }

    private static Face<DiffusionScore> face(int picture, int face) {
        Similarities similarities = new Similarities(0.1 * picture, 0.2, 0.3, 0.4, 0.1 * face);
        return new Face<>(
                new FaceId(IDS.get(picture), face),
                Optional.empty(),
                new DiffusionScore(
                        new QualityScore(similarities.mean(), ModelId.ofCode("test", "")),
                        similarities,
                        List.of(similarities),
                        face == 0 ? OptionalDouble.empty() : OptionalDouble.of(0.01),
                        10,
                        6));
    }
}
