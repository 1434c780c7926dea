package io.facequality.spark;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One Spark for all tests of the process, on two threads. */
public final class LocalSpark {

    private static final SparkSession SESSION = start();

    private LocalSpark() {}

    private static SparkSession start() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("facequality tests")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "localhost")
                .config("spark.sql.shuffle.partitions", 2)
                // Little data: generating code, and planning anew between stages, would take most of the time.
                .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
                .config("spark.sql.codegen.wholeStage", false)
                .config("spark.sql.adaptive.enabled", false)
                .config("spark.sql.sources.parallelPartitionDiscovery.threshold", 1000)
                .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/facequality-warehouse")
                .getOrCreate();
    }

    public static SparkSession session() {
        return SESSION;
    }

    /** Rows as text, whatever their order. */
    public static List<String> sorted(Dataset<Row> rows) {
        return rows.toJSON().collectAsList().stream().sorted().toList();
    }
}
