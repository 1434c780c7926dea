package io.facequality.eval;

import io.facequality.internal.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The figures as one self-contained page, without a script. Plots and contact sheets are in it as data; its content
 * policy lets nothing be fetched and nothing run. Every name in it comes from whoever named the files, and is escaped.
 */
final class EvaluationReport {

    private final EvaluationResult result;
    private final List<DrawnFigure> figures;
    private final List<ContactSheet> sheets;
    private final StringBuilder page = new StringBuilder();

    private EvaluationReport(
            EvaluationResult result, List<DrawnFigure> figures, List<ContactSheet> sheets) {
        this.result = result;
        this.figures = figures;
        this.sheets = sheets;
    }

    static String html(EvaluationResult result, List<DrawnFigure> figures, List<ContactSheet> sheets) {
        EvaluationReport report = new EvaluationReport(result, figures, sheets);
        report.writeBody();
        String style = resource("evaluation.css");
        return resource("evaluation.html")
                .replace("{{style-digest}}", policyDigest(style))
                .replace("{{style}}", style)
                .replace("{{body}}", report.page);
    }

    private void writeBody() {
        result.partial().ifPresent(partial -> note(String.format(
                Locale.ROOT,
                "The work is going on: these are the figures of the first %,d of %,d pictures, without intervals.",
                partial.done(),
                partial.total())));
        paragraph(String.format(
                Locale.ROOT,
                "%,d faces of %,d people; %,d genuine and %,d impostor pairs (%s). Quality of a pair: %s.",
                result.faces(),
                result.people(),
                result.genuinePairs(),
                result.impostorPairs(),
                result.pairs(),
                EvaluationTables.word(result.pairQuality())));
        result.embedders().forEach(this::writeDiscards);
        writeVerification();
        writeAgreements();
        writeDegradations();
        writeScorers();
        writeSheets();
        writeSettings();
    }

    private void writeDiscards(EmbedderResult embedder) {
        heading("Discarding the worst, judged by " + embedder.label());
        if (embedder.discards().stream().anyMatch(DiscardResult::isJudgedByItself)) {
            note("A scorer is judged by the model that it is a part of. That flatters it; use another embedder.");
        }
        figure("edc-" + Figure.stem(embedder.label()));
        for (DiscardResult discards : embedder.discards()) {
            page.append("<h3>").append(escaped(discards.scorer())).append("</h3>\n<ul class=\"advice\">\n");
            for (DiscardAdvice advice : discards.advice()) {
                page.append("<li>").append(escaped(advice.sentence())).append("</li>\n");
            }
            page.append("</ul>\n");
        }
        table("Scorer", "Partial area under the curve", "Value", "Interval");
        for (DiscardResult discards : embedder.discards()) {
            for (DiscardResult.Area area : discards.areas()) {
                row(
                        discards.scorer(), area.area().convention().toString(), number(area.area().value()),
                        interval(new Estimate(area.area().value(), area.interval())));
            }
        }
        endTable();
        table("Scorer", "Discarded", "FNMR", "Interval", "Matching pairs lost (random: the share discarded)");
        for (DiscardResult discards : embedder.discards()) {
            for (DiscardResult.BandPoint point : discards.band()) {
                if (isShown(point.discardRate())) {
                    row(
                            discards.scorer(), DiscardAdvice.percent(point.discardRate()),
                            DiscardAdvice.percent(point.falseNonMatchRate().value()),
                            percents(point.falseNonMatchRate()),
                            DiscardAdvice.percent(discards.curve()
                                    .falseDiscards(point.discardRate(), AreaConvention.Curve.STEP)));
                }
            }
        }
        endTable();
    }

    /** Every tenth part; the table beside the plot has more. */
    private static boolean isShown(double rate) {
        return Math.abs(10 * rate - Math.rint(10 * rate)) < 1e-9;
    }

    private void writeVerification() {
        heading("Verification, whatever the quality");
        figure("det");
        table("Embedder", "Figure", "Value", "Interval", "Threshold");
        for (EmbedderResult embedder : result.embedders()) {
            VerificationResult verification = embedder.verification();
            for (OperatingPoint point : verification.operatingPoints()) {
                row(
                        embedder.label(),
                        "FNMR at FMR " + DiscardAdvice.percent(point.wantedFalseMatchRate()),
                        DiscardAdvice.percent(point.falseNonMatchRate().value()),
                        percents(point.falseNonMatchRate()),
                        number(point.threshold()));
            }
            row(embedder.label(), "equal error rate", DiscardAdvice.percent(verification.equalErrorRate()), "", "");
            verification.accuracy()
                    .ifPresent(it -> row(
                            embedder.label(), "accuracy, " + it.origin() + ", " + it.pairs() + " pairs",
                            DiscardAdvice.percent(it.accuracy()),
                            "standard error " + DiscardAdvice.percent(it.standardError()), ""));
        }
        endTable();
        result.embedders().forEach(embedder -> figure("similarities-" + Figure.stem(embedder.label())));
    }

    private void writeAgreements() {
        if (result.agreements().isEmpty()) {
            return;
        }
        heading("How far the scorers agree");
        table("Scorers", "Spearman", "Kendall", "Overlap of the worst "
                + DiscardAdvice.percent(result.agreements().get(0).worstShare()));
        for (Agreement agreement : result.agreements()) {
            row(
                    agreement.first() + " and " + agreement.second(),
                    number(agreement.spearman().value()) + " " + interval(agreement.spearman()),
                    number(agreement.kendall().value()) + " " + interval(agreement.kendall()),
                    DiscardAdvice.percent(agreement.overlapOfWorst()));
        }
        endTable();
    }

    private void writeDegradations() {
        if (result.degradations().isEmpty()) {
            return;
        }
        heading("Clean faces made worse");
        paragraph("Kendall's tau between a face's score and how little it was degraded, the mean over "
                + result.degradations().get(0).faces()
                + " faces: 1 if every face's score falls at every step, 0 if it does not care.");
        table("Scorer", "Degradation", "Kendall's tau", "Mean raw score, as it is to the worst");
        for (DegradationResult kind : result.degradations()) {
            row(
                    kind.scorer(), EvaluationTables.word(kind.degradation()), number(kind.kendallTau()),
                    String.join(", ", kind.meanScores().stream().map(EvaluationReport::number).toList()));
        }
        endTable();
        result.scorers().forEach(scorer -> figure("degradation-" + Figure.stem(scorer.label())));
    }

    private void writeScorers() {
        heading("Score calibration");
        table("Scorer", "Reference set", "Raw score at 10 / 25 / 50 / 75 / 90", "Sigmoid: centre, width");
        for (ScorerResult scorer : result.scorers()) {
            double[] scores = scorer.used().percentiles().toArray();
            row(
                    scorer.label(),
                    scorer.used().provenance().reference(),
                    number(scores[10]) + " / " + number(scores[25]) + " / " + number(scores[50]) + " / "
                            + number(scores[75]) + " / " + number(scores[90]),
                    number(scorer.used().sigmoid().centre()) + ", " + number(scorer.used().sigmoid().width()));
        }
        endTable();
        for (ScorerResult scorer : result.scorers()) {
            scorer.used().provenance().notes().forEach(this::note);
            figure("quality-" + Figure.stem(scorer.label()));
        }
    }

    private void writeSheets() {
        for (ContactSheet sheet : sheets) {
            heading(sheet.title());
            ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
            try {
                sheet.writeJpeg(jpeg);
            } catch (IOException e) {
                throw new UncheckedIOException("memory takes everything", e);
            }
            image("image/jpeg", jpeg.toByteArray(), sheet.title());
        }
    }

    private void writeSettings() {
        heading("Settings and models");
        page.append("<table class=\"small\">\n");
        for (Map.Entry<String, String> setting : result.settings().entrySet()) {
            row(setting.getKey(), setting.getValue());
        }
        result.scorers().forEach(it -> row("scorer " + it.label(), it.model().name() + " " + it.model().sha256()));
        result.embedders().forEach(it -> row("embedder " + it.label(), it.model().name() + " " + it.model().sha256()));
        endTable();
    }

    private void figure(String name) {
        figures.stream()
                .filter(drawn -> drawn.figure().name().equals(name))
                .forEach(drawn -> image("image/svg+xml", drawn.svg(), drawn.figure().title()));
    }

    private void image(String type, byte[] bytes, String description) {
        page.append("<p><img alt=\"")
                .append(escaped(description))
                .append("\" src=\"data:")
                .append(type)
                .append(";base64,")
                .append(Base64.getEncoder().encodeToString(bytes))
                .append("\"></p>\n");
    }

    private void heading(String text) {
        page.append("<h2>").append(escaped(text)).append("</h2>\n");
    }

    private void paragraph(String text) {
        page.append("<p>").append(escaped(text)).append("</p>\n");
    }

    private void note(String text) {
        page.append("<p class=\"note\">").append(escaped(text)).append("</p>\n");
    }

    private void table(String... names) {
        page.append("<table>\n<tr>");
        for (String name : names) {
            page.append("<th>").append(escaped(name)).append("</th>");
        }
        page.append("</tr>\n");
    }

    private void row(String... cells) {
        page.append("<tr>");
        for (String cell : cells) {
            page.append("<td>").append(escaped(cell)).append("</td>");
        }
        page.append("</tr>\n");
    }

    private void endTable() {
        page.append("</table>\n");
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "not defined";
    }

    private static String interval(Estimate estimate) {
        return estimate.interval()
                .map(it -> "(" + number(it.lower()) + " to " + number(it.upper()) + ")")
                .orElse("");
    }

    private static String percents(Estimate estimate) {
        return estimate.interval()
                .map(it -> DiscardAdvice.percent(it.lower()) + " to " + DiscardAdvice.percent(it.upper()))
                .orElse("");
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }

    /** Names the only style sheet that the page's content policy allows. */
    private static String policyDigest(String text) {
        byte[] digest = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }

    private static String resource(String name) {
        try (InputStream resource = EvaluationReport.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
