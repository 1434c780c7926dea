package io.facequality.images.internal;

/** The bits of a JPEG's coded data (ISO/IEC 10918-1, F.2.2.5): stuffed zeros are taken out, a marker ends them. */
final class JpegBits {

    private static final int FEWEST_BUFFERED = 32;

    private final PictureBytes bytes;
    private int next;
    private long buffer;
    private int buffered;

    JpegBits(PictureBytes bytes, int from) {
        this.bytes = bytes;
        this.next = from;
    }

    /** Looks at the next 16 bits; behind the end they are zeros. */
    int peek16() {
        if (buffered < FEWEST_BUFFERED) {
            fill();
        }
        return buffered >= 16
                ? (int) (buffer >>> buffered - 16) & 0xFFFF
                : (int) (buffer << 16 - buffered) & 0xFFFF;
    }

    /** Passes over bits that were looked at. */
    void skip(int count) throws JpegDamage {
        if (count > buffered) {
            throw JpegDamage.ENDS_EARLY;
        }
        buffered -= count;
    }

    /** Takes up to 16 bits as an unsigned number. */
    int take(int count) throws JpegDamage {
        if (count == 0) {
            return 0;
        }
        int value = peek16() >>> 16 - count;
        skip(count);
        return value;
    }

    /** Ends a stretch of coded data, which is filled up to a whole byte; gives the place of the marker behind it. */
    int end() throws JpegDamage {
        fill();
        if (buffered >= 8 || next + 1 >= bytes.length() || !isMarker()) {
            throw JpegDamage.TOO_MUCH_DATA;
        }
        buffered = 0;
        int at = next;
        while (at + 1 < bytes.length() && bytes.get(at + 1) == 0xFF) {
            at++;
        }
        return at;
    }

    /** Goes on behind a marker. */
    void resume(int from) {
        next = from;
        buffer = 0;
        buffered = 0;
    }

    private boolean isMarker() {
        return bytes.get(next) == 0xFF && bytes.get(next + 1) != 0;
    }

    private void fill() {
        while (buffered <= 56 && next < bytes.length()) {
            int value = bytes.get(next);
            if (value == 0xFF) {
                if (next + 1 >= bytes.length() || bytes.get(next + 1) != 0) {
                    return;
                }
                next++;
            }
            next++;
            buffer = buffer << 8 | value;
            buffered += 8;
        }
    }
}
