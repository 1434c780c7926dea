package io.facequality.select.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facequality.FaceGroup;
import io.facequality.FaceRecord;
import io.facequality.Keep;
import io.facequality.Selection;
import io.facequality.Selection.Optimality;
import io.facequality.select.FaceSelector;
import io.facequality.select.FaceSelector.Representation;
import io.facequality.select.Objective;
import io.facequality.select.internal.objective.CentralValue;
import io.facequality.select.internal.search.RevolvingDoor;
import io.facequality.testing.GoldenData;
import io.facequality.testing.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published selection on two groups. */
@ParameterizedClass
@EnumSource(GoldenData.class)
class SelectionGoldenTest {

    private static final double TOLERANCE = 1e-9;

    private final GoldenData data;

    SelectionGoldenTest(GoldenData data) {
        this.data = data;
    }

    @ParameterizedTest
    @CsvSource({
        "person1,1", "person1,2", "person1,3", "person1,4", "person1,5",
        "person2,1", "person2,2", "person2,3", "person2,4", "person2,5"
    })
    void keepsPublishedFacesWithThePublishedValue(String person, int count) throws IOException {
        JsonNode expected = golden(person).path("selected").path(Integer.toString(count));
        Selection selection =
                FaceSelector.builder().objective(Objective.central()).build().select(group(person), Keep.best(count));
        assertThat(Groups.keptPlaces(selection)).isEqualTo(integers(expected.path("indices")));
        assertThat(selection.objectiveValue().orElseThrow())
                .isCloseTo(expected.path("objective").doubleValue(), within(TOLERANCE));
        assertThat(selection.evaluations()).isEqualTo(expected.path("combinations").longValue());
        assertThat(selection.optimality()).isEqualTo(new Optimality.Proven());
    }

    @ParameterizedTest
    @CsvSource({"person1,1", "person1,3", "person1,5", "person2,2", "person2,4", "person2,5"})
    void givesRunnerUpThePublishedValue(String person, int count) throws IOException {
        Candidates candidates = new Candidates(group(person));
        CentralValue objective = objective(candidates);
        RevolvingDoor door = new RevolvingDoor(candidates.size(), count, 0);
        List<Double> values = new ArrayList<>(List.of(objective.value(door.combination())));
        for (long rank = 1; rank < RevolvingDoor.count(candidates.size(), count); rank++) {
            door.advance();
            values.add(objective.value(door.combination()));
        }
        values.sort(null);
        JsonNode expected = golden(person).path("selected").path(Integer.toString(count));
        assertThat(values.get(1)).isCloseTo(expected.path("runner_up").doubleValue(), within(TOLERANCE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"person1", "person2"})
    void givesEveryPairThePublishedValue(String person) throws IOException {
        Candidates candidates = new Candidates(group(person));
        CentralValue objective = objective(candidates);
        List<String> names =
                candidates.faces().stream().map(face -> face.id().source()).toList();
        List<String> lines = Files.readAllLines(data.path("select", person + "-all-pairs.csv"));
        for (String line : lines.subList(1, lines.size())) {
            int comma = line.lastIndexOf(',');
            int[] pair = Arrays.stream(line.substring(1, comma - 1).split(", "))
                    .mapToInt(names::indexOf)
                    .sorted()
                    .toArray();
            double expected = Double.parseDouble(line.substring(comma + 1));
            assertThat(objective.value(pair)).as(line).isCloseTo(expected, within(TOLERANCE));
        }
        assertThat(lines).hasSize((int) RevolvingDoor.count(candidates.size(), 2) + 1);
    }

    private static CentralValue objective(Candidates candidates) {
        return new CentralValue(Groups.compared(candidates, Representation.MEAN));
    }

    private FaceGroup group(String person) throws IOException {
        JsonNode golden = golden(person);
        Npy embeddings = Npy.read(data.path("select", person + "-embeddings.npy"));
        int dimension = embeddings.shape()[1];
        float[] values = embeddings.floats();
        List<FaceRecord> faces = new ArrayList<>();
        for (int i = 0; i < embeddings.shape()[0]; i++) {
            faces.add(Groups.face(
                    golden.path("names").path(i).textValue(),
                    Arrays.copyOfRange(values, i * dimension, (i + 1) * dimension),
                    golden.path("weights").path(i).doubleValue()));
        }
        return new FaceGroup(person, faces);
    }

    private JsonNode golden(String person) throws IOException {
        return new ObjectMapper().readTree(data.path("select", person + ".json").toFile());
    }

    private static List<Integer> integers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::intValue).toList();
    }
}
