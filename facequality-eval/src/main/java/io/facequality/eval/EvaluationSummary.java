package io.facequality.eval;

import io.facequality.eval.AreaConvention.Curve;
import io.facequality.eval.AreaConvention.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures in a few lines, for a terminal. */
public final class EvaluationSummary {

    private static final AreaConvention SHOWN = new AreaConvention(0.3, Curve.STEP, Scale.NORMALISED);

    private EvaluationSummary() {}

    /**
     * Says what matters most.
     *
     * @param result the figures
     * @return lines without line breaks
     */
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
            lines.add("Judged by " + embedder.label() + ":");
            addVerification(embedder, lines);
            embedder.discards().forEach(discards -> addDiscards(discards, lines));
        }
        addAgreements(result, lines);
        addDegradations(result, lines);
        return lines;
    }

    private static void addVerification(EmbedderResult embedder, List<String> lines) {
        for (OperatingPoint point : embedder.verification().operatingPoints()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  FNMR %s at FMR %s, threshold %.3f",
                    percent(point.falseNonMatchRate()),
                    DiscardAdvice.percent(point.wantedFalseMatchRate()),
                    point.threshold()));
        }
        embedder.verification()
                .accuracy()
                .ifPresent(accuracy -> lines.add(String.format(
                        Locale.ROOT,
                        "  accuracy %s (standard error %s; %s), equal error rate %s",
                        DiscardAdvice.percent(accuracy.accuracy()),
                        DiscardAdvice.percent(accuracy.standardError()),
                        accuracy.origin(),
                        DiscardAdvice.percent(embedder.verification().equalErrorRate()))));
    }

    private static void addDiscards(DiscardResult discards, List<String> lines) {
        lines.add("  " + discards.scorer() + (discards.isJudgedByItself() ? ", judged by itself, which flatters:" : ":"));
        discards.area(SHOWN)
                .ifPresent(area -> lines.add("    " + SHOWN + ": " + number(area.area().value())
                        + area.interval()
                                .map(it -> " (" + number(it.lower()) + " to " + number(it.upper()) + ")")
                                .orElse("")));
        discards.advice().forEach(advice -> lines.add("    " + advice.sentence()));
    }

    private static void addAgreements(EvaluationResult result, List<String> lines) {
        for (Agreement agreement : result.agreements()) {
            lines.add("");
            lines.add(String.format(
                    Locale.ROOT,
                    "%s and %s: Spearman %s, Kendall %s; of the worst %s they share %s",
                    agreement.first(),
                    agreement.second(),
                    number(agreement.spearman().value()),
                    number(agreement.kendall().value()),
                    DiscardAdvice.percent(agreement.worstShare()),
                    DiscardAdvice.percent(agreement.overlapOfWorst())));
        }
    }

    private static void addDegradations(EvaluationResult result, List<String> lines) {
        for (ScorerResult scorer : result.scorers()) {
            List<String> taus = result.degradations().stream()
                    .filter(kind -> kind.scorer().equals(scorer.label()))
                    .map(kind -> EvaluationTables.word(kind.degradation()) + " " + number(kind.kendallTau()))
                    .toList();
            if (!taus.isEmpty()) {
                lines.add("");
                lines.add(scorer.label() + " falls as a degradation grows (Kendall's tau): " + String.join(", ", taus));
            }
        }
    }

    private static String percent(Estimate estimate) {
        return DiscardAdvice.percent(estimate.value())
                + estimate.interval()
                        .map(it -> " (" + DiscardAdvice.percent(it.lower()) + " to "
                                + DiscardAdvice.percent(it.upper()) + ")")
                        .orElse("");
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "not defined";
    }
}
