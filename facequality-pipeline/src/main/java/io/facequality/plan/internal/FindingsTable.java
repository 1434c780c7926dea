package io.facequality.plan.internal;

import static io.facequality.internal.SpreadsheetText.marked;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.facequality.group.Finding;
import io.facequality.group.Finding.NearerToAnotherPerson;
import io.facequality.group.Finding.SamePictureUnderTwoPeople;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Findings as a table: a header, then one row per finding; UTF-8, RFC 4180 but for plain line feeds. Text that a
 * spreadsheet would run has an apostrophe before it.
 */
public final class FindingsTable {

    private FindingsTable() {}

    /**
     * Writes the table.
     *
     * @param findings the findings
     * @param stream takes the table; flushed, not closed
     * @throws IOException if the stream fails
     */
    public static void write(List<Finding> findings, OutputStream stream) throws IOException {
        try {
            CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(stream, StandardCharsets.UTF_8);
            csv.writeRecord(
                    "finding", "picture", "face", "person", "similarity", "other_person", "similarity_to_other",
                    "other_picture", "differing_bits");
            findings.forEach(finding -> csv.writeRecord(row(finding)));
            csv.flush();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static List<String> row(Finding finding) {
        String picture = marked(finding.face().source());
        String face = Integer.toString(finding.face().face());
        if (finding instanceof NearerToAnotherPerson nearer) {
            return List.of(
                    PlanDocument.NEARER_TO_ANOTHER, picture, face, marked(nearer.person()), Double.toString(nearer.similarity()),
                    marked(nearer.other()), Double.toString(nearer.similarityToOther()), "", "");
        }
        SamePictureUnderTwoPeople same = (SamePictureUnderTwoPeople) finding;
        return List.of(
                PlanDocument.SAME_PICTURE, picture, face, marked(same.person()), "", marked(same.other()), "",
                marked(same.otherFace().source()), Integer.toString(same.differingBits()));
    }
}
