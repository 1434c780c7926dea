package io.facequality.spark.internal;

import static org.apache.spark.sql.functions.bit_xor;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.internal.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a run, each in a folder of its own that is named after the step and an id. A table is finished when its
 * folder holds a mark, which is written last: a step whose table is finished is skipped, and one that was killed is
 * done again.
 *
 * @param spark the session
 * @param place the folder that holds the tables
 */
public record StepTables(SparkSession spark, String place) {

    private static final String MARK = "_facequality";
    private static final int ID_DIGITS = 16;

    /** What tells runs apart, from all that has a part in a table. */
    public static String id(@Nullable Object... parts) {
        return Sha256.of(String.join("\n", Arrays.stream(parts).map(String::valueOf).toList()))
                .substring(0, ID_DIGITS);
    }

    /** A digest of a table's rows, whatever their order and their partitions; it reads these columns once. */
    public static String fingerprint(Dataset<Row> rows, String... columns) {
        Column[] all = Arrays.stream(columns).map(name -> col(name)).toArray(Column[]::new);
        Column[] salted = new Column[all.length + 1];
        System.arraycopy(all, 0, salted, 1, all.length);
        salted[0] = lit("another");
        Row digest = rows.select(xxhash64(all).as("one"), xxhash64(salted).as("other"))
                .agg(
                        count(lit(1)),
                        sum(col("one").cast("decimal(20,0)")),
                        bit_xor(col("one")),
                        sum(col("other").cast("decimal(20,0)")),
                        bit_xor(col("other")))
                .head();
        return id(digest.get(0), digest.get(1), digest.get(2), digest.get(3), digest.get(4));
    }

    /**
     * Reads a table, and writes it before if it is not finished.
     *
     * @param name the folder's name
     * @param rows what goes into the table
     */
    public Dataset<Row> step(String name, StructType schema, Supplier<Dataset<Row>> rows) {
        if (!isFinished(name)) {
            rows.get().write().mode(SaveMode.Overwrite).parquet(path(name));
            mark(name);
        }
        return read(name, schema);
    }

    Dataset<Row> read(String name, StructType schema) {
        return spark.read().schema(schema).parquet(path(name));
    }

    /** The names of the finished tables that start with some letters, in their order. */
    List<String> finished(String prefix) {
        try {
            Path folder = new Path(place);
            FileSystem files = files(folder);
            List<String> names = new ArrayList<>();
            if (files.exists(folder)) {
                for (FileStatus status : files.listStatus(folder)) {
                    String name = status.getPath().getName();
                    if (name.startsWith(prefix) && isFinished(name)) {
                        names.add(name);
                    }
                }
            }
            names.sort(null);
            return names;
        } catch (IOException e) {
            throw unusable(place, e);
        }
    }

    private String path(String name) {
        return new Path(place, name).toString();
    }

    private boolean isFinished(String name) {
        Path mark = new Path(path(name), MARK);
        try {
            return files(mark).exists(mark);
        } catch (IOException e) {
            throw unusable(mark.toString(), e);
        }
    }

    private void mark(String name) {
        Path mark = new Path(path(name), MARK);
        try (OutputStream stream = files(mark).create(mark, true)) {
            stream.write("finished\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw unusable(mark.toString(), e);
        }
    }

    private FileSystem files(Path path) throws IOException {
        return path.getFileSystem(spark.sparkContext().hadoopConfiguration());
    }

    private static StorageException unusable(String where, IOException e) {
        return new StorageException(
                new Problem(
                        "cannot use the folder of tables", where, "a folder that can be read and written",
                        String.valueOf(e.getMessage()), "Check that it is there and that you may write to it."),
                e);
    }
}
