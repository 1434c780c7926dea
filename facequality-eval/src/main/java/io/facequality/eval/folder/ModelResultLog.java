package io.facequality.eval.folder;

import io.facequality.InvalidInputException;
import io.facequality.Problem;
import io.facequality.StorageException;
import io.facequality.internal.WholeFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The results of one model, by the digests of the pictures, in a file that only grows: a text that describes them, then
 * one record per picture with a checksum. A process that is killed leaves at most one incomplete record, which the next
 * process removes. One process at a time uses the file; one thread writes records.
 *
 * <p>Memory: about 150 bytes per record, for its place in the file.
 */
final class ModelResultLog implements AutoCloseable {

    /** The word of the first version: its files remain valid. */
    private static final String FORMAT = "facequality judgements 1\n";
    private static final int DIGEST_BYTES = 32;
    private static final int LARGEST_RECORD = 1 << 20;

    private final Path path;
    private final RandomAccessFile file;
    private final Map<String, Place> places = new HashMap<>();
    private long end;

    private record Place(long start, int length) {}

    private ModelResultLog(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Opens a log, or starts it.
     *
     * @param path its file
     * @param description what it is of; another one must have another file
     * @throws StorageException if it cannot be read and written, or another process has it
     * @throws InvalidInputException if the file is something else
     */
    static ModelResultLog open(Path path, String description) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            // Not a FileChannel, which an interrupt would close in the middle of a record.
            ModelResultLog log = new ModelResultLog(path, new RandomAccessFile(path.toFile(), "rw"));
            try {
                log.lock();
                log.load((FORMAT + description + "\n\n").getBytes(StandardCharsets.UTF_8));
                return log;
            } catch (IOException | RuntimeException e) {
                log.file.close();
                throw e;
            }
        } catch (IOException e) {
            throw WholeFile.unwritable(path, e);
        }
    }

    private void lock() throws IOException {
        try {
            if (file.getChannel().tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // This very process has it.
        }
        throw new StorageException(new Problem(
                "cannot use the cache", path.toString(), "a file that nobody else writes to", "one that is in use",
                "Wait until the other run has ended, or name another cache."));
    }

    private void load(byte[] header) throws IOException {
        if (file.length() < header.length) {
            // New, or killed while it was started.
            file.setLength(0);
            file.write(header);
        }
        try (DataInputStream stream = new DataInputStream(
                new BufferedInputStream(new FileInputStream(path.toFile()), 1 << 16))) {
            byte[] found = stream.readNBytes(header.length);
            if (!Arrays.equals(found, header)) {
                throw new InvalidInputException(new Problem(
                        "cannot use the cache", path.toString(), "a file of model results", "something else",
                        "Remove it, or name another cache."));
            }
            end = header.length;
            readRecords(stream);
        }
        file.setLength(end);
    }

    /** Reads up to the end, or to the first record that is cut off or damaged. */
    private void readRecords(DataInputStream stream) throws IOException {
        try {
            while (true) {
                byte[] digest = new byte[DIGEST_BYTES];
                stream.readFully(digest);
                int length = stream.readInt();
                if (length < 0 || length > LARGEST_RECORD) {
                    return;
                }
                byte[] payload = new byte[length];
                stream.readFully(payload);
                if (stream.readInt() != checksum(digest, payload)) {
                    return;
                }
                note(HexFormat.of().formatHex(digest), length);
            }
        } catch (EOFException e) {
            // Everything that is whole was read.
        }
    }

    private void note(String digest, int length) {
        places.put(digest, new Place(end + DIGEST_BYTES + Integer.BYTES, length));
        end += DIGEST_BYTES + Integer.BYTES + length + Integer.BYTES;
    }

    private static int checksum(byte[] digest, byte[] payload) {
        CRC32 sum = new CRC32();
        sum.update(digest);
        sum.update(payload);
        return (int) sum.getValue();
    }

    synchronized boolean has(String digest) {
        return places.containsKey(digest);
    }

    /** Adds a record; what is there already stays. */
    synchronized void add(String digest, byte[] payload) {
        if (places.containsKey(digest)) {
            return;
        }
        byte[] key = HexFormat.of().parseHex(digest);
        ByteBuffer record = ByteBuffer.allocate(DIGEST_BYTES + Integer.BYTES + payload.length + Integer.BYTES)
                .put(key)
                .putInt(payload.length)
                .put(payload)
                .putInt(checksum(key, payload));
        try {
            file.seek(end);
            file.write(record.array());
        } catch (IOException e) {
            throw WholeFile.unwritable(path, e);
        }
        note(digest, payload.length);
    }

    synchronized ByteBuffer read(String digest) {
        Place place = places.get(digest);
        byte[] payload = new byte[place.length()];
        try {
            file.seek(place.start());
            file.readFully(payload);
        } catch (IOException e) {
            throw WholeFile.unwritable(path, e);
        }
        return ByteBuffer.wrap(payload);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw WholeFile.unwritable(path, e);
        }
    }
}
