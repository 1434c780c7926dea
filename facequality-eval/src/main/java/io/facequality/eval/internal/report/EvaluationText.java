package io.facequality.eval.internal.report;

import io.facequality.eval.AreaConvention;
import io.facequality.eval.AreaConvention.Curve;
import io.facequality.eval.AreaConvention.Scale;
import io.facequality.eval.DiscardResult;
import io.facequality.eval.EmbedderResult;
import io.facequality.eval.Estimate;
import io.facequality.eval.EvaluationResult;
import io.facequality.eval.ScorerResult;
import io.facequality.eval.VerificationResult.OperatingPoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The most important figures in a few lines, for a terminal. */
public final class EvaluationText {

    private static final AreaConvention SHOWN = new AreaConvention(0.3, Curve.STEP, Scale.NORMALIZED);

    private static final int MOST_EXPLAINING = 4;

    private EvaluationText() {}

    /** The lines, without line breaks. */
    public static List<String> lines(EvaluationResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d faces of %,d people; %,d genuine and %,d impostor pairs (%s).",
                result.faces(),
                result.people(),
                result.genuinePairs(),
                result.impostorPairs(),
                result.pairs()));
        for (EmbedderResult embedder : result.embedders()) {
            lines.add("");
            lines.add("Compared with " + embedder.label() + ":");
            addVerification(embedder, lines);
            embedder.discards().forEach(discards -> addDiscards(discards, lines));
        }
        addAgreements(result, lines);
        addDegradations(result, lines);
        addExplained(result, lines);
        return lines;
    }

    private static void addVerification(EmbedderResult embedder, List<String> lines) {
        for (OperatingPoint point : embedder.verification().operatingPoints()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  FNMR %s at FMR %s, threshold %.3f",
                    Texts.percent(point.falseNonMatchRate()),
                    Texts.percent(point.wantedFalseMatchRate()),
                    point.threshold()));
        }
        embedder.verification()
                .accuracy()
                .ifPresent(accuracy -> lines.add(String.format(
                        Locale.ROOT,
                        "  accuracy %s (standard error %s; %s), equal error rate %s",
                        Texts.percent(accuracy.accuracy()),
                        Texts.percent(accuracy.standardError()),
                        accuracy.origin(),
                        Texts.percent(embedder.verification().equalErrorRate()))));
    }

    private static void addDiscards(DiscardResult discards, List<String> lines) {
        lines.add("  " + discards.scorer() + (discards.isSameModel() ? ", compared with its own embeddings, so its figures are too good:" : ":"));
        discards.area(SHOWN)
                .ifPresent(area -> lines.add("    " + SHOWN + ": " + number(area.value())));
        discards.advice().forEach(advice -> lines.add("    " + advice.sentence()));
    }

    private static void addAgreements(EvaluationResult result, List<String> lines) {
        for (EvaluationResult.Agreement agreement : result.agreements()) {
            lines.add("");
            lines.add(String.format(
                    Locale.ROOT,
                    "%s and %s: Spearman %s, Kendall %s; they share %s of the worst %s",
                    agreement.first(),
                    agreement.second(),
                    number(agreement.spearman().value()),
                    number(agreement.kendall().value()),
                    Texts.percent(agreement.overlapOfWorst()),
                    Texts.percent(agreement.worstShare())));
        }
    }

    private static void addDegradations(EvaluationResult result, List<String> lines) {
        for (ScorerResult scorer : result.scorers()) {
            List<String> taus = result.degradations().stream()
                    .filter(kind -> kind.scorer().equals(scorer.label()))
                    .map(kind -> Texts.word(kind.degradation()) + " " + number(kind.kendallTau()))
                    .toList();
            if (!taus.isEmpty()) {
                lines.add("");
                lines.add(scorer.label() + " falls as a degradation grows (Kendall's tau): " + String.join(", ", taus));
            }
        }
    }

    private static void addExplained(EvaluationResult result, List<String> lines) {
        for (EvaluationResult.Explained explained : result.explained()) {
            String most = explained.components().stream()
                    .sorted(Comparator.comparingDouble(EvaluationResult.Explained.Part::alone).reversed())
                    .limit(MOST_EXPLAINING)
                    .map(part -> part.name() + " " + Texts.percent(rounded(part.alone())))
                    .collect(Collectors.joining(", "));
            lines.add("");
            lines.add(String.format(
                    Locale.ROOT,
                    "The components of quality reports explain %s of the variance of %s (%,d faces); alone %s",
                    Texts.percent(rounded(explained.share())), explained.scorer(), explained.faces(), most));
        }
    }

    private static double rounded(double share) {
        return Math.round(1000 * share) / 1000.0;
    }

    private static String number(Estimate estimate) {
        return number(estimate.value())
                + estimate.interval()
                        .map(it -> " (" + number(it.lower()) + " to " + number(it.upper()) + ")")
                        .orElse("");
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "not defined";
    }
}
