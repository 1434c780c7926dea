package io.facequality.convert.internal.checkpoint;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The directory at the end of a zip archive (PKWARE, APPNOTE.TXT, sections 4.3 and 4.5), with 64-bit sizes where it has
 * them, and without comments, as {@code torch.save} writes it. A record's own header must say the name that the
 * directory says, and no two records may share a byte: so there is only one way to read the archive.
 */
final class ZipDirectory {

    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int LOCATOR_64_BYTES = 20;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_BYTES = 56;
    private static final int ENTRY = 0x02014b50;
    private static final int HEADER = 0x04034b50;
    private static final int HEADER_BYTES = 30;
    private static final int SIZES_64 = 1;
    private static final int ENCRYPTED = 1;

    /** What stands in a field of 32 bits whose value is in one of 64. */
    private static final long ELSEWHERE = 0xFFFF_FFFFL;

    /** Far more than the names of any network's tensors, and little enough to hold. */
    private static final long LONGEST = 64 << 20;

    private final FileBytes file;
    private long directory;

    private ZipDirectory(FileBytes file) {
        this.file = file;
    }

    /**
     * Reads the directory, and each record's header.
     *
     * @return the records, in their order in the file
     * @throws DamagedFileException if they are not where and what it says
     */
    static List<ZipRecord> read(FileBytes file) throws IOException {
        try {
            return new ZipDirectory(file).records();
        } catch (BufferUnderflowException e) {
            throw damaged("an entry of its directory is too short");
        }
    }

    private static DamagedFileException damaged(String found) {
        return new DamagedFileException("a whole zip archive", "one that ends early or is damaged: " + found);
    }

    private List<ZipRecord> records() throws IOException {
        ByteBuffer entries = entries();
        List<ZipRecord> records = new ArrayList<>();
        while (entries.hasRemaining()) {
            records.add(record(entries));
        }
        records.sort(Comparator.comparingLong(ZipRecord::header));
        for (int i = 1; i < records.size(); i++) {
            if (records.get(i).header() < records.get(i - 1).end()) {
                throw new DamagedFileException(
                        "records that do not overlap",
                        records.get(i).name() + " within the bytes of " + records.get(i - 1).name(),
                        "Do not use this file: it was made to mislead.");
            }
        }
        return records;
    }

    /** The directory's bytes, which lie right before what says where they are. */
    private ByteBuffer entries() throws IOException {
        long end = file.size() - END_BYTES;
        if (end < 0 || file.read(end, Integer.BYTES).getInt() != END) {
            throw damaged("no directory at its end");
        }
        ByteBuffer fields = file.read(end + 12, 8);
        long length = unsigned(fields.getInt());
        directory = unsigned(fields.getInt());
        long end64 = end - LOCATOR_64_BYTES - END_64_BYTES;
        if (end64 >= 0 && file.read(end - LOCATOR_64_BYTES, Integer.BYTES).getInt() == LOCATOR_64) {
            if (file.read(end64, Integer.BYTES).getInt() != END_64) {
                throw damaged("no directory of 64 bits at its end");
            }
            end = end64;
            fields = file.read(end64 + 40, 16);
            length = fields.getLong();
            directory = fields.getLong();
        }
        if (directory < 0 || length < 0 || length > LONGEST || directory + length != end) {
            throw damaged("a directory of " + length + " bytes at byte " + directory);
        }
        byte[] bytes = new byte[(int) length];
        file.read(directory, bytes.length).get(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private ZipRecord record(ByteBuffer entry) throws IOException {
        if (entry.getInt() != ENTRY) {
            throw damaged("something else in its directory");
        }
        skip(entry, 4);
        if ((entry.getShort() & ENCRYPTED) != 0) {
            throw damaged("an encrypted record");
        }
        int method = Short.toUnsignedInt(entry.getShort());
        skip(entry, 4);
        int checksum = entry.getInt();
        long packed = unsigned(entry.getInt());
        long size = unsigned(entry.getInt());
        int nameLength = Short.toUnsignedInt(entry.getShort());
        int extraLength = Short.toUnsignedInt(entry.getShort());
        if (entry.getShort() != 0) {
            throw damaged("a comment on a record");
        }
        skip(entry, 8);
        long header = unsigned(entry.getInt());
        byte[] name = new byte[nameLength];
        entry.get(name);
        ByteBuffer sizes = sizes64(piece(entry, extraLength));
        size = size == ELSEWHERE ? sizes.getLong() : size;
        packed = packed == ELSEWHERE ? sizes.getLong() : packed;
        header = header == ELSEWHERE ? sizes.getLong() : header;
        return new ZipRecord(
                new String(name, StandardCharsets.UTF_8), method, checksum, packed, size, header,
                start(name, header, packed));
    }

    private static ByteBuffer sizes64(ByteBuffer extra) {
        while (extra.hasRemaining()) {
            int kind = Short.toUnsignedInt(extra.getShort());
            ByteBuffer content = piece(extra, Short.toUnsignedInt(extra.getShort()));
            if (kind == SIZES_64) {
                return content;
            }
        }
        return extra;
    }

    /** Where a record's bytes begin, behind a header that says the same name. */
    private long start(byte[] name, long header, long packed) throws IOException {
        String text = new String(name, StandardCharsets.UTF_8);
        if (header < 0 || header > directory - HEADER_BYTES - name.length) {
            throw damaged("no record " + text + " at its place");
        }
        ByteBuffer bytes = file.read(header, HEADER_BYTES + name.length);
        int extraLength = Short.toUnsignedInt(bytes.getShort(28));
        if (bytes.getInt(0) != HEADER
                || Short.toUnsignedInt(bytes.getShort(26)) != name.length
                || !bytes.slice(HEADER_BYTES, name.length).equals(ByteBuffer.wrap(name))) {
            throw damaged("no record " + text + " at its place");
        }
        long start = header + HEADER_BYTES + name.length + extraLength;
        if (packed < 0 || packed > directory - start) {
            throw damaged("a record " + text + " that is longer than the file");
        }
        return start;
    }

    private static ByteBuffer piece(ByteBuffer bytes, int length) {
        if (length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer piece = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + length);
        return piece;
    }

    private static void skip(ByteBuffer bytes, int length) {
        piece(bytes, length);
    }

    private static long unsigned(int value) {
        return Integer.toUnsignedLong(value);
    }
}
