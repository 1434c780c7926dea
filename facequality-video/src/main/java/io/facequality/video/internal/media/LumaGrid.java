package io.facequality.video.internal.media;

import io.facequality.Image;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVComponentDescriptor;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * How bright a picture is at a few places: enough to tell whether the next one continues it. Immutable.
 */
public final class LumaGrid {

    private static final int COLUMNS = 32;
    private static final int ROWS = 18;

    /** Several points of a cell, so that noise and fine patterns do not count. */
    private static final int POINTS = 4;

    private static final int CHANNELS = 3;
    private static final double LEAST_CONTRAST = 1;

    private final float[] levels;

    private LumaGrid(float[] levels) {
        this.levels = levels;
    }

    /** The brightness of a place. */
    @FunctionalInterface
    private interface Brightness {
        double at(int x, int y);
    }

    /** Writes it for another process. */
    public void writeTo(DataOutputStream out) throws IOException {
        for (float level : levels) {
            out.writeFloat(level);
        }
    }

    /** Reads what {@link #writeTo} wrote. */
    public static LumaGrid read(DataInputStream in) throws IOException {
        float[] levels = new float[ROWS * COLUMNS];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = in.readFloat();
        }
        return new LumaGrid(levels);
    }

    public static LumaGrid of(Image image) {
        ByteBuffer pixels = image.pixels();
        return of(image.width(), image.height(), (x, y) -> {
            int at = (y * image.width() + x) * CHANNELS;
            return 0.299 * (pixels.get(at) & 0xFF)
                    + 0.587 * (pixels.get(at + 1) & 0xFF)
                    + 0.114 * (pixels.get(at + 2) & 0xFF);
        });
    }

    /** Looks at a frame's first component, which is its luma or for RGB its red; nothing is converted. */
    static LumaGrid of(AVFrame frame) {
        AVPixFmtDescriptor format = avutil.av_pix_fmt_desc_get(frame.format());
        AVComponentDescriptor luma = format.comp();
        BytePointer plane = frame.data(luma.plane());
        int bytes = (luma.depth() + 7) / 8;
        int most = bytes - 1;
        boolean bigEndian = (format.flags() & avutil.AV_PIX_FMT_FLAG_BE) != 0;
        int shift = Math.max(0, luma.depth() + luma.shift() - 8 * bytes);
        double scale = bytes == 1 ? 1 : 255.0 / ((1 << luma.depth()) - 1);
        int stride = frame.linesize(luma.plane());
        return of(frame.width(), frame.height(), (x, y) -> {
            long at = (long) y * stride + (long) x * luma.step() + luma.offset();
            int value = plane.get(at) & 0xFF;
            if (bytes == 1) {
                return value;
            }
            int other = plane.get(at + most) & 0xFF;
            return ((bigEndian ? value << 8 | other : other << 8 | value) >> luma.shift() + shift) * scale;
        });
    }

    private static LumaGrid of(int width, int height, Brightness brightness) {
        float[] levels = new float[ROWS * COLUMNS];
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                levels[row * COLUMNS + column] = (float) cell(width, height, row, column, brightness);
            }
        }
        return new LumaGrid(levels);
    }

    private static double cell(int width, int height, int row, int column, Brightness brightness) {
        double sum = 0;
        for (int i = 0; i < POINTS; i++) {
            for (int j = 0; j < POINTS; j++) {
                int x = (int) ((column + (j + 0.5) / POINTS) * width / COLUMNS);
                int y = (int) ((row + (i + 0.5) / POINTS) * height / ROWS);
                sum += brightness.at(x, y);
            }
        }
        return sum / (POINTS * POINTS);
    }

    /**
     * How unlike two pictures are.
     *
     * @return one minus the correlation of the levels, from 0 (alike) to 2; 0 for two without contrast
     */
    public double difference(LumaGrid other) {
        double mean = mean(levels);
        double otherMean = mean(other.levels);
        double product = 0;
        double square = 0;
        double otherSquare = 0;
        for (int i = 0; i < levels.length; i++) {
            double level = levels[i] - mean;
            double otherLevel = other.levels[i] - otherMean;
            product += level * otherLevel;
            square += level * level;
            otherSquare += otherLevel * otherLevel;
        }
        double least = LEAST_CONTRAST * LEAST_CONTRAST * levels.length;
        if (square < least || otherSquare < least) {
            return square < least && otherSquare < least ? 0 : 1;
        }
        return 1 - product / Math.sqrt(square * otherSquare);
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
