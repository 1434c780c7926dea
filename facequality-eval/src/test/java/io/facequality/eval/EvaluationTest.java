package io.facequality.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.ModelId;
import io.facequality.eval.AreaConvention.Curve;
import io.facequality.eval.AreaConvention.Scale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    private static final double FALSE_MATCH_RATE = 0.01;

    private final SyntheticFaces synthetic = new SyntheticFaces(40, 5, 7);
    private final EvaluatedFaces faces = synthetic.faces();
    private final ComparisonPairs pairs = ComparisonPairs.ofPeople(faces.personOf(), ComparisonPairs.Sampling.withSeed(1));
    private final EvaluationResult result = evaluation(200, 2).measure(faces, pairs);

    private static Evaluation evaluation(int replicates, int threads) {
        return Evaluation.builder()
                .falseMatchRate(FALSE_MATCH_RATE)
                .samples(replicates)
                .threads(threads)
                .build();
    }

    /** Everything again in a few lines, from the faces alone. */
    @Test
    void givesFiguresOfIndependentComputation() {
        List<Embedding> embeddings = faces.embedders().get(0).vectors();
        List<Double> impostors = new ArrayList<>();
        List<double[]> genuine = new ArrayList<>();
        for (int i = 0; i < faces.size(); i++) {
            for (int j = i + 1; j < faces.size(); j++) {
                double dot = 0;
                double one = 0;
                double two = 0;
                for (int k = 0; k < embeddings.get(0).dimension(); k++) {
                    dot += (double) embeddings.get(i).get(k) * embeddings.get(j).get(k);
                    one += (double) embeddings.get(i).get(k) * embeddings.get(i).get(k);
                    two += (double) embeddings.get(j).get(k) * embeddings.get(j).get(k);
                }
                double cosine = dot / Math.sqrt(one) / Math.sqrt(two);
                if (i / 5 == j / 5) {
                    EvaluatedFaces.Scores scorer = faces.scorers().get(0);
                    genuine.add(new double[] {Math.min(scorer.get(i), scorer.get(j)), cosine});
                } else {
                    impostors.add(cosine);
                }
            }
        }
        impostors.sort(Collections.reverseOrder());
        double largestThatMayNotMatch = impostors.get((int) (FALSE_MATCH_RATE * impostors.size()));
        genuine.sort((first, second) -> Double.compare(first[0], second[0]));
        int n = genuine.size();
        double[] rates = new double[n];
        for (int k = 0; k < n; k++) {
            // A face is the worse one of several pairs, which are of one quality then and go together.
            boolean tied = k > 0 && genuine.get(k)[0] == genuine.get(k - 1)[0];
            rates[k] = tied ? rates[k - 1] : genuine.subList(k, n).stream().filter(it -> it[1] <= largestThatMayNotMatch).count()
                    / (double) (n - k);
        }
        double area = 0;
        for (int k = 0; k < 0.3 * n; k++) {
            area += rates[k] * (Math.min(0.3, (k + 1.0) / n) - k / (double) n);
        }
        EmbedderResult embedder = result.embedders().get(0);
        assertThat(embedder.start().falseNonMatchRate().value()).isCloseTo(rates[0], within(1e-9)).isPositive();
        assertThat(embedder.discards().get(0).curve().at(0.2, Curve.STEP)).isCloseTo(rates[(int) (0.2 * n)], within(1e-9));
        assertThat(area(embedder.discards().get(0), Scale.RAW)).isCloseTo(area, within(1e-9));
        assertThat(area(embedder.discards().get(0), Scale.NORMALIZED))
                .isCloseTo(area / 0.3 / rates[0], within(1e-9));
        assertThat(result.genuinePairs()).isEqualTo(n);
        assertThat(result.impostorPairs()).isEqualTo(impostors.size());
    }

    private static double area(DiscardResult discards, Scale scale) {
        return discards.area(new AreaConvention(0.3, Curve.STEP, scale)).orElseThrow().value().value();
    }

    @Test
    void ranksInformedScorerBeforeRandomScorer() {
        List<DiscardResult> discards = result.embedders().get(0).discards();
        assertThat(area(discards.get(0), Scale.NORMALIZED)).isLessThan(0.9);
        assertThat(area(discards.get(1), Scale.NORMALIZED)).isBetween(0.93, 1.3);
    }

    @Test
    void givesAdviceThatEqualsEffectOfDiscarding() {
        DiscardResult discards = result.embedders().get(0).discards().get(0);
        assertThat(discards.advice()).isNotEmpty();
        EvaluatedFaces.Scores scorer = faces.scorers().get(0);
        ScoreScale scale = result.scorers().get(0).used().percentiles();
        double threshold = result.embedders().get(0).start().threshold();
        for (DiscardResult.Advice advice : discards.advice()) {
            boolean[] kept = new boolean[faces.size()];
            int discarded = 0;
            for (int face = 0; face < kept.length; face++) {
                kept[face] = scale.rounded(scorer.get(face)) >= advice.threshold();
                assertThat(kept[face]).isEqualTo(scorer.get(face) >= advice.rawThreshold());
                discarded += kept[face] ? 0 : 1;
            }
            assertThat(advice.discardedPictures()).isEqualTo(discarded / (double) faces.size());
            int left = 0;
            int wrong = 0;
            for (int i = 0; i < faces.size(); i++) {
                for (int j = i + 1; j < faces.size() && i / 5 == j / 5; j++) {
                    if (kept[i] && kept[j]) {
                        left++;
                        List<Embedding> embeddings = faces.embedders().get(0).vectors();
                        wrong += embeddings.get(i).cosine(embeddings.get(j)) < threshold ? 1 : 0;
                    }
                }
            }
            assertThat(advice.after().value()).isCloseTo(wrong / (double) left, within(1e-12));
            assertThat(advice.discardedPairs()).isCloseTo(1 - left / 400.0, within(1e-12));
        }
    }

    @Test
    void writesAdviceAsSentence() {
        DiscardResult.Advice advice =
                new DiscardResult.Advice(37, 0.5, 0.1, 0.18, 0.021, Estimate.of(0.012), 0.001);
        assertThat(advice.sentence())
                .isEqualTo("Discarding below 37 drops 10 % of the pictures and takes FNMR from 2.1 % to 1.2 % at FMR 0.1 %"
                        + " on these pairs.");
    }

    @Test
    void givesIntervalsThatContainTheFigure() {
        for (DiscardResult.BandPoint point : result.embedders().get(0).discards().get(0).band()) {
            Estimate.Interval interval = point.falseNonMatchRate().interval().orElseThrow();
            assertThat(point.falseNonMatchRate().value()).isBetween(interval.lower(), interval.upper());
            assertThat(interval.confidence()).isEqualTo(0.95);
        }
    }

    @Test
    void givesSameFiguresForAnyThreads() {
        EvaluationResult one = evaluation(50, 1).measure(faces, pairs);
        EvaluationResult three = evaluation(50, 3).measure(faces, pairs);
        assertThat(three.embedders().get(0).discards().get(0).band())
                .isEqualTo(one.embedders().get(0).discards().get(0).band());
        assertThat(three.embedders().get(0).verification()).isEqualTo(one.embedders().get(0).verification());
        assertThat(three.agreements()).isEqualTo(one.agreements());
    }

    @Test
    void tellsEqualAndUnrelatedScorersApartByAgreement() {
        EvaluationResult.Agreement agreement = result.agreements().get(0);
        assertThat(agreement.spearman().value()).isBetween(-0.3, 0.3);
        Estimate.Interval interval = agreement.kendall().interval().orElseThrow();
        assertThat(agreement.kendall().value()).isBetween(interval.lower(), interval.upper());
        EvaluatedFaces.Scores scorer = faces.scorers().get(0);
        EvaluatedFaces.Scores twice = EvaluatedFaces.Scores.copyOf(
                "twice", ModelId.ofCode("twice", "1"),
                DoubleStream.iterate(0, i -> i < faces.size(), i -> i + 1).map(i -> 2 * scorer.get((int) i)).toArray());
        EvaluationResult.Agreement same = evaluation(30, 1)
                .measure(synthetic.with(List.of(scorer, twice)), pairs)
                .agreements()
                .get(0);
        assertThat(same.spearman().value()).isCloseTo(1, within(1e-12));
        assertThat(same.overlapOfWorst()).isEqualTo(1);
    }

    @Test
    void rejectsTooFewImpostorPairsForTheRate() {
        Evaluation tooSmall = Evaluation.builder().falseMatchRate(1e-5).samples(0).build();
        assertThatThrownBy(() -> tooSmall.measure(faces, pairs))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at least 300000 impostor pairs");
    }

    @Test
    void rejectsConstantScorerByName() {
        EvaluatedFaces.Scores constant = EvaluatedFaces.Scores.copyOf("constant", ModelId.ofCode("c", "1"), new double[faces.size()]);
        assertThatThrownBy(() -> evaluation(0, 1).measure(synthetic.with(List.of(constant)), pairs))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("constant");
    }

    @Test
    void reportsProgressToTotalAndStopsOnInterrupt() {
        AtomicLong last = new AtomicLong();
        Evaluation.builder()
                .falseMatchRate(FALSE_MATCH_RATE)
                .samples(25)
                .listener((done, total) -> {
                    assertThat(total).isEqualTo(50);
                    last.set(done);
                })
                .build()
                .measure(faces, pairs);
        assertThat(last).hasValue(50);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> evaluation(50, 2).measure(faces, pairs)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
