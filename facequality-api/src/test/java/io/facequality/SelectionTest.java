package io.facequality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Selection.Decision;
import io.facequality.Selection.Optimality;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SelectionTest {

    private static final ModelId MODEL = ModelId.ofCode("test", "1");

    private final FaceRecord right = face("right", 2, 0);
    private final FaceRecord up = face("up", 0, 3);
    private final FaceRecord left = face("left", -1, 0);
    private final FaceGroup group = new FaceGroup("group", List.of(right, up, left));

    private static FaceRecord face(String name, float... values) {
        return new FaceRecord(
                new FaceId(name, 0), name, Optional.empty(), new QualityScore(0.5, MODEL), Embedding.copyOf(values), MODEL);
    }

    @Test
    void measuresWhatASelectorOfOnesOwnKept() {
        Selection selection = Selection.of(group, List.of(right, up), face -> "why " + face.id().source());
        assertThat(selection.kept()).extracting(Decision::face).containsExactly(right, up);
        assertThat(selection.representative().toArray()).containsExactly(0.5, 0.5);
        Decision dropped = selection.dropped().get(0);
        assertThat(dropped.distanceToNearestKept()).isEqualTo(Math.sqrt(2), within(1e-12));
        assertThat(dropped.distanceToRepresentative()).isEqualTo(Math.sqrt(2.5), within(1e-12));
        assertThat(dropped.reason()).isEqualTo("why left");
        assertThat(selection.optimality()).isEqualTo(new Optimality.Heuristic());
    }

    @Test
    void saysMoreOfTheSameChoiceWhereTheSelectorKnowsMore() {
        Selection selection = Selection.of(group, List.of(up), face -> "why")
                .describedAs("the aim", new Optimality.Proven(), "sorting");
        assertThat(selection.objective()).isEqualTo("the aim");
        assertThat(selection.optimality()).isEqualTo(new Optimality.Proven());
        assertThat(selection.search()).isEqualTo("sorting");
        assertThat(selection.kept().get(0).distanceToNearestKept()).isInfinite();
    }

    @Test
    void refusesToKeepNothingOrAFaceOfAnotherGroup() {
        assertThatThrownBy(() -> Selection.of(group, List.of(), face -> "why"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("found none");
        assertThatThrownBy(() -> Selection.of(group, List.of(face("stranger", 1, 1)), face -> "why"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("another group");
    }
}
