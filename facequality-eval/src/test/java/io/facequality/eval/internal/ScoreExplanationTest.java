package io.facequality.eval.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facequality.eval.EvaluationResult.Explained;
import io.facequality.images.QualityReport;
import io.facequality.images.QualityReport.Component;
import io.facequality.images.QualityReport.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoreExplanationTest {

    private static final int FACES = 4000;

    private final List<QualityReport> reports = new ArrayList<>();
    private final double[] scores = new double[FACES];

    /** Three parts of variance by sharpness, one by darkness, and four by nothing that is measured. */
    private void draw() {
        Random random = new Random(1);
        for (int i = 0; i < FACES; i++) {
            int sharpness = random.nextInt(101);
            int brightness = random.nextInt(101);
            List<Value> values = new ArrayList<>(List.of(
                    new Value(Component.SHARPNESS, 1, sharpness),
                    new Value(Component.LUMINANCE_MEAN, 1, brightness),
                    new Value(Component.NATURAL_COLOR, 1, random.nextInt(101)),
                    new Value(Component.SINGLE_FACE, 1, 100)));
            if (i % 2 == 0) {
                values.add(new Value(Component.YAW, 1, sharpness));
            }
            reports.add(new QualityReport(values));
            scores[i] = Math.sqrt(3) * sharpness + brightness + Math.sqrt(4) * random.nextInt(101);
        }
    }

    @Test
    void findsSharesThatScoresAreMadeOf() {
        draw();
        Explained explained = new ScoreExplanation(reports).of("scorer", scores).orElseThrow();
        assertThat(explained.faces()).isEqualTo(FACES);
        assertThat(explained.share()).isEqualTo(0.5, within(0.03));
        // Of all faces one component is the same, and half of them lack another.
        assertThat(explained.components())
                .extracting(Explained.Part::name)
                .containsExactly("approx_luminance_mean", "approx_natural_color", "approx_sharpness");
        assertThat(explained.components().get(0).alone()).isEqualTo(0.125, within(0.03));
        assertThat(explained.components().get(1).alone()).isEqualTo(0, within(0.01));
        assertThat(explained.components().get(2).alone()).isEqualTo(0.375, within(0.03));
        assertThat(explained.components().get(2).beyondOthers()).isEqualTo(0.375, within(0.03));
        assertThat(explained.components().get(2).spearman()).isBetween(0.5, 0.7);
    }

    @Test
    void givesNothingBeyondOthersToComponentThatSaysTheSame() {
        draw();
        List<QualityReport> twice = reports.stream()
                .map(report -> {
                    List<Value> values = new ArrayList<>(report.values());
                    values.removeIf(value -> value.component() == Component.YAW);
                    values.add(new Value(
                            Component.COMPRESSION, 1, report.value(Component.SHARPNESS).orElseThrow().value()));
                    return new QualityReport(values);
                })
                .toList();
        Explained explained = new ScoreExplanation(twice).of("scorer", scores).orElseThrow();
        assertThat(explained.share()).isEqualTo(0.5, within(0.03));
        assertThat(explained.components())
                .filteredOn(part -> part.name().equals("approx_sharpness") || part.name().equals("approx_compression"))
                .allSatisfy(part -> {
                    assertThat(part.alone()).isEqualTo(0.375, within(0.03));
                    assertThat(part.beyondOthers()).isEqualTo(0, within(0.01));
                });
    }

    @Test
    void saysNothingOfFewFacesOrEqualScores() {
        draw();
        assertThat(new ScoreExplanation(reports.subList(0, 10)).of("scorer", scores)).isEmpty();
        assertThat(new ScoreExplanation(List.of()).of("scorer", new double[0])).isEmpty();
        assertThat(new ScoreExplanation(reports).of("scorer", new double[FACES])).isEmpty();
    }
}
