package io.facequality.video.internal.tracks;

import io.facequality.Image;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.images.internal.UnreadFormat;
import io.facequality.internal.Workers;
import io.facequality.pipeline.internal.VideoSupport;
import io.facequality.video.Sampling;
import io.facequality.video.VideoFile;
import io.facequality.video.VideoLimits;
import io.facequality.video.internal.isolation.IsolatedReader;
import io.facequality.video.internal.media.FrameReader;
import io.facequality.video.internal.media.VideoContent;
import io.facequality.video.internal.media.VideoReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Videos as pictures' equals, for the pipeline. Safe to share between threads. */
public final class InstalledVideos implements VideoSupport {

    /** For {@link java.util.ServiceLoader}. */
    public InstalledVideos() {}

    @Override
    public boolean isVideo(String ending, byte[] start) {
        return UnreadFormat.of("", start).isEmpty() && VideoContent.isVideo(ending, start);
    }

    @Override
    public Outcome<Long> show(String id, Path video, int threads, Optional<Duration> isolation, Viewer viewer) {
        return isolation.isPresent()
                ? IsolatedReader.open(id, video, VideoLimits.usual(), threads, isolation.get())
                        .map(reader -> shown(id, reader, threads, viewer))
                : VideoReader.open(id, video, VideoLimits.usual(), threads)
                        .map(reader -> shown(id, reader, threads, viewer));
    }

    private static long shown(String id, FrameReader frames, int threads, Viewer viewer) {
        try (frames;
                Showing showing = new Showing(id, threads, viewer)) {
            return showing.all(frames);
        }
    }

    @Override
    public Outcome<Image> frame(Path video, Duration time) {
        return VideoFile.of(video).frame(time);
    }

    /** Shows one video. */
    private static final class Showing implements AutoCloseable {

        private final FrameLooks looks;
        private final Viewer viewer;
        private final Watch<Boolean> watch;
        private Duration lastSeen = Duration.ofSeconds(-1);

        Showing(String id, int threads, Viewer viewer) {
            this.looks = new FrameLooks(id, new Workers(threads));
            this.viewer = viewer;
            this.watch = new Watch<>(Sampling.usual(), this::look, new Watch.Viewer<>() {
                @Override
                public void cut() {}

                @Override
                public void saw(Duration time, List<Boolean> faces) {
                    if (!faces.isEmpty()) {
                        lastSeen = time;
                    }
                }

                @Override
                public boolean follows(Duration since) {
                    return lastSeen.compareTo(since) >= 0;
                }
            });
        }

        long all(FrameReader reader) {
            Following.forEachCandidate(reader, Sampling.usual(), watch::accept);
            watch.finish();
            return watch.looked();
        }

        private List<List<Boolean>> look(List<Candidate> candidates) {
            SortedMap<Integer, ImageSource.Decoded> pictures = looks.pictures(candidates);
            List<List<Boolean>> seen = new ArrayList<>(Collections.nCopies(candidates.size(), List.of()));
            Iterator<Boolean> found = viewer.look(List.copyOf(pictures.values())).iterator();
            pictures.keySet().forEach(place -> seen.set(place, found.next() ? List.of(true) : List.of()));
            return seen;
        }

        @Override
        public void close() {
            watch.close();
        }
    }
}
