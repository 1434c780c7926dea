package io.facequality.spark.internal;

import io.facequality.Embedding;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.ModelId;
import io.facequality.group.DefaultThresholds;
import io.facequality.group.PersonCalibration;
import io.facequality.group.internal.people.PeopleFinder;
import io.facequality.pipeline.Grouping;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * What is compared of faces, and from which similarity on two may come together.
 *
 * @param faces the columns source, face, embedding and embedding_model of all that can be used
 * @param threshold the smallest similarity of a close pair
 */
record ComparedFaces(Dataset<Row> faces, double threshold) {

    private static final StructType DIRECTIONS = Schemas.table(
            Schemas.text("source"), Schemas.number("face"), Schemas.bytes("embedding"),
            Schemas.column("embedding_model", Schemas.MODEL));

    static ComparedFaces of(Dataset<Row> usable, Grouping grouping) {
        if (grouping instanceof Grouping.People people) {
            PersonCalibration calibration = calibration(usable, people);
            return new ComparedFaces(directions(usable, calibration), PeopleFinder.leastSimilarity(calibration));
        }
        Optional<ModelId> model = onlyModel(usable, "embedding_model", "embeddings");
        return new ComparedFaces(usable, ((Grouping.Faces) grouping).threshold().orElseGet(() -> model.isEmpty()
                ? 1
                : DefaultThresholds.nearDuplicate(model.get()).similarity()));
    }

    /** The calibration for the models that made the faces. */
    static PersonCalibration calibration(Dataset<Row> usable, Grouping.People people) {
        Optional<ModelId> embedder = onlyModel(usable, "embedding_model", "embeddings");
        Optional<ModelId> scorer = onlyModel(usable, "quality_model", "qualities");
        return people.calibration().orElseGet(() -> embedder.isEmpty()
                ? PersonCalibration.embedded()
                : PersonCalibration.of(embedder.get(), scorer.orElseThrow()));
    }

    private static Optional<ModelId> onlyModel(Dataset<Row> usable, String column, String what) {
        List<ModelId> models = usable.select(column).distinct().collectAsList().stream()
                .map(row -> FaceRows.modelOf(row.getStruct(0)))
                .sorted(Comparator.comparing(ModelId::toString))
                .toList();
        if (models.size() > 1) {
            throw InvalidInputException.ofValue(
                    "the table of faces", what + " of one model", models.get(0) + " and " + models.get(1));
        }
        return models.stream().findFirst();
    }

    private static Dataset<Row> directions(Dataset<Row> usable, PersonCalibration calibration) {
        float[] center = calibration.space().center().toArray();
        return usable.select("source", "face", "embedding", "embedding_model")
                .map((MapFunction<Row, Row>) row -> direction(row, center), Encoders.row(DIRECTIONS));
    }

    private static Row direction(Row row, float[] center) {
        Embedding embedding = Embedding.copyOf(Floats.ofBytes(row.getAs("embedding")));
        return RowFactory.create(
                row.get(0), row.get(1), Floats.toBytes(PeopleFinder.direction(embedding, center)), row.get(3));
    }
}
