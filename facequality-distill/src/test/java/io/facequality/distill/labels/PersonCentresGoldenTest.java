package io.facequality.distill.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PersonCentresGoldenTest {

    private static final Offset<Float> TOLERANCE = within(1e-6f);

    private final JsonNode expected = GoldenDistillation.json("expected-centres.json");
    private final List<LabelledPicture> pictures = GoldenDistillation.pictures();
    private final CentreRule rule = new CentreRule(
            expected.get("beta").asDouble(),
            expected.get("minimum_high_quality_images").asInt());
    private final PersonCentres centres = PersonCentres.of(pictures, GoldenDistillation.embeddings(), rule);

    @Test
    void thePeopleWhoKeepACentreAreThePublishedOnes() {
        List<String> kept = new ArrayList<>();
        expected.get("kept_identities").forEach(name -> kept.add(name.asText()));

        assertThat(centres.people()).isEqualTo(kept);
    }

    @Test
    void theCentresAreThePublishedMeans() {
        List<String> people = centres.people();
        for (int person = 0; person < people.size(); person++) {
            assertThat(centres.of(people.get(person)).orElseThrow().toArray())
                    .as(people.get(person))
                    .containsExactly(GoldenDistillation.floats(expected.get("centres").get(person)), TOLERANCE);
        }
    }

    @Test
    void everyoneElseIsReportedAsDropped() {
        List<String> expectedDropped = pictures.stream()
                .map(LabelledPicture::person)
                .distinct()
                .filter(person -> !centres.people().contains(person))
                .toList();

        assertThat(expectedDropped).isNotEmpty();
        assertThat(centres.dropped()).extracting(DroppedPerson::name).isEqualTo(expectedDropped);
        assertThat(centres.dropped()).allSatisfy(person -> assertThat(person.highQuality()).isLessThan(rule.minimum()));
    }

    @Test
    void thereAreAsManyLabelsAsPublishedTrainingItems() {
        LabelOptimisation optimisation =
                LabelOptimisation.of(pictures, GoldenDistillation.embeddings(), rule, LabelOptimisation.PUBLISHED_EPSILON);

        assertThat(optimisation.labels()).hasSize(expected.get("training_items").asInt());
    }
}
