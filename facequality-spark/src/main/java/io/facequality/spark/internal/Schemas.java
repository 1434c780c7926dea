package io.facequality.spark.internal;

import java.util.Arrays;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of the tables. Any column may be null, as in every Parquet file that Spark reads. */
public final class Schemas {

    static final StructType MODEL =
            table(text("name"), text("version"), text("sha256"));

    static final StructType BOX = table(real("left"), real("top"), real("width"), real("height"));

    /** What was noted of a picture. */
    static final StructType PICTURE = table(
            text("hash"), whole("pixels"), flag("bars"), text("taken"), text("camera"), whole("bytes"), flag("raw"),
            text("damage"));

    /** A row for each face, and one for each picture that cannot be used. */
    public static final StructType FACES = table(
            text("source"),
            text("content_sha256"),
            text("made_by"),
            text("status"),
            text("cause"),
            text("reason"),
            number("face"),
            column("box", BOX),
            column("landmarks", DataTypes.createArrayType(DataTypes.DoubleType)),
            real("confidence"),
            real("quality"),
            column("quality_model", MODEL),
            bytes("embedding"),
            column("embedding_model", MODEL),
            column("picture", PICTURE),
            bytes("miniature"));

    /** A row for each face that can be used, in the order of their ids. */
    static final StructType NUMBERS = table(
            text("source"), number("face"), whole("id"), whole("original"), number("number"), real("self"));

    /** A row for each distinct embedding. */
    static final StructType VECTORS =
            table(text("source"), number("face"), whole("id"), number("number"), bytes("unit"));

    /** A row for each cell, and in each how the search is done; a single row without a center where all is one cell. */
    static final StructType CENTERS = table(
            number("cell"), bytes("center"), column("margin", DataTypes.FloatType), number("most"), text("search"));

    /** A row for each cell of a distinct embedding, and a row without a cell for each further face that has it. */
    public static final StructType CELLS = table(
            text("source"),
            number("face"),
            whole("id"),
            whole("original"),
            number("cell"),
            column("cells", DataTypes.createArrayType(DataTypes.IntegerType)),
            bytes("unit"),
            real("self"),
            real("threshold"),
            text("search"));

    /** A row for each close pair. */
    public static final StructType PAIRS = table(whole("first"), whole("second"), real("similarity"));

    /** A row for each face that can be used. */
    public static final StructType COMPONENTS = table(
            text("source"), number("face"), whole("id"), whole("component"), real("threshold"), text("search"));

    /** A row for each face, before the groups have names. */
    static final StructType CHOICES = table(
            whole("first_of_group"),
            text("kind"),
            whole("numbered_by"),
            text("source"),
            number("face"),
            text("content_sha256"),
            real("quality"),
            flag("kept"),
            text("reason"),
            text("copy_of_source"),
            number("copy_of_face"),
            real("distance_to_representative"),
            real("distance_to_nearest_kept"),
            text("widest_first_source"),
            number("widest_first_face"),
            text("widest_second_source"),
            number("widest_second_face"),
            real("widest_similarity"),
            text("objective"),
            text("chosen_by"),
            text("search"));

    /** A row for each face. */
    public static final StructType PLAN = withGroupName();

    private Schemas() {}

    private static StructType withGroupName() {
        StructField[] fields = Arrays.copyOfRange(CHOICES.fields(), 2, CHOICES.length());
        fields[0] = text("group");
        return table(fields);
    }

    static StructType table(StructField... fields) {
        return DataTypes.createStructType(Arrays.asList(fields));
    }

    static StructField text(String name) {
        return column(name, DataTypes.StringType);
    }

    static StructField number(String name) {
        return column(name, DataTypes.IntegerType);
    }

    static StructField whole(String name) {
        return column(name, DataTypes.LongType);
    }

    static StructField real(String name) {
        return column(name, DataTypes.DoubleType);
    }

    static StructField flag(String name) {
        return column(name, DataTypes.BooleanType);
    }

    static StructField bytes(String name) {
        return column(name, DataTypes.BinaryType);
    }

    static StructField column(String name, DataType type) {
        return DataTypes.createStructField(name, type, true);
    }
}
