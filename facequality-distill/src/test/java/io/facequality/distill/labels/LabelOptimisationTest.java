package io.facequality.distill.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.Embedding;
import io.facequality.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelOptimisationTest {

    private static final CentreRule ANY = new CentreRule(0.5, 1);
    private static final Embedding EAST = Embedding.copyOf(1, 0);
    private static final Embedding NORTH = Embedding.copyOf(0, 1);

    @Test
    void aFaceFarFromItsPersonIsWorthLessThanItsScore() {
        List<LabelledPicture> pictures = List.of(
                new LabelledPicture("a/1", "a", 3), new LabelledPicture("a/2", "a", 2), new LabelledPicture("b/1", "b", 3),
                new LabelledPicture("b/2", "b", 1));

        LabelOptimisation optimisation =
                LabelOptimisation.of(pictures, List.of(EAST, NORTH, NORTH, NORTH), new CentreRule(0.25, 1), 0.4);

        assertThat(optimisation.range()).isEqualTo(new LabelRange(1, 3));
        assertThat(optimisation.labels()).extracting(OptimisedLabel::normalised).containsExactly(1.0, 0.5, 1.0, 0.0);
        assertThat(optimisation.labels()).extracting(OptimisedLabel::distance).containsExactly(0.0, 1.0, 0.0, 0.0);
        assertThat(optimisation.labels().get(1).optimised()).isEqualTo(0.1, within(1e-12));
    }

    @Test
    void theRangeIsThatOfThePeopleWhoAreKept() {
        List<LabelledPicture> pictures = List.of(
                new LabelledPicture("a/1", "a", 5), new LabelledPicture("a/2", "a", 4), new LabelledPicture("b/1", "b", 0));

        LabelOptimisation optimisation =
                LabelOptimisation.of(pictures, List.of(EAST, EAST, NORTH), new CentreRule(0.5, 2), 0.5);

        assertThat(optimisation.range()).isEqualTo(new LabelRange(4, 5));
        assertThat(optimisation.centres().dropped()).containsExactly(new DroppedPerson("b", 1, 0));
        assertThat(optimisation.row(1)).isEqualTo(1);
    }

    @Test
    void onePictureAPersonIsDroppedByThePublishedRuleAndTheMessageSaysWhatToDo() {
        List<LabelledPicture> pictures =
                List.of(new LabelledPicture("a/1", "a", 5), new LabelledPicture("b/1", "b", 4));

        assertThatThrownBy(() -> LabelOptimisation.of(pictures, List.of(EAST, NORTH), CentreRule.published(), 0.5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at least 10 pictures of high quality, found 2 people, each with at most 1")
                .hasMessageContaining("Lower the minimum");
    }

    @Test
    void labelsThatAreAllEqualAreRefused() {
        List<LabelledPicture> pictures =
                List.of(new LabelledPicture("a/1", "a", 2), new LabelledPicture("a/2", "a", 2));

        assertThatThrownBy(() -> LabelOptimisation.of(pictures, List.of(EAST, NORTH), ANY, 0.5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("expected labels that differ");
    }

    @Test
    void anEmbeddingWithoutADirectionIsNamed() {
        List<LabelledPicture> pictures =
                List.of(new LabelledPicture("a/1", "a", 2), new LabelledPicture("a/2", "a", 3));

        assertThatThrownBy(() -> LabelOptimisation.of(pictures, List.of(EAST, Embedding.copyOf(0, 0)), ANY, 0.5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a/2");
    }
}
