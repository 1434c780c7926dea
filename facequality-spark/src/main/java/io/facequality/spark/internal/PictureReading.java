package io.facequality.spark.internal;

import io.facequality.ImageSource;
import io.facequality.internal.Sha256;
import io.facequality.pipeline.FaceFolder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.internal.NotedPicture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * Scores and embeds the faces of the pictures of a partition: rows of a source and a content in, rows of faces out. Some
 * pictures go through the model together. All tasks of a process share one budget of decoded bytes.
 *
 * @param settings how pictures are read
 */
record PictureReading(ReadingSettings settings) implements MapPartitionsFunction<Row, Row> {

    private static final long serialVersionUID = 1;

    private static final int PICTURES_AT_ONCE = 8;

    /** The encoded bytes of the pictures of a batch; a larger picture is a batch by itself. */
    private static final long BYTES_AT_ONCE = 64 << 20;

    @Override
    public Iterator<Row> call(Iterator<Row> pictures) {
        return new Faces(pictures, ExecutorPipelines.of(settings), settings.madeBy());
    }

    /** Reads a batch when its rows are asked for, so that no more than one is in memory. */
    private static final class Faces implements Iterator<Row> {

        private final Iterator<Row> pictures;
        private final FacePipeline pipeline;
        private final String madeBy;
        private final Queue<Row> ready = new ArrayDeque<>();

        Faces(Iterator<Row> pictures, FacePipeline pipeline, String madeBy) {
            this.pictures = pictures;
            this.pipeline = pipeline;
            this.madeBy = madeBy;
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && pictures.hasNext()) {
                readBatch();
            }
            return !ready.isEmpty();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no further face");
            }
            return ready.remove();
        }

        private void readBatch() {
            List<ImageSource> batch = new ArrayList<>();
            List<String> digests = new ArrayList<>();
            long bytes = 0;
            while (pictures.hasNext() && batch.size() < PICTURES_AT_ONCE && bytes < BYTES_AT_ONCE) {
                Row picture = pictures.next();
                // By place: a row that comes straight from another function knows no names.
                byte[] content = picture.getAs(1);
                batch.add(ImageSource.of(picture.getString(0), content));
                digests.add(Sha256.of(content));
                bytes += content.length;
            }
            List<NotedPicture> read = FaceFolder.readNoted(pipeline, batch);
            for (int i = 0; i < read.size(); i++) {
                ready.addAll(FaceRows.of(read.get(i), digests.get(i), madeBy));
            }
        }
    }
}
