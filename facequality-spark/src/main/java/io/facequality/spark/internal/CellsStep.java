package io.facequality.spark.internal;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.facequality.group.internal.search.CellCenters;
import io.facequality.group.internal.search.MarginRule;
import io.facequality.group.internal.search.UnitVectors;
import io.facequality.pipeline.Grouping;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Faces to cells: each distinct embedding is in its nearest cell and in those that are nearly as near.
 *
 * @param tables where tables are kept
 * @param grouping which faces come together
 * @param recall which share of the close pairs a sample must show to be found
 * @param exactLimit up to how many faces every pair is compared
 */
public record CellsStep(StepTables tables, Grouping grouping, double recall, int exactLimit) {

    private static final int VECTORS_AT_ONCE = 64;

    public Dataset<Row> cells(Dataset<Row> faces) {
        ComparedFaces compared = ComparedFaces.of(faces.filter(col("status").equalTo(FaceRows.OK)), grouping);
        String facesId = StepTables.fingerprint(compared.faces(), "source", "face", "embedding", "embedding_model");
        double close = compared.threshold();
        String id = StepTables.id(facesId, close, recall, exactLimit);
        return tables.step("cells-" + id, Schemas.CELLS, () -> rows(compared.faces(), facesId, close, id));
    }

    private Dataset<Row> rows(Dataset<Row> usable, String facesId, double close, String id) {
        Numbering numbering = new Numbering(tables);
        Dataset<Row> numbers = numbering.numbers(usable, facesId);
        Dataset<Row> vectors = numbering.vectors(usable, numbers, facesId);
        List<Row> centers = tables.step("centers-" + id, Schemas.CENTERS, () ->
                        new CenterStep(tables.spark(), close, recall, exactLimit).centers(vectors, numbers.count()))
                .orderBy("cell")
                .collectAsList();
        String search = centers.get(0).getAs("search");
        Dataset<Row> assigned = centers.get(0).getAs("center") == null ? inOneCell(vectors) : assigned(vectors, centers);
        Dataset<Row> copies = numbers.filter(col("number").isNull())
                .select(
                        col("source"), col("face"), col("id"), col("original"), lit(null).cast("int").as("cell"),
                        lit(null).cast("array<int>").as("cells"), lit(null).cast("binary").as("unit"), col("self"),
                        lit(null).cast("double").as("threshold"), lit(null).cast("string").as("search"));
        return assigned.union(copies).withColumn("threshold", lit(close)).withColumn("search", lit(search));
    }

    private static Dataset<Row> inOneCell(Dataset<Row> vectors) {
        return vectors.map(
                (MapFunction<Row, Row>) row -> row(row, 0, new int[] {0}),
                Encoders.row(Schemas.CELLS));
    }

    private Dataset<Row> assigned(Dataset<Row> vectors, List<Row> rows) {
        float[][] units = rows.stream().map(row -> Floats.ofBytes(row.getAs("center"))).toArray(float[][]::new);
        Broadcast<float[][]> centers =
                JavaSparkContext.fromSparkContext(tables.spark().sparkContext()).broadcast(units);
        float margin = rows.get(0).getAs("margin");
        int most = rows.get(0).getAs("most");
        return vectors.mapPartitions(
                (MapPartitionsFunction<Row, Row>) some -> assigned(some, centers.value(), margin, most),
                Encoders.row(Schemas.CELLS));
    }

    private static Iterator<Row> assigned(Iterator<Row> vectors, float[][] centers, float margin, int most) {
        CellCenters.Assigner assigner = new CellCenters(centers).assigner();
        MarginRule rule = new MarginRule(margin, most);
        return new Batches<>(vectors, VECTORS_AT_ONCE, batch -> {
            float[][] units =
                    batch.stream().map(row -> Floats.ofBytes(row.getAs("unit"))).toArray(float[][]::new);
            int[][] cells = assigner.cells(UnitVectors.of(units), 0, units.length, rule);
            return IntStream.range(0, units.length)
                    .boxed()
                    .flatMap(i -> IntStream.of(cells[i]).mapToObj(cell -> row(batch.get(i), cell, cells[i])))
                    .iterator();
        });
    }

    private static Row row(Row vector, int cell, int[] cells) {
        return RowFactory.create(
                vector.getAs("source"), vector.getAs("face"), vector.getAs("id"), vector.getAs("id"), cell, cells,
                vector.getAs("unit"), null, null, null);
    }
}
