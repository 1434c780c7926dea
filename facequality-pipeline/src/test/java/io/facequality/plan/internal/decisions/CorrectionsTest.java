package io.facequality.plan.internal.decisions;

import static io.facequality.plan.internal.decisions.ReviewFixture.references;
import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.Embedding;
import io.facequality.FaceGroup;
import io.facequality.FaceGroup.WidestPair;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.ModelId;
import io.facequality.QualityScore;
import io.facequality.group.PersonGrouper.Constraints;
import io.facequality.group.PersonGrouper.Constraints.FacePair;
import io.facequality.internal.Sha256;
import io.facequality.pipeline.Grouping;
import io.facequality.plan.internal.decisions.PersonDecision.Type;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CorrectionsTest {

    private static final ModelId MODEL = ModelId.ofCode("mini", "1");

    private final List<FaceGroup> groups = List.of(
            new FaceGroup(
                    "A",
                    List.of(face("A/1", 0), face("A/2", 10), face("A/3", 80)),
                    Optional.of(new WidestPair(new FaceId("A/1", 0), new FaceId("A/3", 0), 0.5))),
            new FaceGroup("B", List.of(face("B/1", 90))));

    private final ReviewFixture person = new ReviewFixture();

    @Test
    void leavesGroupsAsTheyAreWithoutCorrections() {
        assertThat(corrected(person.keep("A/3").name("Ada", "A/1"))).isEqualTo(groups);
    }

    @Test
    void joinsWhatIsTheSame() {
        List<FaceGroup> joined = corrected(person.between(Type.SAME, references("B/1"), references("A/1")));

        assertThat(joined).singleElement().satisfies(group -> {
            assertThat(ids(group)).containsExactly("A/1", "A/2", "A/3", "B/1");
            assertThat(group.widest()).isEmpty();
        });
    }

    @Test
    void splitsWhatIsNoCopy() {
        List<FaceGroup> split = corrected(person.between(Type.SPLIT, references("A/3"), references("A/1")));

        assertThat(split).extracting(CorrectionsTest::ids)
                .containsExactly(List.of("A/1", "A/2"), List.of("A/3"), List.of("B/1"));
    }

    @Test
    void partsDifferentPeopleWithThoseThatAreLikeThem() {
        person.between(Type.SAME, references("A/1"), references("B/1"))
                .between(Type.DIFFERENT, references("A/1"), references("B/1"));

        assertThat(corrected(person)).extracting(CorrectionsTest::ids)
                .containsExactly(List.of("A/1", "A/2"), List.of("A/3", "B/1"));
    }

    @Test
    void holdsEachFaceOnceWhateverWasSaid() {
        person.between(Type.DIFFERENT, references("A/1"), references("A/1"))
                .between(Type.SAME, references("A/1", "B/1"), references("gone"))
                .between(Type.SPLIT, references("A/1", "A/2", "A/3"), references("A/2"));

        assertThat(corrected(person).stream().flatMap(group -> ids(group).stream()))
                .containsExactlyInAnyOrder("A/1", "A/2", "A/3", "B/1");
    }

    @Test
    void tellsGroupingIntoPeopleWhoIsDifferentAndJoinsGroupsAfterIt() {
        person.between(Type.SAME, references("A/1"), references("B/1"))
                .between(Type.SPLIT, references("A/2", "A/3"), references("A/1"))
                .between(Type.DIFFERENT, references("gone"), references("A/1"));

        assertThat(known().different()).containsExactlyInAnyOrder(pair("A/2", "A/1"), pair("A/3", "A/1"));
        assertThat(known().same()).isEmpty();
        assertThat(afterPeople(List.of(
                        new FaceGroup("p1", List.of(face("A/1", 0))), new FaceGroup("p2", List.of(face("B/1", 90))))))
                .extracting(CorrectionsTest::ids)
                .containsExactly(List.of("A/1", "B/1"));
        assertThat(people().description()).isEqualTo("people, 3 corrections by people");
    }

    @Test
    void tellsGroupingIntoPeopleTheLaterOfTwoContradictions() {
        person.between(Type.SAME, references("A/1"), references("A/2"))
                .between(Type.SAME, references("A/2"), references("A/3"))
                .between(Type.DIFFERENT, references("A/1"), references("A/3"))
                .between(Type.DIFFERENT, references("A/1"), references("B/1"))
                .between(Type.SAME, references("B/1"), references("A/1"));

        assertThat(known().different()).containsExactly(pair("A/1", "A/3"));
        assertThat(afterPeople(groups))
                .extracting(CorrectionsTest::ids)
                .containsExactlyInAnyOrder(List.of("A/1", "A/2", "B/1"), List.of("A/3"));
    }

    private List<FaceGroup> afterPeople(List<FaceGroup> found) {
        return people() instanceof Grouping.Corrected corrected ? corrected.correction().apply(found) : found;
    }

    @Test
    void tellsGroupingIntoPeopleNothingWithoutCorrections() {
        assertThat(people()).isEqualTo(Grouping.people());
    }

    private Constraints known() {
        return people().uncorrected() instanceof Grouping.People found ? found.constraints() : Constraints.none();
    }

    private Grouping people() {
        return new Corrections(person.decisions())
                .ofPeople(groups.stream().flatMap(group -> group.faces().stream()).toList());
    }

    private static FacePair pair(String one, String other) {
        return new FacePair(new FaceId(one, 0), new FaceId(other, 0));
    }

    private List<FaceGroup> corrected(ReviewFixture said) {
        return new Corrections(said.decisions()).apply(groups);
    }

    private static List<String> ids(FaceGroup group) {
        return group.faces().stream().map(face -> face.id().source()).toList();
    }

    private static FaceRecord face(String picture, double degrees) {
        double angle = Math.toRadians(degrees);
        return new FaceRecord(
                new FaceId(picture, 0), Sha256.of(picture), Optional.empty(), new QualityScore(0.5, MODEL),
                Embedding.copyOf((float) Math.cos(angle), (float) Math.sin(angle)), MODEL);
    }
}
