package io.facequality.catalogue;

import io.facequality.FaceQualityException.ModelException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.catalogue.ModelFolder.PartWriter;
import io.facequality.internal.Interrupts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Brings a file from another folder. It starts anew each time, since what a copy would save is hardly more than what it
 * takes to check it.
 *
 * @param file the file
 * @param entry what it must be
 * @param place where it goes
 * @param longestUnstated how long it may be where the catalogue does not say
 * @param listener is told how far it has come
 */
record FolderCopy(
        Path file, CatalogueEntry entry, ModelFolder place, long longestUnstated, FetchListener listener)
        implements Fetch {

    private static final int BUFFER_BYTES = 1 << 16;

    @Override
    public String run() {
        place.discardPart();
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw failed("something else: a folder, a device or a pipe", null);
        }
        long longest = place.longest(entry, longestUnstated);
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream stream = Files.newInputStream(file);
                PartWriter part = place.appendToPart()) {
            long done = 0;
            // One buffer too many is enough to see that the file is too long.
            while (done <= longest) {
                Interrupts.check();
                int length = stream.read(buffer);
                if (length < 0) {
                    break;
                }
                part.write(buffer, length);
                done += length;
                listener.onProgress(entry, done, entry.file().size().orElse(-1));
            }
        } catch (IOException e) {
            throw failed(e.toString(), e);
        }
        if (place.partLength().orElse(0) > longest) {
            place.discardPart();
            throw failed("one of more than " + longest + " bytes", null);
        }
        return place.finish(entry, file.toString());
    }

    private ModelException failed(String found, @Nullable IOException cause) {
        return new ModelException(
                new Problem(
                        "cannot fetch the model " + entry.id(), file.toString(), "a file in the mirror's folder", found,
                        "Put it there, or name another mirror."),
                cause);
    }
}
