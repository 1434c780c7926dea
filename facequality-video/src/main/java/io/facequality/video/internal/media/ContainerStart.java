package io.facequality.video.internal.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * What a file looks like that FFmpeg could not open, for a message.
 *
 * @param isKnown whether it begins as a video does
 * @param lacksIndex whether it is of the ISO base media format and lacks the box that says what the rest is
 */
record ContainerStart(boolean isKnown, boolean lacksIndex) {

    private static final int HEADER_BYTES = 16;
    private static final int SHORT_HEADER_BYTES = 8;
    private static final int SIGNATURE_BYTES = 12;
    private static final int MOST_BOXES = 1000;
    private static final Set<String> ISO_STARTS = Set.of("ftyp", "moov", "mdat", "wide", "free", "skip");
    private static final int MATROSKA = 0x1A45DFA3;
    private static final int FLASH = 0x464C56;
    private static final int ASF = 0x3026B275;

    static ContainerStart of(Path file) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            byte[] start = bytes(channel, 0, SIGNATURE_BYTES);
            String box = text(start, 4);
            if (ISO_STARTS.contains(box)) {
                return new ContainerStart(true, !hasMovie(channel));
            }
            return new ContainerStart(isOther(start), false);
        } catch (IOException e) {
            return new ContainerStart(false, false);
        }
    }

    private static boolean isOther(byte[] start) {
        if (start.length < SIGNATURE_BYTES) {
            return false;
        }
        int first = ByteBuffer.wrap(start).getInt();
        String name = text(start, 0);
        return first == MATROSKA
                || first == ASF
                || first >>> 8 == FLASH
                || name.equals("OggS")
                || name.equals("RIFF") && text(start, 8).equals("AVI ")
                || start[0] == 0x47;
    }

    private static boolean hasMovie(SeekableByteChannel channel) throws IOException {
        long at = 0;
        for (int box = 0; box < MOST_BOXES && at >= 0 && at < channel.size(); box++) {
            byte[] header = bytes(channel, at, HEADER_BYTES);
            if (header.length < SHORT_HEADER_BYTES) {
                return false;
            }
            ByteBuffer fields = ByteBuffer.wrap(header);
            long size = fields.getInt() & 0xFFFFFFFFL;
            if (size == 1 && header.length == HEADER_BYTES) {
                size = fields.getLong(SHORT_HEADER_BYTES);
            }
            if (text(header, 4).equals("moov")) {
                return size <= channel.size() - at;
            }
            if (size < SHORT_HEADER_BYTES) {
                return false;
            }
            at += size;
        }
        return false;
    }

    private static byte[] bytes(SeekableByteChannel channel, long at, int most) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(most);
        channel.position(at);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // As many as there are.
        }
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    private static String text(byte[] bytes, int at) {
        return bytes.length < at + 4 ? "" : new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
    }
}
