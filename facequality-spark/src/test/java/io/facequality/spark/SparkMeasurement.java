package io.facequality.spark;

import static org.apache.spark.sql.functions.max;
import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.group.FaceGrouper.Linkage;
import io.facequality.pipeline.Grouping;
import io.facequality.spark.internal.Schemas;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.spark.api.java.function.MapFunction;
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

/** What the steps from faces to a plan take, for so many synthetic faces of 256 numbers, two near-duplicates of each. */
@EnabledIfSystemProperty(named = "facequality.spark.faces", matches = "[1-9]\\d*")
class SparkMeasurement {

    private static final int DIMENSION = 256;
    private static final double COPY_NOISE = 0.2;

    private final AtomicLong processor = new AtomicLong();
    private final AtomicLong shuffled = new AtomicLong();

    @TempDir
    private Path place;

    @Test
    void measuresTheSteps() throws Exception {
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
                    processor.addAndGet(metrics.executorCpuTime());
                    shuffled.addAndGet(metrics.shuffleWriteMetrics().bytesWritten());
                }
            });
            measure(spark, faces);
        }
    }

    private void measure(SparkSession spark, long faces) {
        FaceJob job = FaceJob.builder(place.toString())
                .grouping(new Grouping.Faces(
                        OptionalDouble.of(0.9), new Linkage.Complete(), OptionalDouble.empty(), OptionalDouble.empty()))
                .build();
        String source = place.resolve("faces").toString();
        step("table of faces", () -> {
            spark.range(0, faces, 1, 16)
                    .map((MapFunction<Long, Row>) SparkMeasurement::face, Encoders.row(Schemas.FACES))
                    .write()
                    .parquet(source);
            return spark.read().schema(Schemas.FACES).parquet(source);
        });
        Dataset<Row> table = spark.read().schema(Schemas.FACES).parquet(source);
        Dataset<Row> cells = step("cells", () -> FaceTables.cells(table, job));
        Dataset<Row> pairs = step("pairs", () -> FaceTables.pairs(cells, job));
        Dataset<Row> components = step("components", () -> FaceTables.components(cells, pairs, job));
        Dataset<Row> plan = step("plan", () -> FaceTables.plan(table, components, job));
        System.out.printf(
                Locale.ROOT,
                "%d faces: %d rows of cells, the largest cell %d, %d pairs of %d planted, %s%n",
                faces,
                cells.filter("cell is not null").count(),
                cells.groupBy("cell").count().agg(max("count")).head().getLong(0),
                pairs.count(),
                faces / 2,
                cells.select("search").head().getString(0));
        assertThat(plan.count()).isEqualTo(faces);
    }

    private <T> T step(String name, Supplier<T> work) {
        long start = System.nanoTime();
        processor.set(0);
        shuffled.set(0);
        T result = work.get();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT, "%s: %.1f s, processor of the tasks %.1f s, shuffled %.1f MB%n", name, seconds,
                processor.get() / 1e9, shuffled.get() / 1e6);
        return result;
    }

    private static Row face(long ordinal) {
        Random shot = new Random(7 * (ordinal / 2) + 1);
        Random copy = new Random(1_000_003 * ordinal + 5);
        ByteBuffer embedding = ByteBuffer.allocate(DIMENSION * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int d = 0; d < DIMENSION; d++) {
            embedding.putFloat((float) (shot.nextGaussian() + COPY_NOISE * copy.nextGaussian()));
        }
        Row model = RowFactory.create("synthetic", "1", "");
        return RowFactory.create(
                ordinal + ".jpg", String.format(Locale.ROOT, "%064x", ordinal), "measured", "ok", null, null, 0, null, null,
                null, copy.nextDouble(), model, embedding.array(), model, null, null);
    }
}
