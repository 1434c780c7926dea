package io.facequality.images.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A TIFF of one directory, with any fields; also what an EXIF segment holds. */
final class HandmadeTiff {

    static final int BYTE = 1;
    static final int SHORT = 3;
    static final int LONG = 4;
    static final int SIGNED_BYTE = 6;
    static final int SIGNED_SHORT = 8;
    static final int SIGNED_LONG = 9;

    private static final int HEADER = 8;
    private static final int FIELD = 12;

    private record Field(int type, long[] values) {
        int valueSize() {
            return type == BYTE || type == SIGNED_BYTE ? 1 : type == SHORT || type == SIGNED_SHORT ? 2 : 4;
        }

        int size() {
            return valueSize() * values.length;
        }
    }

    private final ByteOrder order;
    private final Map<Integer, Field> fields = new LinkedHashMap<>();
    private byte[] data = new byte[0];

    HandmadeTiff(ByteOrder order) {
        this.order = order;
    }

    /** A gray picture of one strip that follows the directory. */
    static HandmadeTiff gray(int width, int height, byte... pixels) {
        return new HandmadeTiff(ByteOrder.LITTLE_ENDIAN)
                .with(256, LONG, width)
                .with(257, LONG, height)
                .with(258, SHORT, 8)
                .with(259, SHORT, 1)
                .with(262, SHORT, 1)
                .with(277, SHORT, 1)
                .with(278, LONG, height)
                .with(279, LONG, pixels.length)
                .data(pixels);
    }

    /** A gray picture of tiles that all lie in one place. */
    static HandmadeTiff tiled(int width, int height, int tileWidth, int tileHeight, int tiles, byte... data) {
        long[] lengths = new long[tiles];
        Arrays.fill(lengths, data.length);
        HandmadeTiff tiff = gray(width, height, data)
                .without(278, 279)
                .with(322, LONG, tileWidth)
                .with(323, LONG, tileHeight)
                .with(324, LONG, new long[tiles])
                .with(325, LONG, lengths);
        long[] places = new long[tiles];
        Arrays.fill(places, tiff.dataAt());
        return tiff.with(324, LONG, places);
    }

    HandmadeTiff with(int tag, int type, long... values) {
        fields.put(tag, new Field(type, values));
        return this;
    }

    HandmadeTiff without(int... tags) {
        for (int tag : tags) {
            fields.remove(tag);
        }
        return this;
    }

    HandmadeTiff data(byte... bytes) {
        data = bytes;
        return this;
    }

    /** Where the data will lie, if no field is added any more. */
    int dataAt() {
        int at = HEADER + 2 + FIELD * fields.size() + 4;
        for (Field field : fields.values()) {
            at += field.size() > 4 ? field.size() : 0;
        }
        return at;
    }

    /** The file; a picture without tiles gets its strip's place. */
    byte[] bytes() {
        if (data.length > 0 && !fields.containsKey(273) && !fields.containsKey(324)) {
            with(273, LONG, 0);
            with(273, LONG, dataAt());
        }
        ByteBuffer start = ByteBuffer.allocate(dataAt()).order(order);
        start.put((byte) (order == ByteOrder.BIG_ENDIAN ? 'M' : 'I'));
        start.put(start.get(0));
        start.putShort((short) 42).putInt(HEADER).putShort((short) fields.size());
        int outside = HEADER + 2 + FIELD * fields.size() + 4;
        for (int tag : fields.keySet().stream().sorted().toList()) {
            Field field = fields.get(tag);
            start.putShort((short) tag).putShort((short) field.type()).putInt(field.values().length);
            int next = start.position() + 4;
            if (field.size() > 4) {
                start.putInt(outside).position(outside);
                outside += field.size();
            }
            for (long value : field.values()) {
                put(start, field.valueSize(), value);
            }
            start.position(next);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(start.array());
        file.writeBytes(data);
        return file.toByteArray();
    }

    private static void put(ByteBuffer buffer, int size, long value) {
        switch (size) {
            case 1 -> buffer.put((byte) value);
            case 2 -> buffer.putShort((short) value);
            default -> buffer.putInt((int) value);
        }
    }
}
