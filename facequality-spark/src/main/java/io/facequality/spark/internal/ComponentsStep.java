package io.facequality.spark.internal;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;

import io.facequality.group.internal.Partition;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Close pairs to components: what chains of close pairs connect. A component goes by the smallest ordinal of its faces.
 *
 * @param tables where tables are kept
 * @param mostPairs up to how many pairs the driver connects them; it takes about 60 bytes for each
 */
public record ComponentsStep(StepTables tables, long mostPairs) {

    public Dataset<Row> components(Dataset<Row> cells, Dataset<Row> pairs) {
        String id = StepTables.id(
                StepTables.fingerprint(cells, "source", "face", "id", "threshold", "search"),
                StepTables.fingerprint(pairs, "first", "second"));
        return tables.step("components-" + id, Schemas.COMPONENTS, () -> rows(cells, pairs));
    }

    private Dataset<Row> rows(Dataset<Row> cells, Dataset<Row> pairs) {
        Dataset<Row> faces = cells.filter(col("cell").isNull().or(col("cell").equalTo(element_at(col("cells"), lit(1)))))
                .select("source", "face", "id", "threshold", "search");
        return pairs.count() <= mostPairs ? joinedByDriver(faces, pairs) : joinedByCluster(faces, pairs);
    }

    private static Dataset<Row> joinedByCluster(Dataset<Row> faces, Dataset<Row> pairs) {
        Dataset<Row> stars = AlternatingStars.of(pairs.select("first", "second"));
        return faces.join(stars, faces.col("id").equalTo(stars.col("face_id")), "left")
                .select(
                        col("source"), col("face"), col("id"), coalesce(col("center"), col("id")).as("component"),
                        col("threshold"), col("search"));
    }

    private Dataset<Row> joinedByDriver(Dataset<Row> faces, Dataset<Row> pairs) {
        Forest forest = Forest.of(pairs);
        Broadcast<Forest> known = JavaSparkContext.fromSparkContext(tables.spark().sparkContext()).broadcast(forest);
        return faces.map(
                (MapFunction<Row, Row>) row -> RowFactory.create(
                        row.getAs("source"), row.getAs("face"), row.getAs("id"),
                        known.value().component(row.<Long>getAs("id")), row.getAs("threshold"), row.getAs("search")),
                Encoders.row(Schemas.COMPONENTS));
    }

    /**
     * The components of all faces that have a close one.
     *
     * @param ids their ordinals, ascending
     * @param components the component of each
     */
    private record Forest(long[] ids, long[] components) implements Serializable {

        private static final long serialVersionUID = 1;

        static Forest of(Dataset<Row> pairs) {
            long[] ends = new long[1024];
            int count = 0;
            for (Iterator<Row> rows = pairs.select("first", "second").toLocalIterator(); rows.hasNext(); count += 2) {
                Row pair = rows.next();
                ends = count == ends.length ? Arrays.copyOf(ends, Math.multiplyExact(2, count)) : ends;
                ends[count] = pair.getLong(0);
                ends[count + 1] = pair.getLong(1);
            }
            long[] ids = Arrays.stream(ends, 0, count).sorted().distinct().toArray();
            Partition partition = new Partition(ids.length);
            for (int end = 0; end < count; end += 2) {
                partition.join(Arrays.binarySearch(ids, ends[end]), Arrays.binarySearch(ids, ends[end + 1]));
            }
            long[] components = new long[ids.length];
            for (int[] part : partition.parts()) {
                for (int member : part) {
                    components[member] = ids[part[0]];
                }
            }
            return new Forest(ids, components);
        }

        long component(long id) {
            int place = Arrays.binarySearch(ids, id);
            return place < 0 ? id : components[place];
        }
    }
}
