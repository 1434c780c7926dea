package io.facequality.eval.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.ModelId;
import io.facequality.eval.AreaConvention;
import io.facequality.eval.AreaConvention.Curve;
import io.facequality.eval.AreaConvention.Scale;
import io.facequality.eval.Degradation;
import io.facequality.eval.DiscardResult;
import io.facequality.eval.EmbedderResult;
import io.facequality.eval.ErrorVersusDiscard;
import io.facequality.eval.Estimate;
import io.facequality.eval.EvaluationResult;
import io.facequality.eval.Histogram;
import io.facequality.eval.PairQuality;
import io.facequality.eval.ScoreCalibration;
import io.facequality.eval.ScorerResult;
import io.facequality.eval.VerificationResult;
import io.facequality.eval.VerificationResult.OperatingPoint;
import io.facequality.eval.VerificationResult.RatePoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Programs read these files: order, names, numbers and indentation stay as they were in the first version. */
class EvaluationJsonTest {

    private static final ModelId SCORER = new ModelId("scorer", "1", "a".repeat(64));
    private static final ModelId EMBEDDER = new ModelId("embedder \"é\"", "2", "b".repeat(64));

    @Test
    void writesEvaluationByteForByte() throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        EvaluationJson.write(result().asPartial(1000, 5381), json);
        assertThat(lines(json)).isEqualTo(golden("evaluation.json"));
    }

    @Test
    void leavesOutWhatIsNotThere() throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        EvaluationJson.write(bare(), json);
        assertThat(lines(json)).isEqualTo(golden("evaluation-bare.json"));
    }

    @Test
    void writesFigureByteForByte() throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        Figure figure = new Figure(
                "name", "A \"title\"", "x title", "y title", Figure.Axes.LINEAR,
                List.of(Figure.series(
                        "one", Figure.Line.STEP, 0, new double[] {0, 0.1, 1e-9}, new double[] {1, 2e30, -3.25})));
        EvaluationJson.write(figure, json);
        assertThat(lines(json)).isEqualTo(golden("figure.json"));
    }

    private static EvaluationResult result() {
        Estimate sure = new Estimate(0.035, Optional.of(new Estimate.Interval(0.025, 0.048, 0.95)));
        Estimate alone = new Estimate(1.0E-5, Optional.empty());
        Estimate undefined = new Estimate(Double.NaN, Optional.empty());
        AreaConvention steps = new AreaConvention(0.2, Curve.STEP, Scale.RAW);
        AreaConvention lines = new AreaConvention(0.3, Curve.LINEAR, Scale.NORMALIZED);
        ErrorVersusDiscard curve = ErrorVersusDiscard.of(
                new double[] {1, 2, 3, 4, 5}, new boolean[] {true, false, false, true, false});
        OperatingPoint start = new OperatingPoint(0.001, Double.NEGATIVE_INFINITY, 1, sure);
        return new EvaluationResult(
                settings(), 12, 3, 18, 48, "all pairs", PairQuality.MEAN,
                List.of(scorer()),
                List.of(new EmbedderResult(
                        "embedder", EMBEDDER,
                        new VerificationResult(
                                List.of(start, new OperatingPoint(0.01, 0.263, 0.009, alone)),
                                List.of(new RatePoint(0.5, 0.25, 0.125)), 0.0132,
                                Optional.of(new VerificationResult.Accuracy(0.989, 0.002, 10, 40, "ten folds")), histogram(),
                                histogram()),
                        start,
                        List.of(
                                new DiscardResult(
                                        "scorer", true, curve,
                                        List.of(
                                                new DiscardResult.BandPoint(0, sure),
                                                new DiscardResult.BandPoint(0.2, alone)),
                                        List.of(
                                                new DiscardResult.Area(
                                                        steps,
                                                        new Estimate(
                                                                0.1,
                                                                Optional.of(new Estimate.Interval(0.05, 0.2, 0.95)))),
                                                new DiscardResult.Area(lines, undefined)),
                                        List.of(
                                                new DiscardResult.Advice(11, 0.4, 0.104, 0.2, 0.035, sure, 0.001),
                                                new DiscardResult.Advice(37, -1.5, 0.3, 0.5, 0.035, undefined, 0.001))),
                                new DiscardResult("other", false, curve, List.of(), List.of(), List.of())),
                        curve)),
                List.of(new EvaluationResult.Agreement("scorer", "other", sure, undefined, 0.1, 0.25)),
                List.of(new Degradation.Result(
                        "scorer", Degradation.OVEREXPOSURE, List.of(5.0, 1e-7, -3.0, 2.5e8, 0.1, 0.0), Double.NaN, 40)),
                List.of(), Optional.empty());
    }

    private static EvaluationResult bare() {
        OperatingPoint start = new OperatingPoint(0.1, 0.5, 0.1, new Estimate(0, Optional.empty()));
        ErrorVersusDiscard curve = ErrorVersusDiscard.of(new double[] {1}, new boolean[] {true});
        return new EvaluationResult(
                Map.of(), 2, 1, 1, 1, "one pair", PairQuality.MINIMUM, List.of(),
                List.of(new EmbedderResult(
                        "embedder", EMBEDDER,
                        new VerificationResult(
                                List.of(), List.of(), Double.NaN, Optional.empty(), histogram(), histogram()),
                        start, List.of(), curve)),
                List.of(), List.of(), List.of(), Optional.empty());
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("software", "a test");
        settings.put("crop", "AS_IS");
        return settings;
    }

    private static ScorerResult scorer() {
        ScoreCalibration calibration = ScoreCalibration.of(
                SCORER, IntStream.rangeClosed(0, 10).mapToDouble(i -> i / 8.0).toArray(),
                new ScoreCalibration.Provenance("ours", 11, 2, Map.of(), "a test", List.of()));
        return new ScorerResult("scorer", SCORER, histogram(), calibration, calibration);
    }

    private static Histogram histogram() {
        return new Histogram(0, 0.1, List.of(1L, 2L));
    }

    private static String lines(ByteArrayOutputStream json) {
        return json.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private static String golden(String name) throws IOException {
        try (InputStream resource = EvaluationJsonTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\r\n", "\n");
        }
    }
}
