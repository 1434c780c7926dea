package io.facequality.video.internal.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Tells videos from other files by their names' endings, or by their first bytes. */
public final class VideoContent {

    private static final Set<String> ENDINGS = Set.of(
            "mp4", "m4v", "mov", "qt", "mkv", "webm", "avi", "mpg", "mpeg", "vob", "mts", "m2ts", "wmv", "asf", "flv",
            "3gp", "3g2", "ogv", "mxf");

    private static final Set<String> SOUNDS = Set.of("M4A ", "M4B ", "M4P ");
    private static final byte TRANSPORT_STREAM = 0x47;
    private static final int MATROSKA = 0x1A45DFA3;
    private static final int ASF = 0x3026B275;
    private static final int FLASH = 0x464C5601;
    private static final int SIGNATURE_BYTES = 12;

    private VideoContent() {}

    /**
     * Whether a file is a video.
     *
     * @param ending its name's ending, in lower case, without the dot
     * @param start its first bytes, which are no picture's
     */
    public static boolean isVideo(String ending, byte[] start) {
        boolean isTransportStream = ending.equals("ts") && start.length > 0 && start[0] == TRANSPORT_STREAM;
        return ENDINGS.contains(ending) || isTransportStream || begins(start);
    }

    private static boolean begins(byte[] start) {
        if (start.length < SIGNATURE_BYTES) {
            return false;
        }
        int first = ByteBuffer.wrap(start).getInt();
        String second = new String(start, 4, 4, StandardCharsets.ISO_8859_1);
        String third = new String(start, 8, 4, StandardCharsets.ISO_8859_1);
        return first == MATROSKA
                || first == ASF
                || first == FLASH
                || second.equals("ftyp") && !SOUNDS.contains(third)
                || new String(start, 0, 4, StandardCharsets.ISO_8859_1).equals("RIFF") && third.equals("AVI ");
    }
}
