package io.facequality.video.internal.tracks;

import io.facequality.Face;
import io.facequality.Image;
import io.facequality.ImageSource;
import io.facequality.internal.Workers;
import io.facequality.pipeline.FacePipeline;
import io.facequality.pipeline.FaceWork;
import io.facequality.pipeline.FaceWork.RecordedCrop;
import io.facequality.pipeline.internal.FrameName;
import io.facequality.video.Sampling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at frames in two speeds. Candidates come in at the fine step and are held back for one coarse step: the first of
 * them is looked at, and if there is a face, or one was followed, so are the others, several at once. What is looked at
 * depends on the frames alone, so that the results are the same for any number of threads. Confined.
 */
final class Watch implements AutoCloseable {

    private final String source;
    private final FacePipeline pipeline;
    private final Workers workers;
    private final Sampling sampling;
    private final Viewer viewer;
    private final List<Candidate> window = new ArrayList<>();
    private long windowNumber;
    private long looked;
    private long faces;
    private long cuts;

    Watch(String source, FacePipeline pipeline, int threads, Sampling sampling, Viewer viewer) {
        this.source = source;
        this.pipeline = pipeline;
        this.workers = new Workers(threads);
        this.sampling = sampling;
        this.viewer = viewer;
    }

    /** Is told what is seen, in the order of time. */
    interface Viewer {

        /** The scene changes. */
        void cut();

        /** A frame was looked at. */
        void saw(Duration time, List<Seen> faces);

        /** Whether somebody was seen since a time. */
        boolean follows(Duration since);
    }

    long looked() {
        return looked;
    }

    long faces() {
        return faces;
    }

    long cuts() {
        return cuts;
    }

    /** Takes a candidate over. */
    void accept(Candidate candidate) {
        long number = candidate.frame().time().dividedBy(sampling.coarse());
        if (number != windowNumber) {
            lookThrough();
            windowNumber = number;
        }
        window.add(candidate);
    }

    /** Looks at what was held back. */
    void finish() {
        lookThrough();
    }

    private void lookThrough() {
        if (window.isEmpty()) {
            return;
        }
        try {
            Duration begin = window.get(0).frame().time();
            if (viewer.follows(begin.minus(sampling.coarse()))) {
                show(look(window));
            } else {
                List<List<Seen>> first = look(window.subList(0, 1));
                boolean somebody = !first.get(0).isEmpty();
                List<List<Seen>> all = new ArrayList<>(first);
                if (somebody) {
                    all.addAll(look(window.subList(1, window.size())));
                }
                show(all);
            }
        } finally {
            close();
        }
    }

    private List<List<Seen>> look(List<Candidate> candidates) {
        List<Image> images = workers.run(candidates.size(), i -> candidates.get(i).frame().image());
        List<ImageSource> pictures = new ArrayList<>(candidates.size());
        for (int i = 0; i < images.size(); i++) {
            pictures.add(new ImageSource.Decoded(
                    new FrameName(source, candidates.get(i).frame().time()).name(), images.get(i)));
        }
        List<List<Seen>> seen = new ArrayList<>(candidates.size());
        pipeline.process(pictures, FaceWork.recordedWithCrops(), picture -> {
            int i = seen.size();
            List<Face<RecordedCrop>> found = picture.faces().match(some -> some, rejection -> List.of());
            seen.add(found.stream()
                    .map(face -> new Seen(
                            face.value().record(), candidates.get(i).frame().time(), face.value().face(),
                            images.get(i)))
                    .toList());
            faces += found.size();
        });
        looked += candidates.size();
        return seen;
    }

    /** Shows what was seen, with the cuts between; the last candidates may not have been looked at. */
    private void show(List<List<Seen>> seen) {
        for (int i = 0; i < window.size(); i++) {
            Candidate candidate = window.get(i);
            if (candidate.afterCut()) {
                cuts++;
                viewer.cut();
            }
            if (i < seen.size()) {
                viewer.saw(candidate.frame().time(), seen.get(i));
            }
        }
    }

    @Override
    public void close() {
        window.forEach(Candidate::close);
        window.clear();
    }
}
