package io.facequality.spark.internal;

import io.facequality.DetectedFace;
import io.facequality.DetectedFace.Box;
import io.facequality.DetectedFace.Landmarks;
import io.facequality.DetectedFace.Landmarks.Point;
import io.facequality.Embedding;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.ModelId;
import io.facequality.Outcome.Rejection;
import io.facequality.QualityScore;
import io.facequality.group.PictureGrouper.PerceptualHash;
import io.facequality.group.internal.Miniature;
import io.facequality.images.internal.CaptureMetadata;
import io.facequality.pipeline.internal.NotedPicture;
import io.facequality.pipeline.internal.PictureNotes;
import io.facequality.pipeline.internal.PictureNotes.Note;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Faces as rows of a table, and rows as faces. */
public final class FaceRows {

    static final String OK = "ok";
    static final String REFUSED = "refused";

    private static final int POINTS = 5;

    private FaceRows() {}

    /** The rows of a picture. */
    static List<Row> of(NotedPicture picture, String sha256, String madeBy) {
        return picture.faces().match(
                faces -> IntStream.range(0, faces.size())
                        .mapToObj(i -> row(faces.get(i), picture.notes().orElseThrow(), i, madeBy))
                        .toList(),
                rejection -> List.of(refusal(picture.source(), sha256, madeBy, rejection)));
    }

    /** The row of a picture that cannot be used. */
    static Row refusal(String source, @Nullable String sha256, String madeBy, Rejection rejection) {
        return refusal(source, sha256, madeBy, rejection.cause().name(), rejection.message());
    }

    private static Row refusal(String source, @Nullable String sha256, String madeBy, String cause, String reason) {
        return RowFactory.create(
                source, sha256, madeBy, REFUSED, cause, reason, null, null, null, null, null, null, null, null, null,
                null);
    }

    private static Row row(FaceRecord face, NotedPicture.Notes notes, int place, String madeBy) {
        Optional<DetectedFace> detection = face.detection();
        return RowFactory.create(
                face.id().source(),
                face.pictureSha256(),
                madeBy,
                OK,
                null,
                null,
                face.id().face(),
                detection.map(found -> box(found.box())).orElse(null),
                detection.map(found -> landmarks(found.landmarks())).orElse(null),
                detection.map(DetectedFace::confidence).orElse(null),
                face.quality().value(),
                model(face.quality().model()),
                Floats.toBytes(face.embedding().toArray()),
                model(face.embedder()),
                picture(notes.picture(), notes.damage()),
                notes.miniatures().get(place).toBytes());
    }

    private static Row box(Box box) {
        return RowFactory.create(box.left(), box.top(), box.width(), box.height());
    }

    private static double[] landmarks(Landmarks landmarks) {
        return landmarks.points().stream()
                .flatMapToDouble(point -> DoubleStream.of(point.x(), point.y()))
                .toArray();
    }

    private static Row model(ModelId model) {
        return RowFactory.create(model.name(), model.version(), model.sha256());
    }

    private static Row picture(Note note, Optional<String> damage) {
        return RowFactory.create(
                note.hash().toString(),
                note.pixels(),
                note.bars(),
                note.capture().taken().map(LocalDateTime::toString).orElse(null),
                note.capture().camera().orElse(null),
                note.bytes(),
                damage.orElse(null),
                note.raw());
    }

    /** Reads a row of a face that can be used. */
    static FaceRecord face(Row row) {
        return new FaceRecord(
                new FaceId(row.getAs("source"), row.<Integer>getAs("face")),
                row.getAs("content_sha256"),
                detection(row),
                new QualityScore(row.<Double>getAs("quality"), modelOf(row.getAs("quality_model"))),
                Embedding.copyOf(Floats.ofBytes(row.getAs("embedding"))),
                modelOf(row.getAs("embedding_model")));
    }

    static ModelId modelOf(Row row) {
        return new ModelId(row.getString(0), row.getString(1), row.getString(2));
    }

    private static Optional<DetectedFace> detection(Row row) {
        Row box = row.getAs("box");
        if (box == null) {
            return Optional.empty();
        }
        List<Double> numbers = row.getList(row.fieldIndex("landmarks"));
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            points.add(new Point(numbers.get(2 * i), numbers.get(2 * i + 1)));
        }
        return Optional.of(new DetectedFace(
                new Box(box.getDouble(0), box.getDouble(1), box.getDouble(2), box.getDouble(3)),
                new Landmarks(points.get(0), points.get(1), points.get(2), points.get(3), points.get(4)),
                row.<Double>getAs("confidence")));
    }

    /** Remembers what a row says of a face and its picture; returns what is damaged in it. */
    static Optional<String> note(Row row, FaceId face, PictureNotes notes) {
        byte[] miniature = row.getAs("miniature");
        if (miniature != null) {
            notes.put(face, Miniature.ofBytes(miniature));
        }
        Row picture = row.getAs("picture");
        if (picture == null) {
            return Optional.empty();
        }
        notes.put(
                face.source(),
                new Note(
                        PerceptualHash.parse(picture.getAs("hash")),
                        picture.<Long>getAs("pixels"),
                        picture.<Boolean>getAs("bars"),
                        new CaptureMetadata(
                                Optional.ofNullable(picture.<String>getAs("taken")).map(LocalDateTime::parse),
                                Optional.ofNullable(picture.<String>getAs("camera"))),
                        picture.<Long>getAs("bytes"),
                        picture.<Boolean>getAs("raw")));
        return Optional.ofNullable(picture.getAs("damage"));
    }
}
