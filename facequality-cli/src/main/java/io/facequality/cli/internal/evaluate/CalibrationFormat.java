package io.facequality.cli.internal.evaluate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.facequality.group.ThresholdCalibration.CalibratedThreshold;
import io.facequality.group.ThresholdCalibration.CalibratedThreshold.Interval;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;

/** How a threshold is written. */
public enum CalibrationFormat {
    /** For people. */
    TEXT {
        @Override
        public String text(CalibratedThreshold threshold) {
            return String.format(
                    Locale.ROOT,
                    """
                    Threshold: %.4f (%s)
                    False match rate: %.6f (%s); wanted at most %s
                    False non-match rate: %.4f (%s)
                    Pairs: %,d genuine, %,d impostor
                    From: %s
                    """,
                    threshold.similarity(),
                    range(threshold.interval(), "%.4f"),
                    threshold.falseMatchRate(),
                    range(threshold.falseMatchRateInterval(), "%.6f"),
                    threshold.wantedFalseMatchRate(),
                    threshold.falseNonMatchRate(),
                    range(threshold.falseNonMatchRateInterval(), "%.4f"),
                    threshold.genuinePairs(),
                    threshold.impostorPairs(),
                    threshold.provenance());
        }
    },
    /** One JSON object. */
    JSON {
        @Override
        public String text(CalibratedThreshold threshold) {
            StringWriter text = new StringWriter();
            try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
                json.writeStartObject();
                json.writeNumberField("similarity", threshold.similarity());
                writeInterval(json, "similarity_interval", threshold.interval());
                json.writeNumberField("wanted_false_match_rate", threshold.wantedFalseMatchRate());
                json.writeNumberField("false_match_rate", threshold.falseMatchRate());
                writeInterval(json, "false_match_rate_interval", threshold.falseMatchRateInterval());
                json.writeNumberField("false_non_match_rate", threshold.falseNonMatchRate());
                writeInterval(json, "false_non_match_rate_interval", threshold.falseNonMatchRateInterval());
                json.writeNumberField("genuine_pairs", threshold.genuinePairs());
                json.writeNumberField("impostor_pairs", threshold.impostorPairs());
                json.writeNumberField("confidence", threshold.interval().confidence());
                json.writeStringField("provenance", threshold.provenance());
                json.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException("memory takes everything", e);
            }
            return text + "\n";
        }
    };

    public abstract String text(CalibratedThreshold threshold);

    private static String range(Interval interval, String number) {
        return String.format(
                Locale.ROOT,
                number + " to " + number + " at %.0f %% confidence",
                interval.lower(),
                interval.upper(),
                100 * interval.confidence());
    }

    private static void writeInterval(JsonGenerator json, String name, Interval interval) throws IOException {
        json.writeArrayFieldStart(name);
        json.writeNumber(interval.lower());
        json.writeNumber(interval.upper());
        json.writeEndArray();
    }
}
