package io.facequality.cli;

import io.facequality.Outcome;
import io.facequality.pipeline.PassedOver;
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
