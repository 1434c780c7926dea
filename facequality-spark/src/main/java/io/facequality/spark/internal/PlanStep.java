package io.facequality.spark.internal;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.desc;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.Keep;
import io.facequality.pipeline.Grouping;
import io.facequality.pipeline.internal.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Components to decisions: a row for each face, with its group, what becomes of it, and why.
 *
 * @param tables where tables are kept
 * @param grouping how components become groups
 * @param keep how many faces of a group are kept; empty for the best copy
 * @param mostFaces how many faces a component may have, since one task takes it whole
 */
public record PlanStep(StepTables tables, Grouping grouping, Optional<Keep> keep, int mostFaces) {

    private static final StructType NAMES = Schemas.table(Schemas.whole("first"), Schemas.text("group"));
    private static final int FEWEST_DIGITS = 4;

    public Dataset<Row> plan(Dataset<Row> faces, Dataset<Row> components) {
        Dataset<Row> usable = faces.filter(col("status").equalTo(FaceRows.OK));
        ChoiceSettings settings = ChoiceSettings.of(grouping, keep, usable);
        String id = StepTables.id(
                Version.current(),
                settings,
                StepTables.fingerprint(usable, Schemas.FACES.fieldNames()),
                StepTables.fingerprint(components, Schemas.COMPONENTS.fieldNames()));
        return tables.step("plan-" + id, Schemas.PLAN, () -> {
            requireFit(components);
            return named(tables.step("choices-" + id, Schemas.CHOICES, () -> choices(usable, components, settings)));
        });
    }

    private void requireFit(Dataset<Row> components) {
        List<Row> largest = components.groupBy("component").count().orderBy(desc("count"), col("component")).limit(1).collectAsList();
        if (!largest.isEmpty() && largest.get(0).getLong(1) > mostFaces) {
            Row first = components.filter(col("id").equalTo(largest.get(0).getLong(0))).head();
            throw new InvalidInputException(new Problem(
                    "cannot choose among the faces",
                    "the component of face " + first.getAs("face") + " of " + first.getAs("source"),
                    "at most " + mostFaces + " faces that chains of close pairs connect",
                    largest.get(0).getLong(1) + " at a threshold of " + first.getAs("threshold"),
                    (grouping instanceof Grouping.People
                                    ? "Use a model that tells people apart better"
                                    : "Leave equal files out, take a higher threshold")
                            + ", or let a component be larger if executors have the memory."));
        }
    }

    private Dataset<Row> choices(Dataset<Row> usable, Dataset<Row> components, ChoiceSettings settings) {
        int partitions = Integer.parseInt(tables.spark().conf().get("spark.sql.shuffle.partitions"));
        return usable.join(components, new String[] {"source", "face"})
                .repartition(partitions, col("component"))
                .sortWithinPartitions("component", "id")
                .mapPartitions(
                        (MapPartitionsFunction<Row, Row>) rows -> new Runs(
                                rows,
                                (one, other) -> one.getAs("component").equals(other.getAs("component")),
                                component -> ComponentChoice.rows(component, settings)),
                        Encoders.row(Schemas.CHOICES));
    }

    /** Groups have the names that they have on one machine: those of a kind are numbered. */
    private Dataset<Row> named(Dataset<Row> choices) {
        Dataset<Row> groups = choices.select("kind", "numbered_by", "first_of_group").distinct();
        Map<String, Long> counts = groups.groupBy("kind").count().collectAsList().stream()
                .collect(Collectors.toMap(row -> row.getString(0), row -> row.getLong(1)));
        int digits = Math.max(FEWEST_DIGITS, Long.toString(counts.getOrDefault("group", 0L)).length());
        Map<String, Long> before = counts.keySet().stream()
                .collect(Collectors.toMap(kind -> kind, kind -> countBefore(kind, counts)));
        Dataset<Row> names = tables.spark()
                .createDataFrame(
                        groups.orderBy("kind", "numbered_by")
                                .javaRDD()
                                .zipWithIndex()
                                .map(row -> RowFactory.create(
                                        row._1.get(2),
                                        name(
                                                row._1.getString(0),
                                                row._2 + 1 - Objects.requireNonNull(before.get(row._1.getString(0))),
                                                digits))),
                        NAMES);
        return choices.join(names, col("first_of_group").equalTo(col("first")))
                .select(Arrays.stream(Schemas.PLAN.fieldNames()).map(name -> col(name)).toArray(Column[]::new));
    }

    private static long countBefore(String kind, Map<String, Long> counts) {
        return counts.entrySet().stream()
                .filter(other -> other.getKey().compareTo(kind) < 0)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static String name(String kind, long number, int digits) {
        return String.format(Locale.ROOT, "%s-%0" + digits + "d", kind, number);
    }
}
