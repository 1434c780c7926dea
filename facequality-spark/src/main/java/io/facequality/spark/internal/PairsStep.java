package io.facequality.spark.internal;

import static org.apache.spark.sql.functions.col;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Cells to close pairs. A cell that is too large for one task is cut into blocks, each of which is compared with itself
 * and with each later one. A pair counts in the first cell that both have, so that nothing needs to be made distinct.
 * Faces of one embedding are pairs with the first of them.
 *
 * @param tables where tables are kept
 * @param block about how many vectors a block has
 */
public record PairsStep(StepTables tables, int block) {

    /** Two blocks of 512 numbers are 64 MiB. */
    public static final int BLOCK = 16_384;

    private static final StructType BLOCKED = Schemas.table(
            Schemas.number("cell"),
            Schemas.number("row"),
            Schemas.number("column"),
            Schemas.number("side"),
            Schemas.whole("id"),
            Schemas.column("cells", DataTypes.createArrayType(DataTypes.IntegerType)),
            Schemas.bytes("unit"),
            Schemas.real("threshold"));

    public Dataset<Row> pairs(Dataset<Row> cells) {
        String id = StepTables.id(StepTables.fingerprint(cells, Schemas.CELLS.fieldNames()), block);
        return tables.step("pairs-" + id, Schemas.PAIRS, () -> compared(cells).union(ofCopies(cells)));
    }

    private Dataset<Row> compared(Dataset<Row> cells) {
        Dataset<Row> members = cells.filter(col("cell").isNotNull());
        Map<Integer, Integer> blocksOfLarge = new HashMap<>();
        members.groupBy("cell").count().filter(col("count").gt(block)).collectAsList().forEach(row ->
                blocksOfLarge.put(row.getInt(0), Math.toIntExact((row.getLong(1) + block - 1) / block)));
        Broadcast<Map<Integer, Integer>> blocks = JavaSparkContext.fromSparkContext(tables.spark().sparkContext())
                .broadcast(blocksOfLarge);
        Dataset<Row> blocked = members.mapPartitions(
                (MapPartitionsFunction<Row, Row>) rows -> blocked(rows, blocks.value()), Encoders.row(BLOCKED));
        int partitions = Integer.parseInt(tables.spark().conf().get("spark.sql.shuffle.partitions"));
        return blocked.repartition(partitions, col("cell"), col("row"), col("column"))
                .sortWithinPartitions("cell", "row", "column", "side", "id")
                .mapPartitions(
                        (MapPartitionsFunction<Row, Row>) rows ->
                                new Runs(rows, PairsStep::areOfOneTask, run -> BlockComparison.of(run).pairs()),
                        Encoders.row(Schemas.PAIRS));
    }

    private static boolean areOfOneTask(Row one, Row other) {
        return one.getInt(0) == other.getInt(0) && one.getInt(1) == other.getInt(1) && one.getInt(2) == other.getInt(2);
    }

    private static Iterator<Row> blocked(Iterator<Row> rows, Map<Integer, Integer> blocksOfLarge) {
        return new Batches<>(rows, 1, batch -> copies(batch.get(0), blocksOfLarge));
    }

    /** A row for each comparison that a vector takes part in. */
    private static Iterator<Row> copies(Row row, Map<Integer, Integer> blocksOfLarge) {
        int cell = row.<Integer>getAs("cell");
        long id = row.<Long>getAs("id");
        int blocks = blocksOfLarge.getOrDefault(cell, 1);
        int own = blockOf(id, blocks);
        return IntStream.range(0, blocks)
                .mapToObj(other -> RowFactory.create(
                        cell, Math.min(own, other), Math.max(own, other), own <= other ? 0 : 1, id,
                        row.getAs("cells"), row.getAs("unit"), row.getAs("threshold")))
                .iterator();
    }

    /** Faces of one folder follow one another, so they are scattered. */
    private static int blockOf(long id, int blocks) {
        long mixed = id * 0x9E3779B97F4A7C15L;
        return (int) ((mixed >>> 33) % blocks);
    }

    private static Dataset<Row> ofCopies(Dataset<Row> cells) {
        return cells.filter(col("cell").isNull().and(col("self").geq(col("threshold"))))
                .select(col("original").as("first"), col("id").as("second"), col("self").as("similarity"));
    }
}
