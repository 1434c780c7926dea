package io.facequality.images.internal;

import io.facequality.Image;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Files of kinds that the library itself does not write. */
public final class HandmadeFiles {

    private HandmadeFiles() {}

    /** A file of any format that OpenCV writes, told by an extension such as {@code .webp}, with its own settings. */
    public static byte[] encoded(Image image, String extension, int... settings) {
        try (Mat bgr = OpenCv.bgrMatrix(image);
                BytePointer encoded = new BytePointer();
                IntPointer parameters = new IntPointer(settings)) {
            opencv_imgcodecs.imencode(extension, bgr, encoded, parameters);
            byte[] bytes = new byte[(int) encoded.limit()];
            encoded.get(bytes);
            return bytes;
        }
    }

    /** A JPEG of four components of one color, inverted as Adobe writes them, and without an Adobe marker. */
    public static byte[] cmykJpeg(int width, int height, int cyan, int magenta, int yellow, int black) throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(0, width, height, 4, null);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                raster.setPixel(x, y, new int[] {cyan, magenta, yellow, black});
            }
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(raster, null, null), null);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** A PNG with 16 bits for each value: gray for one value a pixel, RGB for three. */
    public static byte[] png16(int width, int height, int... values) {
        int channels = values.length / (width * height);
        return bytes(out -> {
            out.write(pngSignature());
            out.write(pngHeader(width, height, 16, channels == 1 ? 0 : 2));
            out.write(pngChunk("IDAT", bytes(data -> {
                DataOutputStream deflated = new DataOutputStream(new DeflaterOutputStream(data));
                for (int y = 0; y < height; y++) {
                    deflated.writeByte(0);
                    for (int i = 0; i < width * channels; i++) {
                        deflated.writeShort(values[y * width * channels + i]);
                    }
                }
                deflated.close();
            })));
            out.write(pngChunk("IEND"));
        });
    }

    /** A PNG whose header promises any size and whose data is zeros, as many as the size takes at least. */
    public static byte[] pngOfSize(int width, int height) {
        return pngOfSize(width, height, (int) (height * (1 + 3L * width) / 1032) + 1);
    }

    public static byte[] pngOfSize(int width, int height, int dataBytes) {
        return bytes(out -> {
            out.write(pngSignature());
            out.write(pngHeader(width, height, 8, 2));
            out.write(pngChunk("IDAT", new byte[dataBytes]));
            out.write(pngChunk("IEND"));
        });
    }

    static byte[] deflated(byte... data) {
        return bytes(out -> {
            DeflaterOutputStream deflated = new DeflaterOutputStream(out);
            deflated.write(data);
            deflated.finish();
        });
    }

    /** A JPEG of three values per pixel in full size, of any process, with so many scans and zeros for data. */
    public static byte[] jpegOfSize(int frameMarker, int bits, int width, int height, int scans, int dataBytes) {
        return bytes(out -> {
            out.writeShort(0xFFD8);
            out.writeShort(0xFF00 | frameMarker);
            out.writeShort(17);
            out.writeByte(bits);
            out.writeShort(height);
            out.writeShort(width);
            out.write(new byte[] {3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0});
            for (int i = 0; i < scans; i++) {
                out.writeShort(0xFFDA);
                out.write(new byte[] {0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 0, 0});
            }
            out.write(new byte[dataBytes]);
            out.writeShort(0xFFD9);
        });
    }

    private static byte[] pngSignature() {
        return new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    }

    private static byte[] pngHeader(int width, int height, int bits, int color) {
        return pngChunk(
                "IHDR",
                ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) bits).put((byte) color).array());
    }

    public static byte[] pngChunk(String name, byte... data) {
        byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(letters);
        checksum.update(data);
        return ByteBuffer.allocate(data.length + 12)
                .putInt(data.length)
                .put(letters)
                .put(data)
                .putInt((int) checksum.getValue())
                .array();
    }

    /** Puts a segment with an orientation and a thumbnail (any bytes) behind a JPEG's first marker. */
    public static byte[] withExif(byte[] jpeg, int orientation, byte... thumbnail) {
        byte[] exif = ByteBuffer.allocate(32 + thumbnail.length)
                .put("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII))
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .put(thumbnail)
                .array();
        return ByteBuffer.allocate(jpeg.length + exif.length + 4)
                .put(jpeg, 0, 2)
                .putShort((short) 0xFFE1)
                .putShort((short) (exif.length + 2))
                .put(exif)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    public static byte[] joined(byte[] first, byte... second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
