package io.facequality.plan.internal;

import io.facequality.FaceQualityException.Problem;
import io.facequality.ImagePyramid;
import io.facequality.ImageSource;
import io.facequality.Outcome;
import io.facequality.Outcome.Rejection;
import io.facequality.images.OpenCvImageDecoder;
import io.facequality.images.OpenCvImageDecoder.Orientation;
import io.facequality.pipeline.internal.ByteBudget;
import io.facequality.pipeline.internal.FaceReader;
import io.facequality.pipeline.internal.VideoFrames;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.BiFunction;

/**
 * Looks at the pictures of a plan again, turned as they were when the plan was made. However many threads look, the
 * decoded pictures take a limited share of the heap. Safe to share between threads.
 */
public final class PlannedPictures {

    /** Why a picture is not shown whose content is another now. */
    public static final String CHANGED = "the picture has changed since it was scored";

    /** Pictures that are decoded at once may take this share of the heap. */
    private static final int SHARE_OF_HEAP = 4;

    private final SelectionPlan plan;
    private final Path root;
    private final FaceReader reader;

    public PlannedPictures(SelectionPlan plan) {
        this.plan = plan;
        this.root = plan.root().normalize();
        this.reader = new FaceReader(
                OpenCvImageDecoder.builder().orientation(orientation(plan)).build(),
                Integer.MAX_VALUE - 8,
                new ByteBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP),
                (id, levels) -> {
                    throw new IllegalStateException("no faces are looked for here");
                });
    }

    private static Orientation orientation(SelectionPlan plan) {
        boolean asStored = Orientation.AS_STORED.name().equals(plan.settings().get("orientation"));
        return asStored ? Orientation.AS_STORED : Orientation.APPLY_EXIF;
    }

    /**
     * Opens a face's picture.
     *
     * @param face a face of the plan
     * @param look takes the digest of the file and its pixels, in the sizes that it asks for
     * @return what that made of it; or why the picture cannot be looked at
     */
    public <T> Outcome<T> look(PlannedFace face, BiFunction<String, ImagePyramid, T> look) {
        String picture = face.picture();
        Path file;
        try {
            file = file(face);
        } catch (InvalidPathException e) {
            return Outcome.rejected(
                    Rejection.Cause.UNREADABLE,
                    new Problem(
                            "cannot read the picture", picture, "the path of a file below " + root, e.getReason(),
                            "Make the plan anew."));
        }
        return reader.use(source(picture, file), FaceReader.Identity.DIGESTED, (sha256, levels) ->
                Outcome.ok(look.apply(sha256, levels)));
    }

    private ImageSource source(String picture, Path file) {
        return isFrame(picture) ? VideoFrames.source(root, picture) : ImageSource.of(picture, file);
    }

    /** Whether a picture is a frame of a video, and no file. */
    public boolean isFrame(String picture) {
        return VideoFrames.isFrame(root, picture);
    }

    /**
     * Where a face's picture lies.
     *
     * @param face a face of the plan
     * @return the file
     * @throws InvalidPathException if no file below the root, or in a protected folder, can have that name
     */
    public Path file(PlannedFace face) {
        Path file = root.resolve(face.picture()).normalize();
        if (!file.startsWith(root) && !plan.isReference(face)) {
            throw new InvalidPathException(face.picture(), "leads out of the plan's root");
        }
        return file;
    }
}
