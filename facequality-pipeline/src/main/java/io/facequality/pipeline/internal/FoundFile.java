package io.facequality.pipeline.internal;

import io.facequality.ImageSource;
import io.facequality.images.internal.UnreadFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A picture that a search found.
 *
 * @param id its path from where the search began
 * @param real its real path, by which it is known again
 * @param unread its format, where that is one that is not read
 * @param opener opens it, or says why it cannot be opened
 */
public record FoundFile(String id, Path real, Optional<UnreadFormat> unread, ImageSource.Opener opener) {

    public static FoundFile of(String id, Path file, Path real, Optional<UnreadFormat> unread) {
        return new FoundFile(id, real, unread, ((ImageSource.Encoded) ImageSource.of(id, file))::open);
    }

    public static FoundFile unusable(String id, Path real, IOException reason) {
        return new FoundFile(id, real, Optional.empty(), () -> {
            throw reason;
        });
    }

    public ImageSource source(String name) {
        return ImageSource.encoded(name, opener);
    }
}
