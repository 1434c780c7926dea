package io.facequality.eval;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.facequality.ModelId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** The figures as JSON; what is not defined is null. */
final class EvaluationJson {

    private static final String FORMAT = "facequality evaluation 1";

    private final JsonGenerator json;

    private EvaluationJson(JsonGenerator json) {
        this.json = json;
    }

    static void write(EvaluationResult result, OutputStream stream) throws IOException {
        try (JsonGenerator json = generator(stream)) {
            new EvaluationJson(json).write(result);
        }
    }

    static void write(Figure figure, OutputStream stream) throws IOException {
        try (JsonGenerator json = generator(stream)) {
            new EvaluationJson(json).write(figure);
        }
    }

    private static JsonGenerator generator(OutputStream stream) throws IOException {
        return new JsonFactory()
                .createGenerator(stream, JsonEncoding.UTF8)
                .setPrettyPrinter(new DefaultPrettyPrinter())
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }

    private void write(EvaluationResult result) throws IOException {
        json.writeStartObject();
        json.writeStringField("format", FORMAT);
        if (result.partial().isPresent()) {
            json.writeObjectFieldStart("partial");
            json.writeNumberField("pictures_done", result.partial().get().done());
            json.writeNumberField("pictures", result.partial().get().total());
            json.writeEndObject();
        }
        json.writeObjectFieldStart("settings");
        for (Map.Entry<String, String> setting : result.settings().entrySet()) {
            json.writeStringField(setting.getKey(), setting.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("faces", result.faces());
        json.writeNumberField("people", result.people());
        json.writeNumberField("genuine_pairs", result.genuinePairs());
        json.writeNumberField("impostor_pairs", result.impostorPairs());
        json.writeStringField("pairs", result.pairs());
        json.writeArrayFieldStart("scorers");
        for (ScorerResult scorer : result.scorers()) {
            write(scorer);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("embedders");
        for (EmbedderResult embedder : result.embedders()) {
            write(embedder, result.pairQuality());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("agreements");
        for (Agreement agreement : result.agreements()) {
            write(agreement);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("degradations");
        for (DegradationResult degradation : result.degradations()) {
            write(degradation);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(ScorerResult scorer) throws IOException {
        json.writeStartObject();
        json.writeStringField("label", scorer.label());
        model(scorer.model());
        json.writeStringField("advice_in_the_scale_of", scorer.used().provenance().reference());
        json.writeObjectFieldStart("measured_sigmoid");
        number("centre", scorer.measured().sigmoid().centre());
        number("width", scorer.measured().sigmoid().width());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void write(EmbedderResult embedder, PairQuality pairQuality) throws IOException {
        VerificationResult verification = embedder.verification();
        json.writeStartObject();
        json.writeStringField("label", embedder.label());
        model(embedder.model());
        json.writeArrayFieldStart("operating_points");
        for (OperatingPoint point : verification.operatingPoints()) {
            write(point);
        }
        json.writeEndArray();
        number("equal_error_rate", verification.equalErrorRate());
        if (verification.accuracy().isPresent()) {
            FoldedAccuracy accuracy = verification.accuracy().get();
            json.writeObjectFieldStart("folded_accuracy");
            number("accuracy", accuracy.accuracy());
            number("standard_error", accuracy.standardError());
            json.writeNumberField("folds", accuracy.folds());
            json.writeNumberField("pairs", accuracy.pairs());
            json.writeStringField("origin", accuracy.origin());
            json.writeEndObject();
        }
        json.writeFieldName("discards_start_from");
        write(embedder.start());
        json.writeArrayFieldStart("discards");
        for (DiscardResult discards : embedder.discards()) {
            write(discards, embedder.start().wantedFalseMatchRate(), pairQuality);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(OperatingPoint point) throws IOException {
        json.writeStartObject();
        number("wanted_false_match_rate", point.wantedFalseMatchRate());
        number("threshold", point.threshold());
        number("false_match_rate", point.falseMatchRate());
        estimate("false_non_match_rate", point.falseNonMatchRate());
        json.writeEndObject();
    }

    private void write(DiscardResult discards, double falseMatchRate, PairQuality pairQuality) throws IOException {
        json.writeStartObject();
        json.writeStringField("scorer", discards.scorer());
        json.writeBooleanField("judged_by_itself", discards.isJudgedByItself());
        json.writeArrayFieldStart("curve");
        for (DiscardResult.BandPoint point : discards.band()) {
            json.writeStartObject();
            number("discard_rate", point.discardRate());
            estimate("false_non_match_rate", point.falseNonMatchRate());
            number(
                    "false_discards",
                    discards.curve().falseDiscards(point.discardRate(), AreaConvention.Curve.STEP));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("areas");
        for (DiscardResult.Area area : discards.areas()) {
            AreaConvention convention = area.area().convention();
            json.writeStartObject();
            estimate("value", new Estimate(area.area().value(), area.interval()));
            number("up_to", convention.upTo());
            json.writeStringField("curve", EvaluationTables.word(convention.curve()));
            json.writeStringField("scale", EvaluationTables.word(convention.scale()));
            json.writeStringField("pair_quality", EvaluationTables.word(pairQuality));
            number("false_match_rate", falseMatchRate);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("advice");
        for (DiscardAdvice advice : discards.advice()) {
            json.writeStartObject();
            json.writeStringField("sentence", advice.sentence());
            json.writeNumberField("threshold", advice.threshold());
            number("raw_threshold", advice.rawThreshold());
            number("discarded_pictures", advice.discardedPictures());
            number("discarded_pairs", advice.discardedPairs());
            number("before", advice.before());
            estimate("after", advice.after());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(Agreement agreement) throws IOException {
        json.writeStartObject();
        json.writeStringField("first", agreement.first());
        json.writeStringField("second", agreement.second());
        estimate("spearman", agreement.spearman());
        estimate("kendall", agreement.kendall());
        number("worst_share", agreement.worstShare());
        number("overlap_of_worst", agreement.overlapOfWorst());
        json.writeEndObject();
    }

    private void write(DegradationResult degradation) throws IOException {
        json.writeStartObject();
        json.writeStringField("scorer", degradation.scorer());
        json.writeStringField("degradation", EvaluationTables.word(degradation.degradation()));
        number("kendall_tau", degradation.kendallTau());
        json.writeNumberField("faces", degradation.faces());
        json.writeArrayFieldStart("mean_raw_qualities");
        for (double score : degradation.meanScores()) {
            json.writeNumber(score);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(Figure figure) throws IOException {
        json.writeStartObject();
        json.writeStringField("title", figure.title());
        json.writeStringField("x", figure.xTitle());
        json.writeStringField("y", figure.yTitle());
        json.writeArrayFieldStart("series");
        for (Figure.Series series : figure.series()) {
            json.writeStartObject();
            json.writeStringField("name", series.name());
            json.writeFieldName("x");
            json.writeArray(series.x(), 0, series.x().length);
            json.writeFieldName("y");
            json.writeArray(series.y(), 0, series.y().length);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void model(ModelId model) throws IOException {
        json.writeObjectFieldStart("model");
        json.writeStringField("name", model.name());
        json.writeStringField("version", model.version());
        json.writeStringField("sha256", model.sha256());
        json.writeEndObject();
    }

    private void number(String name, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(name, value);
        } else {
            json.writeNullField(name);
        }
    }

    private void estimate(String name, Estimate estimate) throws IOException {
        number(name, estimate.value());
        if (estimate.interval().isPresent()) {
            Interval interval = estimate.interval().get();
            json.writeArrayFieldStart(name + "_interval");
            json.writeNumber(interval.lower());
            json.writeNumber(interval.upper());
            json.writeEndArray();
        }
    }
}
