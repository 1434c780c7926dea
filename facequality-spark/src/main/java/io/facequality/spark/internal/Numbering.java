package io.facequality.spark.internal;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.encode;
import static org.apache.spark.sql.functions.min;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.group.internal.search.Cosine;
import io.facequality.internal.Sha256;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Gives faces the ordinals that they have on one machine, in the order of their ids; and finds those whose embeddings
 * are equal: all count as the first of them.
 *
 * @param tables where tables are kept
 */
record Numbering(StepTables tables) {

    private static final StructType DIGESTED = Schemas.table(
            Schemas.text("source"), Schemas.number("face"), Schemas.bytes("digest"), Schemas.real("self"));
    private static final StructType WITH_ID = withId();
    private static final StructType NUMBERED =
            Schemas.table(Schemas.whole("first"), Schemas.number("number"));
    private static final StructType UNITS =
            Schemas.table(Schemas.text("source"), Schemas.number("face"), Schemas.bytes("unit"));

    private static StructType withId() {
        return Schemas.table(
                Schemas.text("source"), Schemas.number("face"), Schemas.bytes("digest"), Schemas.real("self"),
                Schemas.whole("id"));
    }

    /** All faces that can be used, with their ordinals. */
    Dataset<Row> numbers(Dataset<Row> usable, String id) {
        return tables.step("numbers-" + id, Schemas.NUMBERS, () -> numbered(usable));
    }

    private Dataset<Row> numbered(Dataset<Row> usable) {
        requireEachOnce(usable);
        Dataset<Row> digests = usable.select("source", "face", "embedding")
                .map((MapFunction<Row, Row>) Numbering::digested, Encoders.row(DIGESTED));
        // Java compares strings by their units of UTF-16, Spark by their bytes in UTF-8.
        Dataset<Row> sorted = digests.orderBy(encode(col("source"), "UTF-16BE"), col("face"));
        Dataset<Row> ids = tables.spark()
                .createDataFrame(
                        sorted.javaRDD()
                                .zipWithIndex()
                                .map(row -> RowFactory.create(
                                        row._1.get(0), row._1.get(1), row._1.get(2), row._1.get(3), row._2)),
                        WITH_ID);
        Dataset<Row> originals = ids.groupBy("digest").agg(min("id").as("original"));
        Dataset<Row> all = ids.join(originals, "digest");
        Dataset<Row> firsts = tables.spark()
                .createDataFrame(
                        originals.select("original")
                                .orderBy("original")
                                .javaRDD()
                                .zipWithIndex()
                                .map(row -> RowFactory.create(row._1.get(0), Math.toIntExact(row._2))),
                        NUMBERED);
        return all.join(firsts, col("id").equalTo(col("first")), "left")
                .select("source", "face", "id", "original", "number", "self");
    }

    private static void requireEachOnce(Dataset<Row> usable) {
        List<Row> twice = usable.groupBy("source", "face")
                .count()
                .filter(col("count").gt(1))
                .select("source", "face")
                .limit(1)
                .collectAsList();
        if (!twice.isEmpty()) {
            throw InvalidInputException.ofValue(
                    "the table of faces", "each face once", "face " + twice.get(0).get(1) + " of " + twice.get(0).get(0) + " twice");
        }
    }

    private static Row digested(Row row) {
        float[] unit = unit(row.getAs("embedding"));
        return RowFactory.create(
                row.getAs("source"), row.getAs("face"), Sha256.digest().digest(Floats.toBytes(unit)),
                Cosine.clamped(Cosine.of(unit, unit)));
    }

    private static float[] unit(byte[] embedding) {
        return Cosine.unit(Embedding.copyOf(Floats.ofBytes(embedding)));
    }

    /** The distinct embeddings, divided by their lengths. */
    Dataset<Row> vectors(Dataset<Row> usable, Dataset<Row> numbers, String id) {
        return tables.step("vectors-" + id, Schemas.VECTORS, () -> {
            Dataset<Row> units = usable.select("source", "face", "embedding")
                    .map(
                            (MapFunction<Row, Row>) row -> RowFactory.create(
                                    row.getAs("source"), row.getAs("face"), Floats.toBytes(unit(row.getAs("embedding")))),
                            Encoders.row(UNITS));
            return units.join(numbers.filter(col("number").isNotNull()), new String[] {"source", "face"})
                    .select("source", "face", "id", "number", "unit");
        });
    }
}
