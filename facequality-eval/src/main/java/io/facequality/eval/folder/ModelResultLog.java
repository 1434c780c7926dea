package io.facequality.eval.folder;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceQualityException.StorageException;
import io.facequality.internal.WholeFile;
import java.io.BufferedInputStream;
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
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The results of one model, by the digests of the pictures, in a file that only grows: a text that describes them, then
 * one record per picture with a checksum. A process that is killed leaves at most one incomplete record, which the next
 * process removes. Damage within the file costs only the damaged records: those behind them are found again, and no whole
 * record is ever cut off. One process at a time uses the file; one thread writes records.
 *
 * <p>Memory: about 150 bytes per record, for its place in the file.
 */
final class ModelResultLog implements AutoCloseable {

    private static final String FORMAT = "facequality results 1\n";
    private static final int DIGEST_BYTES = 32;
    private static final int HEAD_BYTES = DIGEST_BYTES + Integer.BYTES;

    /** Far more than the numbers of an embedding. */
    private static final int LARGEST_RECORD = 1 << 17;

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
            Files.createDirectories(WholeFile.folderOf(path));
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
        try (BufferedInputStream stream = new BufferedInputStream(new FileInputStream(path.toFile()), 1 << 16)) {
            byte[] found = stream.readNBytes(header.length);
            if (!Arrays.equals(found, 0, found.length, header, 0, found.length)) {
                throw otherThan("a file of model results", "something else");
            }
            end = header.length;
            if (found.length < header.length) {
                // New, or killed while it was started.
                file.setLength(0);
                file.write(header);
                return;
            }
            readRecords(stream);
        }
        file.setLength(end);
    }

    private void readRecords(BufferedInputStream stream) throws IOException {
        long place = end;
        for (Optional<Record> record = record(stream); ; record = record(stream)) {
            if (record.isPresent()) {
                places.put(record.get().digest(), new Place(place + HEAD_BYTES, record.get().length()));
                place += record.get().bytes();
                end = place;
            } else if (stream.read() < 0) {
                return;
            } else if (++place - end > LARGEST_RECORD) {
                throw otherThan(
                        "model results behind byte " + end, "more damage than one record, and no whole one behind it");
            }
        }
    }

    /** What was read of a record, for its place among the others. */
    private record Record(String digest, int length) {

        long bytes() {
            return HEAD_BYTES + length + Integer.BYTES;
        }
    }

    /** Reads the record that begins here; where none does, the stream stays where it is. */
    private static Optional<Record> record(BufferedInputStream stream) throws IOException {
        stream.mark(HEAD_BYTES + LARGEST_RECORD + Integer.BYTES);
        ByteBuffer head = ByteBuffer.wrap(stream.readNBytes(HEAD_BYTES));
        if (head.remaining() == HEAD_BYTES) {
            byte[] digest = new byte[DIGEST_BYTES];
            int length = head.get(digest).getInt();
            if (length >= 0 && length <= LARGEST_RECORD) {
                byte[] payload = stream.readNBytes(length);
                ByteBuffer sum = ByteBuffer.wrap(stream.readNBytes(Integer.BYTES));
                if (sum.remaining() == Integer.BYTES && sum.getInt() == checksum(digest, payload)) {
                    return Optional.of(new Record(HexFormat.of().formatHex(digest), length));
                }
            }
        }
        stream.reset();
        return Optional.empty();
    }

    private InvalidInputException otherThan(String expected, String found) {
        return new InvalidInputException(new Problem(
                "cannot use the cache", path.toString(), expected, found, "Remove it, or name another cache."));
    }

    private void note(String digest, int length) {
        places.put(digest, new Place(end + HEAD_BYTES, length));
        end += HEAD_BYTES + length + Integer.BYTES;
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
        Place place = Objects.requireNonNull(places.get(digest));
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
