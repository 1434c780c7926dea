package io.facequality.images.internal;

import io.facequality.images.internal.PictureBytes.Order;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the coded data of a JPEG, baseline or progressive, without making pixels of it, and says whether it is exactly
 * what the frame promises: every code exists, every block is full, every restart marker is in order, and neither data
 * nor blocks are left over. Damage in the middle seldom passes all of that, for the codes' lengths get out of step.
 */
final class JpegCodedData {

    private static final int BLOCK = 8;
    private static final int BLOCK_VALUES = 64;
    private static final int MOST_COMPONENTS = 4;
    private static final int TABLES = 4;
    private static final int SMALLEST_FRAME = 11;
    /** What a block of the darkest pixels has, in the units before quantization. */
    private static final int BRIGHTEST = 1024;

    private final PictureBytes bytes;
    private final @Nullable JpegHuffmanTable[] dcTables = new JpegHuffmanTable[TABLES];
    private final @Nullable JpegHuffmanTable[] acTables = new JpegHuffmanTable[TABLES];
    private final int[] dcSteps = new int[TABLES];
    private @Nullable Frame frame;
    private int restartInterval;

    private JpegCodedData(PictureBytes bytes) {
        this.bytes = bytes;
    }

    /**
     * Says what is wrong with the coded data of a complete JPEG.
     *
     * @return nothing for a whole one, and for kinds that this class does not read, such as arithmetic coding
     */
    static Optional<String> damage(PictureBytes bytes) throws PictureDefect {
        try {
            new JpegCodedData(bytes).read();
            return Optional.empty();
        } catch (JpegDamage damage) {
            return Optional.of(damage.description());
        }
    }

    private void read() throws PictureDefect, JpegDamage {
        int at = 2;
        while (true) {
            at = JpegStructure.nextMarker(bytes, at);
            int marker = bytes.get(at);
            at++;
            if (marker == JpegStructure.END_OF_IMAGE) {
                requireComplete();
                return;
            }
            if (JpegStructure.standsAlone(marker)) {
                continue;
            }
            int length = (int) bytes.number(at, 2, Order.BIG_ENDIAN);
            bytes.require(at, Math.max(2, length));
            int end = at + length;
            if (JpegStructure.isFrame(marker)) {
                bytes.require(at, SMALLEST_FRAME);
                if (marker > JpegStructure.PROGRESSIVE_FRAME || bytes.get(at + 2) != BLOCK) {
                    return;
                }
                frame = frame(marker, at + 2, end);
            } else if (marker == JpegStructure.HUFFMAN_TABLES) {
                huffmanTables(at + 2, end);
            } else if (marker == JpegStructure.QUANTIZATION_TABLES) {
                quantizationTables(at + 2, end);
            } else if (marker == JpegStructure.RESTART_INTERVAL) {
                restartInterval = (int) bytes.number(at + 2, 2, Order.BIG_ENDIAN);
            } else if (marker == JpegStructure.START_OF_SCAN) {
                end = scan(at + 2, end);
            }
            at = end;
        }
    }

    /** A component's place in the frame. */
    private static final class Component {
        final int id;
        final int across;
        final int down;
        final int quantization;
        int columns;
        int rows;
        int storedColumns;
        /** By value of a block, the lowest bit that was coded so far; the most that there is before the first. */
        final int[] lowestBit = new int[BLOCK_VALUES];
        /** By block, which of its values are not 0; only for progressive pictures. */
        long[] present = new long[0];
        int prediction;

        Component(int id, int across, int down, int quantization) {
            this.id = id;
            this.across = across;
            this.down = down;
            this.quantization = quantization;
            Arrays.fill(lowestBit, Integer.MAX_VALUE);
        }
    }

    private record Frame(boolean progressive, Component[] components, int unitsAcross, int unitsDown) {}

    private Frame frame(int marker, int at, int end) throws JpegDamage {
        if (frame != null || end < at + 6) {
            throw JpegDamage.MALFORMED_TABLE;
        }
        int height = bytes.get(at + 1) << 8 | bytes.get(at + 2);
        int width = bytes.get(at + 3) << 8 | bytes.get(at + 4);
        int count = bytes.get(at + 5);
        if (count < 1 || count > MOST_COMPONENTS || end < at + 6 + 3 * count) {
            throw JpegDamage.MALFORMED_TABLE;
        }
        Component[] components = new Component[count];
        int most = 1;
        int deepest = 1;
        for (int i = 0; i < count; i++) {
            int place = at + 6 + 3 * i;
            int sampling = bytes.get(place + 1);
            components[i] = new Component(bytes.get(place), sampling >> 4, sampling & 15, bytes.get(place + 2) & 3);
            if (sampling >> 4 < 1 || sampling >> 4 > 4 || (sampling & 15) < 1 || (sampling & 15) > 4) {
                throw JpegDamage.MALFORMED_TABLE;
            }
            most = Math.max(most, components[i].across);
            deepest = Math.max(deepest, components[i].down);
        }
        boolean progressive = marker == JpegStructure.PROGRESSIVE_FRAME;
        int unitsAcross = ceil(width, BLOCK * most);
        int unitsDown = ceil(height, BLOCK * deepest);
        for (Component component : components) {
            component.columns = ceil(ceil(width * component.across, most), BLOCK);
            component.rows = ceil(ceil(height * component.down, deepest), BLOCK);
            component.storedColumns = unitsAcross * component.across;
            if (progressive) {
                component.present = new long[component.storedColumns * unitsDown * component.down];
            }
        }
        return new Frame(progressive, components, unitsAcross, unitsDown);
    }

    private static int ceil(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    private void huffmanTables(int from, int end) throws JpegDamage {
        for (int at = from; at < end; ) {
            int target = bytes.get(at);
            if ((target & 15) >= TABLES || target >> 4 > 1 || end - at < 17) {
                throw JpegDamage.MALFORMED_TABLE;
            }
            int size = JpegHuffmanTable.size(bytes, at + 1);
            if (end - at - 1 < size) {
                throw JpegDamage.MALFORMED_TABLE;
            }
            (target >> 4 == 0 ? dcTables : acTables)[target & 15] = new JpegHuffmanTable(bytes, at + 1);
            at += 1 + size;
        }
    }

    private void quantizationTables(int from, int end) throws JpegDamage {
        for (int at = from; at < end; ) {
            int wide = bytes.get(at) >> 4 == 0 ? 1 : 2;
            if (end - at < 1 + wide * BLOCK_VALUES) {
                throw JpegDamage.MALFORMED_TABLE;
            }
            dcSteps[bytes.get(at) & 3] = wide == 1 ? bytes.get(at + 1) : bytes.get(at + 1) << 8 | bytes.get(at + 2);
            at += 1 + wide * BLOCK_VALUES;
        }
    }

    /** Reads a scan's header and its data; gives the place behind the data. */
    private int scan(int at, int end) throws JpegDamage {
        if (frame == null || end <= at) {
            throw JpegDamage.MALFORMED_TABLE;
        }
        int count = bytes.get(at);
        if (count < 1 || count > MOST_COMPONENTS || end < at + 4 + 2 * count) {
            throw JpegDamage.MALFORMED_TABLE;
        }
        Component[] components = new Component[count];
        BlockReader[] readers = new BlockReader[count];
        int spectrum = at + 1 + 2 * count;
        for (int i = 0; i < count; i++) {
            components[i] = component(bytes.get(at + 1 + 2 * i));
            readers[i] = reader(components[i], bytes.get(at + 2 + 2 * i), spectrum);
        }
        return new Scan(components, readers, end).read();
    }

    private Component component(int id) throws JpegDamage {
        for (Component component : frame().components()) {
            if (component.id == id) {
                return component;
            }
        }
        throw JpegDamage.MALFORMED_TABLE;
    }

    private Frame frame() throws JpegDamage {
        if (frame == null) {
            throw JpegDamage.MALFORMED_TABLE;
        }
        return frame;
    }

    /** Reads one block of a scan's data. */
    private interface BlockReader {
        void read(JpegBits bits, int block) throws JpegDamage;

        /** Forgets what was carried from block to block. */
        default void restart() {}
    }

    private BlockReader reader(Component component, int tables, int spectrum) throws JpegDamage {
        int dc = tables >> 4 & 3;
        int ac = tables & 3;
        int step = dcSteps[component.quantization];
        if (!frame().progressive()) {
            Arrays.fill(component.lowestBit, 0);
            return new Sequential(component, table(dcTables[dc]), table(acTables[ac]), step);
        }
        int first = bytes.get(spectrum);
        int last = bytes.get(spectrum + 1);
        int low = bytes.get(spectrum + 2) & 15;
        boolean refines = bytes.get(spectrum + 2) >> 4 != 0;
        if (first > last || last >= BLOCK_VALUES || first == 0 && last != 0) {
            throw JpegDamage.MALFORMED_TABLE;
        }
        for (int k = first; k <= last; k++) {
            component.lowestBit[k] = Math.min(component.lowestBit[k], low);
        }
        if (first == 0) {
            return refines ? (bits, block) -> bits.take(1) : new FirstDc(component, table(dcTables[dc]), step << low);
        }
        JpegHuffmanTable codes = table(acTables[ac]);
        return refines ? new RefinedAc(component, codes, first, last) : new FirstAc(component, codes, first, last);
    }

    private static JpegHuffmanTable table(@Nullable JpegHuffmanTable table) throws JpegDamage {
        if (table == null) {
            throw JpegDamage.MALFORMED_TABLE;
        }
        return table;
    }

    /** The blocks of a scan in their order: in units of several components, or one component's alone. */
    private final class Scan {

        private final Component[] components;
        private final BlockReader[] readers;
        private final JpegBits bits;
        private int unitsToRestart = restartInterval;
        private int restarts;

        Scan(Component[] components, BlockReader[] readers, int from) {
            this.components = components;
            this.readers = readers;
            this.bits = new JpegBits(bytes, from);
        }

        int read() throws JpegDamage {
            restart();
            if (components.length == 1) {
                alone(components[0], readers[0]);
            } else {
                together();
            }
            return bits.end();
        }

        private void alone(Component component, BlockReader reader) throws JpegDamage {
            for (int row = 0; row < component.rows; row++) {
                for (int column = 0; column < component.columns; column++) {
                    beforeUnit();
                    reader.read(bits, row * component.storedColumns + column);
                }
            }
        }

        private void together() throws JpegDamage {
            for (int row = 0; row < frame().unitsDown(); row++) {
                for (int column = 0; column < frame().unitsAcross(); column++) {
                    beforeUnit();
                    for (int i = 0; i < components.length; i++) {
                        unit(components[i], readers[i], row, column);
                    }
                }
            }
        }

        private void unit(Component component, BlockReader reader, int row, int column) throws JpegDamage {
            for (int y = 0; y < component.down; y++) {
                int start = (row * component.down + y) * component.storedColumns + column * component.across;
                for (int x = 0; x < component.across; x++) {
                    reader.read(bits, start + x);
                }
            }
        }

        private void beforeUnit() throws JpegDamage {
            if (restartInterval == 0) {
                return;
            }
            if (unitsToRestart == 0) {
                int at = bits.end();
                if (bytes.get(at + 1) != JpegStructure.FIRST_RESTART + restarts % 8) {
                    throw JpegStructure.isRestart(bytes.get(at + 1))
                            ? JpegDamage.WRONG_RESTART
                            : JpegDamage.ENDS_EARLY;
                }
                restarts++;
                bits.resume(at + 2);
                unitsToRestart = restartInterval;
                restart();
            }
            unitsToRestart--;
        }

        private void restart() {
            for (int i = 0; i < components.length; i++) {
                components[i].prediction = 0;
                readers[i].restart();
            }
        }
    }

    private static void brightness(Component component, JpegHuffmanTable codes, int step, JpegBits bits)
            throws JpegDamage {
        int size = codes.symbol(bits);
        if (size > 15) {
            throw JpegDamage.NO_SUCH_CODE;
        }
        if (size > 0) {
            int difference = bits.take(size);
            component.prediction += difference >> size - 1 == 0 ? difference - (1 << size) + 1 : difference;
            if (Math.abs((long) component.prediction * step) > BRIGHTEST + step) {
                throw JpegDamage.TOO_BRIGHT;
            }
        }
    }

    private record Sequential(Component component, JpegHuffmanTable dc, JpegHuffmanTable ac, int step)
            implements BlockReader {
        @Override
        public void read(JpegBits bits, int block) throws JpegDamage {
            brightness(component, dc, step, bits);
            int k = 1;
            while (k < BLOCK_VALUES) {
                int symbol = ac.symbol(bits);
                int run = symbol >> 4;
                int size = symbol & 15;
                if (size == 0 && run != 15) {
                    return;
                }
                k += run;
                if (k >= BLOCK_VALUES) {
                    throw JpegDamage.BLOCK_TOO_LONG;
                }
                bits.take(size);
                k++;
            }
        }
    }

    private record FirstDc(Component component, JpegHuffmanTable codes, int step) implements BlockReader {
        @Override
        public void read(JpegBits bits, int block) throws JpegDamage {
            brightness(component, codes, step, bits);
        }
    }

    /** Blocks of a band of values; a run of blocks that end here can be said at once. */
    private abstract static class Band implements BlockReader {

        final Component component;
        final JpegHuffmanTable codes;
        final int first;
        final int last;
        int endedBlocks;

        Band(Component component, JpegHuffmanTable codes, int first, int last) {
            this.component = component;
            this.codes = codes;
            this.first = first;
            this.last = last;
        }

        @Override
        public void restart() {
            endedBlocks = 0;
        }
    }

    private static final class FirstAc extends Band {

        FirstAc(Component component, JpegHuffmanTable codes, int first, int last) {
            super(component, codes, first, last);
        }

        @Override
        public void read(JpegBits bits, int block) throws JpegDamage {
            if (endedBlocks > 0) {
                endedBlocks--;
                return;
            }
            int k = first;
            while (k <= last) {
                int symbol = codes.symbol(bits);
                int run = symbol >> 4;
                int size = symbol & 15;
                if (size == 0 && run != 15) {
                    endedBlocks = (1 << run) + bits.take(run) - 1;
                    return;
                }
                k += run;
                if (k > last) {
                    throw JpegDamage.BLOCK_TOO_LONG;
                }
                if (size > 0) {
                    bits.take(size);
                    component.present[block] |= 1L << k;
                }
                k++;
            }
        }
    }

    private static final class RefinedAc extends Band {

        RefinedAc(Component component, JpegHuffmanTable codes, int first, int last) {
            super(component, codes, first, last);
        }

        @Override
        public void read(JpegBits bits, int block) throws JpegDamage {
            int k = first;
            if (endedBlocks == 0) {
                k = newValues(bits, block);
            }
            if (endedBlocks > 0) {
                long rest = k > last ? 0 : component.present[block] & -1L << k & -1L >>> BLOCK_VALUES - 1 - last;
                for (int values = Long.bitCount(rest); values > 0; values -= Math.min(values, 16)) {
                    bits.take(Math.min(values, 16));
                }
                endedBlocks--;
            }
        }

        private int newValues(JpegBits bits, int block) throws JpegDamage {
            int k = first;
            while (k <= last) {
                int symbol = codes.symbol(bits);
                int run = symbol >> 4;
                int size = symbol & 15;
                if (size == 0 && run != 15) {
                    endedBlocks = (1 << run) + bits.take(run);
                    return k;
                }
                if (size > 1) {
                    throw JpegDamage.NO_SUCH_CODE;
                }
                bits.take(size);
                k = placeOf(bits, block, k, run);
                if (size == 1) {
                    if (k > last) {
                        throw JpegDamage.BLOCK_TOO_LONG;
                    }
                    component.present[block] |= 1L << k;
                }
                k++;
            }
            return k;
        }

        /** Passes over a number of zeros, and takes one bit for each value between them that is there already. */
        private int placeOf(JpegBits bits, int block, int from, int zeros) throws JpegDamage {
            int left = zeros;
            int k = from;
            while (k <= last) {
                if ((component.present[block] >>> k & 1) != 0) {
                    bits.take(1);
                } else if (left == 0) {
                    return k;
                } else {
                    left--;
                }
                k++;
            }
            return k;
        }
    }

    /** Checks that all values of all blocks were coded, down to their lowest bit. */
    private void requireComplete() throws JpegDamage {
        for (Component component : frame().components()) {
            for (int lowest : component.lowestBit) {
                if (lowest != 0) {
                    throw JpegDamage.MISSING_PART;
                }
            }
        }
    }
}
