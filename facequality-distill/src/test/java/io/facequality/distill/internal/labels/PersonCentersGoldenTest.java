package io.facequality.distill.internal.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.facequality.Embedding;
import io.facequality.distill.Distillation;
import io.facequality.distill.LabeledImage;
import io.facequality.testing.GoldenData;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(GoldenData.class)
class PersonCentersGoldenTest {

    private static final Offset<Float> TOLERANCE = within(1e-6f);

    private final JsonNode expected;
    private final List<LabeledImage> images;
    private final List<Embedding> embeddings;
    private final CenterRule rule;
    private final PersonCenters centers;

    PersonCentersGoldenTest(GoldenData data) {
        GoldenDistillation golden = new GoldenDistillation(data);
        this.expected = golden.json("expected-centres.json");
        this.images = golden.images();
        this.embeddings = golden.embeddings();
        this.rule = new CenterRule(
                expected.get("beta").asDouble(),
                expected.get("minimum_high_quality_images").asInt());
        this.centers = PersonCenters.of(images, embeddings, rule);
    }

    @Test
    void keepsCentersOfPublishedPeople() {
        List<String> kept = new ArrayList<>();
        expected.get("kept_identities").forEach(name -> kept.add(name.asText()));

        assertThat(centers.people()).isEqualTo(kept);
    }

    @Test
    void givesPublishedCenters() {
        List<String> people = centers.people();
        for (int person = 0; person < people.size(); person++) {
            assertThat(centers.of(people.get(person)).orElseThrow().toArray())
                    .as(people.get(person))
                    .containsExactly(GoldenDistillation.floats(expected.get("centres").get(person)), TOLERANCE);
        }
    }

    @Test
    void everyoneElseIsReportedAsDropped() {
        List<String> expectedDropped = images.stream()
                .map(LabeledImage::person)
                .distinct()
                .filter(person -> !centers.people().contains(person))
                .toList();

        assertThat(expectedDropped).isNotEmpty();
        assertThat(centers.dropped()).extracting(Distillation.DroppedPerson::name).isEqualTo(expectedDropped);
        assertThat(centers.dropped()).allSatisfy(person -> assertThat(person.highQuality()).isLessThan(rule.minimum()));
    }

    @Test
    void thereAreAsManyLabelsAsPublishedTrainingItems() {
        LabelOptimization optimization =
                LabelOptimization.of(images, embeddings, rule, LabelOptimization.PUBLISHED_EPSILON);

        assertThat(optimization.labels()).hasSize(expected.get("training_items").asInt());
    }
}
