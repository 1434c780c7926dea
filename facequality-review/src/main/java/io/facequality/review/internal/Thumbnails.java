package io.facequality.review.internal;

import io.facequality.Image;
import io.facequality.ImagePyramid;
import io.facequality.Outcome;
import io.facequality.images.Resizing;
import io.facequality.images.internal.AlignedView;
import io.facequality.images.internal.PictureEncoder;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.internal.PlannedPictures;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/** Makes the pictures that the page shows, each once. Safe to share between threads. */
final class Thumbnails implements AutoCloseable {

    /** A processor stays free for the browser: who decides quickly must not wait for pictures of groups to come. */
    private static final int MOST_AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);

    private final PlannedPictures pictures;
    private final ThumbnailStore store;
    private final Semaphore processors = new Semaphore(MOST_AT_ONCE);

    Thumbnails(PlannedPictures pictures) {
        this.pictures = pictures;
        this.store = new ThumbnailStore();
    }

    /** What a picture shows. */
    enum View {
        /** The face, in a row of many. */
        FACE(192, 1.2, 82),
        /** The face and what is around it. */
        CLOSE(640, 1.8, 85),
        /** The whole picture. */
        WHOLE(1600, 0, 85);

        private final int pixels;
        private final double width;
        private final int jpegQuality;

        View(int pixels, double width, int jpegQuality) {
            this.pixels = pixels;
            this.width = width;
            this.jpegQuality = jpegQuality;
        }

        static View of(String name) {
            for (View view : values()) {
                if (view.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return view;
                }
            }
            throw new Refusal(Refusal.NOT_FOUND, "There is nothing here.");
        }
    }

    /** The content of a JPEG file. */
    byte[] of(String name, PlannedFace face, View view) throws IOException {
        return store.get(name + "-" + view.name(), () -> {
            processors.acquireUninterruptibly();
            try {
                return made(face, view);
            } finally {
                processors.release();
            }
        });
    }

    private byte[] made(PlannedFace face, View view) {
        Outcome<byte[]> jpeg = pictures.look(face, (sha256, picture) -> {
            if (!sha256.equals(face.sha256())) {
                throw new Refusal(Refusal.NOT_FOUND, "No picture: " + PlannedPictures.CHANGED + ".");
            }
            return PictureEncoder.jpeg(shown(picture, face, view), view.jpegQuality);
        });
        return jpeg.match(bytes -> bytes, rejection -> {
            throw new Refusal(Refusal.NOT_FOUND, "No picture: " + rejection.message());
        });
    }

    private static Image shown(ImagePyramid picture, PlannedFace face, View view) {
        if (view == View.WHOLE || face.detection().isEmpty()) {
            return within(picture, view.pixels);
        }
        return AlignedView.of(picture, face.detection().get(), view.pixels, view.width);
    }

    private static Image within(ImagePyramid picture, int pixels) {
        double factor = Math.min(1, (double) pixels / Math.max(picture.width(), picture.height()));
        return Resizing.PILLOW.resize(
                picture.atLeast(pixels).image(),
                Math.max(1, (int) Math.round(picture.width() * factor)),
                Math.max(1, (int) Math.round(picture.height() * factor)));
    }

    @Override
    public void close() {
        store.close();
    }
}
