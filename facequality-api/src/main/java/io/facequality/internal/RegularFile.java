package io.facequality.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Files that end. Opening a pipe waits for somebody who writes into it, and no interrupt ends that. */
public final class RegularFile {

    private static final int KIND = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    private RegularFile() {}

    /**
     * Opens a file, or what a link leads to.
     *
     * @param file the file
     * @return its bytes from the start; the caller closes it
     * @throws IOException if it is missing, cannot be read, or is something else, which is then named
     */
    public static InputStream open(Path file) throws IOException {
        require(file);
        return Files.newInputStream(file);
    }

    /**
     * Checks that something is a file, or a link to one.
     *
     * @param file the path
     * @throws IOException if there is nothing, or something else, which is then named
     */
    public static void require(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            String found = attributes.isDirectory() ? "a folder" : special(file);
            throw new FileSystemException(file.toString(), null, found + ", where a file is needed");
        }
    }

    private static String special(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return "a device";
        }
        int kind = (int) Files.getAttribute(file, "unix:mode") & KIND;
        return kind == PIPE ? "a pipe" : kind == SOCKET ? "a socket" : "a device";
    }
}
