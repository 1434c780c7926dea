package io.facequality.images.internal;

import io.facequality.images.internal.PictureBytes.Order;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/** A directory of a TIFF file (revision 6.0, section 2; BigTIFF with its wider offsets): numbers under tags. */
final class TiffDirectory {

    private static final int BIG = 43;
    private static final int MOST_FIELDS = 0xFFFF;

    private final Layout layout;
    private final Map<Integer, Field> fields;

    private TiffDirectory(Layout layout, Map<Integer, Field> fields) {
        this.layout = layout;
        this.fields = fields;
    }

    static boolean begins(PictureBytes bytes) {
        return bytes.has(0, 'I', 'I', 42, 0)
                || bytes.has(0, 'M', 'M', 0, 42)
                || bytes.has(0, 'I', 'I', BIG, 0)
                || bytes.has(0, 'M', 'M', 0, BIG);
    }

    /** Reads the first directory of bytes that begin like a TIFF. */
    static TiffDirectory first(PictureBytes bytes) throws PictureDefect {
        Layout layout = Layout.of(bytes);
        return read(layout, bytes.number(layout.big() ? 8 : 4, layout.offsetSize(), layout.order()));
    }

    /** Reads another directory of the same file. */
    TiffDirectory at(long place) throws PictureDefect {
        return read(layout, place);
    }

    private record Layout(PictureBytes bytes, Order order, boolean big) {
        static Layout of(PictureBytes bytes) {
            return new Layout(
                    bytes,
                    bytes.has(0, "II") ? Order.LITTLE_ENDIAN : Order.BIG_ENDIAN,
                    bytes.has(2, BIG) || bytes.has(3, BIG));
        }

        int offsetSize() {
            return big ? 8 : 4;
        }

        long number(long at, int size) throws PictureDefect {
            return bytes.number(at, size, order);
        }
    }

    private record Field(int type, long count, long at) {
        int valueSize() {
            return switch (type) {
                case 3, 8 -> 2;
                case 4, 9, 11, 13 -> 4;
                case 5, 10, 12, 16, 17, 18 -> 8;
                default -> 1;
            };
        }

        /** Whether the values are whole numbers, of any width, with a sign or without. */
        boolean isWhole() {
            return switch (type) {
                case 1, 3, 4, 6, 8, 9, 13, 16, 17, 18 -> true;
                default -> false;
            };
        }
    }

    private static TiffDirectory read(Layout layout, long place) throws PictureDefect {
        int countSize = layout.big() ? 8 : 2;
        int fieldSize = layout.big() ? 20 : 12;
        int offsetSize = layout.offsetSize();
        long count = layout.number(place, countSize);
        if (count > MOST_FIELDS) {
            throw PictureDefect.corrupt("a directory of at most 65,535 fields", "one of " + count);
        }
        layout.bytes().require(place + countSize, count * fieldSize);
        Map<Integer, Field> fields = new HashMap<>();
        for (long i = 0; i < count; i++) {
            long at = place + countSize + i * fieldSize;
            int tag = (int) layout.number(at, 2);
            int type = (int) layout.number(at + 2, 2);
            long values = layout.number(at + 4, offsetSize);
            long inline = at + 4 + offsetSize;
            Field field = new Field(type, values, inline);
            // Also false for as many values as no file has.
            boolean fits = values <= offsetSize && values * field.valueSize() <= offsetSize;
            fields.putIfAbsent(tag, fits ? field : new Field(type, values, layout.number(inline, offsetSize)));
        }
        return new TiffDirectory(layout, fields);
    }

    boolean has(int tag) {
        return fields.containsKey(tag);
    }

    /** Checks that the values of all fields lie within the file. */
    void requireValues() throws PictureDefect {
        for (Field field : fields.values()) {
            if (field.count() > layout.bytes().length()) {
                throw PictureDefect.corrupt("a field that fits into the file", "one of " + field.count() + " values");
            }
            layout.bytes().require(field.at(), field.count() * field.valueSize());
        }
    }

    /** The first value of a field of whole numbers; empty where there is none. */
    OptionalLong number(int tag) throws PictureDefect {
        Field field = fields.get(tag);
        return field == null || field.count() < 1 || !field.isWhole()
                ? OptionalLong.empty()
                : OptionalLong.of(layout.number(field.at(), field.valueSize()));
    }

    long number(int tag, long otherwise) throws PictureDefect {
        return number(tag).orElse(otherwise);
    }

    /** How many values a field has; 0 where there is none. */
    long count(int tag) {
        Field field = fields.get(tag);
        return field == null ? 0 : field.count();
    }

    /** One of the values of a field that is there. */
    long value(int tag, long index) throws PictureDefect {
        Field field = Objects.requireNonNull(fields.get(tag));
        return layout.number(field.at() + index * field.valueSize(), field.valueSize());
    }

    /** Up to so many values of a field. */
    List<Long> values(int tag, int most) throws PictureDefect {
        List<Long> values = new ArrayList<>();
        for (long i = 0; i < Math.min(most, count(tag)); i++) {
            values.add(value(tag, i));
        }
        return values;
    }

    /** Where a field's value lies, and how many bytes it takes. */
    record Place(int at, int size, Order order) {}

    /** Where the only value of a field lies. */
    Place placeOf(int tag) {
        Field field = Objects.requireNonNull(fields.get(tag));
        return new Place((int) field.at(), field.valueSize(), layout.order());
    }
}
