package io.facequality.eval.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.Embedding;
import io.facequality.ModelId;
import io.facequality.eval.EvaluatedFaces;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaceChoicesTest {

    @Test
    void choosesFacesByRank() {
        double[] first = {5, 1, 4, 2, 3, 0};
        double[] second = {5, 1, 0, 2, 3, 4};
        Embedding point = Embedding.copyOf(1);
        FaceChoices choices = new FaceChoices(EvaluatedFaces.of(
                List.of("a", "b", "c", "d", "e", "f"),
                List.of("p", "p", "q", "q", "r", "p"),
                List.of(
                        EvaluatedFaces.Scores.copyOf("first", ModelId.ofCode("first", "1"), first),
                        EvaluatedFaces.Scores.copyOf("second", ModelId.ofCode("second", "1"), second)),
                List.of(new EvaluatedFaces.Embeddings(
                        "points", ModelId.ofCode("points", "1"), List.of(point, point, point, point, point, point)))));
        assertThat(choices.best(0, 2)).containsExactly(0, 2);
        assertThat(choices.worst(0, 2)).containsExactly(5, 1);
        assertThat(choices.worst(1, 20)).hasSize(6);
        assertThat(choices.disagreedOn(0, 1, 2)).containsExactly(2, 5);
        assertThat(choices.clean(3)).containsExactly(0, 4, 2);
    }
}
