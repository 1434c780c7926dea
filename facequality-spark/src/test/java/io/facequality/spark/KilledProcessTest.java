package io.facequality.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.facequality.group.FaceGrouper.Linkage;
import io.facequality.pipeline.Grouping;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed without a warning, again and again: in the end its tables are those of one that was not. */
@Tag("slow")
class KilledProcessTest {

    private static final int KILLS = 3;

    /** Ordinals, vectors, centers, cells, pairs, components, choices and plan. */
    private static final int TABLES = 8;

    private static final int KILLED = 128 + 9;

    @TempDir
    private Path folder;

    /** Runs in a process of its own; the argument is the folder for the tables. */
    public static void main(String[] arguments) {
        run(Path.of(arguments[0]));
    }

    private static void run(Path place) {
        FaceJob job = FaceJob.builder(place.toString())
                .grouping(new Grouping.Faces(
                        OptionalDouble.of(SyntheticFaces.THRESHOLD), new Linkage.Complete(), OptionalDouble.empty(),
                        OptionalDouble.empty()))
                .exactLimit(100)
                .build();
        Dataset<Row> faces = SyntheticFaces.of(2000, 12).table();
        Dataset<Row> cells = FaceTables.cells(faces, job);
        FaceTables.plan(faces, FaceTables.components(cells, FaceTables.pairs(cells, job), job), job);
    }

    @Test
    void givesTheSameTablesAfterKills() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path killed = folder.resolve("killed");
        for (int kill = 0; kill < KILLS; kill++) {
            int begun = 1 + kill * TABLES / KILLS + random.nextInt(TABLES / KILLS);
            assertThat(killedRun(killed, begun, random.nextInt(300))).as("seed %d", seed).isEqualTo(KILLED);
        }
        run(killed);
        run(folder.resolve("whole"));
        Map<String, List<String>> whole = tables(folder.resolve("whole"));
        assertThat(whole).hasSize(TABLES);
        assertThat(tables(killed)).as("seed %d", seed).isEqualTo(whole);
    }

    /** Kills a run when it has begun so many tables, some milliseconds later; gives its exit status. */
    private int killedRun(Path place, int tables, int delay) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add") || argument.startsWith("-X"))
                .forEach(command::add);
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(KilledProcessTest.class.getName());
        command.add(place.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        try {
            while (process.isAlive() && begun(place) < tables) {
                Thread.sleep(1);
            }
            Thread.sleep(delay);
        } finally {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    private static int begun(Path place) throws IOException {
        if (!Files.exists(place)) {
            return 0;
        }
        try (Stream<Path> tables = Files.list(place)) {
            return (int) tables.count();
        }
    }

    /** The rows of each finished table. */
    private static Map<String, List<String>> tables(Path place) throws IOException {
        Map<String, List<String>> rows = new TreeMap<>();
        try (Stream<Path> tables = Files.list(place)) {
            for (Path table : tables.filter(path -> Files.exists(path.resolve("_facequality"))).toList()) {
                rows.put(
                        table.getFileName().toString(),
                        LocalSpark.sorted(LocalSpark.session().read().parquet(table.toString())));
            }
        }
        return rows;
    }
}
