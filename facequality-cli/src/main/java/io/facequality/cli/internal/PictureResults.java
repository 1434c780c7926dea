package io.facequality.cli.internal;

import io.facequality.Face;
import io.facequality.pipeline.FacePipeline.Picture;
import io.facequality.pipeline.PictureSearch.PassedOver;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes what became of pictures: passes the faces on, names the rejected on standard error, and counts both.
 *
 * @param <V> what is known of a face
 */
final class PictureResults<V> implements Consumer<Picture<V>> {

    private final Consumer<? super List<Face<V>>> faces;
    private final ProgressDisplay display;
    private long pictures;
    private long rejected;

    PictureResults(Consumer<? super List<Face<V>>> faces, ProgressDisplay display) {
        this.faces = faces;
        this.display = display;
    }

    @Override
    public void accept(Picture<V> picture) {
        pictures++;
        picture.faces().accept(faces, rejection -> {
            rejected++;
            display.line(RejectionLine.of(rejection.cause(), rejection.message()));
        });
    }

    /** Says at the end what was passed over, and if none of several pictures could be used. */
    void summarize(PassedOver passedOver) {
        PassedOverLines.of(passedOver).forEach(display::line);
        if (pictures > 1 && rejected == pictures) {
            display.line("No picture could be used: " + Counts.of(rejected, "picture") + " rejected.");
        }
    }

    long pictures() {
        return pictures;
    }

    long rejected() {
        return rejected;
    }
}
