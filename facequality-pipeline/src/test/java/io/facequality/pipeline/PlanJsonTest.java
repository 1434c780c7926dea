package io.facequality.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.InvalidInputException;
import io.facequality.StorageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanJsonTest {

    @TempDir
    private Path folder;

    @Test
    void aPlanThatIsReadBackEqualsTheOneThatWasWritten() throws IOException {
        SelectionPlan plan = PlanFixture.plan(folder);
        Path file = Files.writeString(folder.resolve("plan.json"), json(plan));
        assertThat(SelectionPlan.read(file)).isEqualTo(plan);
    }

    @Test
    void aPlanOfAnEarlierVersionHasNoFindings() throws IOException {
        String json = json(PlanFixture.plan(folder));
        Path file = Files.writeString(folder.resolve("plan.json"), json.replace("\"findings\" :", "\"other\" :"));
        assertThat(SelectionPlan.read(file).findings()).isEmpty();
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
        "0.875 | 1.875 | confidence from 0 to 1"
    })
    void aFieldThatIsWrongIsNamedWithItsPlace(String right, String wrong, String message) throws IOException {
        String json = json(PlanFixture.plan(folder));
        assertThat(json).contains(right);
        Path file = Files.writeString(folder.resolve("plan.json"), json.replace(right, wrong));
        assertThatThrownBy(() -> SelectionPlan.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void aFileThatEndsTooEarlyIsAnErrorWithItsLine() throws IOException {
        String json = json(PlanFixture.plan(folder));
        Path file = Files.writeString(folder.resolve("plan.json"), json.substring(0, json.length() / 2));
        assertThatThrownBy(() -> SelectionPlan.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("line ");
    }

    @Test
    void aMissingFileIsAStorageError() {
        assertThatThrownBy(() -> SelectionPlan.read(folder.resolve("none.json")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("none.json");
    }

    @Test
    void theTableHasARowForEveryFaceAndEveryRejection() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PlanCsv.write(PlanFixture.plan(folder), bytes);
        String table = bytes.toString(StandardCharsets.UTF_8);
        assertThat(table)
                .startsWith("person,picture,face,decision,quality,eye_distance,")
                .contains("\"it's \"\"odd\"\"\n, </script> Анна\"")
                .contains(",kept,0.30000000000000004,2.0,0.75,,because,")
                .contains(",dropped,-0.25,,0.75,0.5,because,")
                .contains("whole,whole/broken.jpg,,rejected,,,,,it ends before its end,");
    }

    private static String json(SelectionPlan plan) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PlanJson.write(plan, bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
