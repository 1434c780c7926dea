package io.facequality.spark;

import io.facequality.Embedding;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.ModelId;
import io.facequality.QualityScore;
import io.facequality.internal.Sha256;
import io.facequality.spark.internal.Schemas;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Faces without pictures: near-duplicates of random directions, as records and as the rows of a table. */
final class SyntheticFaces {

    static final double THRESHOLD = 0.9;

    private static final ModelId MODEL = ModelId.ofCode("synthetic", "1");
    private static final int DIMENSION = 64;

    private final List<FaceRecord> records = new ArrayList<>();
    private final Random random;

    private SyntheticFaces(long seed) {
        this.random = new Random(seed);
    }

    /** Groups of one to three near-duplicates, whose names do not show which belong together. */
    static SyntheticFaces of(int count, long seed) {
        SyntheticFaces faces = new SyntheticFaces(seed);
        List<float[]> embeddings = new ArrayList<>();
        while (embeddings.size() < count) {
            float[] direction = faces.gaussian(1);
            for (int copies = 1 + faces.random.nextInt(3); copies > 0 && embeddings.size() < count; copies--) {
                embeddings.add(faces.near(direction));
            }
        }
        Collections.shuffle(embeddings, faces.random);
        embeddings.forEach(faces::add);
        return faces;
    }

    /** The same with so many further faces of one embedding, equal in every bit. */
    SyntheticFaces withEqual(int count) {
        float[] embedding = gaussian(1);
        for (int i = 0; i < count; i++) {
            add(embedding);
        }
        return this;
    }

    private float[] gaussian(double deviation) {
        float[] values = new float[DIMENSION];
        for (int d = 0; d < DIMENSION; d++) {
            values[d] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    private float[] near(float[] direction) {
        float[] values = gaussian(0.15);
        for (int d = 0; d < DIMENSION; d++) {
            values[d] += direction[d];
        }
        return values;
    }

    private void add(float[] embedding) {
        // Names in an order of their own: UTF-16 and UTF-8 order the last two letters differently.
        String[] scripts = {"b", "a", "\uFF5E", "\uD83D\uDE00"};
        String source = scripts[records.size() % scripts.length] + "/" + random.nextInt(1_000_000) + "-" + records.size() + ".jpg";
        records.add(new FaceRecord(
                new FaceId(source, 0), Sha256.of(source), Optional.empty(),
                new QualityScore(random.nextDouble(), MODEL), Embedding.copyOf(embedding), MODEL));
    }

    List<FaceRecord> records() {
        return records;
    }

    Dataset<Row> table() {
        List<Row> rows = records.stream().map(SyntheticFaces::row).toList();
        return LocalSpark.session().createDataFrame(rows, Schemas.FACES).repartition(3);
    }

    private static Row row(FaceRecord face) {
        float[] values = face.embedding().toArray();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        Row model = RowFactory.create(MODEL.name(), MODEL.version(), MODEL.sha256());
        return RowFactory.create(
                face.id().source(), face.pictureSha256(), "test", "ok", null, null, face.id().face(), null, null, null,
                face.quality().value(), model, bytes.array(), model, null, null);
    }
}
