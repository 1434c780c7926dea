package io.facequality.distill.internal.labels;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.facequality.internal.SpreadsheetText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The labels that a training learned from, as a table for a person to look at; the teacher's scores can be read back. */
public final class OptimizedLabelTable {

    private OptimizedLabelTable() {}

    /**
     * Writes optimized labels with the columns {@code path,person,quality,normalized,distance,optimized}, which are the
     * parts of {@link OptimizedLabel}: the raw score, q, the distance to the person's center, and q*.
     *
     * @param labels the labels
     * @param stream takes the table; flushed, not closed
     * @throws IOException if the stream fails
     */
    public static void write(List<OptimizedLabel> labels, OutputStream stream) throws IOException {
        try {
            CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(stream, StandardCharsets.UTF_8);
            csv.writeRecord("path", "person", "quality", "normalised", "distance", "optimised");
            labels.forEach(label -> csv.writeRecord(
                    SpreadsheetText.marked(label.image().path()),
                    SpreadsheetText.marked(label.image().person()),
                    Double.toString(label.image().quality()),
                    Double.toString(label.normalized()),
                    Double.toString(label.distance()),
                    Double.toString(label.optimized())));
            csv.flush();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
