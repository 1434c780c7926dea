package io.facequality.video.internal.tracks;

import io.facequality.internal.Interrupts;
import io.facequality.internal.WorkerThreads;
import io.facequality.internal.Workers;
import io.facequality.pipeline.FacePipeline;
import io.facequality.video.Footage;
import io.facequality.video.Sampling;
import io.facequality.video.Track;
import io.facequality.video.VideoFacts;
import io.facequality.video.internal.media.Frame;
import io.facequality.video.internal.media.FrameReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Follows the faces of one video or stream from its first frame to its last. Confined. */
public final class Following implements AutoCloseable {

    private final String source;
    private final Settings settings;
    private final Sampling sampling;
    private final Tracker tracker;
    private final Watch<Seen> watch;
    private final List<Track> tracks = new ArrayList<>();

    /**
     * Begins.
     *
     * @param source what the video is called
     * @param threads how many frames are looked at at once
     * @param store keeps the pictures of tracks that have ended
     * @param ended is told of each track when it ends
     */
    public Following(
            String source,
            FacePipeline pipeline,
            int threads,
            Sampling sampling,
            Settings settings,
            ShotStore store,
            Consumer<? super Track> ended) {
        this.source = source;
        this.settings = settings;
        this.sampling = sampling;
        this.tracker = new Tracker(source, settings, store, track -> {
            tracks.add(track);
            ended.accept(track);
        });
        FrameLooks looks = new FrameLooks(source, new Workers(threads));
        this.watch = new Watch<>(sampling, candidates -> looks.seen(pipeline, candidates), new Watch.Viewer<>() {
            @Override
            public void cut() {
                tracker.end(Track.End.CUT);
            }

            @Override
            public void saw(Duration time, List<Seen> faces) {
                tracker.look(time, faces);
            }

            @Override
            public boolean follows(Duration since) {
                return tracker.follows(since);
            }
        });
    }

    /** Which frames are worth keeping until they are looked at. */
    public Intake intake() {
        return new Intake();
    }

    /** Takes pushed frames. */
    public final class Intake {

        private final CandidateReader candidates = new CandidateReader(new NoFrames(), sampling);

        private Intake() {}

        /** Takes a frame over. */
        public void accept(Frame frame) {
            candidates.taken(frame).ifPresent(watch::accept);
        }
    }

    /** Follows all frames of a reader, which decodes on a thread of its own, a little ahead. */
    public void follow(FrameReader reader) {
        forEachCandidate(reader, sampling, watch::accept);
    }

    static void forEachCandidate(FrameReader reader, Sampling sampling, Consumer<Candidate> taker) {
        int ahead = (int) Math.max(2, Math.min(64, 2 * sampling.coarse().dividedBy(sampling.fine())));
        BlockingQueue<Optional<Candidate>> queue = new ArrayBlockingQueue<>(ahead);
        try (WorkerThreads decoding = new WorkerThreads(1)) {
            Future<Boolean> decoded = decoding.submit(() -> decode(new CandidateReader(reader, sampling), queue));
            for (Optional<Candidate> next = taken(queue); next.isPresent(); next = taken(queue)) {
                taker.accept(next.get());
            }
            WorkerThreads.result(decoded);
        } finally {
            queue.forEach(candidate -> candidate.ifPresent(Candidate::close));
        }
    }

    private static boolean decode(CandidateReader candidates, BlockingQueue<Optional<Candidate>> queue)
            throws InterruptedException {
        try {
            for (Optional<Candidate> next = candidates.next(); next.isPresent(); next = candidates.next()) {
                put(next, queue);
            }
            return true;
        } finally {
            queue.put(Optional.empty());
        }
    }

    private static void put(Optional<Candidate> candidate, BlockingQueue<Optional<Candidate>> queue)
            throws InterruptedException {
        try {
            queue.put(candidate);
        } catch (InterruptedException e) {
            candidate.ifPresent(Candidate::close);
            throw e;
        }
    }

    private static Optional<Candidate> taken(BlockingQueue<Optional<Candidate>> queue) {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw Interrupts.restored();
        }
    }

    /** Ends all tracks, and joins those of one person. */
    public Footage end(Optional<VideoFacts> facts, long damaged, Optional<String> brokenOff) {
        watch.finish();
        tracker.end(Track.End.END);
        List<Track> inOrder = tracks.stream()
                .sorted((one, other) -> Integer.compare(one.number(), other.number()))
                .toList();
        return new Footage(
                source, facts, inOrder, People.of(inOrder, settings),
                new Footage.Counts(watch.looked(), watch.faces(), watch.cuts(), damaged), brokenOff);
    }

    @Override
    public void close() {
        watch.close();
    }

    /** Stands in for a reader where frames are pushed. */
    private static final class NoFrames implements FrameReader {
        @Override
        public Optional<Frame> next() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }
}
