package io.facequality.pipeline.internal;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.facequality.Embedding;
import io.facequality.Face;
import io.facequality.internal.SpreadsheetText;
import io.facequality.internal.WholeFile;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Embeddings as files: the numbers for NumPy, and a table that names the rows. */
public final class EmbeddingFile {

    private EmbeddingFile() {}

    /**
     * Checks, before long work, that embeddings can be written. Nothing is made or changed.
     *
     * @param file as for {@link #write}
     * @throws io.facequality.FaceQualityException.StorageException if not
     */
    public static void requireWritable(Path file) {
        OutputPlace.requireFile(file);
        OutputPlace.requireFile(table(file));
    }

    /**
     * Writes {@code FILE.npy}, float32 of shape {@code [n,d]}, and beside it {@code FILE.csv} with the columns {@code
     * row,path,face}; a path that a spreadsheet would run has an apostrophe before it. Earlier files of these names are replaced; each appears whole or not at all.
     *
     * @param file where to write the numbers; the table's name has {@code .csv} in place of the ending {@code .npy}
     * @param faces the rows, all of one dimension; without any the shape is {@code [0,0]}
     * @throws io.facequality.FaceQualityException.StorageException if they cannot be written
     */
    public static void write(Path file, List<Face<Embedding>> faces) {
        int dimension = faces.isEmpty() ? 0 : faces.get(0).value().dimension();
        List<float[]> rows = faces.stream().map(face -> face.value().toArray()).toList();
        WholeFile.replace(file, stream -> NpyFile.writeRows(stream, dimension, rows));
        WholeFile.replace(table(file), stream -> {
            try (Writer writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
                    CsvWriter csv = CsvWriter.builder().build(writer)) {
                writeNames(csv, faces);
            }
        });
    }

    private static void writeNames(CsvWriter csv, List<Face<Embedding>> faces) throws IOException {
        csv.writeRecord("row", "path", "face");
        for (int row = 0; row < faces.size(); row++) {
            Face<Embedding> face = faces.get(row);
            csv.writeRecord(
                    Integer.toString(row), SpreadsheetText.marked(face.id().source()), Integer.toString(face.id().face()));
        }
    }

    /**
     * The table that goes with the numbers.
     *
     * @param file as for {@link #write}
     * @return the file of the same name with {@code .csv} in place of the ending {@code .npy}
     */
    public static Path table(Path file) {
        String name = file.getFileName().toString().replaceFirst("\\.npy$", "");
        return file.resolveSibling(name + ".csv");
    }
}
