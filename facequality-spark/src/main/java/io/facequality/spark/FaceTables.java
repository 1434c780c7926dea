package io.facequality.spark;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.spark.internal.CellsStep;
import io.facequality.spark.internal.ComponentsStep;
import io.facequality.spark.internal.FacesStep;
import io.facequality.spark.internal.PairsStep;
import io.facequality.spark.internal.PlanStep;
import io.facequality.spark.internal.ReadingSettings;
import io.facequality.spark.internal.StepTables;
import io.facequality.spark.internal.TelemetryCheck;
import java.util.Arrays;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The work on a cluster, step by step. Each step takes tables and writes one as Parquet below the {@linkplain
 * FaceJob#builder place} of its job, in a folder that is named after the step and an id: a digest of the settings, the
 * models, the version and the rows that went in. So a step that is finished is skipped when it is asked for again, one
 * that was killed is done again, and other settings make another table. Nothing is deleted.
 *
 * <p>The tables are the same for any number of partitions and executors; groups and decisions are those of one machine.
 *
 * <p>{@link #plan(Dataset, FaceJob)} takes all steps.
 */
public final class FaceTables {

    private FaceTables() {}

    /**
     * Reads pictures, and scores and embeds their faces. Each executor opens the models once for all of its tasks. A
     * picture whose content an earlier table of the same place, models and settings holds is not read again.
     *
     * @param pictures the columns {@code path}, {@code modificationTime}, {@code length} and {@code content} of Spark's
     *     format {@code binaryFile}
     * @param job the settings
     * @return one row for each face, and one for each picture that cannot be used, with its cause; embeddings are binary,
     *     little-endian numbers of 32 bits
     * @throws InvalidInputException if the executors would crash, or a column is missing
     */
    public static Dataset<Row> faces(Dataset<Row> pictures, FaceJob job) {
        requireColumns(pictures, "pictures", "path", "modificationTime", "length", "content");
        TelemetryCheck.require(pictures.sparkSession());
        ReadingSettings settings = ReadingSettings.of(job.crop(), job.limits(), job.model());
        job.modelFile().ifPresent(file -> pictures.sparkSession().sparkContext().addFile(file.toUri().toString()));
        return new FacesStep(tables(pictures, job), settings, job.root()).faces(pictures);
    }

    /**
     * Puts faces into cells: all into one up to 50,000 faces; beyond, each into those of about √n cells whose centers are
     * nearest.
     *
     * @param faces a table of faces, or some of its rows
     * @param job the settings
     * @return a row for each distinct embedding and cell, and one without a cell for each further face of an embedding;
     *     {@code search} says how much of the close pairs a sample shows to be found
     * @throws InvalidInputException if the embeddings are of several models, or a threshold or a calibration is missing
     *     and none is known
     */
    public static Dataset<Row> cells(Dataset<Row> faces, FaceJob job) {
        requireColumns(faces, "faces", "source", "face", "status", "embedding", "embedding_model");
        return new CellsStep(tables(faces, job), job.grouping(), job.recall(), job.exactLimit()).cells(faces);
    }

    /**
     * Compares the faces of each cell.
     *
     * @param cells a table of cells
     * @param job the settings
     * @return a row for each close pair, by the faces' {@code id}s; where a cell has more than 16 for each face, those
     *     that connect nothing new are left out
     */
    public static Dataset<Row> pairs(Dataset<Row> cells, FaceJob job) {
        requireColumns(cells, "cells", "id", "original", "cell", "cells", "unit", "self", "threshold");
        return new PairsStep(tables(cells, job), job.block()).pairs(cells);
    }

    /**
     * Finds what chains of close pairs connect.
     *
     * @param cells the table of cells that the pairs are of
     * @param pairs a table of pairs
     * @param job the settings
     * @return a row for each face, with the {@code component} that it is in
     */
    public static Dataset<Row> components(Dataset<Row> cells, Dataset<Row> pairs, FaceJob job) {
        requireColumns(cells, "cells", "source", "face", "id", "cell", "cells", "threshold", "search");
        requireColumns(pairs, "pairs", "first", "second");
        return new ComponentsStep(tables(cells, job), job.pairsOnDriver()).components(cells, pairs);
    }

    /**
     * Makes groups of each component and chooses among their faces, by the code that does so on one machine: near-duplicates,
     * or people, of whom each chain of faces that are alike at all is one component.
     *
     * @param faces the table of faces that the components are of
     * @param components a table of components
     * @param job the settings
     * @return a row for each face: its group, whether it is kept, why, and the group's widest pair
     * @throws InvalidInputException if a component is too large
     */
    public static Dataset<Row> plan(Dataset<Row> faces, Dataset<Row> components, FaceJob job) {
        requireColumns(faces, "faces", "source", "face", "status", "embedding", "quality", "picture", "miniature");
        requireColumns(components, "components", "source", "face", "id", "component", "threshold", "search");
        return new PlanStep(tables(faces, job), job.grouping(), job.keep(), job.largestComponent())
                .plan(faces, components);
    }

    /**
     * Takes all steps, from pictures to decisions.
     *
     * @param pictures as for {@link #faces}
     * @param job the settings
     * @return the plan
     */
    public static Dataset<Row> plan(Dataset<Row> pictures, FaceJob job) {
        Dataset<Row> faces = faces(pictures, job);
        Dataset<Row> cells = cells(faces, job);
        return plan(faces, components(cells, pairs(cells, job), job), job);
    }

    private static StepTables tables(Dataset<Row> rows, FaceJob job) {
        return new StepTables(rows.sparkSession(), job.place());
    }

    private static void requireColumns(Dataset<Row> table, String name, String... columns) {
        for (String column : columns) {
            if (!Arrays.asList(table.columns()).contains(column)) {
                throw InvalidInputException.ofValue(
                        "the table of " + name, "the column " + column, String.join(", ", table.columns()));
            }
        }
    }
}
