package io.facequality.plan.internal.decisions;

import static io.facequality.plan.internal.decisions.ReviewFixture.face;
import static io.facequality.plan.internal.decisions.ReviewFixture.references;
import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.Embedding;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.ModelId;
import io.facequality.QualityScore;
import io.facequality.group.People;
import io.facequality.group.People.Alike;
import io.facequality.group.People.Member;
import io.facequality.group.People.Person;
import io.facequality.group.People.Reason;
import io.facequality.group.People.Unknown;
import io.facequality.internal.Sha256;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.internal.decisions.PersonDecision.Type;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReviewedPeopleTest {

    private static final ModelId MODEL = ModelId.ofCode("mini", "1");

    private final SelectionPlan made = ReviewFixture.library()
            .planned("A", List.of(face("A/1", true, 0.9, "A/1"), face("A/2", false, 0.8, "A/2")))
            .planned("B", List.of(face("B/1", true, 0.6, "B/1")))
            .planned("unknown-0001", List.of(face("C/1", true, 0.1, "C/1")))
            .plan();

    private final People found = new People(
            List.of(
                    new Person("A", List.of(member("A/1"), member("A/2")), Optional.of(new Alike("B", 0.25))),
                    new Person("B", List.of(member("B/1")), Optional.of(new Alike("A", 0.25)))),
            List.of(new Unknown(record("C/1"), Optional.of(new Alike("A", 0.125)))));

    private final ReviewFixture person = new ReviewFixture();

    @Test
    void leavesPeopleAsFoundWithoutDecisions() {
        assertThat(reviewed()).isEqualTo(found);
    }

    @Test
    void givesNamesToPeopleAndToWhoIsLikeThem() {
        person.name("Ada", "A/1");

        assertThat(reviewed().persons()).extracting(Person::name).containsExactly("Ada", "B");
        assertThat(reviewed().persons().get(1).nearest()).contains(new Alike("Ada", 0.25));
        assertThat(reviewed().unknown().get(0).nearest()).contains(new Alike("Ada", 0.125));
    }

    @Test
    void joinsWhoIsTheSame() {
        person.between(Type.SAME, references("A/1"), references("B/1"));

        assertThat(reviewed().persons()).singleElement().satisfies(joined -> {
            assertThat(joined.name()).isEqualTo("A");
            assertThat(joined.faces()).extracting(Member::reason)
                    .containsExactly(Reason.ALIKE, Reason.ALIKE, Reason.SAID);
            assertThat(joined.nearest()).isEmpty();
        });
    }

    @Test
    void peopleOfOneNameAreOne() {
        person.name("Ada", "A/1").name("Ada", "B/1");

        assertThat(reviewed().persons()).singleElement()
                .satisfies(joined -> assertThat(joined.faces()).hasSize(3));
    }

    @Test
    void namedUnknownFaceIsSomebody() {
        person.name("Cleo", "C/1");

        assertThat(reviewed().unknown()).isEmpty();
        assertThat(reviewed().persons()).last()
                .isEqualTo(new Person("Cleo", List.of(new Member(record("C/1"), 1, Reason.SAID)), Optional.empty()));
    }

    private People reviewed() {
        return ReviewedPeople.of(found, made, person.on(made).plan());
    }

    private static Member member(String picture) {
        return new Member(record(picture), 0.75, Reason.ALIKE);
    }

    private static FaceRecord record(String picture) {
        return new FaceRecord(
                new FaceId(picture, 0), Sha256.of(picture), Optional.empty(), new QualityScore(0.5, MODEL),
                Embedding.copyOf(1, 0), MODEL);
    }
}
