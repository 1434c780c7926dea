package io.facequality.spark;

import static org.apache.spark.sql.functions.collect_list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.group.FaceGrouper.Linkage;
import io.facequality.group.internal.Clustering;
import io.facequality.group.internal.EmbeddingGrouper;
import io.facequality.group.internal.search.CellSimilaritySearch;
import io.facequality.group.internal.search.SimilaritySearch;
import io.facequality.internal.Workers;
import io.facequality.pipeline.Grouping;
import io.facequality.spark.internal.Schemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faces without pictures: groups and kept faces are those of one machine, whatever happens on the way. */
class TablesTest {

    private static final SparkSession SPARK = LocalSpark.session();

    @TempDir
    private Path place;

    private FaceJob.Builder job() {
        return FaceJob.builder(place.toString())
                .grouping(new Grouping.Faces(
                        OptionalDouble.of(SyntheticFaces.THRESHOLD), new Linkage.Complete(), OptionalDouble.empty(),
                        OptionalDouble.empty()));
    }

    private static Dataset<Row> plan(Dataset<Row> faces, FaceJob job) {
        Dataset<Row> cells = FaceTables.cells(faces, job);
        return FaceTables.plan(faces, FaceTables.components(cells, FaceTables.pairs(cells, job), job), job);
    }

    private static List<FaceGroup> groups(List<FaceRecord> faces, SimilaritySearch search) {
        return new EmbeddingGrouper(
                        new Clustering(new Linkage.Complete(), SyntheticFaces.THRESHOLD, OptionalDouble.empty()), search,
                        new Workers(1))
                .group(faces);
    }

    /** Each group with its name's number, in the order of the names. */
    private static List<Set<String>> groups(Dataset<Row> plan) {
        return plan.groupBy("group")
                .agg(collect_list("source").as("sources"))
                .orderBy("group")
                .collectAsList()
                .stream()
                .map(row -> (Set<String>) new TreeSet<>(row.<String>getList(1)))
                .toList();
    }

    private static List<Set<String>> sources(List<FaceGroup> groups) {
        return groups.stream()
                .map(group -> (Set<String>) group.faces().stream()
                        .map(FaceRecord::id)
                        .map(FaceId::source)
                        .collect(Collectors.toCollection(TreeSet::new)))
                .toList();
    }

    @Test
    void comparesEveryPairOfFew() {
        SyntheticFaces faces = SyntheticFaces.of(500, 1);
        Dataset<Row> plan = plan(faces.table(), job().block(100).build());
        assertThat(groups(plan)).isEqualTo(sources(groups(faces.records(), SimilaritySearch.exact(1))));
        assertThat(plan.filter("kept").count()).isEqualTo(plan.select("group").distinct().count());
    }

    @Tag("slow")
    @Test
    void comparesEachPairOnceWithinTheCellsOfOneMachine() {
        SyntheticFaces faces = SyntheticFaces.of(2000, 2);
        FaceJob job = job().exactLimit(100).block(40).build();
        Dataset<Row> cells = FaceTables.cells(faces.table(), job);
        Dataset<Row> pairs = FaceTables.pairs(cells, job);
        assertThat(pairs.count()).isGreaterThan(500).isEqualTo(pairs.select("first", "second").distinct().count());
        assertThat(pairs.filter("first >= second").count()).isZero();
        Dataset<Row> plan = FaceTables.plan(faces.table(), FaceTables.components(cells, pairs, job), job);
        assertThat(groups(plan)).isEqualTo(sources(groups(faces.records(), new CellSimilaritySearch(1))));
        String search = plan.select("search").distinct().collectAsList().get(0).getString(0);
        assertThat(search).startsWith("within cells; of the ").contains("95 % confidence");
    }

    @Tag("slow")
    @Test
    void connectsPairsOnTheClusterAsOnTheDriver() {
        FaceJob job = job().build();
        Random random = new Random(4);
        List<Row> edges = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            long first = random.nextInt(300);
            edges.add(RowFactory.create(first, first + 1 + random.nextInt(99), 1.0));
        }
        // A chain, which takes the most rounds.
        for (long i = 400; i < 430; i++) {
            edges.add(RowFactory.create(i, i + 1, 1.0));
        }
        Dataset<Row> cells = FaceTables.cells(SyntheticFaces.of(440, 4).table(), job);
        Dataset<Row> pairs = SPARK.createDataFrame(edges, Schemas.PAIRS);
        List<String> byDriver = LocalSpark.sorted(FaceTables.components(cells, pairs, job));
        FaceJob elsewhere = FaceJob.builder(place.resolve("cluster").toString()).pairsOnDriver(0).build();
        assertThat(LocalSpark.sorted(FaceTables.components(cells, pairs, elsewhere))).isEqualTo(byDriver);
        assertThat(byDriver).filteredOn(line -> line.contains("\"component\":400,")).hasSize(31);
    }

    @Tag("slow")
    @Test
    void takesATableWithHalfOfItsRowsEqual() {
        SyntheticFaces faces = SyntheticFaces.of(1000, 5).withEqual(1000);
        FaceJob job = job().exactLimit(100).build();
        Dataset<Row> cells = FaceTables.cells(faces.table(), job);
        Dataset<Row> pairs = FaceTables.pairs(cells, job);
        assertThat(pairs.count()).isLessThan(5000);
        Dataset<Row> plan = FaceTables.plan(faces.table(), FaceTables.components(cells, pairs, job), job);
        assertThat(groups(plan)).isEqualTo(sources(groups(faces.records(), SimilaritySearch.exact(1))));
    }

    @Test
    void leavesOutPairsThatConnectNothingNewWhereVeryManyAreClose() {
        List<FaceRecord> records = SyntheticFaces.of(300, 6).records();
        SyntheticFaces faces = SyntheticFaces.of(300, 6);
        FaceJob all = FaceJob.builder(place.toString())
                .grouping(new Grouping.Faces(
                        OptionalDouble.of(-1), new Linkage.Complete(), OptionalDouble.empty(), OptionalDouble.empty()))
                .build();
        Dataset<Row> cells = FaceTables.cells(faces.table(), all);
        Dataset<Row> pairs = FaceTables.pairs(cells, all);
        assertThat(pairs.count()).isBetween(16L * records.size(), 17L * records.size());
        assertThat(FaceTables.components(cells, pairs, all).select("component").distinct().count()).isOne();
    }

    @Test
    void refusesAComponentThatIsTooLargeForOneTask() {
        SyntheticFaces faces = SyntheticFaces.of(20, 7).withEqual(30);
        assertThatThrownBy(() -> plan(faces.table(), job().largestComponent(29).build()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at most 29 faces that chains of close pairs connect")
                .hasMessageContaining("found 30 at a threshold of 0.9");
    }

    @Test
    void givesEmptyTablesForAnEmptyOne() {
        Dataset<Row> faces = SPARK.createDataFrame(List.<Row>of(), Schemas.FACES);
        Dataset<Row> plan = plan(faces, job().build());
        assertThat(plan.count()).isZero();
        assertThat(plan.columns()).isEqualTo(Schemas.PLAN.fieldNames());
    }

    @Test
    void refusesOneFaceTwice() {
        Dataset<Row> faces = SyntheticFaces.of(5, 8).table();
        assertThatThrownBy(() -> FaceTables.cells(faces.union(faces.limit(1)), job().build()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("each face once");
    }

    @Test
    void namesTheColumnThatIsMissing() {
        assertThatThrownBy(() -> FaceTables.faces(SPARK.range(3).toDF(), job().build()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the column path");
    }

    @Tag("slow")
    @Test
    void skipsFinishedStepsAndMakesOthersForOtherSettings() {
        Dataset<Row> faces = SyntheticFaces.of(200, 9).table();
        plan(faces, job().build());
        Map<String, FileTime> before = tables();
        plan(faces.repartition(5), job().build());
        assertThat(tables()).isEqualTo(before);
        FaceJob looser = FaceJob.builder(place.toString())
                .grouping((Grouping.Faces) Grouping.faces(0.8))
                .build();
        FaceTables.cells(faces, looser);
        assertThat(tables()).hasSizeGreaterThan(before.size()).containsAllEntriesOf(before);
    }

    /** When each table was finished. */
    private Map<String, FileTime> tables() {
        Map<String, FileTime> finished = new HashMap<>();
        try (Stream<Path> tables = Files.list(place)) {
            for (Path table : tables.toList()) {
                finished.put(
                        table.getFileName().toString(), Files.getLastModifiedTime(table.resolve("_facequality")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return finished;
    }

    @Tag("slow")
    @Test
    void givesTheSameTablesAfterKills() {
        Dataset<Row> faces = SyntheticFaces.of(200, 10).table();
        FaceJob whole = FaceJob.builder(place.resolve("whole").toString())
                .grouping(job().build().grouping())
                .exactLimit(100)
                .build();
        FaceJob killed = FaceJob.builder(place.resolve("killed").toString())
                .grouping(job().build().grouping())
                .exactLimit(100)
                .build();
        Random random = new Random(11);
        int kills = 0;
        for (boolean isDone = false; !isDone; ) {
            isDone = runs(faces, killed, 2 + random.nextInt(20));
            kills += isDone ? 0 : 1;
        }
        assertThat(kills).isPositive();
        assertThat(LocalSpark.sorted(plan(faces, killed))).isEqualTo(LocalSpark.sorted(plan(faces, whole)));
    }

    /** Kills all jobs when so many have started; says whether the run came to its end before. */
    private static boolean runs(Dataset<Row> faces, FaceJob job, int fatal) {
        AtomicInteger started = new AtomicInteger();
        SparkListener killer = new SparkListener() {
            @Override
            public void onJobStart(SparkListenerJobStart start) {
                if (started.incrementAndGet() >= fatal) {
                    SPARK.sparkContext().cancelAllJobs();
                }
            }
        };
        SPARK.sparkContext().addSparkListener(killer);
        try {
            plan(faces, job);
            return true;
        } catch (Exception e) {
            // Spark throws checked exceptions that its methods do not declare.
            assertThat(e).hasStackTraceContaining("cancelled");
            return false;
        } finally {
            SPARK.sparkContext().removeSparkListener(killer);
        }
    }
}
