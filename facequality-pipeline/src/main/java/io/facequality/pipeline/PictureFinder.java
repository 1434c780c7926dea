package io.facequality.pipeline;

import io.facequality.ImageSource;
import io.facequality.internal.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds pictures with {@link PictureSearch#usual}, for those who need not know what was passed over. */
public final class PictureFinder {

    private PictureFinder() {}

    /**
     * The pictures below a folder, as {@link PictureSearch#below} finds them.
     *
     * @param root the folder
     * @param excluded folders that are not entered, such as the one that results are written to
     * @return the pictures, in the order of their identifiers
     * @throws io.facequality.InvalidInputException if the root is no folder
     */
    public static List<ImageSource> below(Path root, List<Path> excluded) {
        return PictureSearch.usual().notIn(excluded).below(root).pictures();
    }

    /**
     * The pictures at some paths, as {@link PictureSearch#at} finds them.
     *
     * @param paths files and folders
     * @return the pictures, in the order of the paths; those of one folder in the order of their identifiers
     * @throws io.facequality.InvalidInputException if there is nothing at a path
     */
    public static List<ImageSource> at(List<Path> paths) {
        return PictureSearch.usual().at(paths).pictures();
    }

    /**
     * The digest of a picture's bytes, by which a picture is known again wherever it lies.
     *
     * @param picture a picture that is encoded
     * @return 64 lower-case hexadecimal digits; empty if it cannot be read, or came decoded
     * @throws java.util.concurrent.CancellationException if this thread is interrupted
     */
    public static Optional<String> sha256(ImageSource picture) {
        if (!(picture instanceof ImageSource.Encoded encoded)) {
            return Optional.empty();
        }
        try (InputStream stream = encoded.open()) {
            return Optional.of(Sha256.of(stream));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** The folder that a picture found {@link #below} a root lies in; that of a picture in the root itself is ".". */
    public static String folder(String id) {
        int end = id.lastIndexOf('/');
        return end < 0 ? "." : id.substring(0, end);
    }
}
