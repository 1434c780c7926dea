package io.facequality.spark.internal;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.min;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Connected components on a cluster, for more pairs than one machine holds: the alternating algorithm of Kiveris,
 * Lattanzi, Mirrokni, Rastogi and Vassilvitskii ("Connected Components in MapReduce and Beyond", 2014). Each round joins
 * every vertex to the smallest of its neighbors, first for the larger neighbors, then for the smaller ones, until each
 * component is a star around its smallest vertex; O(log² n) rounds, in practice a few.
 */
final class AlternatingStars {

    private AlternatingStars() {}

    /** A row for each vertex that is no center: {@code face_id} and the smallest vertex of its component, {@code center}. */
    static Dataset<Row> of(Dataset<Row> pairs) {
        Dataset<Row> edges = kept(pairs.toDF("large", "small")
                .filter(col("large").notEqual(col("small")))
                .distinct());
        String before = "";
        for (String now = digest(edges); !now.equals(before); now = digest(edges)) {
            before = now;
            edges = kept(smallStars(largeStars(edges)));
        }
        return edges.toDF("face_id", "center");
    }

    private static Dataset<Row> kept(Dataset<Row> edges) {
        return edges.localCheckpoint(true);
    }

    private static String digest(Dataset<Row> edges) {
        return StepTables.fingerprint(edges, "large", "small");
    }

    /** Joins the larger neighbors of each vertex to the smallest vertex around. */
    private static Dataset<Row> largeStars(Dataset<Row> edges) {
        Dataset<Row> both = edges.toDF("vertex", "neighbor").union(edges.select("small", "large").toDF("vertex", "neighbor"));
        Dataset<Row> smallest = both.groupBy("vertex")
                .agg(min("neighbor").as("least"))
                .select(col("vertex"), least(col("vertex"), col("least")).as("center"));
        return both.join(smallest, "vertex")
                .filter(col("neighbor").gt(col("vertex")))
                .select(col("neighbor").as("large"), col("center").as("small"))
                .distinct();
    }

    /** Joins each vertex and its smaller neighbors to the smallest of these. */
    private static Dataset<Row> smallStars(Dataset<Row> edges) {
        Dataset<Row> down = edges.select(
                        greatest(col("large"), col("small")).as("vertex"),
                        least(col("large"), col("small")).as("neighbor"))
                .filter(col("vertex").notEqual(col("neighbor")));
        Dataset<Row> smallest = down.groupBy("vertex").agg(min("neighbor").as("center"));
        Dataset<Row> neighbors = down.join(smallest, "vertex")
                .filter(col("neighbor").notEqual(col("center")))
                .select(col("neighbor").as("large"), col("center").as("small"));
        return neighbors.union(smallest.select(col("vertex").as("large"), col("center").as("small"))).distinct();
    }
}
