package io.facequality.distill.internal.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.distill.Distillation;
import io.facequality.distill.LabeledImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelOptimizationTest {

    private static final CenterRule ANY = new CenterRule(0.5, 1);
    private static final Embedding EAST = Embedding.copyOf(1, 0);
    private static final Embedding NORTH = Embedding.copyOf(0, 1);

    @Test
    void lowersLabelOfFaceFarFromItsPerson() {
        List<LabeledImage> images = List.of(
                new LabeledImage("a/1", "a", 3), new LabeledImage("a/2", "a", 2), new LabeledImage("b/1", "b", 3),
                new LabeledImage("b/2", "b", 1));

        LabelOptimization optimization =
                LabelOptimization.of(images, List.of(EAST, NORTH, NORTH, NORTH), new CenterRule(0.25, 1), 0.4);

        assertThat(optimization.range()).isEqualTo(new LabelRange(1, 3));
        assertThat(optimization.labels()).extracting(OptimizedLabel::normalized).containsExactly(1.0, 0.5, 1.0, 0.0);
        assertThat(optimization.labels()).extracting(OptimizedLabel::distance).containsExactly(0.0, 1.0, 0.0, 0.0);
        assertThat(optimization.labels().get(1).optimized()).isEqualTo(0.1, within(1e-12));
    }

    @Test
    void takesRangeOfPeopleWhoAreKept() {
        List<LabeledImage> images = List.of(
                new LabeledImage("a/1", "a", 5), new LabeledImage("a/2", "a", 4), new LabeledImage("b/1", "b", 0));

        LabelOptimization optimization =
                LabelOptimization.of(images, List.of(EAST, EAST, NORTH), new CenterRule(0.5, 2), 0.5);

        assertThat(optimization.range()).isEqualTo(new LabelRange(4, 5));
        assertThat(optimization.centers().dropped()).containsExactly(new Distillation.DroppedPerson("b", 1, 0));
        assertThat(optimization.row(1)).isEqualTo(1);
    }

    @Test
    void dropsPeopleOfOneImageByPublishedRuleWithAdvice() {
        List<LabeledImage> images =
                List.of(new LabeledImage("a/1", "a", 5), new LabeledImage("b/1", "b", 4));

        assertThatThrownBy(() -> LabelOptimization.of(images, List.of(EAST, NORTH), CenterRule.published(), 0.5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at least 10 pictures of high quality, found 2 people, each with at most 1")
                .hasMessageContaining("Lower the minimum");
    }

    @Test
    void labelsThatAreAllEqualAreRefused() {
        List<LabeledImage> images =
                List.of(new LabeledImage("a/1", "a", 2), new LabeledImage("a/2", "a", 2));

        assertThatThrownBy(() -> LabelOptimization.of(images, List.of(EAST, NORTH), ANY, 0.5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("expected labels that differ");
    }

    @Test
    void namesEmbeddingWithoutDirection() {
        List<LabeledImage> images =
                List.of(new LabeledImage("a/1", "a", 2), new LabeledImage("a/2", "a", 3));

        assertThatThrownBy(() -> LabelOptimization.of(images, List.of(EAST, Embedding.copyOf(0, 0)), ANY, 0.5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a/2");
    }
}
