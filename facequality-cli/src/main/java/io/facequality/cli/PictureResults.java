package io.facequality.cli;

import io.facequality.Outcome;
import io.facequality.pipeline.Picture;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes what became of pictures: passes the faces on, names the rejected on standard error, and counts both.
 *
 * @param <F> what is known of a face
 */
final class PictureResults<F> implements Consumer<Picture<F>> {

    private final Consumer<? super List<F>> faces;
    private final ProgressDisplay display;
    private long pictures;
    private long rejected;

    PictureResults(Consumer<? super List<F>> faces, ProgressDisplay display) {
        this.faces = faces;
        this.display = display;
    }

    @Override
    public void accept(Picture<F> picture) {
        pictures++;
        if (picture.faces() instanceof Outcome.Ok<List<F>> ok) {
            faces.accept(ok.value());
        } else if (picture.faces() instanceof Outcome.Rejected<List<F>> no) {
            rejected++;
            display.line(RejectionLine.of(no.rejection().cause(), no.rejection().message()));
        }
    }

    long pictures() {
        return pictures;
    }

    long rejected() {
        return rejected;
    }
}
