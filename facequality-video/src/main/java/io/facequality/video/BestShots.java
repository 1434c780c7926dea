package io.facequality.video;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.Outcome;
import io.facequality.images.FaceChoice;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.pipeline.FacePipeline;
import io.facequality.plan.SelectionPlan;
import io.facequality.plan.SelectionPlan.RejectedPicture;
import io.facequality.video.Footage.Person;
import io.facequality.video.internal.ShotPlan;
import io.facequality.video.internal.isolation.IsolatedReader;
import io.facequality.video.internal.media.FrameReader;
import io.facequality.video.internal.media.NumberedFrames;
import io.facequality.video.internal.media.VideoReader;
import io.facequality.video.internal.tracks.Distinctness;
import io.facequality.video.internal.tracks.Following;
import io.facequality.video.internal.tracks.People;
import io.facequality.video.internal.tracks.Settings;
import io.facequality.video.internal.tracks.ShotStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The best shots of everybody who appears in a video: follows every face, and keeps the best few of each person.
 *
 * <pre>{@code
 * try (BestShots bestShots = BestShots.open()) {
 *     for (Footage.Person person : bestShots.of(Path.of("video.mp4")).orElseThrow().people()) {
 *         System.out.println(person.name() + " at " + person.shots().get(0).time());
 *     }
 * }
 * }</pre>
 *
 * <p>Memory: a few frames at once, and for each track that goes on four candidates for every shot that is kept. The
 * pictures of tracks that have ended are in a {@linkplain Shot temporary file}. Decoding runs on a
 * thread of its own beside detecting and scoring. The same video, models and settings give the same result for any
 * number of threads.
 *
 * <p>Safe to share between threads. Interrupting a thread that runs a method here ends it with a {@link
 * java.util.concurrent.CancellationException}. Closing closes the pipeline that was opened here, not one of the caller.
 */
public final class BestShots implements AutoCloseable {

    private final FacePipeline pipeline;
    private final boolean ours;
    private final Settings settings;
    private final Sampling sampling;
    private final VideoLimits limits;
    private final double frameRate;
    private final int threads;
    private final Optional<Duration> isolation;
    private final Consumer<? super Track> listener;
    private final ShotStore store = new ShotStore();

    private BestShots(Builder builder) {
        this.threads = builder.threads;
        this.ours = builder.pipeline == null;
        this.pipeline = builder.pipeline != null
                ? builder.pipeline
                : FacePipeline.builder().faces(FaceChoice.ALL).threads(threads).build();
        this.settings = new Settings(
                builder.keep,
                new Distinctness(builder.minimumGap, builder.minimumDistance),
                builder.lostAfter,
                builder.longestTrack,
                builder.samePerson);
        this.sampling = builder.sampling;
        this.limits = builder.limits;
        this.frameRate = builder.frameRate;
        this.isolation = builder.isolation;
        this.listener = builder.listener;
    }

    /**
     * Opens the defaults: the embedded models, and three shots of each person.
     *
     * @return what finds best shots; models are opened when they are first needed
     */
    public static BestShots open() {
        return builder().build();
    }

    /**
     * Starts from the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Follows everybody in a video.
     *
     * @param video a file, or a folder of numbered pictures
     * @return who appears, or why the video cannot be used
     * @throws io.facequality.FaceQualityException.ModelException if a model or FFmpeg cannot be opened or run
     */
    public Outcome<Footage> of(Path video) {
        return of(video.toString(), video);
    }

    /**
     * The same with a name of its own.
     *
     * @param name what the video is called in the shots' sources
     * @param video a file, or a folder of numbered pictures
     * @return who appears, or why the video cannot be used
     * @throws io.facequality.FaceQualityException.ModelException if a model or FFmpeg cannot be opened or run
     */
    public Outcome<Footage> of(String name, Path video) {
        if (Files.isDirectory(video)) {
            OpenCvImageDecoder decoder =
                    OpenCvImageDecoder.builder().maximumPixels(limits.pixels()).build();
            return NumberedFrames.open(video, frameRate, decoder)
                    .map(frames -> follow(name, frames, Optional.empty()));
        }
        if (isolation.isPresent()) {
            return IsolatedReader.open(name, video, limits, threads, isolation.get())
                    .map(reader -> follow(name, reader, Optional.of(reader.facts())));
        }
        return VideoReader.open(name, video, limits, threads)
                .map(reader -> follow(name, reader, Optional.of(reader.facts())));
    }

    private Footage follow(String name, FrameReader reader, Optional<VideoFacts> facts) {
        try (reader; Following following = following(name)) {
            following.follow(reader);
            return following.end(facts, reader.damaged(), reader.brokenOff());
        }
    }

    /**
     * Begins to follow frames that the caller pushes, as from a camera. Of each track that has ended the
     * embeddings of its shots stay in memory until the stream ends, a few KB, and its pictures in a temporary file, about 1
     * MB for each shot of 600 x 600 pixels. Of a camera that never stops, end the stream now and then, write what came of
     * it, and begin another.
     *
     * @param name what the stream is called in the shots' sources
     * @return takes the frames; the caller closes it
     */
    public FrameStream stream(String name) {
        return new FrameStream(name, following(name));
    }

    private Following following(String name) {
        return new Following(name, pipeline, threads, sampling, settings, store, listener);
    }

    /**
     * Joins the tracks of several videos to people.
     *
     * @param videos what came of each
     * @return everybody who appears in any of them, with the best shots of all of them
     */
    public List<Person> people(List<Footage> videos) {
        return People.of(videos.stream().flatMap(video -> video.tracks().stream()).toList(), settings);
    }

    /**
     * Puts best shots into an ordinary plan, which has a table and a report. The sources of its faces are frames, such as
     * {@code video.mp4#t=12.433}.
     *
     * @param root the folder that the videos' names are paths from
     * @param people a group for each, with the best shots of all tracks
     * @param rejected videos that could not be used
     * @return the plan
     */
    public SelectionPlan plan(Path root, List<Person> people, List<RejectedPicture> rejected) {
        return new ShotPlan(root, described()).of(people, rejected);
    }

    private Map<String, String> described() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("keep", Integer.toString(settings.keep()));
        all.put("minimum gap", settings.distinctness().gap().toString());
        all.put("minimum distance", Double.toString(settings.distinctness().distance()));
        all.put("coarse step", sampling.coarse().toString());
        all.put("fine step", sampling.fine().toString());
        all.put("lost after", settings.lostAfter().toString());
        all.put("longest track", settings.longest().toString());
        settings.samePerson().ifPresent(cosine -> all.put("same person", Double.toString(cosine)));
        all.putAll(pipeline.settings());
        return all;
    }

    /** Closes the pipeline, if it was opened here; idempotent. */
    @Override
    public void close() {
        if (ours) {
            pipeline.close();
        }
    }

    /** Collects settings; not safe to share between threads. */
    public static final class Builder {

        private @Nullable FacePipeline pipeline;
        private int keep = 3;
        private Duration minimumGap = Duration.ofMillis(500);
        private double minimumDistance = 0.5;
        private Duration lostAfter = Duration.ofSeconds(3);
        private Duration longestTrack = Duration.ofMinutes(10);
        private OptionalDouble samePerson = OptionalDouble.empty();
        private Sampling sampling = Sampling.usual();
        private VideoLimits limits = VideoLimits.usual();
        private double frameRate = 25;
        private int threads = Runtime.getRuntime().availableProcessors();
        private Optional<Duration> isolation = Optional.empty();
        private Consumer<? super Track> listener = track -> {};

        private Builder() {}

        /**
         * Sets the pipeline whose models detect, score and embed; by default one of the embedded models, for all faces.
         *
         * @param own the caller's, which closes it; it should choose {@link FaceChoice#ALL} faces, for with {@link
         *     FaceChoice#MAIN} only one of each frame is seen
         * @return this builder
         */
        public Builder pipeline(FacePipeline own) {
            this.pipeline = Objects.requireNonNull(own, "own");
            return this;
        }

        /**
         * Sets how many shots are kept of each track and of each person; 3 by default.
         *
         * @param shots at least 1
         * @return this builder
         */
        public Builder keep(int shots) {
            this.keep = (int) positive(shots, "shots to keep");
            return this;
        }

        /**
         * Sets how far apart in time two kept shots are, unless they are {@linkplain #minimumDistance unlike enough};
         * 500 ms by default.
         *
         * @param gap at least 0
         * @return this builder
         */
        public Builder minimumGap(Duration gap) {
            if (gap.isNegative()) {
                throw InvalidInputException.ofValue("BestShots", "a gap of at least 0", gap);
            }
            this.minimumGap = gap;
            return this;
        }

        /**
         * Sets from which {@code 1 - cosine} of their embeddings on two shots are kept however close in time they are;
         * 0.5 by default.
         *
         * @param distance from 0 to 2; 2 for never
         * @return this builder
         */
        public Builder minimumDistance(double distance) {
            if (!(distance >= 0 && distance <= 2)) {
                throw InvalidInputException.ofValue("BestShots", "a distance from 0 to 2", distance);
            }
            this.minimumDistance = distance;
            return this;
        }

        /**
         * Sets how long a face may be out of sight within one track; 3 seconds by default.
         *
         * @param time at least 0
         * @return this builder
         */
        public Builder lostAfter(Duration time) {
            if (time.isNegative()) {
                throw InvalidInputException.ofValue("BestShots", "a time of at least 0", time);
            }
            this.lostAfter = time;
            return this;
        }

        /**
         * Sets how long a track may be, so that one that never ends is handed over now and then; 10 minutes by default.
         *
         * @param time above 0
         * @return this builder
         */
        public Builder longestTrack(Duration time) {
            positive(time.toMillis(), "milliseconds of a track");
            this.longestTrack = time;
            return this;
        }

        /**
         * Sets from which cosine on a face that was lost is found again; by default what was measured with the embedded
         * model. With another model nothing is known: then this joins the tracks of one person, too, and without it a face
         * that was lost is another track and another person.
         *
         * @param cosine from -1 to 1
         * @return this builder
         */
        public Builder samePerson(double cosine) {
            if (!(Math.abs(cosine) <= 1)) {
                throw InvalidInputException.ofValue("BestShots", "a cosine from -1 to 1", cosine);
            }
            this.samePerson = OptionalDouble.of(cosine);
            return this;
        }

        /**
         * Sets how often frames are looked at.
         *
         * @param steps {@link Sampling#usual} by default
         * @return this builder
         */
        public Builder sampling(Sampling steps) {
            this.sampling = Objects.requireNonNull(steps, "steps");
            return this;
        }

        /**
         * Sets what a video may have at most.
         *
         * @param most {@link VideoLimits#usual} by default
         * @return this builder
         */
        public Builder limits(VideoLimits most) {
            this.limits = Objects.requireNonNull(most, "most");
            return this;
        }

        /**
         * Sets how many numbered pictures of a folder are a second; 25 by default.
         *
         * @param perSecond above 0
         * @return this builder
         */
        public Builder frameRate(double perSecond) {
            if (!(perSecond > 0) || Double.isInfinite(perSecond)) {
                throw InvalidInputException.ofValue("BestShots", "frames a second above 0", perSecond);
            }
            this.frameRate = perSecond;
            return this;
        }

        /**
         * Sets how many frames are looked at at once; by default as many as there are processors.
         *
         * @param count at least 1
         * @return this builder
         */
        public Builder threads(int count) {
            this.threads = (int) positive(count, "threads");
            return this;
        }

        /**
         * Decodes files in a process of its own, for each file another one: where a hostile file crashes the decoder, or
         * hangs it for a minute, the video ends there, and what was seen before counts. It costs about a second for each
         * file, and copying the frames that are looked at.
         *
         * @return this builder
         */
        public Builder isolated() {
            return isolated(Duration.ofMinutes(1));
        }

        /**
         * The same with another limit.
         *
         * @param longestSilence how long the process may take for an answer, such as the next frame, before it is ended;
         *     at least 1 ms
         * @return this builder
         */
        public Builder isolated(Duration longestSilence) {
            positive(longestSilence.toMillis(), "milliseconds of silence");
            this.isolation = Optional.of(longestSilence);
            return this;
        }

        /**
         * Sets who is told of each track when it ends, on the thread that follows.
         *
         * @param told takes the track
         * @return this builder
         */
        public Builder listener(Consumer<? super Track> told) {
            this.listener = Objects.requireNonNull(told, "told");
            return this;
        }

        private static long positive(long value, String name) {
            if (value < 1) {
                throw InvalidInputException.ofValue("BestShots", "at least 1 as the number of " + name, value);
            }
            return value;
        }

        /**
         * Fixes the settings.
         *
         * @return what finds best shots, which the caller closes
         */
        public BestShots build() {
            return new BestShots(this);
        }
    }
}
