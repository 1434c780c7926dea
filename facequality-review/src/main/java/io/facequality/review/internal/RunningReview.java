package io.facequality.review.internal;

import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.images.FaceChoice;
import io.facequality.internal.WholeFile;
import io.facequality.pipeline.FacePipeline;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The parts of a review, from its start to its end. */
public final class RunningReview implements AutoCloseable {

    /** A window that is loaded again is closed for a moment. */
    private static final long MILLIS_WITHOUT_WINDOW = 5000;

    private static final long MILLIS_BETWEEN_LOOKS = 500;

    private final Secrets secrets = new Secrets();
    private final Windows windows = new Windows();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final LoopbackServer server;
    private final ReviewApi api;
    private final boolean untilClosed;

    /** What a review is started with. */
    public record Settings(
            List<Path> roots,
            Optional<Path> plan,
            Optional<Path> folder,
            Path plans,
            Function<FaceChoice, FacePipeline.Builder> pipelines,
            boolean untilClosed) {}

    private RunningReview(Settings settings) {
        this.untilClosed = settings.untilClosed();
        Path plans = settings.plans().toAbsolutePath().normalize();
        this.server = new LoopbackServer();
        Guard guard = new Guard(server.host(), secrets);
        this.api = new ReviewApi(
                guard, secrets, windows, folders(settings), new Planner(settings.pipelines(), plans),
                settings.folder().map(RunningReview::real));
        Router router = api.router();
        server.start(call -> ReviewApi.answer(router, guard, call));
    }

    public static RunningReview start(Settings settings) {
        RunningReview review = new RunningReview(settings);
        try {
            settings.plan().ifPresent(review.api::open);
            return review;
        } catch (RuntimeException e) {
            review.close();
            throw e;
        }
    }

    /** The roots; by default the home folder. */
    private Folders folders(Settings settings) {
        List<Path> shown =
                settings.roots().isEmpty() ? List.of(Path.of(System.getProperty("user.home"))) : settings.roots();
        try {
            return new Folders(shown.stream().map(RunningReview::real).distinct().toList(), secrets.key());
        } catch (IOException e) {
            throw new IllegalStateException("every root was looked at", e);
        }
    }

    static Path real(Path root) {
        try {
            return root.toRealPath();
        } catch (IOException e) {
            throw new StorageException(
                    new Problem(
                            "cannot show the folder", root.toString(), "a folder that is there", WholeFile.reason(e),
                            "Check the path."),
                    e);
        }
    }

    public URI newLink() {
        return URI.create("http://" + server.host() + "/#" + secrets.newToken());
    }

    /** Waits until the review has ended. */
    public void awaitEnd() {
        try {
            while (!ended.await(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS)) {
                if (untilClosed && windows.areClosedFor(MILLIS_WITHOUT_WINDOW)) {
                    close();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    @Override
    public void close() {
        windows.close();
        api.close();
        server.close();
        ended.countDown();
    }
}
