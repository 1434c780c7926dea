package io.facequality.video.internal.tracks;

import io.facequality.video.Sampling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at frames in two speeds. Candidates come in at the fine step and are held back for one coarse step: the first of
 * them is looked at, and if there is a face, or one was followed, so are the others, several at once. What is looked at
 * depends on the frames alone, so that the results are the same for any number of threads. Confined.
 *
 * @param <F> what is seen of a face
 */
final class Watch<F> implements AutoCloseable {

    private final Sampling sampling;
    private final Looker<F> looker;
    private final Viewer<F> viewer;
    private final List<Candidate> window = new ArrayList<>();
    private long windowNumber;
    private long looked;
    private long faces;
    private long cuts;

    Watch(Sampling sampling, Looker<F> looker, Viewer<F> viewer) {
        this.sampling = sampling;
        this.looker = looker;
        this.viewer = viewer;
    }

    /** Finds faces in frames. */
    @FunctionalInterface
    interface Looker<F> {

        /** What is seen in each, in their order. */
        List<List<F>> look(List<Candidate> candidates);
    }

    /** Is told what is seen, in the order of time. */
    interface Viewer<F> {

        /** The scene changes. */
        void cut();

        /** A frame was looked at. */
        void saw(Duration time, List<F> faces);

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
                List<List<F>> first = look(window.subList(0, 1));
                boolean somebody = !first.get(0).isEmpty();
                List<List<F>> all = new ArrayList<>(first);
                if (somebody) {
                    all.addAll(look(window.subList(1, window.size())));
                }
                show(all);
            }
        } finally {
            close();
        }
    }

    private List<List<F>> look(List<Candidate> candidates) {
        List<List<F>> seen = looker.look(candidates);
        looked += candidates.size();
        seen.forEach(found -> faces += found.size());
        return seen;
    }

    /** Shows what was seen, with the cuts between; the last candidates may not have been looked at. */
    private void show(List<List<F>> seen) {
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
