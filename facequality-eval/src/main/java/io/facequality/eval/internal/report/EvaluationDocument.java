package io.facequality.eval.internal.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.facequality.ModelId;
import io.facequality.eval.AreaConvention.Curve;
import io.facequality.eval.Degradation;
import io.facequality.eval.DiscardResult;
import io.facequality.eval.EmbedderResult;
import io.facequality.eval.ErrorVersusDiscard;
import io.facequality.eval.Estimate;
import io.facequality.eval.EvaluationResult;
import io.facequality.eval.PairQuality;
import io.facequality.eval.ScorerResult;
import io.facequality.eval.VerificationResult;
import io.facequality.eval.VerificationResult.OperatingPoint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code evaluation.json}. The components of the records and their order are the format: programs read
 * it, so the names stay, even where the code has better ones. A figure that is not defined is null; an interval, a part
 * or an accuracy that does not exist is left out.
 */
record EvaluationDocument(
        String format,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Partial partial,
        Map<String, String> settings,
        long faces,
        long people,
        long genuinePairs,
        long impostorPairs,
        String pairs,
        List<Scorer> scorers,
        List<Embedder> embedders,
        List<Agreement> agreements,
        List<DegradedScores> degradations,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ExplainedScores> explained) {

    private static final String FORMAT = "facequality evaluation 1";

    static EvaluationDocument of(EvaluationResult result) {
        return new EvaluationDocument(
                FORMAT,
                result.partial().map(it -> new Partial(it.done(), it.total())).orElse(null),
                result.settings(),
                result.faces(),
                result.people(),
                result.genuinePairs(),
                result.impostorPairs(),
                result.pairs(),
                result.scorers().stream().map(Scorer::of).toList(),
                result.embedders().stream().map(it -> Embedder.of(it, result.pairQuality())).toList(),
                result.agreements().stream().map(Agreement::of).toList(),
                result.degradations().stream().map(DegradedScores::of).toList(),
                result.explained().stream().map(ExplainedScores::of).toList());
    }

    record Partial(long picturesDone, long pictures) {}

    record Model(String name, String version, String sha256) {

        static Model of(ModelId model) {
            return new Model(model.name(), model.version(), model.sha256());
        }
    }

    record Scorer(String label, Model model, String adviceInTheScaleOf, Sigmoid measuredSigmoid) {

        record Sigmoid(@JsonProperty("centre") @Nullable Double center, @Nullable Double width) {}

        static Scorer of(ScorerResult scorer) {
            return new Scorer(
                    scorer.label(),
                    Model.of(scorer.model()),
                    scorer.used().provenance().reference(),
                    new Sigmoid(
                            defined(scorer.measured().sigmoid().center()),
                            defined(scorer.measured().sigmoid().width())));
        }
    }

    record Embedder(
            String label,
            Model model,
            List<Point> operatingPoints,
            @Nullable Double equalErrorRate,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Accuracy foldedAccuracy,
            Point discardsStartFrom,
            List<Discards> discards) {

        static Embedder of(EmbedderResult embedder, PairQuality pairQuality) {
            VerificationResult verification = embedder.verification();
            return new Embedder(
                    embedder.label(),
                    Model.of(embedder.model()),
                    verification.operatingPoints().stream().map(Point::of).toList(),
                    defined(verification.equalErrorRate()),
                    verification.accuracy().map(Accuracy::of).orElse(null),
                    Point.of(embedder.start()),
                    embedder.discards().stream()
                            .map(it -> Discards.of(it, embedder.start().wantedFalseMatchRate(), pairQuality))
                            .toList());
        }
    }

    record Point(
            @Nullable Double wantedFalseMatchRate,
            @Nullable Double threshold,
            @Nullable Double falseMatchRate,
            @Nullable Double falseNonMatchRate,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Double> falseNonMatchRateInterval) {

        static Point of(OperatingPoint point) {
            return new Point(
                    defined(point.wantedFalseMatchRate()),
                    defined(point.threshold()),
                    defined(point.falseMatchRate()),
                    defined(point.falseNonMatchRate().value()),
                    interval(point.falseNonMatchRate()));
        }
    }

    record Accuracy(
            @Nullable Double accuracy, @Nullable Double standardError, int folds, int pairs, String origin) {

        static Accuracy of(VerificationResult.Accuracy it) {
            return new Accuracy(
                    defined(it.accuracy()), defined(it.standardError()), it.folds(), it.pairs(), it.origin());
        }
    }

    record Discards(
            String scorer, boolean scoredByOwnModel, List<CurvePoint> curve, List<Area> areas, List<Advice> advice) {

        record CurvePoint(
                @Nullable Double discardRate,
                @Nullable Double falseNonMatchRate,
                @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Double> falseNonMatchRateInterval,
                @Nullable Double falseDiscards) {

            static CurvePoint of(DiscardResult.BandPoint point, ErrorVersusDiscard curve) {
                return new CurvePoint(
                        defined(point.discardRate()),
                        defined(point.falseNonMatchRate().value()),
                        interval(point.falseNonMatchRate()),
                        defined(curve.falseDiscards(point.discardRate(), Curve.STEP)));
            }
        }

        record Area(
                @Nullable Double value,
                @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Double> valueInterval,
                @Nullable Double upTo,
                String curve,
                String scale,
                String pairQuality,
                @Nullable Double falseMatchRate) {

            static Area of(DiscardResult.Area area, double falseMatchRate, PairQuality pairQuality) {
                return new Area(
                        defined(area.value().value()),
                        interval(area.value()),
                        defined(area.convention().upTo()),
                        Texts.word(area.convention().curve()),
                        Texts.word(area.convention().scale()),
                        Texts.word(pairQuality),
                        defined(falseMatchRate));
            }
        }

        record Advice(
                String sentence,
                int threshold,
                @Nullable Double rawThreshold,
                @Nullable Double discardedPictures,
                @Nullable Double discardedPairs,
                @Nullable Double before,
                @Nullable Double after,
                @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Double> afterInterval) {

            static Advice of(DiscardResult.Advice advice) {
                return new Advice(
                        advice.sentence(),
                        advice.threshold(),
                        defined(advice.rawThreshold()),
                        defined(advice.discardedPictures()),
                        defined(advice.discardedPairs()),
                        defined(advice.before()),
                        defined(advice.after().value()),
                        interval(advice.after()));
            }
        }

        static Discards of(DiscardResult discards, double falseMatchRate, PairQuality pairQuality) {
            return new Discards(
                    discards.scorer(),
                    discards.isSameModel(),
                    discards.band().stream().map(it -> CurvePoint.of(it, discards.curve())).toList(),
                    discards.areas().stream().map(it -> Area.of(it, falseMatchRate, pairQuality)).toList(),
                    discards.advice().stream().map(Advice::of).toList());
        }
    }

    record Agreement(
            String first,
            String second,
            @Nullable Double spearman,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Double> spearmanInterval,
            @Nullable Double kendall,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Double> kendallInterval,
            @Nullable Double worstShare,
            @Nullable Double overlapOfWorst) {

        static Agreement of(EvaluationResult.Agreement agreement) {
            return new Agreement(
                    agreement.first(),
                    agreement.second(),
                    defined(agreement.spearman().value()),
                    interval(agreement.spearman()),
                    defined(agreement.kendall().value()),
                    interval(agreement.kendall()),
                    defined(agreement.worstShare()),
                    defined(agreement.overlapOfWorst()));
        }
    }

    record DegradedScores(
            String scorer, String degradation, @Nullable Double kendallTau, int faces, List<Double> meanRawQualities) {

        static DegradedScores of(Degradation.Result degradation) {
            return new DegradedScores(
                    degradation.scorer(),
                    Texts.word(degradation.degradation()),
                    defined(degradation.kendallTau()),
                    degradation.faces(),
                    degradation.meanScores());
        }
    }

    record ExplainedScores(String scorer, int faces, double share, List<Part> components) {

        record Part(String component, @Nullable Double spearman, double alone, double beyondOthers) {}

        static ExplainedScores of(EvaluationResult.Explained explained) {
            return new ExplainedScores(
                    explained.scorer(),
                    explained.faces(),
                    explained.share(),
                    explained.components().stream()
                            .map(part -> new Part(
                                    part.name(), defined(part.spearman()), part.alone(), part.beyondOthers()))
                            .toList());
        }
    }

    private static @Nullable Double defined(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static @Nullable List<Double> interval(Estimate estimate) {
        return estimate.interval().map(it -> List.of(it.lower(), it.upper())).orElse(null);
    }
}
