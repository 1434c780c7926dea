package io.facequality.convert.internal.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * What {@code torch.save} writes since PyTorch 1.6: a zip archive of uncompressed records, one for each storage, and a
 * pickle that tells what the storages are. No record is ever written to a path of its name. Since nothing is
 * compressed and nothing overlaps, the records together cannot be longer than the file, however the archive was made.
 */
final class PyTorchArchive implements Closeable {

    private static final String PICKLE = "/data.pkl";
    private static final String SAVE_AGAIN =
            "Load it in PyTorch where you trust it, and save the state dict again with torch.save.";

    /** Far more than the 1 MB of a large training checkpoint, and little enough to hold. */
    private static final long LONGEST_PICKLE = 16 << 20;

    private static final int BLOCK = 1 << 16;

    private static final Pattern CLIMBING = Pattern.compile("^[/\\\\].*|.*\\\\.*|^[A-Za-z]:.*|(^|.*/)\\.\\.(/.*|$)");

    private final FileBytes file;
    private final String root;
    private final ByteOrder order;
    private final Map<String, ZipRecord> records;
    private final Set<ZipRecord> checked = new HashSet<>();

    private PyTorchArchive(FileBytes file, Map<String, ZipRecord> records) throws IOException {
        this.file = file;
        this.records = records;
        this.root = root(records.keySet());
        this.order = order();
    }

    /** Opens a file and checks its directory. */
    static PyTorchArchive open(Path path) throws IOException {
        FileBytes file = FileBytes.open(path);
        try {
            return new PyTorchArchive(file, byName(ZipDirectory.read(file)));
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private static Map<String, ZipRecord> byName(List<ZipRecord> records) throws IOException {
        Map<String, ZipRecord> byName = new HashMap<>();
        for (ZipRecord record : records) {
            String name = record.name();
            if (CLIMBING.matcher(name).matches()) {
                throw new DamagedFileException(
                        "records inside the archive",
                        "the name " + name,
                        "Do not use this file: it was made to do harm.");
            }
            if (byName.put(name, record) != null) {
                throw new DamagedFileException("each record once", "the name " + name + " twice");
            }
            if (record.isCompressed()) {
                throw new DamagedFileException(
                        "uncompressed records, as torch.save writes them", name + " compressed", SAVE_AGAIN);
            }
        }
        return byName;
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
        ZipRecord record = records.get(root + "/byteorder");
        if (record == null) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        ByteBuffer bytes = file.read(record.start(), (int) Math.min(record.size(), 16));
        String word = StandardCharsets.US_ASCII.decode(bytes).toString();
        return switch (word) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw new DamagedFileException("the byte order little or big", word);
        };
    }

    /** The pickle that tells what the storages are. */
    byte[] pickle() throws IOException {
        ZipRecord record = Objects.requireNonNull(records.get(root + PICKLE));
        if (record.size() > LONGEST_PICKLE) {
            throw new DamagedFileException(
                    "a pickle of at most " + LONGEST_PICKLE + " bytes, since the numbers are not in it",
                    record.size() + " bytes",
                    SAVE_AGAIN);
        }
        checkOnce(record);
        byte[] bytes = new byte[(int) record.size()];
        file.read(record.start(), bytes.length).get(bytes);
        return bytes;
    }

    /** The elements that a pickle means by a key. */
    Storage storage(String key, ElementType type, long count) throws IOException {
        ZipRecord record = records.get(root + "/data/" + key);
        if (record == null) {
            throw new DamagedFileException("a record data/" + key, "none of that name");
        }
        if (count < 0 || count > Long.MAX_VALUE / type.size() || count * type.size() != record.size()) {
            throw new DamagedFileException(
                    count + " elements " + type + " in the record " + record.name(), record.size() + " bytes");
        }
        return new Storage() {
            @Override
            public long count() {
                return count;
            }

            @Override
            public ByteBuffer read(long offset, int length) throws IOException {
                checkOnce(record);
                return file.read(record.start() + offset, length).order(order);
            }
        };
    }

    /** Weights with a flipped bit, or under another's name, would score all the same. */
    private void checkOnce(ZipRecord record) throws IOException {
        if (checked.contains(record)) {
            return;
        }
        CRC32 sum = new CRC32();
        for (long done = 0; done < record.size(); done += BLOCK) {
            sum.update(file.read(record.start() + done, (int) Math.min(BLOCK, record.size() - done)));
        }
        if ((int) sum.getValue() != record.checksum()) {
            throw new DamagedFileException(
                    "the check sum " + Integer.toHexString(record.checksum()) + " over " + record.size()
                            + " bytes of the record " + record.name(),
                    Long.toHexString(sum.getValue()));
        }
        checked.add(record);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
