package io.facequality.examples;

import io.facequality.spark.FaceJob;
import io.facequality.spark.FaceTables;
import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A job for spark-submit: goes from a folder of pictures to a table that says which faces to keep. */
public final class FacesOnSpark {

    private FacesOnSpark() {}

    /**
     * Writes the tables of a run, or as many as are missing, and prints how many faces are kept.
     *
     * @param arguments the folder with the pictures, and the folder for the tables
     * @throws IOException if Spark cannot be ended
     */
    public static void main(String[] arguments) throws IOException {
        try (SparkSession spark = SparkSession.builder().appName("facequality").getOrCreate()) {
            Dataset<Row> pictures = spark.read()
                    .format("binaryFile")
                    .option("recursiveFileLookup", "true")
                    .load(arguments[0]);
            FaceJob job = FaceJob.builder(arguments[1]).root(arguments[0]).build();
            Dataset<Row> plan = FaceTables.plan(pictures, job);
            System.out.println(plan.filter("kept").count() + " of " + plan.count() + " faces are kept");
        }
    }
}
