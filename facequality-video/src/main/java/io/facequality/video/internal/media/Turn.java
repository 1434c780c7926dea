package io.facequality.video.internal.media;

import io.facequality.Image;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/**
 * One of the eight ways in which stored pixels come upright: turned by quarters, mirrored or not. The four numbers say
 * where a step to the right and a step down in the stored picture lead in the upright one.
 *
 * @param xByColumn how x changes with a stored column: -1, 0 or 1
 * @param yByColumn how y changes with a stored column
 * @param xByRow how x changes with a stored row
 * @param yByRow how y changes with a stored row
 */
record Turn(int xByColumn, int yByColumn, int xByRow, int yByRow) {

    static final Turn NONE = new Turn(1, 0, 0, 1);
    static final Turn LEFT_TO_RIGHT = new Turn(-1, 0, 0, 1);
    static final Turn TOP_TO_BOTTOM = new Turn(1, 0, 0, -1);

    private static final int CHANNELS = 3;

    /**
     * Reads a display matrix of the ISO base media file format (14496-12, 8.3.2): nine numbers, of which the first,
     * second, fourth and fifth are the linear part in 16.16 fixed point. One that does not turn by quarters is taken as
     * the nearest that does.
     */
    static Turn ofDisplayMatrix(int[] matrix) {
        long a = matrix[0];
        long b = matrix[1];
        long c = matrix[3];
        long d = matrix[4];
        if (a == 0 && b == 0 && c == 0 && d == 0) {
            return NONE;
        }
        return Math.abs(a) + Math.abs(d) >= Math.abs(b) + Math.abs(c)
                ? new Turn(sign(a), 0, 0, sign(d))
                : new Turn(0, sign(b), sign(c), 0);
    }

    /** So many quarters of a turn against the clock. */
    static Turn counterclockwise(int quarters) {
        Turn turn = NONE;
        for (int i = 0; i < quarters; i++) {
            turn = turn.then(new Turn(0, -1, 1, 0));
        }
        return turn;
    }

    /** This one first, then another one. */
    Turn then(Turn next) {
        return new Turn(
                next.xByColumn * xByColumn + next.xByRow * yByColumn,
                next.yByColumn * xByColumn + next.yByRow * yByColumn,
                next.xByColumn * xByRow + next.xByRow * yByRow,
                next.yByColumn * xByRow + next.yByRow * yByRow);
    }

    private static int sign(long value) {
        return value < 0 ? -1 : 1;
    }

    boolean swapsSides() {
        return xByColumn == 0;
    }

    /** Whether left and right are exchanged, which no turning brings back. */
    boolean mirrors() {
        return xByColumn * yByRow - yByColumn * xByRow < 0;
    }

    /** By how much the stored picture is turned clockwise to stand upright, before any mirroring: 0, 90, 180 or 270. */
    int degrees() {
        if (swapsSides()) {
            return yByColumn > 0 ? 90 : 270;
        }
        return xByColumn > 0 ? 0 : 180;
    }

    Image apply(Image stored) {
        if (equals(NONE)) {
            return stored;
        }
        int width = swapsSides() ? stored.height() : stored.width();
        int height = swapsSides() ? stored.width() : stored.height();
        int left = xByColumn + xByRow > 0 ? 0 : width - 1;
        int top = yByColumn + yByRow > 0 ? 0 : height - 1;
        ByteBuffer from = stored.pixels();
        return Image.filledBy(width, height, to -> IntStream.range(0, stored.height()).forEach(row -> {
            int at = row * stored.width() * CHANNELS;
            for (int column = 0; column < stored.width(); column++, at += CHANNELS) {
                int x = left + column * xByColumn + row * xByRow;
                int y = top + column * yByColumn + row * yByRow;
                int target = (y * width + x) * CHANNELS;
                to[target] = from.get(at);
                to[target + 1] = from.get(at + 1);
                to[target + 2] = from.get(at + 2);
            }
        }));
    }
}
