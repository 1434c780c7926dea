package io.facequality.opencv;

import io.facequality.opencv.ImageHeader.Format;
import io.facequality.opencv.PictureBytes.Order;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first directory of a TIFF file (revision 6.0, section 2; BigTIFF with its wider offsets): size and data. */
final class TiffStructure {

    private static final int BIG = 43;
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int STRIP_OFFSETS = 273;
    private static final int STRIP_LENGTHS = 279;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_LENGTHS = 325;

    private final PictureBytes bytes;
    private final Order order;
    private final boolean big;

    private TiffStructure(PictureBytes bytes) {
        this.bytes = bytes;
        this.order = bytes.has(0, "II") ? Order.LITTLE_ENDIAN : Order.BIG_ENDIAN;
        this.big = bytes.has(2, BIG) || bytes.has(3, BIG);
    }

    static boolean begins(PictureBytes bytes) {
        return bytes.has(0, 'I', 'I', 42, 0)
                || bytes.has(0, 'M', 'M', 0, 42)
                || bytes.has(0, 'I', 'I', BIG, 0)
                || bytes.has(0, 'M', 'M', 0, BIG);
    }

    static ImageHeader read(PictureBytes bytes) throws PictureDefect {
        return new TiffStructure(bytes).read();
    }

    private ImageHeader read() throws PictureDefect {
        Map<Integer, Field> fields = firstDirectory();
        ImageHeader header =
                ImageHeader.of(Format.TIFF, onlyValue(fields.get(WIDTH)), onlyValue(fields.get(HEIGHT)));
        requireData(fields.get(STRIP_OFFSETS), fields.get(STRIP_LENGTHS));
        requireData(fields.get(TILE_OFFSETS), fields.get(TILE_LENGTHS));
        return header;
    }

    private record Field(long count, int valueSize, long at) {}

    private Map<Integer, Field> firstDirectory() throws PictureDefect {
        int offsetSize = big ? 8 : 4;
        long directory = bytes.number(big ? 8 : 4, offsetSize, order);
        int countSize = big ? 8 : 2;
        int fieldSize = big ? 20 : 12;
        long count = bytes.number(directory, countSize, order);
        if (count > 0xFFFF) {
            throw PictureDefect.corrupt("a directory of at most 65,535 fields", "one of " + count);
        }
        bytes.require(directory + countSize, count * fieldSize);
        Map<Integer, Field> fields = new HashMap<>();
        for (long i = 0; i < count; i++) {
            long at = directory + countSize + i * fieldSize;
            int tag = (int) bytes.number(at, 2, order);
            int valueSize = valueSize(bytes.number(at + 2, 2, order));
            long values = bytes.number(at + 4, offsetSize, order);
            long inline = at + 4 + offsetSize;
            if (values > bytes.length()) {
                throw PictureDefect.corrupt("a field that fits into the file", "one of " + values + " values");
            }
            long place = values * valueSize <= offsetSize ? inline : bytes.number(inline, offsetSize, order);
            bytes.require(place, values * valueSize);
            fields.putIfAbsent(tag, new Field(values, valueSize, place));
        }
        return fields;
    }

    private static int valueSize(long type) {
        return switch ((int) type) {
            case 3, 8 -> 2;
            case 4, 9, 11, 13 -> 4;
            case 5, 10, 12, 16, 17, 18 -> 8;
            default -> 1;
        };
    }

    private long onlyValue(@Nullable Field field) throws PictureDefect {
        if (field == null || field.count() != 1) {
            throw PictureDefect.corrupt("one width and one height", "none or several");
        }
        return value(field, 0);
    }

    private long value(Field field, long index) throws PictureDefect {
        return bytes.number(field.at() + index * field.valueSize(), field.valueSize(), order);
    }

    /** Checks that every strip or tile lies within the file; fields that are missing are the decoder's business. */
    private void requireData(@Nullable Field offsets, @Nullable Field lengths) throws PictureDefect {
        if (offsets == null || lengths == null) {
            return;
        }
        long count = Math.min(offsets.count(), lengths.count());
        for (long i = 0; i < count; i++) {
            bytes.require(value(offsets, i), value(lengths, i));
        }
    }
}
