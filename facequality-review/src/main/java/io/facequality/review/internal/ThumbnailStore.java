package io.facequality.review.internal;

import io.facequality.internal.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps what takes long to make in a temporary file, which only its owner may read and which ends with the process: in
 * memory there are a few bytes for each item. Safe to share between threads.
 */
final class ThumbnailStore implements AutoCloseable {

    /** Two threads that want the same item make it once; others seldom wait for them. */
    private static final int LOCKS = 64;

    private final FileChannel file;
    private final AtomicLong end = new AtomicLong();
    private final Map<String, Place> places = new ConcurrentHashMap<>();
    private final Object[] locks = new Object[LOCKS];

    ThumbnailStore() {
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
        try {
            Path path = Files.createTempFile("facequality-review-", ".thumbnails");
            file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw WholeFile.unwritable(Path.of(System.getProperty("java.io.tmpdir")), e);
        }
    }

    private record Place(long offset, int length) {}

    /** Gives an item, which is made the first time. */
    byte[] get(String name, Call.Content content) throws IOException {
        synchronized (locks[Math.floorMod(name.hashCode(), LOCKS)]) {
            Place known = places.get(name);
            if (known != null) {
                return read(known);
            }
            byte[] made = content.make();
            places.put(name, write(made));
            return made;
        }
    }

    private byte[] read(Place place) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(place.length());
        while (bytes.hasRemaining()) {
            if (file.read(bytes, place.offset() + bytes.position()) < 0) {
                throw new IOException("the temporary file of thumbnails was cut off");
            }
        }
        return bytes.array();
    }

    private Place write(byte[] made) throws IOException {
        Place place = new Place(end.getAndAdd(made.length), made.length);
        ByteBuffer bytes = ByteBuffer.wrap(made);
        while (bytes.hasRemaining()) {
            file.write(bytes, place.offset() + bytes.position());
        }
        return place;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // It held nothing that cannot be made again.
        }
    }
}
