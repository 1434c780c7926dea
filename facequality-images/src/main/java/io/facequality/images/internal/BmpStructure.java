package io.facequality.images.internal;

import io.facequality.images.internal.ImageHeader.Format;
import io.facequality.images.internal.PictureBytes.Order;
import java.util.Set;

/** The file header and the information header of a BMP file (BITMAPFILEHEADER, then any of its seven successors). */
final class BmpStructure {

    private static final int FILE_HEADER = 14;
    private static final int CORE_HEADER = 12;
    private static final Set<Long> HEADER_LENGTHS = Set.of(12L, 16L, 40L, 52L, 56L, 64L, 108L, 124L);
    private static final int UNCOMPRESSED = 0;
    private static final int BIT_FIELDS = 3;
    private static final Set<Long> OTHER_PICTURES = Set.of(4L, 5L);

    private BmpStructure() {}

    /** Two letters are little evidence: plenty of texts begin with them too. */
    static boolean begins(PictureBytes bytes) throws PictureDefect {
        return bytes.has(0, "BM")
                && bytes.length() >= FILE_HEADER + 4
                && HEADER_LENGTHS.contains(bytes.number(FILE_HEADER, 4, Order.LITTLE_ENDIAN));
    }

    static ImageHeader read(PictureBytes bytes) throws PictureDefect {
        long headerLength = bytes.number(FILE_HEADER, 4, Order.LITTLE_ENDIAN);
        bytes.require(FILE_HEADER, headerLength);
        boolean core = headerLength == CORE_HEADER;
        int size = core ? 2 : 4;
        long width = bytes.number(FILE_HEADER + 4L, size, Order.LITTLE_ENDIAN);
        long height = bytes.number(FILE_HEADER + 4L + size, size, Order.LITTLE_ENDIAN);
        // A negative height means rows from the top.
        ImageHeader header = ImageHeader.of(Format.BMP, width, core ? height : Math.abs((long) (int) height));
        requireData(bytes, header, core, headerLength);
        // OpenCV's reader copies the file once more.
        return header.withWorkspace(bytes.length());
    }

    private static void requireData(PictureBytes bytes, ImageHeader header, boolean core, long headerLength)
            throws PictureDefect {
        long data = bytes.number(10, 4, Order.LITTLE_ENDIAN);
        long bits = bytes.number(FILE_HEADER + (core ? 10L : 14L), 2, Order.LITTLE_ENDIAN);
        boolean longHeader = headerLength >= 40;
        long compression = longHeader ? bytes.number(FILE_HEADER + 16L, 4, Order.LITTLE_ENDIAN) : UNCOMPRESSED;
        if (compression == UNCOMPRESSED || compression == BIT_FIELDS) {
            long rowBytes = (header.width() * bits + 31) / 32 * 4;
            bytes.require(data, rowBytes * header.height());
        } else if (OTHER_PICTURES.contains(compression)) {
            throw PictureDefect.unsupported("a BMP that holds a JPEG or a PNG");
        } else {
            bytes.require(data, bytes.number(FILE_HEADER + 20L, 4, Order.LITTLE_ENDIAN));
        }
    }
}
