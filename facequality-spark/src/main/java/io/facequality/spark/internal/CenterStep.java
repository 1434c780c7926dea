package io.facequality.spark.internal;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import io.facequality.group.internal.search.CellCenters;
import io.facequality.group.internal.search.MarginRule;
import io.facequality.group.internal.search.MeasuredRecall;
import io.facequality.group.internal.search.SearchPlan;
import io.facequality.group.internal.search.SearchSteps;
import io.facequality.group.internal.search.UnitVectors;
import io.facequality.internal.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;

/**
 * Finds the centers of cells on the driver, on a sample, and how wide the rule of the cells must be, on another. Both
 * samples and what is made of them are those of one machine.
 *
 * @param spark the session
 * @param threshold from which similarity on a pair is close
 * @param recall which share of the close pairs a sample must show to be found
 * @param exactLimit up to how many faces every pair is compared
 */
record CenterStep(SparkSession spark, double threshold, double recall, int exactLimit) {

    private static final StructType PARTNERS =
            Schemas.table(Schemas.number("place"), Schemas.number("number"), Schemas.number("chunk"));
    private static final int VECTORS_AT_ONCE = 4096;

    /** The rows of the table of centers. */
    Dataset<Row> centers(Dataset<Row> vectors, long faces) {
        return spark.createDataFrame(faces <= exactLimit ? oneCell() : found(vectors), Schemas.CENTERS);
    }

    private static List<Row> oneCell() {
        return List.of(RowFactory.create(0, null, null, null, MeasuredRecall.NONE_MISSED));
    }

    private List<Row> found(Dataset<Row> vectors) {
        int size = Math.toIntExact(vectors.count());
        Workers workers = new Workers(Runtime.getRuntime().availableProcessors());
        float[][] sample = units(vectors, SearchSteps.sampledForCenters(size));
        CellCenters centers = SearchSteps.centers(UnitVectors.of(sample), size, workers);
        SearchPlan plan = plan(vectors, size, centers, workers);
        if (plan.rule().isEmpty()) {
            return oneCell();
        }
        MarginRule rule = plan.rule().get();
        return IntStream.range(0, centers.count())
                .mapToObj(cell -> RowFactory.create(
                        cell, Floats.toBytes(centers.center(cell)), rule.margin(), rule.most(), plan.recall().inWords()))
                .toList();
    }

    private SearchPlan plan(Dataset<Row> vectors, int size, CellCenters centers, Workers workers) {
        int[] sample = SearchSteps.sampledForRecall(size, recall);
        List<Row> pairs = partners(vectors, sample, units(vectors, sample));
        int[] concerned = IntStream.concat(
                        Arrays.stream(sample), pairs.stream().mapToInt(pair -> pair.getInt(1)))
                .sorted()
                .distinct()
                .toArray();
        List<List<Integer>> partners = new ArrayList<>();
        for (int place = 0; place < sample.length; place++) {
            partners.add(new ArrayList<>());
        }
        pairs.forEach(pair -> partners.get(pair.getInt(0)).add(Arrays.binarySearch(concerned, pair.getInt(1))));
        return SearchSteps.plan(
                UnitVectors.of(units(vectors, concerned)),
                Arrays.stream(sample).map(number -> Arrays.binarySearch(concerned, number)).toArray(),
                partners.stream()
                        .map(some -> some.stream().mapToInt(Integer::intValue).sorted().toArray())
                        .toArray(int[][]::new),
                centers,
                recall,
                workers);
    }

    /** The vectors of some numbers, in their order. */
    private float[][] units(Dataset<Row> vectors, int[] numbers) {
        Broadcast<int[]> wanted = broadcast(numbers);
        float[][] units = new float[numbers.length][];
        vectors.select("number", "unit")
                .filter((FilterFunction<Row>) row -> Arrays.binarySearch(wanted.value(), row.getInt(0)) >= 0)
                .collectAsList()
                .forEach(row -> units[Arrays.binarySearch(numbers, row.getInt(0))] = Floats.ofBytes(row.getAs(1)));
        wanted.destroy();
        return units;
    }

    private <T> Broadcast<T> broadcast(T value) {
        return JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(value);
    }

    /** The close pairs of sampled vectors, by the place in the sample and the number of the other. */
    private List<Row> partners(Dataset<Row> vectors, int[] sample, float[][] sampled) {
        Broadcast<float[][]> units = broadcast(sampled);
        Broadcast<int[]> numbers = broadcast(sample);
        double smallest = threshold;
        Dataset<Row> all = vectors.select("number", "unit")
                .mapPartitions(
                        (MapPartitionsFunction<Row, Row>) rows ->
                                new Batches<>(rows, VECTORS_AT_ONCE, batch -> partners(batch, units.value(), numbers.value(), smallest)),
                        Encoders.row(PARTNERS));
        return all.withColumn(
                        "rank", row_number().over(Window.partitionBy("place", "chunk").orderBy("number")))
                .filter(col("rank").leq(SearchSteps.MOST_OF_A_CHUNK))
                .select("place", "number")
                .collectAsList();
    }

    private static Iterator<Row> partners(List<Row> batch, float[][] sampled, int[] sample, double threshold) {
        int[] numbers = batch.stream().mapToInt(row -> row.getInt(0)).toArray();
        float[][] units =
                batch.stream().map(row -> Floats.ofBytes(row.getAs(1))).toArray(float[][]::new);
        List<Row> partners = new ArrayList<>();
        SearchSteps.pairs(UnitVectors.of(sampled), UnitVectors.of(units), threshold, (place, column, similarity) -> {
            int number = numbers[column];
            if (number != sample[place]) {
                partners.add(RowFactory.create(place, number, SearchSteps.chunk(number)));
            }
        });
        return partners.iterator();
    }
}
