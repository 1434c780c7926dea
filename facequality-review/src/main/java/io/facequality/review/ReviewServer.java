package io.facequality.review;

import io.facequality.images.FaceChoice;
import io.facequality.pipeline.FacePipeline;
import io.facequality.review.internal.RunningReview;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page on this machine on which a person picks a folder, looks at the choice, corrects it and applies it.
 *
 * <pre>{@code
 * try (ReviewServer server = ReviewServer.builder().plan(Path.of("plan.json")).start()) {
 *     System.out.println("Open " + server.newLink());
 *     server.awaitEnd();
 * }
 * }</pre>
 *
 * <p>It listens at the loopback address alone, at a port that is free, and lets in only who opened a link: each link
 * counts once. What a person decides is on the disk, beside the plan, before the page says that it is saved. No picture
 * is changed, copied or moved before the person applies the plan, and none is ever deleted.
 *
 * <p>Safe to share between threads.
 */
public final class ReviewServer implements AutoCloseable {

    private final RunningReview review;

    private ReviewServer(RunningReview review) {
        this.review = review;
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
     * Makes a link that opens the page once. Whoever has it can see and move the pictures: it is for the person at this
     * machine.
     *
     * @return an address of this machine, with a secret as its fragment
     */
    public URI newLink() {
        return review.newLink();
    }

    /**
     * Waits until the server has ended: because it was closed, or with its last window where that was asked for.
     *
     * @throws CancellationException if this thread is interrupted
     */
    public void awaitEnd() {
        review.awaitEnd();
    }

    /** Ends the server: a run or an application under way is asked to stop, and leaves nothing half-written. */
    @Override
    public void close() {
        review.close();
    }

    /** Collects settings. Not safe to share between threads. */
    public static final class Builder {

        private final List<Path> roots = new ArrayList<>();
        private @Nullable Path plan;
        private @Nullable Path folder;
        private @Nullable Path plans;
        private Function<FaceChoice, FacePipeline.Builder> pipelines =
                faces -> FacePipeline.builder().faces(faces);
        private boolean untilClosed;

        private Builder() {}

        /**
         * Lets the person pick folders at and below this one; by default the home folder is the only such one.
         *
         * @param root an existing folder; may be called several times
         * @return this builder
         */
        public Builder root(Path root) {
            roots.add(Objects.requireNonNull(root, "root"));
            return this;
        }

        /**
         * Starts with a folder picked, which is also a {@linkplain #root root}.
         *
         * @param pictures an existing folder
         * @return this builder
         */
        public Builder folder(Path pictures) {
            this.folder = Objects.requireNonNull(pictures, "pictures");
            return root(pictures);
        }

        /**
         * Starts with a plan open.
         *
         * @param file a plan's file
         * @return this builder
         */
        public Builder plan(Path file) {
            this.plan = Objects.requireNonNull(file, "file");
            return this;
        }

        /**
         * Sets where the plans go that are made on the page; {@code facequality-review} in the working folder by default.
         *
         * @param below a folder, made when it is needed; each plan gets a folder in it
         * @return this builder
         */
        public Builder plansBelow(Path below) {
            this.plans = Objects.requireNonNull(below, "below");
            return this;
        }

        /**
         * Sets what scores, embeds and detects in runs that are started on the page.
         *
         * @param own starts a pipeline of these settings, without a listener; it is told which faces of a picture the run
         *     is about: all where people are looked for, else the main one
         * @return this builder
         */
        public Builder pipelines(Function<FaceChoice, FacePipeline.Builder> own) {
            this.pipelines = Objects.requireNonNull(own, "own");
            return this;
        }

        /**
         * Ends the server a few seconds after its last window was closed.
         *
         * @return this builder
         */
        public Builder untilClosed() {
            this.untilClosed = true;
            return this;
        }

        /**
         * Starts the server.
         *
         * @return a running server
         * @throws io.facequality.FaceQualityException.StorageException if a root is not there, a plan cannot be read, or no port is free
         * @throws io.facequality.FaceQualityException.InvalidInputException if a plan or its decisions are not what they should be
         */
        public ReviewServer start() {
            return new ReviewServer(RunningReview.start(new RunningReview.Settings(
                    List.copyOf(roots),
                    Optional.ofNullable(plan),
                    Optional.ofNullable(folder),
                    Objects.requireNonNullElse(plans, Path.of("facequality-review")),
                    pipelines,
                    untilClosed)));
        }
    }
}
