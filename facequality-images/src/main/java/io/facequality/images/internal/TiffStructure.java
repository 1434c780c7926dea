package io.facequality.images.internal;

import io.facequality.images.internal.ImageHeader.Format;
import io.facequality.images.internal.PictureBytes.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The first directory of a TIFF file (revision 6.0): size and data. The decoder makes room for whole tiles and strips
 * and fills each of them, so their sizes are held against the picture's.
 */
public final class TiffStructure {

    private static final int SUBFILE_TYPE = 254;
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int COLORS = 262;
    private static final int STRIP_OFFSETS = 273;
    private static final int SAMPLES = 277;
    private static final int ROWS_PER_STRIP = 278;
    private static final int STRIP_LENGTHS = 279;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_LENGTHS = 325;
    private static final int SUBDIRECTORIES = 330;
    private static final int NUMBER_KIND = 339;
    private static final int RAW_VERSION = 50706;

    private static final int BIT_ORDER = 266;
    private static final int PLANES = 284;
    private static final long SUBSAMPLED_COLORS = 6;
    private static final long MOST_PARTS = 1 << 20;

    private static final int REDUCED = 1;
    private static final int MOST_SUBDIRECTORIES = 16;
    private static final int MOST_SAMPLES = 16;
    /** Colors of a sensor's mosaic, and its linear form (Digital Negative 1.4). */
    private static final Set<Long> SENSOR_COLORS = Set.of(32803L, 34892L);
    /** The compressions of Sony, Samsung, Kodak, Nikon and Pentax. */
    private static final Set<Long> CAMERA_COMPRESSIONS = Set.of(32767L, 32769L, 32770L, 34713L, 65000L, 65535L);
    private static final Set<Long> READ_COMPRESSIONS =
            Set.of(1L, 2L, 3L, 4L, 5L, 7L, 8L, 32771L, 32773L, 32946L, 34676L, 34677L);
    private static final Map<Long, String> OTHER_COMPRESSIONS = Map.ofEntries(
            Map.entry(6L, "old-style JPEG"),
            Map.entry(32766L, "NeXT"),
            Map.entry(32809L, "ThunderScan"),
            Map.entry(33003L, "JPEG 2000"),
            Map.entry(33005L, "JPEG 2000"),
            Map.entry(34661L, "JBIG"),
            Map.entry(34712L, "JPEG 2000"),
            Map.entry(34887L, "LERC"),
            Map.entry(34925L, "LZMA"),
            Map.entry(50000L, "zstd"),
            Map.entry(50001L, "WebP"),
            Map.entry(50002L, "JPEG XL"),
            Map.entry(52546L, "JPEG XL"));
    private static final Map<Long, String> OTHER_COLORS =
            Map.of(4L, "a mask", 9L, "ICC L*a*b* colors", 10L, "ITU L*a*b* colors");
    private static final Set<Long> READ_BITS = Set.of(1L, 8L, 16L);
    private static final long UNSIGNED = 1;
    private static final long SIGNED = 2;
    private static final long FLOAT = 3;
    private static final long UNDEFINED = 4;

    /** Tiles that reach beyond a small picture are usual; so many pixels of them cost nothing. */
    private static final long SMALL_TILES = 4 << 20;
    /** Tiles of one color may share their data; far more data than the file holds is an attack. */
    private static final long MOST_SHARING = 16;
    private static final int DECODED_PIXEL = 4;

    private final PictureBytes bytes;
    private final TiffDirectory fields;

    private TiffStructure(PictureBytes bytes, TiffDirectory fields) {
        this.bytes = bytes;
        this.fields = fields;
    }

    static boolean begins(PictureBytes bytes) {
        return TiffDirectory.begins(bytes);
    }

    /** Whether it is a camera's raw file; damage that hides it counts as no. */
    static boolean isRaw(PictureBytes bytes) {
        try {
            return begins(bytes)
                    && (bytes.has(8, 'C', 'R', 2) || new TiffStructure(bytes, TiffDirectory.first(bytes)).isRaw());
        } catch (PictureDefect damaged) {
            return false;
        }
    }

    static ImageHeader read(PictureBytes bytes) throws PictureDefect {
        if (bytes.has(8, 'C', 'R', 2)) {
            throw PictureDefect.notRead(ContentGuess.RAW);
        }
        return new TiffStructure(bytes, TiffDirectory.first(bytes)).read();
    }

    private ImageHeader read() throws PictureDefect {
        if (isRaw()) {
            throw PictureDefect.notRead(ContentGuess.RAW);
        }
        fields.requireValues();
        requireReadable();
        long width = onlyValue(WIDTH);
        long height = onlyValue(HEIGHT);
        ImageHeader header = ImageHeader.of(Format.TIFF, width, height);
        boolean tiled = fields.has(TILE_WIDTH) || fields.has(TILE_OFFSETS);
        long partWidth = tiled ? fields.number(TILE_WIDTH, 0) : width;
        long partHeight = tiled ? fields.number(TILE_HEIGHT, 0) : Math.min(height, rowsPerStrip());
        requireProportion(header, partWidth, partHeight);
        requireData(STRIP_OFFSETS, STRIP_LENGTHS);
        requireData(TILE_OFFSETS, TILE_LENGTHS);
        return header.withWorkspace(partWidth * partHeight * (DECODED_PIXEL + bytesPerPixel()));
    }

    /**
     * Tells a camera's raw file: its first directory is a small picture for a preview, or holds what the sensor saw.
     */
    private boolean isRaw() throws PictureDefect {
        if (fields.has(RAW_VERSION)
                || holdsSensorData(fields)
                || CAMERA_COMPRESSIONS.contains(fields.number(COMPRESSION, 1))) {
            return true;
        }
        if (!fields.has(SUBDIRECTORIES)) {
            return false;
        }
        if ((fields.number(SUBFILE_TYPE, 0) & REDUCED) != 0) {
            return true;
        }
        return subdirectoriesHoldSensorData();
    }

    private boolean subdirectoriesHoldSensorData() {
        try {
            for (long place : fields.values(SUBDIRECTORIES, MOST_SUBDIRECTORIES)) {
                if (holdsSensorData(fields.at(place))) {
                    return true;
                }
            }
            return false;
        } catch (PictureDefect besideThePicture) {
            return false;
        }
    }

    private static boolean holdsSensorData(TiffDirectory directory) throws PictureDefect {
        return SENSOR_COLORS.contains(directory.number(COLORS, 0));
    }

    private void requireReadable() throws PictureDefect {
        long compression = fields.number(COMPRESSION, 1);
        if (!READ_COMPRESSIONS.contains(compression)) {
            throw PictureDefect.unsupported("a TIFF compressed by "
                    + OTHER_COMPRESSIONS.getOrDefault(compression, "the unknown method " + compression));
        }
        long bits = fields.number(BITS, 1);
        long kind = fields.number(NUMBER_KIND, UNSIGNED);
        if (kind == FLOAT) {
            throw PictureDefect.unsupported("a TIFF of " + bits + "-bit floats");
        }
        if (kind != UNSIGNED && kind != SIGNED && kind != UNDEFINED) {
            throw PictureDefect.unsupported("a TIFF of complex numbers");
        }
        if (!READ_BITS.contains(bits)) {
            throw PictureDefect.unsupported("a TIFF of " + bits + "-bit numbers");
        }
        long samples = fields.number(SAMPLES, 1);
        if (samples > MOST_SAMPLES) {
            throw PictureDefect.unsupported("a TIFF of " + samples + " values per pixel");
        }
        long colors = fields.number(COLORS, 0);
        if (OTHER_COLORS.containsKey(colors)) {
            throw PictureDefect.unsupported("a TIFF of " + OTHER_COLORS.get(colors));
        }
    }

    private long rowsPerStrip() throws PictureDefect {
        long rows = fields.number(ROWS_PER_STRIP, Long.MAX_VALUE);
        return rows == 0 ? Long.MAX_VALUE : rows;
    }

    private long bytesPerPixel() throws PictureDefect {
        return (fields.number(BITS, 1) * fields.number(SAMPLES, 1) + 7) / 8;
    }

    /** Checks that the tiles or strips together are not much larger than the picture. */
    private static void requireProportion(ImageHeader header, long width, long height) throws PictureDefect {
        if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw PictureDefect.corrupt("tiles of at least 1 x 1", width + " x " + height);
        }
        double across = Math.ceil((double) header.width() / width) * width;
        double down = Math.ceil((double) header.height() / height) * height;
        if (across * down > SMALL_TILES + 4.0 * header.pixels()) {
            throw PictureDefect.corrupt(
                    "tiles about as large as the picture of " + header.width() + " x " + header.height(),
                    "tiles of " + width + " x " + height);
        }
    }

    private long onlyValue(int tag) throws PictureDefect {
        if (fields.count(tag) != 1) {
            throw PictureDefect.corrupt("one width and one height", "none or several");
        }
        return fields.number(tag, 0);
    }

    /** Checks that every strip or tile lies within the file; fields that are missing are the decoder's business. */
    private void requireData(int offsets, int lengths) throws PictureDefect {
        long count = Math.min(fields.count(offsets), fields.count(lengths));
        long total = 0;
        for (long i = 0; i < count; i++) {
            long length = fields.value(lengths, i);
            bytes.require(fields.value(offsets, i), length);
            total += length;
        }
        if (total / MOST_SHARING > bytes.length()) {
            throw PictureDefect.corrupt(
                    "parts that lie side by side in a file of " + bytes.length() + " bytes",
                    "parts of " + total + " bytes together");
        }
    }

    /**
     * A strip or a tile.
     *
     * @param compression how it is compressed
     * @param at where its data begins
     * @param length how many bytes that is
     * @param unpacked how many bytes its pixels are
     */
    record Part(int compression, int at, int length, long unpacked) {}

    /** The strips or tiles of a picture that was admitted by its header; none where their sizes are not plain. */
    static List<Part> parts(PictureBytes bytes) throws PictureDefect {
        return new TiffStructure(bytes, TiffDirectory.first(bytes)).parts();
    }

    private List<Part> parts() throws PictureDefect {
        if (fields.number(COLORS, 0) == SUBSAMPLED_COLORS || fields.number(BIT_ORDER, 1) != 1) {
            return List.of();
        }
        boolean tiled = fields.has(TILE_WIDTH);
        int offsets = tiled ? TILE_OFFSETS : STRIP_OFFSETS;
        int lengths = tiled ? TILE_LENGTHS : STRIP_LENGTHS;
        long height = fields.number(HEIGHT, 0);
        long partWidth = fields.number(tiled ? TILE_WIDTH : WIDTH, 0);
        long partHeight = tiled ? fields.number(TILE_HEIGHT, 0) : Math.min(height, rowsPerStrip());
        boolean separate = fields.number(PLANES, 1) != 1;
        long rowBytes = (partWidth * fields.number(BITS, 1) * (separate ? 1 : fields.number(SAMPLES, 1)) + 7) / 8;
        long down = (height + partHeight - 1) / partHeight;
        List<Part> parts = new ArrayList<>();
        long count = Math.min(MOST_PARTS, Math.min(fields.count(offsets), fields.count(lengths)));
        for (long i = 0; i < count; i++) {
            long rows = tiled ? partHeight : Math.min(partHeight, height - i % down * partHeight);
            parts.add(new Part(
                    (int) fields.number(COMPRESSION, 1),
                    (int) fields.value(offsets, i),
                    (int) fields.value(lengths, i),
                    rows * rowBytes));
        }
        return parts;
    }

    /** Limits the rows of a strip to those of the picture. The format allows more, and OpenCV makes room for them. */
    public static byte[] withoutExcess(byte[] file) throws PictureDefect {
        PictureBytes bytes = new PictureBytes(file);
        TiffDirectory fields = TiffDirectory.first(bytes);
        long height = fields.number(HEIGHT, 0);
        if (fields.number(ROWS_PER_STRIP, 0) <= height) {
            return file;
        }
        TiffDirectory.Place place = fields.placeOf(ROWS_PER_STRIP);
        byte[] limited = file.clone();
        for (int i = 0; i < place.size(); i++) {
            int shift = 8 * (place.order() == Order.LITTLE_ENDIAN ? i : place.size() - 1 - i);
            limited[place.at() + i] = (byte) (height >>> shift);
        }
        return limited;
    }
}
