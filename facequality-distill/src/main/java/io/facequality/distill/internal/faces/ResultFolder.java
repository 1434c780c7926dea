package io.facequality.distill.internal.faces;

import io.facequality.internal.WholeFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The folder for the files of a training. A file appears whole or not at all.
 *
 * @param path the folder
 */
public record ResultFolder(Path path) {

    public Path file(String name) {
        return path.resolve(name);
    }

    public void write(String name, String text) {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public Path write(String name, byte[] bytes) {
        Path file = file(name);
        WholeFile.replace(file, stream -> stream.write(bytes));
        return file;
    }
}
