package io.facequality.images.internal;

import java.util.Arrays;

/** The codes of a JPEG's Huffman table (ISO/IEC 10918-1, annex C). */
final class JpegHuffmanTable {

    private static final int QUICK_BITS = 9;
    private static final int LONGEST = 16;
    private static final int UNKNOWN = -1;

    /** Length and symbol by the next 9 bits, for codes that are no longer. */
    private final short[] quick = new short[1 << QUICK_BITS];
    /** By length, the first 16 bits that are beyond the codes of that length. */
    private final int[] limit = new int[LONGEST + 1];
    /** By length, what turns a code into the place of its symbol. */
    private final int[] shift = new int[LONGEST + 1];
    private final int[] symbols;

    /** Reads the 16 counts and the symbols of a table that lies within the file. */
    JpegHuffmanTable(PictureBytes bytes, int at) throws JpegDamage {
        int total = 0;
        for (int length = 1; length <= LONGEST; length++) {
            total += bytes.get(at + length - 1);
        }
        symbols = new int[total];
        Arrays.setAll(symbols, i -> bytes.get(at + LONGEST + i));
        Arrays.fill(quick, (short) UNKNOWN);
        int code = 0;
        int first = 0;
        for (int length = 1; length <= LONGEST; length++) {
            int count = bytes.get(at + length - 1);
            shift[length] = first - code;
            if (code + count > 1 << length) {
                throw JpegDamage.MALFORMED_TABLE;
            }
            for (int i = 0; i < count && length <= QUICK_BITS; i++) {
                int from = code + i << QUICK_BITS - length;
                Arrays.fill(
                        quick, from, from + (1 << QUICK_BITS - length), (short) (length << 8 | symbols[first + i]));
            }
            code += count;
            first += count;
            limit[length] = code << LONGEST - length;
            code <<= 1;
        }
    }

    static int size(PictureBytes bytes, int at) {
        int size = LONGEST;
        for (int i = 0; i < LONGEST; i++) {
            size += bytes.get(at + i);
        }
        return size;
    }

    /** Takes the next symbol. */
    int symbol(JpegBits bits) throws JpegDamage {
        int next = bits.peek16();
        int known = quick[next >>> LONGEST - QUICK_BITS];
        if (known != UNKNOWN) {
            bits.skip(known >>> 8);
            return known & 0xFF;
        }
        for (int length = QUICK_BITS + 1; length <= LONGEST; length++) {
            if (next < limit[length]) {
                bits.skip(length);
                return symbols[(next >>> LONGEST - length) + shift[length]];
            }
        }
        throw JpegDamage.NO_SUCH_CODE;
    }
}
