package io.facequality.video.internal.tracks;

import io.facequality.AlignedFace;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.Image;
import io.facequality.video.Shot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the pictures of shots in a temporary file, so that tracks that have ended need little memory, however many there
 * are. Where the system allows it the file loses its name at once; its space is free again when neither this store nor a
 * shot refers to it. It is made when the first shot comes. Safe to share between threads.
 */
public final class ShotStore {

    private static final int CHANNELS = 3;

    // Not a FileChannel, which an interrupt of one reader would close for all.
    private @Nullable RandomAccessFile file;
    private long end;

    /** A picture's place in the file. */
    private record Stored(ShotStore store, long position, int width, int height) {

        Image read() {
            return Image.filledBy(width, height, rgb -> store.read(position, rgb));
        }
    }

    /**
     * The same shot, whose pictures are in the file.
     *
     * @throws StorageException if they cannot be written
     */
    Shot keep(Shot shot) {
        Stored crop = write(shot.crop().image());
        Stored surroundings = write(shot.surroundings());
        return new Shot(shot.face(), shot.time(), () -> AlignedFace.of(crop.read()), surroundings::read);
    }

    private synchronized Stored write(Image image) {
        byte[] rgb = new byte[Math.multiplyExact(Math.multiplyExact(image.width(), image.height()), CHANNELS)];
        ByteBuffer pixels = image.pixels();
        pixels.get(0, rgb);
        try {
            if (file == null) {
                file = open();
            }
            file.seek(end);
            file.write(rgb);
        } catch (IOException e) {
            throw failed("room for a picture of " + rgb.length + " bytes", e);
        }
        Stored stored = new Stored(this, end, image.width(), image.height());
        end += rgb.length;
        return stored;
    }

    private static RandomAccessFile open() throws IOException {
        Path path = Files.createTempFile("facequality-shots", ".rgb");
        RandomAccessFile opened = new RandomAccessFile(path.toFile(), "rw");
        try {
            Files.delete(path);
        } catch (IOException whileOpen) {
            // Windows keeps the name of an open file.
            path.toFile().deleteOnExit();
        }
        return opened;
    }

    private synchronized void read(long position, byte[] rgb) {
        try {
            RandomAccessFile written = Objects.requireNonNull(file);
            written.seek(position);
            written.readFully(rgb);
        } catch (IOException e) {
            throw failed("the picture that was written there", e);
        }
    }

    private static StorageException failed(String expected, IOException e) {
        return new StorageException(
                new Problem("cannot keep the pictures of shots", System.getProperty("java.io.tmpdir"), expected,
                        e.toString(), "Make room there, or name another folder with -Djava.io.tmpdir=DIR."),
                e);
    }
}
