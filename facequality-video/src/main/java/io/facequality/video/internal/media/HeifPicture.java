package io.facequality.video.internal.media;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The primary picture of a HEIC or AVIF file (ISO/IEC 23008-12 and 14496-12): its coded tiles, one or a grid, and how they
 * are put together. Read here and not by FFmpeg, whose reader of such files does not survive every damaged one.
 *
 * @param width pixels in a row, before it is turned
 * @param height rows
 * @param turn how it comes upright
 * @param colors what the file says of the colors, in place of the coded data
 * @param tiles the coded pictures, row by row
 * @param columns how many tiles are in a row
 */
record HeifPicture(int width, int height, Turn turn, Optional<Colors> colors, List<Tile> tiles, int columns) {

    /** Phones cut a picture into some 50; what has more than this is an attack. */
    private static final int MOST_TILES = 4096;

    private static final int MOST_ITEMS = 1 << 16;
    private static final int QUARTERS = 4;
    private static final int GRID_HEADER = 8;

    /**
     * A coded picture.
     *
     * @param codec {@code hvc1} or {@code av01}
     * @param configuration the decoder's configuration record
     * @param content the coded data
     * @param width pixels in a row
     * @param height rows
     */
    record Tile(String codec, ByteBuffer configuration, List<ByteBuffer> content, int width, int height) {}

    /**
     * Which colors the numbers mean (ISO/IEC 23091-2).
     *
     * @param transfer the transfer characteristics
     * @param matrix the matrix coefficients
     * @param full whether the levels use their whole range
     */
    record Colors(int transfer, int matrix, boolean full) {}

    /**
     * Reads the structure.
     *
     * @param content the whole content of a file
     * @throws UndecodableException if it is malformed, or of a kind that is not read
     */
    static HeifPicture of(byte[] content) {
        try {
            return new Reader(ByteBuffer.wrap(content).asReadOnlyBuffer()).read();
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new UndecodableException("a structure that ends early, or leads out of the file");
        }
    }

    /** Reads the boxes; whatever leads out of the buffer throws one of its exceptions. */
    private static final class Reader {

        private final ByteBuffer file;
        private final Map<Long, String> types = new HashMap<>();
        private final Map<Long, List<Extent>> extents = new HashMap<>();
        private final Map<Long, List<Long>> parts = new HashMap<>();
        private final Map<Long, List<Integer>> propertiesOf = new HashMap<>();
        private final List<Box> properties = new ArrayList<>();
        private @Nullable ByteBuffer itemData;
        private long primary = -1;

        Reader(ByteBuffer file) {
            this.file = file;
        }

        private record Box(String type, ByteBuffer body) {}

        private record Extent(int method, long offset, long length) {}

        HeifPicture read() {
            ByteBuffer meta = boxes(file.duplicate()).stream()
                    .filter(box -> box.type().equals("meta"))
                    .findFirst()
                    .orElseThrow(() -> new UndecodableException("a file without a description of its pictures"))
                    .body();
            meta.getInt();
            for (Box box : boxes(meta)) {
                switch (box.type()) {
                    case "pitm" -> primary = id(box.body(), box.body().getInt() >>> 24 > 0);
                    case "iinf" -> readItems(box.body());
                    case "iloc" -> readPlaces(box.body());
                    case "iref" -> readReferences(box.body());
                    case "iprp" -> readProperties(box.body());
                    case "idat" -> itemData = box.body();
                    default -> {}
                }
            }
            return picture();
        }

        private static List<Box> boxes(ByteBuffer buffer) {
            List<Box> boxes = new ArrayList<>();
            while (buffer.remaining() >= 8 && boxes.size() < MOST_ITEMS) {
                int start = buffer.position();
                long size = buffer.getInt() & 0xFFFFFFFFL;
                String type = fourLetters(buffer);
                if (size == 1) {
                    size = buffer.getLong();
                } else if (size == 0) {
                    size = buffer.limit() - start;
                }
                int header = buffer.position() - start;
                if (size < header || size > buffer.limit() - start) {
                    throw new UndecodableException("a part " + printable(type) + " that reaches beyond the file");
                }
                boxes.add(new Box(type, buffer.slice(start + header, (int) size - header)));
                buffer.position(start + (int) size);
            }
            return boxes;
        }

        private static String fourLetters(ByteBuffer buffer) {
            byte[] letters = new byte[4];
            buffer.get(letters);
            return new String(letters, StandardCharsets.ISO_8859_1);
        }

        private static String printable(String type) {
            return type.chars().allMatch(letter -> letter >= ' ' && letter <= '~') ? type : "of an unknown type";
        }

        private static long id(ByteBuffer buffer, boolean large) {
            return large ? buffer.getInt() & 0xFFFFFFFFL : buffer.getShort() & 0xFFFF;
        }

        private static long number(ByteBuffer buffer, int bytes) {
            long value = 0;
            for (int i = 0; i < bytes; i++) {
                value = value << 8 | buffer.get() & 0xFF;
            }
            return value;
        }

        private void readItems(ByteBuffer body) {
            boolean large = body.getInt() >>> 24 > 0;
            id(body, large);
            for (Box entry : boxes(body)) {
                int version = entry.body().getInt() >>> 24;
                if (entry.type().equals("infe") && version >= 2) {
                    long item = id(entry.body(), version > 2);
                    entry.body().getShort();
                    types.put(item, fourLetters(entry.body()));
                }
            }
        }

        private void readPlaces(ByteBuffer body) {
            int version = body.getInt() >>> 24;
            int sizes = body.getShort() & 0xFFFF;
            int offsetSize = sizes >>> 12;
            int lengthSize = sizes >>> 8 & 0xF;
            int baseSize = sizes >>> 4 & 0xF;
            int indexSize = version > 0 ? sizes & 0xF : 0;
            long count = id(body, version == 2);
            for (long i = 0; i < count; i++) {
                long item = id(body, version == 2);
                int method = version > 0 ? body.getShort() & 0xF : 0;
                body.getShort();
                long base = number(body, baseSize);
                int pieces = body.getShort() & 0xFFFF;
                List<Extent> places = new ArrayList<>();
                for (int piece = 0; piece < pieces; piece++) {
                    number(body, indexSize);
                    places.add(new Extent(method, base + number(body, offsetSize), number(body, lengthSize)));
                }
                extents.put(item, places);
            }
        }

        private void readReferences(ByteBuffer body) {
            boolean large = body.getInt() >>> 24 > 0;
            for (Box reference : boxes(body)) {
                long from = id(reference.body(), large);
                int count = reference.body().getShort() & 0xFFFF;
                List<Long> to = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    to.add(id(reference.body(), large));
                }
                if (reference.type().equals("dimg")) {
                    parts.put(from, to);
                }
            }
        }

        private void readProperties(ByteBuffer body) {
            for (Box box : boxes(body)) {
                if (box.type().equals("ipco")) {
                    properties.addAll(boxes(box.body()));
                } else if (box.type().equals("ipma")) {
                    readAssociations(box.body());
                }
            }
        }

        private void readAssociations(ByteBuffer body) {
            int head = body.getInt();
            boolean wide = (head & 1) != 0;
            long count = body.getInt() & 0xFFFFFFFFL;
            for (long i = 0; i < count; i++) {
                long item = id(body, head >>> 24 > 0);
                int number = body.get() & 0xFF;
                List<Integer> indexes = new ArrayList<>();
                for (int j = 0; j < number; j++) {
                    indexes.add(wide ? body.getShort() & 0x7FFF : body.get() & 0x7F);
                }
                propertiesOf.put(item, indexes);
            }
        }

        /** The properties of an item, in their order; an index of 0 says that there is none. */
        private List<Box> properties(long item) {
            List<Box> own = new ArrayList<>();
            for (int index : propertiesOf.getOrDefault(item, List.of())) {
                if (index > properties.size()) {
                    throw new UndecodableException("a picture with properties that are not there");
                }
                if (index > 0) {
                    own.add(properties.get(index - 1));
                }
            }
            return own;
        }

        private Optional<ByteBuffer> property(long item, String type) {
            return properties(item).stream()
                    .filter(box -> box.type().equals(type))
                    .map(box -> box.body().duplicate())
                    .findFirst();
        }

        private HeifPicture picture() {
            String type = types.getOrDefault(primary, "");
            if (type.equals("grid")) {
                return grid();
            }
            Tile tile = tile(primary);
            return new HeifPicture(tile.width(), tile.height(), turn(), colors(primary), List.of(tile), 1);
        }

        private HeifPicture grid() {
            ByteBuffer grid = ByteBuffer.wrap(bytes(content(primary), 2 * GRID_HEADER));
            grid.get();
            boolean large = (grid.get() & 1) != 0;
            int rows = (grid.get() & 0xFF) + 1;
            int columns = (grid.get() & 0xFF) + 1;
            long width = id(grid, large);
            long height = id(grid, large);
            List<Long> items = parts.getOrDefault(primary, List.of());
            if (rows * columns > MOST_TILES || items.size() != rows * columns) {
                throw new UndecodableException(items.size() + " tiles in place of " + rows + " x " + columns);
            }
            List<Tile> tiles = items.stream().map(this::tile).toList();
            Tile first = tiles.get(0);
            boolean alike = tiles.stream()
                    .allMatch(tile -> tile.width() == first.width() && tile.height() == first.height());
            if (!alike || width < 1 || height < 1 || width > (long) columns * first.width()
                    || height > (long) rows * first.height()) {
                throw new UndecodableException("tiles that do not cover " + width + " x " + height + " pixels");
            }
            return new HeifPicture(
                    (int) width, (int) height, turn(), colors(primary).or(() -> colors(items.get(0))), tiles, columns);
        }

        private Tile tile(long item) {
            String type = types.getOrDefault(item, "");
            String configuration = switch (type) {
                case "hvc1" -> "hvcC";
                case "av01" -> "av1C";
                default -> throw new UndecodableException("a picture that is coded as " + printable(type));
            };
            ByteBuffer size = property(item, "ispe")
                    .orElseThrow(() -> new UndecodableException("a coded picture without a size"));
            size.getInt();
            int width = size.getInt();
            int height = size.getInt();
            if (width < 1 || height < 1) {
                throw new UndecodableException("a size of " + width + " x " + height);
            }
            ByteBuffer decoder = property(item, configuration)
                    .orElseThrow(() -> new UndecodableException("a coded picture without its configuration"));
            return new Tile(type, decoder, content(item), width, height);
        }

        private List<ByteBuffer> content(long item) {
            List<ByteBuffer> content = new ArrayList<>();
            for (Extent extent : extents.getOrDefault(item, List.of())) {
                ByteBuffer source = extent.method() == 0 ? file : extent.method() == 1 ? itemData : null;
                if (source == null || extent.offset() < 0 || extent.offset() > source.limit()) {
                    throw new UndecodableException("a coded picture that is elsewhere");
                }
                long rest = source.limit() - extent.offset();
                long length = extent.length() == 0 ? rest : extent.length();
                if (length < 0 || length > rest) {
                    throw new UndecodableException("a coded picture whose end is missing");
                }
                content.add(source.slice((int) extent.offset(), (int) length));
            }
            if (content.isEmpty()) {
                throw new UndecodableException("a picture without data");
            }
            return content;
        }

        private static byte[] bytes(List<ByteBuffer> content, int most) {
            byte[] bytes = new byte[most];
            int at = 0;
            for (ByteBuffer part : content) {
                int length = Math.min(part.remaining(), most - at);
                part.duplicate().get(bytes, at, length);
                at += length;
            }
            return bytes;
        }

        /** In the order in which the file names them. */
        private Turn turn() {
            Turn turn = Turn.NONE;
            for (Box property : properties(primary)) {
                if (property.type().equals("irot")) {
                    turn = turn.then(Turn.counterclockwise(property.body().get(0) & QUARTERS - 1));
                } else if (property.type().equals("imir")) {
                    turn = turn.then((property.body().get(0) & 1) == 0 ? Turn.TOP_TO_BOTTOM : Turn.LEFT_TO_RIGHT);
                }
            }
            return turn;
        }

        private Optional<Colors> colors(long item) {
            for (Box property : properties(item)) {
                if (property.type().equals("colr")) {
                    ByteBuffer body = property.body().duplicate();
                    if (fourLetters(body).equals("nclx")) {
                        body.getShort();
                        int transfer = body.getShort() & 0xFFFF;
                        int matrix = body.getShort() & 0xFFFF;
                        return Optional.of(new Colors(transfer, matrix, (body.get() & 0x80) != 0));
                    }
                }
            }
            return Optional.empty();
        }
    }
}
