package io.facequality.pipeline.internal;

import io.facequality.Face;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.ProgressListener;
import io.facequality.ProgressListener.Progress;
import io.facequality.pipeline.FacePipeline.Picture;
import io.facequality.pipeline.FaceWork.FaceCrop;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads pictures and scores their faces on several threads, and hands the results over in the pictures' order. */
public final class PictureFlow {

    private final FaceReader reader;
    private final int threads;
    private final ProgressListener listener;

    public PictureFlow(FaceReader reader, int threads, ProgressListener listener) {
        this.reader = reader;
        this.threads = threads;
        this.listener = listener;
    }

    /** The same, with someone who looks at every decoded picture. */
    public PictureFlow showing(FaceReader.Observer observer) {
        return new PictureFlow(reader.showing(observer), threads, listener);
    }

    /** The same, which tells nobody of progress. */
    PictureFlow quiet() {
        return new PictureFlow(reader, threads, ProgressListener.none());
    }

    int threads() {
        return threads;
    }

    /**
     * Runs all pictures.
     *
     * @param picturesAtOnce how many one worker reads before their faces are scored together; a result waits for those
     */
    public <F> void run(
            List<ImageSource> pictures, FaceStep<F> step, int picturesAtOnce, Consumer<? super Picture<F>> results) {
        Delivery<F> delivery = new Delivery<>(pictures.size(), results);
        new OrderedFlow(threads)
                .run(chunks(pictures, picturesAtOnce), chunk -> results(chunk, step), delivery::accept);
    }

    private Iterator<List<ImageSource>> chunks(List<ImageSource> pictures, int picturesPerChunk) {
        int size = pictures.size();
        return IntStream.iterate(0, from -> from < size, from -> from + picturesPerChunk)
                .mapToObj(from -> pictures.subList(from, Math.min(size, from + picturesPerChunk)))
                .iterator();
    }

    /** Looks at one picture, on the calling thread; nobody is told of progress. */
    public <F> Outcome<List<Face<F>>> look(ImageSource picture, FaceStep<F> step) {
        return results(List.of(picture), step).get(0).faces();
    }

    private <F> List<Picture<F>> results(List<ImageSource> chunk, FaceStep<F> step) {
        List<Outcome<List<FaceCrop>>> read = chunk.stream()
                .map(source -> reader.read(source, step.identity(), step.reports()))
                .toList();
        List<FaceCrop> crops = read.stream()
                .flatMap(outcome -> outcome.<Stream<FaceCrop>>match(List::stream, rejection -> Stream.empty()))
                .toList();
        Iterator<Outcome<F>> results = step.apply(crops).iterator();
        return IntStream.range(0, chunk.size())
                .mapToObj(i -> new Picture<>(chunk.get(i).id(), read.get(i).then(faces -> next(faces, results))))
                .toList();
    }

    /** The results of one picture's faces; one face that cannot be used takes the picture with it. */
    private static <F> Outcome<List<Face<F>>> next(List<FaceCrop> crops, Iterator<Outcome<F>> results) {
        List<Face<F>> faces = new ArrayList<>(crops.size());
        Outcome<List<Face<F>>> picture = Outcome.ok(faces);
        for (FaceCrop crop : crops) {
            Outcome<F> result = results.next();
            picture = picture.then(all -> result.map(value -> {
                faces.add(new Face<>(crop.id(), crop.detection(), value));
                return faces;
            }));
        }
        return picture;
    }

    /** Hands results over and counts them, on the calling thread. */
    private final class Delivery<F> {

        private final long total;
        private final Consumer<? super Picture<F>> results;
        private long done;
        private long rejected;

        Delivery(long total, Consumer<? super Picture<F>> results) {
            this.total = total;
            this.results = results;
        }

        void accept(List<Picture<F>> pictures) {
            for (Picture<F> picture : pictures) {
                results.accept(picture);
                done++;
                if (picture.faces() instanceof Outcome.Rejected) {
                    rejected++;
                }
                listener.onProgress(new Progress(Progress.Stage.READING, done, total, rejected));
            }
        }
    }
}
