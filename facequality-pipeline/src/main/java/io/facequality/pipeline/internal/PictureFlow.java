package io.facequality.pipeline.internal;

import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.pipeline.FaceCrop;
import io.facequality.pipeline.Picture;
import io.facequality.pipeline.Progress;
import io.facequality.pipeline.ProgressListener;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Reads pictures and judges their faces on several threads, and hands the results over in the pictures' order. */
public final class PictureFlow {

    /** Pictures that one worker reads before it runs the model on their faces together. */
    private static final int PICTURES_PER_CHUNK = 8;

    private final FaceReader reader;
    private final int threads;
    private final ProgressListener listener;
    private final int picturesPerChunk;

    public PictureFlow(FaceReader reader, int threads, ProgressListener listener) {
        this(reader, threads, listener, PICTURES_PER_CHUNK);
    }

    private PictureFlow(FaceReader reader, int threads, ProgressListener listener, int picturesPerChunk) {
        this.reader = reader;
        this.threads = threads;
        this.listener = listener;
        this.picturesPerChunk = picturesPerChunk;
    }

    /** The same, with someone who looks at every decoded picture. */
    public PictureFlow showing(FaceReader.Observer observer) {
        return new PictureFlow(reader.showing(observer), threads, listener, picturesPerChunk);
    }

    /** The same for a judge to whom a single picture is work enough, so that its result need not wait for others. */
    public PictureFlow oneByOne() {
        return new PictureFlow(reader, threads, listener, 1);
    }

    public <F> void run(List<ImageSource> pictures, Judge<F> judge, Consumer<? super Picture<F>> results) {
        Delivery<F> delivery = new Delivery<>(pictures.size(), results);
        new OrderedFlow(threads).run(chunks(pictures), chunk -> judged(chunk, judge), delivery::accept);
    }

    private Iterator<List<ImageSource>> chunks(List<ImageSource> pictures) {
        int size = pictures.size();
        return IntStream.iterate(0, from -> from < size, from -> from + picturesPerChunk)
                .mapToObj(from -> pictures.subList(from, Math.min(size, from + picturesPerChunk)))
                .iterator();
    }

    private <F> List<Picture<F>> judged(List<ImageSource> chunk, Judge<F> judge) {
        List<Outcome<List<FaceCrop>>> read = chunk.stream()
                .map(source -> reader.read(source, judge.identity()))
                .toList();
        List<FaceCrop> crops = read.stream().flatMap(outcome -> cropsOf(outcome).stream()).toList();
        Iterator<Outcome<F>> judgements = judge.judge(crops).iterator();
        return IntStream.range(0, chunk.size())
                .mapToObj(i -> new Picture<>(
                        chunk.get(i).id(), read.get(i).then(faces -> next(faces.size(), judgements))))
                .toList();
    }

    private static List<FaceCrop> cropsOf(Outcome<List<FaceCrop>> outcome) {
        return outcome instanceof Outcome.Ok<List<FaceCrop>> ok ? ok.value() : List.of();
    }

    /** The judgements of one picture's faces; one face that cannot be used takes the picture with it. */
    private static <F> Outcome<List<F>> next(int count, Iterator<Outcome<F>> judgements) {
        List<F> faces = new ArrayList<>(count);
        Outcome<List<F>> picture = Outcome.ok(faces);
        for (int i = 0; i < count; i++) {
            Outcome<F> judgement = judgements.next();
            picture = picture.then(all -> judgement.then(face -> {
                faces.add(face);
                return Outcome.ok(faces);
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
