package io.facequality.spark.internal;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import io.facequality.FaceQualityException.Problem;
import io.facequality.Outcome.Rejection;
import io.facequality.internal.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Pictures to faces. A picture whose content was read before, with the same models and settings, is not read again: its
 * rows are copied from the earlier table.
 *
 * @param tables where tables are kept
 * @param settings how pictures are read
 * @param root the folder that sources start from; empty for whole paths
 */
public record FacesStep(StepTables tables, ReadingSettings settings, String root) {

    private static final StructType SOURCES =
            Schemas.table(Schemas.text("source"), Schemas.bytes("content"));
    private static final StructType DIGESTS = Schemas.table(Schemas.text("source"), Schemas.text("content_sha256"));

    /** Reads pictures in the columns that Spark's format binaryFile has. */
    public Dataset<Row> faces(Dataset<Row> pictures) {
        String prefix = "faces-" + settings.madeBy() + "-";
        String id = StepTables.id(root, StepTables.fingerprint(pictures, "path", "modificationTime", "length"));
        return tables.step(prefix + id, Schemas.FACES, () -> rows(pictures, tables.finished(prefix)));
    }

    private Dataset<Row> rows(Dataset<Row> pictures, List<String> earlier) {
        Dataset<Row> fitting = sources(pictures.filter(col("length").leq(settings.fileBytes())));
        Dataset<Row> refused = tooLarge(pictures.filter(col("length").gt(settings.fileBytes())));
        if (earlier.isEmpty()) {
            return read(fitting).union(refused);
        }
        Dataset<Row> known = known(earlier);
        Dataset<Row> digests = fitting.map(
                (MapFunction<Row, Row>) row -> RowFactory.create(row.get(0), Sha256.of(row.<byte[]>getAs(1))),
                Encoders.row(DIGESTS));
        Dataset<Row> seen = digests.join(known.select("content_sha256").distinct(), "content_sha256");
        Dataset<Row> copied = seen.join(known.drop("source"), "content_sha256")
                .select(Arrays.stream(Schemas.FACES.fieldNames()).map(name -> col(name)).toArray(Column[]::new));
        Dataset<Row> unseen = fitting.join(seen.select("source"), new String[] {"source"}, "left_anti");
        return read(unseen).union(copied).union(refused);
    }

    private Dataset<Row> read(Dataset<Row> sources) {
        return sources.mapPartitions(new PictureReading(settings), Encoders.row(Schemas.FACES));
    }

    /** The rows of one picture for each content. What was refused is tried again, since its words name the picture. */
    private Dataset<Row> known(List<String> earlier) {
        Dataset<Row> all = IntStream.range(0, earlier.size())
                .mapToObj(i -> tables.read(earlier.get(i), Schemas.FACES)
                        .filter(col("status").equalTo(FaceRows.OK))
                        .withColumn("table", lit(i)))
                .reduce(Dataset::union)
                .orElseThrow();
        Dataset<Row> firsts = all.groupBy("content_sha256")
                .agg(min(struct("table", "source")).as("first"))
                .select(col("content_sha256"), col("first.table"), col("first.source"));
        return all.join(firsts, new String[] {"content_sha256", "table", "source"}).drop("table");
    }

    private Dataset<Row> sources(Dataset<Row> pictures) {
        String start = start();
        return pictures.map(
                (MapFunction<Row, Row>) row -> RowFactory.create(source(row.getAs("path"), start), row.getAs("content")),
                Encoders.row(SOURCES));
    }

    /** Their content is not read. */
    private Dataset<Row> tooLarge(Dataset<Row> pictures) {
        String start = start();
        String madeBy = settings.madeBy();
        int most = settings.fileBytes();
        return pictures.select("path", "length")
                .map(
                        (MapFunction<Row, Row>) row -> tooLarge(source(row.getString(0), start), row.getLong(1), most, madeBy),
                        Encoders.row(Schemas.FACES));
    }

    private static Row tooLarge(String source, long length, int most, String madeBy) {
        Problem problem = new Problem(
                "cannot take the picture", source, "a file of at most " + most + " bytes", length + " bytes",
                "Raise the limit on a picture's bytes, or leave the file out.");
        return FaceRows.refusal(source, null, madeBy, new Rejection(Rejection.Cause.TOO_LARGE, problem));
    }

    private String start() {
        if (root.isEmpty()) {
            return "";
        }
        try {
            Path folder = new Path(root);
            return folder.getFileSystem(tables.spark().sparkContext().hadoopConfiguration())
                            .makeQualified(folder)
                    + "/";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String source(String path, String start) {
        return Optional.of(path).filter(whole -> whole.startsWith(start)).map(whole -> whole.substring(start.length())).orElse(path);
    }
}
