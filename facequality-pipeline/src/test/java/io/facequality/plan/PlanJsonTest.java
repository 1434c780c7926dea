package io.facequality.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceId;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.Outcome.Rejection;
import io.facequality.group.Finding;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import io.facequality.plan.internal.FindingsTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanJsonTest {

    @TempDir
    private Path folder;

    @Test
    void readsBackPlanThatItWrote() throws IOException {
        SelectionPlan plan = PlanFixture.plan(folder);
        Path file = Files.writeString(folder.resolve("plan.json"), json(plan));
        assertThat(SelectionPlan.read(file)).isEqualTo(plan);
    }

    @Test
    void readsPlanOfEarlierVersionWithoutCopiesAndReferences() throws IOException {
        String json = json(PlanFixture.plan(folder));
        Path file = Files.writeString(
                folder.resolve("plan.json"),
                json.replace("\"copy_of\" :", "\"other\" :").replace("\"references\" :", "\"another\" :"));
        SelectionPlan plan = SelectionPlan.read(file);
        assertThat(plan.references()).isEmpty();
        assertThat(plan.groups().get(0).faces()).allSatisfy(face -> assertThat(face.copyOf()).isEmpty());
    }

    @Test
    void countsNoReferenceAmongThePicturesToWorkOn() {
        assertThat(PlanFixture.plan(folder).keptPictures())
                .extracting(SelectionPlan.PlannedPicture::path)
                .doesNotContain("/elsewhere/3.png");
    }

    @Test
    void readsPlanOfEarlierVersionWithoutFindings() throws IOException {
        String json = json(PlanFixture.plan(folder));
        Path file = Files.writeString(folder.resolve("plan.json"), json.replace("\"findings\" :", "\"other\" :"));
        assertThat(SelectionPlan.read(file).findings()).isEmpty();
    }

    @Test
    void readsPlanThatSaysNothingOfQuality() throws IOException {
        SelectionPlan plan = PlanFixture.plan(folder);
        String json = json(plan);
        assertThat(json).containsOnlyOnce("\"quality_reason\" : \"too dark, and blurred\"");
        Path file = Files.writeString(folder.resolve("plan.json"), json.replace("\"quality_reason\"", "\"later\""));
        List<PlannedFace> read = SelectionPlan.read(file).groups().get(0).faces();
        assertThat(read).allMatch(face -> face.qualityReason().isEmpty());
        assertThat(read)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("qualityReason")
                .isEqualTo(plan.groups().get(0).faces());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "facequality-plan/1 | facequality-plan/9 | the format facequality-plan/1",
        "\"face\" : 0 | \"face\" : \"zero\" | $.people[0].faces[0].face: expected an integer",
        "\"kept\" : true | \"kept\" : 1 | $.people[0].faces[0].kept: expected true or false",
        "\"TRUNCATED\" | \"BORED\" | $.rejected[0]: expected a legal value",
        "\"proven\" | \"guessed\" | expected proven, heuristic or within gap",
        "\"root\" : | \"toor\" : | expected a field root",
        "nearer to another person | farther | as finding, found farther",
        "0.875 | 1.875 | confidence from 0 to 1",
        "\"face\" : 0 | \"face\" : -1 | $.people[0].faces[0]: expected a legal value",
        "\"quality\" : 0.30000000000000004 | \"quality\" : \"high\" | $.people[0].faces[0].quality: expected a number",
        "\"evaluations\" : 0 | \"evaluations\" : \"many\" | $.people[1].evaluations: expected an integer",
        "\"width\" : 30.25 | \"width\" : null | $.people[0].faces[0].detection: expected a field width"
    })
    void namesPlaceOfWrongField(String right, String wrong, String message) throws IOException {
        String json = json(PlanFixture.plan(folder));
        assertThat(json).contains(right);
        Path file = Files.writeString(folder.resolve("plan.json"), json.replace(right, wrong));
        assertThatThrownBy(() -> SelectionPlan.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void rejectsTruncatedFileWithLineNumber() throws IOException {
        String json = json(PlanFixture.plan(folder));
        Path file = Files.writeString(folder.resolve("plan.json"), json.substring(0, json.length() / 2));
        assertThatThrownBy(() -> SelectionPlan.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("line ");
    }

    @Test
    void reportsMissingFileAsStorageError() {
        assertThatThrownBy(() -> SelectionPlan.read(folder.resolve("none.json")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("none.json");
    }

    @Test
    void writesTableRowForEachFaceAndRejection() throws IOException {
        String table = table(PlanFixture.plan(folder));
        assertThat(table)
                .startsWith("person,picture,face,decision,quality,eye_distance,")
                .contains("\"it's \"\"odd\"\"\n, </script> Анна\"")
                .contains(",kept,0.30000000000000004,2.0,0.75,,because,")
                .contains(",dropped,-0.25,,0.75,0.5,because,")
                .contains("whole,whole/broken.jpg,,rejected,,,,,it ends before its end,");
    }

    @Test
    void marksTextThatASpreadsheetWouldRunAndNoNumber() throws IOException {
        SelectionPlan plan = PlanFixture.plan(folder);
        PlannedGroup person = plan.groups().get(0);
        PlannedFace face = new PlannedFace(
                new FaceId("=cmd|calc!A1/=HYPERLINK(\"x\").jpg", 0), "cd".repeat(32), -0.25, Optional.empty(),
                Optional.of("=bad"),
                new PlannedFace.Decision(
                        true, 0.5, 0.5, "@because", Optional.of(new FaceId("=b.jpg", 0)),
                        PlannedFace.Decision.Source.PROGRAM));
        PlannedGroup.Choice choice = new PlannedGroup.Choice(
                person.representative(), "=objective", OptionalDouble.of(-1),
                new PlannedGroup.Search("-search", person.optimality(), 1), Optional.empty());
        SelectionPlan hostile = new SelectionPlan(
                plan.provenance(), folder,
                List.of(new PlannedGroup("+1+1", List.of(face), choice, Optional.empty())),
                List.of(new RejectedPicture("-x/1.jpg", Rejection.Cause.CORRUPT, "=why")), List.of());
        assertThat(table(hostile).lines().skip(1))
                .containsExactly(
                        "'+1+1,\"'=cmd|calc!A1/=HYPERLINK(\"\"x\"\").jpg\",0,kept,-0.25,,0.5,0.5,'@because,"
                                + "cd".repeat(32) + ",'=objective,-1.0,within 0.015,,,'-search,'=b.jpg,0,program,'=bad,",
                        "'-x,'-x/1.jpg,,rejected,,,,,'=why,,,,,,,,,,,,");
    }

    @Test
    void marksNamesInTableOfFindings() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FindingsTable.write(
                List.of(
                        new Finding.NearerToAnotherPerson(new FaceId("=a/1.jpg", 0), "=a", -0.5, "@b", 0.5),
                        new Finding.SamePictureUnderTwoPeople(
                                new FaceId("=a/1.jpg", 0), "=a", new FaceId("-b/1.jpg", 0), "-b", 3, false)),
                bytes);
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines().skip(1))
                .containsExactly(
                        "nearer to another person,'=a/1.jpg,0,'=a,-0.5,'@b,0.5,,",
                        "same picture under two people,'=a/1.jpg,0,'=a,,'-b,,'-b/1.jpg,3");
    }

    @Test
    void acceptsByteOrderMark() throws IOException {
        SelectionPlan plan = PlanFixture.plan(folder);
        Path file = Files.writeString(folder.resolve("plan.json"), "\uFEFF" + json(plan));
        assertThat(SelectionPlan.read(file)).isEqualTo(plan);
        Path undo = Files.writeString(folder.resolve("undo.json"), "\uFEFF{\"format\": \"facequality-undo/1\"}");
        assertThat(PlanApplication.isUndoFile(undo)).isTrue();
    }

    private String json(SelectionPlan plan) throws IOException {
        plan.writeTo(folder.resolve("written"));
        return Files.readString(folder.resolve("written/plan.json"));
    }

    private String table(SelectionPlan plan) throws IOException {
        plan.writeTo(folder.resolve("written"));
        return Files.readString(folder.resolve("written/plan.csv"));
    }
}
