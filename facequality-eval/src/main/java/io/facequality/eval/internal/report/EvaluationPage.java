package io.facequality.eval.internal.report;

import io.facequality.eval.AreaConvention;
import io.facequality.eval.Degradation;
import io.facequality.eval.DiscardResult;
import io.facequality.eval.EmbedderResult;
import io.facequality.eval.Estimate;
import io.facequality.eval.EvaluationResult;
import io.facequality.eval.ScorerResult;
import io.facequality.eval.VerificationResult;
import io.facequality.eval.VerificationResult.OperatingPoint;
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
 * The figures as one self-contained page, without a script. Plots and contact sheets are embedded as data; the content
 * policy of the page forbids to load or run anything.
 */
final class EvaluationPage {

    private final EvaluationResult result;
    private final List<DrawnFigure> figures;
    private final List<ContactSheet> sheets;
    private final HtmlBody body = new HtmlBody();

    private EvaluationPage(
            EvaluationResult result, List<DrawnFigure> figures, List<ContactSheet> sheets) {
        this.result = result;
        this.figures = figures;
        this.sheets = sheets;
    }

    static String html(EvaluationResult result, List<DrawnFigure> figures, List<ContactSheet> sheets) {
        EvaluationPage page = new EvaluationPage(result, figures, sheets);
        page.writeBody();
        String style = resource("evaluation.css");
        return resource("evaluation.html")
                .replace("{{style-digest}}", policyDigest(style))
                .replace("{{style}}", style)
                .replace("{{body}}", page.body.toString());
    }

    private void writeBody() {
        result.partial().ifPresent(partial -> body.note(String.format(
                Locale.ROOT,
                "The run has not finished: these are the figures of the first %,d of %,d pictures, without intervals.",
                partial.done(),
                partial.total())));
        body.paragraph(String.format(
                Locale.ROOT,
                "%,d faces of %,d people; %,d genuine and %,d impostor pairs (%s). Quality of a pair: %s.",
                result.faces(),
                result.people(),
                result.genuinePairs(),
                result.impostorPairs(),
                result.pairs(),
                Texts.word(result.pairQuality())));
        result.embedders().forEach(this::writeDiscards);
        writeVerification();
        writeAgreements();
        writeDegradations();
        writeExplained();
        writeScorers();
        writeSheets();
        writeSettings();
    }

    private void writeDiscards(EmbedderResult embedder) {
        body.heading("Discarding the worst pictures, compared with " + embedder.label());
        if (embedder.discards().stream().anyMatch(DiscardResult::isSameModel)) {
            body.note("A scorer is measured with the embeddings of its own model. Its figures are too good: use another "
                    + "embedder.");
        }
        figure("edc-" + Texts.fileStem(embedder.label()));
        for (DiscardResult discards : embedder.discards()) {
            body.subheading(discards.scorer());
            body.list("advice", discards.advice().stream().map(DiscardResult.Advice::sentence).toList());
        }
        body.startTable("Scorer", "Partial area under the curve", "Value", "Interval");
        for (DiscardResult discards : embedder.discards()) {
            for (DiscardResult.Area area : discards.areas()) {
                body.row(
                        discards.scorer(), area.convention().toString(), number(area.value().value()),
                        interval(area.value()));
            }
        }
        body.endTable();
        body.startTable(
                "Scorer", "Discarded", "FNMR", "Interval", "Lost matching pairs (random discard: the discarded share)");
        for (DiscardResult discards : embedder.discards()) {
            for (DiscardResult.BandPoint point : discards.band()) {
                if (isShown(point.discardRate())) {
                    body.row(
                            discards.scorer(), Texts.percent(point.discardRate()),
                            Texts.percent(point.falseNonMatchRate().value()),
                            Texts.percentRange(point.falseNonMatchRate()),
                            Texts.percent(discards.curve()
                                    .falseDiscards(point.discardRate(), AreaConvention.Curve.STEP)));
                }
            }
        }
        body.endTable();
    }

    /** Every tenth; the table of the plot has more. */
    private static boolean isShown(double rate) {
        return Math.abs(10 * rate - Math.rint(10 * rate)) < 1e-9;
    }

    private void writeVerification() {
        body.heading("Verification of all pairs");
        figure("det");
        body.startTable("Embedder", "Figure", "Value", "Interval", "Threshold");
        for (EmbedderResult embedder : result.embedders()) {
            VerificationResult verification = embedder.verification();
            for (OperatingPoint point : verification.operatingPoints()) {
                body.row(
                        embedder.label(),
                        "FNMR at FMR " + Texts.percent(point.wantedFalseMatchRate()),
                        Texts.percent(point.falseNonMatchRate().value()),
                        Texts.percentRange(point.falseNonMatchRate()),
                        number(point.threshold()));
            }
            body.row(embedder.label(), "equal error rate", Texts.percent(verification.equalErrorRate()), "", "");
            verification.accuracy()
                    .ifPresent(it -> body.row(
                            embedder.label(), "accuracy, " + it.origin() + ", " + it.pairs() + " pairs",
                            Texts.percent(it.accuracy()),
                            "standard error " + Texts.percent(it.standardError()), ""));
        }
        body.endTable();
        result.embedders().forEach(embedder -> figure("similarities-" + Texts.fileStem(embedder.label())));
    }

    private void writeAgreements() {
        if (result.agreements().isEmpty()) {
            return;
        }
        body.heading("Agreement of the scorers");
        body.startTable("Scorers", "Spearman", "Kendall", "Overlap of the worst "
                + Texts.percent(result.agreements().get(0).worstShare()));
        for (EvaluationResult.Agreement agreement : result.agreements()) {
            body.row(
                    agreement.first() + " and " + agreement.second(),
                    number(agreement.spearman().value()) + " " + interval(agreement.spearman()),
                    number(agreement.kendall().value()) + " " + interval(agreement.kendall()),
                    Texts.percent(agreement.overlapOfWorst()));
        }
        body.endTable();
    }

    private void writeDegradations() {
        if (result.degradations().isEmpty()) {
            return;
        }
        body.heading("Degraded faces");
        body.paragraph("Kendall's tau between score and decreasing strength, the mean over "
                + result.degradations().get(0).faces()
                + " faces: 1 if every score falls at every step, 0 if the scores do not depend on the strength.");
        body.startTable("Scorer", "Degradation", "Kendall's tau", "Mean raw score, from unchanged to the strongest");
        for (Degradation.Result kind : result.degradations()) {
            body.row(
                    kind.scorer(), Texts.word(kind.degradation()), number(kind.kendallTau()),
                    String.join(", ", kind.meanScores().stream().map(EvaluationPage::number).toList()));
        }
        body.endTable();
        result.scorers().forEach(scorer -> figure("degradation-" + Texts.fileStem(scorer.label())));
    }

    private void writeExplained() {
        for (EvaluationResult.Explained explained : result.explained()) {
            body.heading("What explains " + explained.scorer());
            body.paragraph(String.format(
                    Locale.ROOT,
                    "By a linear regression on %,d faces, the components of quality reports explain %s of the variance of "
                            + "the scores. They are similar to those of ISO/IEC 29794-5, and not conformant to it.",
                    explained.faces(), Texts.percent(rounded(explained.share()))));
            body.startTable("Component", "Spearman", "Explained alone", "Explained beyond the others");
            for (EvaluationResult.Explained.Part part : explained.components()) {
                body.row(
                        part.name(), number(part.spearman()), Texts.percent(rounded(part.alone())),
                        Texts.percent(rounded(part.beyondOthers())));
            }
            body.endTable();
        }
    }

    private static double rounded(double share) {
        return Math.round(1000 * share) / 1000.0;
    }

    private void writeScorers() {
        body.heading("Score calibration");
        body.startTable("Scorer", "Reference set", "Raw score at 10 / 25 / 50 / 75 / 90", "Sigmoid: center, width");
        for (ScorerResult scorer : result.scorers()) {
            double[] scores = scorer.used().percentiles().toArray();
            body.row(
                    scorer.label(),
                    scorer.used().provenance().reference(),
                    number(scores[10]) + " / " + number(scores[25]) + " / " + number(scores[50]) + " / "
                            + number(scores[75]) + " / " + number(scores[90]),
                    number(scorer.used().sigmoid().center()) + ", " + number(scorer.used().sigmoid().width()));
        }
        body.endTable();
        for (ScorerResult scorer : result.scorers()) {
            scorer.used().provenance().notes().forEach(body::note);
            figure("quality-" + Texts.fileStem(scorer.label()));
        }
    }

    private void writeSheets() {
        for (ContactSheet sheet : sheets) {
            body.heading(sheet.title());
            ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
            try {
                sheet.writeJpeg(jpeg);
            } catch (IOException e) {
                throw new UncheckedIOException("writing to memory does not fail", e);
            }
            body.image("image/jpeg", jpeg.toByteArray(), sheet.title());
        }
    }

    private void writeSettings() {
        body.heading("Settings and models");
        body.startSmallTable();
        for (Map.Entry<String, String> setting : result.settings().entrySet()) {
            body.row(setting.getKey(), setting.getValue());
        }
        result.scorers().forEach(it -> body.row("scorer " + it.label(), it.model().name() + " " + it.model().sha256()));
        result.embedders().forEach(it -> body.row("embedder " + it.label(), it.model().name() + " " + it.model().sha256()));
        body.endTable();
    }

    private void figure(String name) {
        figures.stream()
                .filter(drawn -> drawn.figure().name().equals(name))
                .forEach(drawn -> body.image("image/svg+xml", drawn.svg(), drawn.figure().title()));
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "not defined";
    }

    private static String interval(Estimate estimate) {
        return estimate.interval()
                .map(it -> "(" + number(it.lower()) + " to " + number(it.upper()) + ")")
                .orElse("");
    }

    /** The only style sheet that the content policy of the page allows. */
    private static String policyDigest(String text) {
        byte[] digest = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }

    private static String resource(String name) {
        try (InputStream resource = EvaluationPage.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
