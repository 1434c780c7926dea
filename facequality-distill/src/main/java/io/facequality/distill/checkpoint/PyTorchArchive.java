package io.facequality.distill.checkpoint;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What {@code torch.save} writes since PyTorch 1.6: a zip archive of uncompressed records, one for each storage, and a
 * pickle that tells what the storages are. No record is ever written to a path of its name. Since nothing is
 * compressed, the records together cannot be longer than the file, however the archive was made.
 */
final class PyTorchArchive implements Closeable {

    private static final String PICKLE = "/data.pkl";
    private static final String SAVE_AGAIN =
            "Load it in PyTorch where you trust it, and save the state dict again with torch.save.";

    /** Far more than the 1 MB of a large training checkpoint, and little enough to hold. */
    private static final long LONGEST_PICKLE = 16 << 20;

    private static final int BLOCK = 1 << 16;

    private static final Pattern CLIMBING = Pattern.compile("^[/\\\\].*|.*\\\\.*|^[A-Za-z]:.*|(^|.*/)\\.\\.(/.*|$)");

    private final ZipFile zip;
    private final String root;
    private final ByteOrder order;
    private final Map<String, Record> storages = new HashMap<>();
    private final Scratch scratch = new Scratch();

    private PyTorchArchive(ZipFile zip, String root) throws IOException {
        this.zip = zip;
        this.root = root;
        this.order = order();
    }

    /** Opens a file and checks its directory. */
    static PyTorchArchive open(Path file) throws IOException {
        ZipFile zip = zip(file);
        try {
            return new PyTorchArchive(zip, check(zip, Files.size(file)));
        } catch (IOException | RuntimeException | Error e) {
            zip.close();
            throw e;
        }
    }

    private static ZipFile zip(Path file) throws IOException {
        try {
            return new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException | IllegalArgumentException e) {
            throw damaged(e);
        }
    }

    private static DamagedFileException damaged(Exception cause) {
        return new DamagedFileException(
                "a whole zip archive", "one that ends early or is damaged: " + cause.getMessage());
    }

    /** Before Java 21, a comment in other characters than it says shows only here. */
    private static List<? extends ZipEntry> entries(ZipFile zip) throws DamagedFileException {
        try {
            return Collections.list(zip.entries());
        } catch (IllegalArgumentException e) {
            throw damaged(e);
        }
    }

    /**
     * Looks at the records' names and sizes.
     *
     * @return the folder that all of them are in
     */
    private static String check(ZipFile zip, long fileSize) throws IOException {
        Set<String> names = new HashSet<>();
        long total = 0;
        for (ZipEntry entry : entries(zip)) {
            String name = entry.getName();
            if (CLIMBING.matcher(name).matches()) {
                throw new DamagedFileException(
                        "records inside the archive",
                        "the name " + name,
                        "Do not use this file: it was made to do harm.");
            }
            if (!names.add(name)) {
                throw new DamagedFileException("each record once", "the name " + name + " twice");
            }
            if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
                throw new DamagedFileException(
                        "uncompressed records, as torch.save writes them", name + " compressed", SAVE_AGAIN);
            }
            total += entry.getSize();
            if (entry.getSize() < 0 || total > fileSize) {
                throw new DamagedFileException(
                        "records that are no longer than the file of " + fileSize + " bytes",
                        "at least " + total + " bytes up to " + name);
            }
        }
        return root(names);
    }

    private static String root(Set<String> names) throws IOException {
        List<String> pickles = names.stream().filter(name -> name.endsWith(PICKLE)).sorted().toList();
        if (pickles.size() != 1) {
            throw new DamagedFileException(
                    "one record data.pkl in a folder, as torch.save writes it",
                    pickles.isEmpty() ? "an archive without one" : String.join(" and ", pickles),
                    "Name the .pth or .pt file itself, not an archive that it was packed into.");
        }
        String root = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
        if (names.stream().anyMatch(name -> name.startsWith(root + "/code/"))) {
            throw new DamagedFileException(
                    "a state dict", "a TorchScript program", "Take its state_dict() and save that with torch.save.");
        }
        return root;
    }

    private ByteOrder order() throws IOException {
        ZipEntry entry = zip.getEntry(root + "/byteorder");
        if (entry == null) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        String word = new String(new Record(entry).read(0, (int) Math.min(entry.getSize(), 16)).array(),
                StandardCharsets.US_ASCII);
        return switch (word) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw new DamagedFileException("the byte order little or big", word);
        };
    }

    /** The pickle that tells what the storages are. */
    byte[] pickle() throws IOException {
        ZipEntry entry = zip.getEntry(root + PICKLE);
        if (entry.getSize() > LONGEST_PICKLE) {
            throw new DamagedFileException(
                    "a pickle of at most " + LONGEST_PICKLE + " bytes, since the numbers are not in it",
                    entry.getSize() + " bytes",
                    SAVE_AGAIN);
        }
        Record record = new Record(entry);
        record.checkOnce();
        return record.read(0, (int) entry.getSize()).array();
    }

    /** The elements that a pickle means by a key. */
    Storage storage(String key, ElementType type, long count) throws IOException {
        ZipEntry entry = zip.getEntry(root + "/data/" + key);
        if (entry == null) {
            throw new DamagedFileException("a record data/" + key, "none of that name");
        }
        if (count < 0 || count > Long.MAX_VALUE / type.size() || count * type.size() != entry.getSize()) {
            throw new DamagedFileException(
                    count + " elements " + type + " in the record " + entry.getName(), entry.getSize() + " bytes");
        }
        Record record = storages.computeIfAbsent(key, name -> new Record(entry));
        return new Storage() {
            @Override
            public long count() {
                return count;
            }

            @Override
            public ByteBuffer read(long offset, int length) throws IOException {
                try {
                    record.checkOnce();
                    return record.read(offset, length, scratch.bytes(length)).order(order);
                } catch (ZipException | EOFException e) {
                    throw new DamagedFileException("a record data/" + key, "none at its place: " + e);
                }
            }
        };
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** One record of the archive. */
    private final class Record {

        private final ZipEntry entry;
        private boolean checked;

        private Record(ZipEntry entry) {
            this.entry = entry;
        }

        /** Weights with a flipped bit, or under another's name, would score all the same. */
        private void checkOnce() throws IOException {
            if (checked) {
                return;
            }
            CRC32 sum = new CRC32();
            byte[] block = scratch.bytes(BLOCK);
            long length = 0;
            try (InputStream stream = stream()) {
                for (int read = stream.read(block); read >= 0; read = stream.read(block)) {
                    sum.update(block, 0, read);
                    length += read;
                }
            }
            if (length != entry.getSize() || sum.getValue() != entry.getCrc()) {
                throw new DamagedFileException(
                        "the check sum " + Long.toHexString(entry.getCrc()) + " over " + entry.getSize()
                                + " bytes of the record " + entry.getName(),
                        Long.toHexString(sum.getValue()) + " over " + length + " bytes");
            }
            checked = true;
        }

        private ByteBuffer read(long offset, int length) throws IOException {
            return read(offset, length, new byte[length]);
        }

        private ByteBuffer read(long offset, int length, byte[] bytes) throws IOException {
            try (InputStream stream = stream()) {
                stream.skipNBytes(offset);
                if (stream.readNBytes(bytes, 0, length) < length) {
                    throw new EOFException();
                }
                return ByteBuffer.wrap(bytes, 0, length).slice();
            } catch (EOFException e) {
                throw new DamagedFileException(
                        "the record " + entry.getName() + " of " + entry.getSize() + " bytes", "the end of the file");
            }
        }

        private InputStream stream() throws IOException {
            InputStream stream = zip.getInputStream(entry);
            if (stream == null) {
                throw new DamagedFileException("a record " + entry.getName(), "none at its place");
            }
            return stream;
        }
    }
}
