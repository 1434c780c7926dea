package io.facequality.eval.internal.report;

import static io.facequality.internal.SpreadsheetText.marked;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.facequality.eval.AreaConvention;
import io.facequality.eval.Degradation;
import io.facequality.eval.DiscardResult;
import io.facequality.eval.EmbedderResult;
import io.facequality.eval.Estimate;
import io.facequality.eval.EvaluatedFaces;
import io.facequality.eval.EvaluationResult;
import io.facequality.eval.ScoreCalibration;
import io.facequality.eval.VerificationResult.OperatingPoint;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The figures as tables: rows of text; the first row has the names of the columns. Names that a spreadsheet would run are
 * marked.
 */
final class EvaluationTables {

    private EvaluationTables() {}

    /** A table and the stem of its file name. */
    record Table(String name, List<List<String>> rows) {}

    static void write(Table table, OutputStream stream) throws IOException {
        // Not closed: the stream belongs to the caller.
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(stream, StandardCharsets.UTF_8);
        try {
            table.rows().forEach(csv::writeRecord);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        csv.flush();
    }

    static List<Table> of(EvaluationResult result) {
        return List.of(
                verification(result), areas(result), advice(result), agreement(result), degradation(result),
                explanation(result));
    }

    static Table scores(EvaluationResult result, EvaluatedFaces faces) {
        Rows rows = new Rows("picture", "person", "scorer", "raw", "percentile", "sigmoid");
        for (int i = 0; i < faces.scorers().size(); i++) {
            EvaluatedFaces.Scores column = faces.scorers().get(i);
            ScoreCalibration calibration = result.scorers().get(i).used();
            for (int face = 0; face < faces.size(); face++) {
                double raw = column.get(face);
                rows.add(
                        marked(faces.name(face)), marked(faces.people().get(faces.person(face))), marked(column.label()),
                        number(raw),
                        Integer.toString(calibration.percentiles().rounded(raw)),
                        Integer.toString(calibration.sigmoid().rounded(raw)));
            }
        }
        return new Table("scores", rows.rows);
    }

    static Table figure(Figure figure) {
        Rows rows = new Rows("series", "x", "y");
        for (Figure.Series series : figure.series()) {
            double[] x = series.x();
            double[] y = series.y();
            for (int i = 0; i < x.length; i++) {
                rows.add(marked(series.name()), number(x[i]), number(y[i]));
            }
        }
        return new Table(figure.name(), rows.rows);
    }

    private static Table verification(EvaluationResult result) {
        Rows rows = new Rows("embedder", "figure", "value", "lower", "upper", "threshold");
        for (EmbedderResult embedder : result.embedders()) {
            for (OperatingPoint point : embedder.verification().operatingPoints()) {
                rows.add(
                        marked(embedder.label()), "FNMR at FMR " + point.wantedFalseMatchRate(),
                        number(point.falseNonMatchRate().value()), lower(point.falseNonMatchRate()),
                        upper(point.falseNonMatchRate()), number(point.threshold()));
            }
            rows.add(
                    marked(embedder.label()), "equal error rate", number(embedder.verification().equalErrorRate()), "", "", "");
            embedder.verification()
                    .accuracy()
                    .ifPresent(it -> rows.add(
                            marked(embedder.label()), it.folds() + "-fold accuracy", number(it.accuracy()),
                            number(it.accuracy() - it.standardError()), number(it.accuracy() + it.standardError()), ""));
        }
        return new Table("verification", rows.rows);
    }

    private static Table areas(EvaluationResult result) {
        Rows rows = new Rows(
                "embedder", "scorer", "up_to", "curve", "scale", "pair_quality", "false_match_rate", "value", "lower",
                "upper");
        for (EmbedderResult embedder : result.embedders()) {
            for (DiscardResult discards : embedder.discards()) {
                for (DiscardResult.Area area : discards.areas()) {
                    AreaConvention convention = area.convention();
                    rows.add(
                            marked(embedder.label()), marked(discards.scorer()), number(convention.upTo()),
                            Texts.word(convention.curve()), Texts.word(convention.scale()),
                            Texts.word(result.pairQuality()),
                            number(embedder.start().wantedFalseMatchRate()), number(area.value().value()),
                            lower(area.value()),
                            upper(area.value()));
                }
            }
        }
        return new Table("areas", rows.rows);
    }

    private static Table advice(EvaluationResult result) {
        Rows rows = new Rows(
                "embedder", "scorer", "threshold", "raw_threshold", "discarded_pictures", "discarded_pairs",
                "false_match_rate", "fnmr_before", "fnmr_after", "lower", "upper");
        for (EmbedderResult embedder : result.embedders()) {
            for (DiscardResult discards : embedder.discards()) {
                for (DiscardResult.Advice advice : discards.advice()) {
                    rows.add(
                            marked(embedder.label()), marked(discards.scorer()), Integer.toString(advice.threshold()),
                            number(advice.rawThreshold()), number(advice.discardedPictures()),
                            number(advice.discardedPairs()), number(advice.falseMatchRate()), number(advice.before()),
                            number(advice.after().value()), lower(advice.after()), upper(advice.after()));
                }
            }
        }
        return new Table("advice", rows.rows);
    }

    private static Table agreement(EvaluationResult result) {
        Rows rows = new Rows("first", "second", "figure", "value", "lower", "upper");
        for (EvaluationResult.Agreement agreement : result.agreements()) {
            rows.add(
                    marked(agreement.first()), marked(agreement.second()), "Spearman", number(agreement.spearman().value()),
                    lower(agreement.spearman()), upper(agreement.spearman()));
            rows.add(
                    marked(agreement.first()), marked(agreement.second()), "Kendall", number(agreement.kendall().value()),
                    lower(agreement.kendall()), upper(agreement.kendall()));
            rows.add(
                    marked(agreement.first()), marked(agreement.second()),
                    "overlap of the worst " + Texts.percent(agreement.worstShare()),
                    number(agreement.overlapOfWorst()), "", "");
        }
        return new Table("agreement", rows.rows);
    }

    private static Table degradation(EvaluationResult result) {
        Rows rows = new Rows("scorer", "degradation", "strength", "amount", "mean_raw_quality", "kendall_tau", "faces");
        for (Degradation.Result kind : result.degradations()) {
            for (int strength = 0; strength < kind.meanScores().size(); strength++) {
                rows.add(
                        marked(kind.scorer()), Texts.word(kind.degradation()), Integer.toString(strength),
                        strength == 0 ? "" : number(kind.degradation().amount(strength)),
                        number(kind.meanScores().get(strength)), number(kind.kendallTau()),
                        Integer.toString(kind.faces()));
            }
        }
        return new Table("degradation", rows.rows);
    }

    private static Table explanation(EvaluationResult result) {
        Rows rows = new Rows("scorer", "component", "spearman", "explained_alone", "explained_beyond_others", "faces");
        for (EvaluationResult.Explained explained : result.explained()) {
            for (EvaluationResult.Explained.Part part : explained.components()) {
                rows.add(
                        marked(explained.scorer()), part.name(), number(part.spearman()), number(part.alone()),
                        number(part.beyondOthers()), Integer.toString(explained.faces()));
            }
            rows.add(
                    marked(explained.scorer()), "all", "", number(explained.share()), "",
                    Integer.toString(explained.faces()));
        }
        return new Table("explanation", rows.rows);
    }

    private static String number(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "";
    }

    private static String lower(Estimate estimate) {
        return estimate.interval().map(interval -> number(interval.lower())).orElse("");
    }

    private static String upper(Estimate estimate) {
        return estimate.interval().map(interval -> number(interval.upper())).orElse("");
    }

    private static final class Rows {

        private final List<List<String>> rows = new ArrayList<>();

        Rows(String... names) {
            rows.add(List.of(names));
        }

        void add(String... fields) {
            rows.add(List.of(fields));
        }
    }
}
