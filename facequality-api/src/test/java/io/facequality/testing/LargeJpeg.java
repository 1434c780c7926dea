package io.facequality.testing;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import javax.imageio.ImageIO;

/**
 * Writes JPEGs of hundreds of megapixels without holding their pixels: strips of 16 rows are encoded one by one, and their
 * coded data is joined with a restart marker between two of them, as cameras write it.
 */
public final class LargeJpeg {

    private static final int STRIP = 16;
    private static final int RESTART_MARKERS = 8;
    private static final int START_OF_FRAME = 0xC0;
    private static final int START_OF_SCAN = 0xDA;
    private static final int FIRST_SEGMENT = 2;

    private LargeJpeg() {}

    /** A gray picture; its height is a multiple of 16. */
    public static byte[] gray(int width, int height) {
        BufferedImage strip = new BufferedImage(width, STRIP, BufferedImage.TYPE_INT_RGB);
        byte[] encoded = jpeg(strip);
        return joined(width, height, i -> encoded);
    }

    /** A picture, enlarged; the new height is a multiple of 16. */
    public static byte[] enlarged(BufferedImage picture, int width, int height) {
        BufferedImage strip = new BufferedImage(width, STRIP, BufferedImage.TYPE_INT_RGB);
        return joined(width, height, i -> {
            Graphics2D graphics = strip.createGraphics();
            graphics.drawImage(picture, 0, -i * STRIP, width, height, null);
            graphics.dispose();
            return jpeg(strip);
        });
    }

    private static byte[] joined(int width, int height, IntFunction<byte[]> strips) {
        if (height % STRIP != 0) {
            throw new IllegalArgumentException("expected a multiple of " + STRIP + " rows, found " + height);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < height / STRIP; i++) {
            byte[] strip = strips.apply(i);
            int scan = segment(strip, START_OF_SCAN);
            int data = scan + 2 + length(strip, scan);
            if (i == 0) {
                ByteBuffer.wrap(strip).putShort(segment(strip, START_OF_FRAME) + 5, (short) height);
                out.write(strip, 0, scan);
                int unitsInRow = (width + STRIP - 1) / STRIP;
                out.writeBytes(new byte[] {-1, (byte) 0xDD, 0, 4, (byte) (unitsInRow >> 8), (byte) unitsInRow});
                out.write(strip, scan, data - scan);
            } else {
                out.write(0xFF);
                out.write(0xD0 + (i - 1) % RESTART_MARKERS);
            }
            out.write(strip, data, strip.length - data - 2);
        }
        out.write(0xFF);
        out.write(0xD9);
        return out.toByteArray();
    }

    /** Where a segment's marker stands. */
    private static int segment(byte[] jpeg, int marker) {
        int at = FIRST_SEGMENT;
        while ((jpeg[at + 1] & 0xFF) != marker) {
            at += 2 + length(jpeg, at);
        }
        return at;
    }

    private static int length(byte[] jpeg, int marker) {
        return (jpeg[marker + 2] & 0xFF) << 8 | jpeg[marker + 3] & 0xFF;
    }

    private static byte[] jpeg(BufferedImage strip) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(strip, "jpg", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
