package io.facequality.images.internal;

import io.facequality.images.internal.PictureBytes.Order;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The texts of an EXIF block (EXIF 2.32, section 4.6), which is a TIFF file within a picture's file: those of its first
 * directory, and of the EXIF directory that this one points to. Damage ends the reading and leaves what was read.
 */
final class ExifBlock {

    static final int MAKE = 0x010F;
    static final int MODEL = 0x0110;
    static final int DATE_TAKEN = 0x9003;

    private static final int EXIF_DIRECTORY = 0x8769;
    private static final int ASCII = 2;
    private static final int LONG = 4;
    private static final int FIELD_SIZE = 12;
    private static final int LONGEST_TEXT = 64;

    private static final String JPEG_PREFIX = "Exif\0\0";
    private static final int APPLICATION_1 = 0xE1;
    private static final int PNG_FIRST_CHUNK = 8;
    private static final int WEBP_FIRST_CHUNK = 12;

    private final PictureBytes bytes;
    private final Order order;
    private final Map<Integer, String> texts = new HashMap<>();

    private ExifBlock(byte[] block) {
        this.bytes = new PictureBytes(block);
        this.order = bytes.has(0, "II") ? Order.LITTLE_ENDIAN : Order.BIG_ENDIAN;
    }

    /** Finds and reads the block of a picture's file, if it has one. */
    static Optional<ExifBlock> in(byte[] file) {
        try {
            return find(file, new PictureBytes(file)).map(ExifBlock::new).map(ExifBlock::read);
        } catch (PictureDefect brokenBeforeTheBlock) {
            return Optional.empty();
        }
    }

    Optional<String> text(int tag) {
        return Optional.ofNullable(texts.get(tag));
    }

    private static Optional<byte[]> find(byte[] file, PictureBytes bytes) throws PictureDefect {
        if (JpegStructure.begins(bytes)) {
            return inJpeg(file, bytes);
        }
        if (PngStructure.begins(bytes)) {
            return inPng(file, bytes);
        }
        if (WebpStructure.begins(bytes)) {
            return inWebp(file, bytes);
        }
        return TiffStructure.begins(bytes) ? Optional.of(file) : Optional.empty();
    }

    /** It stands before the picture's own data. */
    private static Optional<byte[]> inJpeg(byte[] file, PictureBytes bytes) throws PictureDefect {
        int at = JpegStructure.nextMarker(bytes, 2);
        while (bytes.get(at) != JpegStructure.START_OF_SCAN && bytes.get(at) != JpegStructure.END_OF_IMAGE) {
            long length = JpegStructure.standsAlone(bytes.get(at)) ? 0 : bytes.number(at + 1L, 2, Order.BIG_ENDIAN);
            bytes.require(at + 1L, length);
            int data = at + 3;
            int end = at + 1 + (int) length;
            int block = data + JPEG_PREFIX.length();
            if (bytes.get(at) == APPLICATION_1 && bytes.has(data, JPEG_PREFIX) && block <= end) {
                return Optional.of(Arrays.copyOfRange(file, block, end));
            }
            at = JpegStructure.nextMarker(bytes, end);
        }
        return Optional.empty();
    }

    private static Optional<byte[]> inPng(byte[] file, PictureBytes bytes) throws PictureDefect {
        long at = PNG_FIRST_CHUNK;
        while (at < bytes.length()) {
            long length = bytes.number(at, 4, Order.BIG_ENDIAN);
            bytes.require(at + 8, length);
            if (bytes.has((int) at + 4, "eXIf")) {
                return Optional.of(Arrays.copyOfRange(file, (int) at + 8, (int) (at + 8 + length)));
            }
            at += length + 12;
        }
        return Optional.empty();
    }

    /** Some programs put the prefix of JPEG there, too. */
    private static Optional<byte[]> inWebp(byte[] file, PictureBytes bytes) throws PictureDefect {
        long at = WEBP_FIRST_CHUNK;
        while (at < bytes.length()) {
            long length = bytes.number(at + 4, 4, Order.LITTLE_ENDIAN);
            bytes.require(at + 8, length);
            if (bytes.has((int) at, "EXIF")) {
                int data = (int) at + 8 + (bytes.has((int) at + 8, JPEG_PREFIX) ? JPEG_PREFIX.length() : 0);
                return Optional.of(Arrays.copyOfRange(file, data, Math.max(data, (int) (at + 8 + length))));
            }
            at += 8 + length + length % 2;
        }
        return Optional.empty();
    }

    private ExifBlock read() {
        if (bytes.has(0, 'I', 'I', 42, 0) || bytes.has(0, 'M', 'M', 0, 42)) {
            try {
                long exif = readDirectory(bytes.number(4, 4, order));
                if (exif > 0) {
                    readDirectory(exif);
                }
            } catch (PictureDefect damaged) {
                return this;
            }
        }
        return this;
    }

    /** Reads the texts that are wanted, and gives the place of the EXIF directory; 0 where none is named. */
    private long readDirectory(long at) throws PictureDefect {
        long fields = bytes.number(at, 2, order);
        long exif = 0;
        for (long field = at + 2; field < at + 2 + fields * FIELD_SIZE; field += FIELD_SIZE) {
            int tag = (int) bytes.number(field, 2, order);
            long type = bytes.number(field + 2, 2, order);
            long count = bytes.number(field + 4, 4, order);
            if (tag == EXIF_DIRECTORY && type == LONG && count == 1) {
                exif = bytes.number(field + 8, 4, order);
            } else if (type == ASCII && (tag == MAKE || tag == MODEL || tag == DATE_TAKEN)) {
                long text = count <= 4 ? field + 8 : bytes.number(field + 8, 4, order);
                texts.putIfAbsent(tag, text(text, Math.min(count, LONGEST_TEXT)));
            }
        }
        return exif;
    }

    /** Up to the first zero; what is not printable is left out, so that no text can disturb a terminal. */
    private String text(long at, long length) {
        StringBuilder text = new StringBuilder();
        for (long i = at; i < Math.min(at + length, bytes.length()) && bytes.get((int) i) != 0; i++) {
            int letter = bytes.get((int) i);
            if (letter >= ' ' && letter <= '~') {
                text.append((char) letter);
            }
        }
        return text.toString().strip();
    }
}
