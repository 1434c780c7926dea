package io.facequality.pipeline.internal;

import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Names of files that no text can stand for. Java shows the bytes that it cannot decode as U+FFFD, so that what a plan
 * would hold leads to no file.
 */
public final class FileNames {

    private static final String REPLACEMENT = "\uFFFD";

    private FileNames() {}

    /** Whether a path that a file system gave is lost when it is written down. */
    public static boolean isUndecodable(Path path) {
        try {
            return !path.getFileSystem().getPath(path.toString()).equals(path);
        } catch (InvalidPathException e) {
            return true;
        }
    }

    /** Whether a path may be what Java made of bytes that it could not decode, as with arguments. */
    public static boolean wasUndecodable(Path path) {
        return path.toString().contains(REPLACEMENT);
    }

    public static UnusableFileException undecodable(Path path) {
        String charset = System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name());
        String kind = isUndecodable(path.getFileName()) || wasUndecodable(path.getFileName()) ? "file" : "folder";
        return charset.equalsIgnoreCase("UTF-8")
                ? new UnusableFileException(
                        "a " + kind + " name that is not UTF-8", "Rename it; convmv does that for many at once.")
                : new UnusableFileException(
                        "a " + kind + " name that is not in " + charset + ", the charset of this process's locale",
                        "Set the locale to one of UTF-8, such as LC_ALL=C.UTF-8; if it is that, rename the " + kind + ".");
    }
}
