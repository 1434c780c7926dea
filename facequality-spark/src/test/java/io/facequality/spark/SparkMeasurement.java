package io.facequality.spark;

import static org.apache.spark.sql.functions.max;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.facequality.group.FaceGrouper.Linkage;
import io.facequality.pipeline.Grouping;
import io.facequality.spark.internal.Schemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the steps from faces to a plan take, for the first faces of a file of {@code benchmarks/run.sh synthetic-faces}:
 * 256 numbers each, every four of them near-duplicates.
 */
@EnabledIfSystemProperty(named = "facequality.spark.embeddings", matches = ".+")
class SparkMeasurement {

    private static final int BYTES = 256 * Float.BYTES;
    private static final int COPIES = 4;
    private static final double THRESHOLD = 0.94;

    private final AtomicLong processorOfTasks = new AtomicLong();
    private final AtomicLong shuffled = new AtomicLong();

    @TempDir
    private Path place;

    @Test
    void measuresTheSteps() throws Exception {
        String file = System.getProperty("facequality.spark.embeddings");
        long faces = Long.getLong("facequality.spark.faces");
        try (SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "localhost")
                .config("spark.sql.shuffle.partitions", 16)
                .getOrCreate()) {
            spark.sparkContext().addSparkListener(new SparkListener() {
                @Override
                public void onStageCompleted(SparkListenerStageCompleted stage) {
                    TaskMetrics metrics = stage.stageInfo().taskMetrics();
                    processorOfTasks.addAndGet(metrics.executorCpuTime());
                    shuffled.addAndGet(metrics.shuffleWriteMetrics().bytesWritten());
                }
            });
            measure(spark, file, faces);
        }
    }

    private void measure(SparkSession spark, String file, long faces) {
        FaceJob job = FaceJob.builder(place.toString())
                .grouping(new Grouping.Faces(
                        OptionalDouble.of(THRESHOLD), new Linkage.Complete(), OptionalDouble.empty(),
                        OptionalDouble.empty()))
                .build();
        String source = place.resolve("faces").toString();
        spark.range(0, faces, 1, 16)
                .mapPartitions((MapPartitionsFunction<Long, Row>) some -> faces(file, some), Encoders.row(Schemas.FACES))
                .write()
                .parquet(source);
        Dataset<Row> table = spark.read().schema(Schemas.FACES).parquet(source);
        Dataset<Row> cells = step("cells", () -> FaceTables.cells(table, job));
        Dataset<Row> pairs = step("pairs", () -> FaceTables.pairs(cells, job));
        Dataset<Row> components = step("components", () -> FaceTables.components(cells, pairs, job));
        Dataset<Row> plan = step("plan", () -> FaceTables.plan(table, components, job));
        System.out.printf(
                Locale.ROOT,
                "%d faces: %d cells with %d rows, the largest cell %d, planted pairs found %d of at most %d, %s%n",
                faces,
                cells.select("cell").distinct().count(),
                cells.filter("cell is not null").count(),
                cells.groupBy("cell").count().agg(max("count")).head().getLong(0),
                pairs.filter("floor(first / " + COPIES + ") = floor(second / " + COPIES + ")").count(),
                faces * (COPIES - 1) / 2,
                cells.select("search").head().getString(0));
        assertThat(plan.count()).isEqualTo(faces);
    }

    private <T> T step(String name, Supplier<T> work) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long start = System.nanoTime();
        long processor = system.getProcessCpuTime();
        processorOfTasks.set(0);
        shuffled.set(0);
        T result = work.get();
        System.out.printf(
                Locale.ROOT, "%s: %.1f s, processor %.1f s, of the tasks alone %.1f s, shuffled %.1f MB%n", name,
                (System.nanoTime() - start) / 1e9, (system.getProcessCpuTime() - processor) / 1e9,
                processorOfTasks.get() / 1e9, shuffled.get() / 1e6);
        return result;
    }

    private static Iterator<Row> faces(String file, Iterator<Long> ordinals) {
        List<Row> rows = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(Path.of(file))) {
            while (ordinals.hasNext()) {
                long ordinal = ordinals.next();
                ByteBuffer embedding = ByteBuffer.allocate(BYTES);
                channel.read(embedding, ordinal * BYTES);
                rows.add(face(ordinal, embedding.array()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows.iterator();
    }

    /** The names are in the order of the faces, so that an id is an ordinal. */
    private static Row face(long ordinal, byte[] embedding) {
        Row model = RowFactory.create("synthetic", "1", "");
        return RowFactory.create(
                String.format(Locale.ROOT, "%012d.jpg", ordinal), String.format(Locale.ROOT, "%064x", ordinal), "measured",
                "ok", null, null, 0, null, null, null, new Random(ordinal).nextDouble(), model, embedding, model, null,
                null);
    }
}
