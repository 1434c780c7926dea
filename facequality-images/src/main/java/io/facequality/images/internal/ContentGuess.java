package io.facequality.images.internal;

import io.facequality.Outcome.Rejection.Cause;
import java.util.Locale;

/**
 * What bytes that are not read look like, in words for a person.
 *
 * @param cause whether they are a picture at all
 * @param content what they look like
 * @param remedy what to do about it
 */
record ContentGuess(Cause cause, String content, String remedy) {

    private static final int SAMPLE = 512;
    static final String CONVERT = "Convert it to JPEG or PNG first.";
    private static final String WITH_MODULE = "Add facequality-video, which reads it, or convert it to JPEG or PNG first.";
    private static final String LEAVE_OUT = "Leave it out, or put the picture itself in its place.";

    static final ContentGuess RAW = picture(UnreadFormat.RAW.words());

    static ContentGuess of(PictureBytes bytes) {
        return UnreadFormat.of(bytes).map(ContentGuess::photograph).orElseGet(() -> unknown(bytes));
    }

    private static ContentGuess unknown(PictureBytes bytes) {
        if (bytes.has(4, "ftyp")) {
            return other("a film", "Extract its frames first.");
        }
        if (bytes.has(0, 0, 0, 1, 0)) {
            return picture("an icon");
        }
        if (bytes.has(0, "%PDF")) {
            return other("a PDF document", "Extract its pictures first.");
        }
        if (isArchive(bytes)) {
            return other("an archive", "Unpack it first.");
        }
        if (bytes.has(0, 0x1A, 0x45, 0xDF, 0xA3) || bytes.has(0, "RIFF") || bytes.has(0, "OggS")) {
            return other("a film or a sound", "Extract its frames first.");
        }
        if (bytes.has(0, 0x7F, 'E', 'L', 'F') || bytes.has(0, 'M', 'Z')) {
            return other("a program", LEAVE_OUT);
        }
        return plain(bytes);
    }

    private static ContentGuess photograph(UnreadFormat format) {
        return format.mayBeRead()
                ? new ContentGuess(Cause.UNSUPPORTED, format.words(), WITH_MODULE)
                : picture(format.words());
    }

    private static ContentGuess picture(String content) {
        return new ContentGuess(Cause.UNSUPPORTED, content, CONVERT);
    }

    private static ContentGuess other(String content, String remedy) {
        return new ContentGuess(Cause.NOT_A_PICTURE, content, remedy);
    }

    private static boolean isArchive(PictureBytes bytes) {
        return bytes.has(0, 'P', 'K', 3, 4)
                || bytes.has(0, 'P', 'K', 5, 6)
                || bytes.has(0, 0x1F, 0x8B)
                || bytes.has(0, "Rar!")
                || bytes.has(0, '7', 'z', 0xBC, 0xAF)
                || bytes.has(0, "BZh")
                || bytes.has(0, 0xFD, '7', 'z', 'X', 'Z')
                || bytes.has(257, "ustar");
    }

    private static ContentGuess plain(PictureBytes bytes) {
        int length = Math.min(SAMPLE, bytes.length());
        StringBuilder sample = new StringBuilder(length);
        boolean zero = true;
        boolean text = true;
        for (int i = 0; i < length; i++) {
            int value = bytes.get(i);
            zero &= value == 0;
            text &= value >= ' ' && value != 0x7F || value == '\t' || value == '\n' || value == '\r' || value == '\f';
            sample.append((char) value);
        }
        if (zero) {
            return other("nothing but zero bytes", "Get the file anew; a copy or a download failed.");
        }
        if (!text) {
            return other("unknown binary data of " + bytes.length() + " bytes", LEAVE_OUT);
        }
        String start = sample.toString().toLowerCase(Locale.ROOT);
        if (start.contains("<!doctype html") || start.contains("<html")) {
            return other("an HTML page", "Download the picture itself; this is a page, maybe of an error.");
        }
        if (start.contains("<svg")) {
            return picture("an SVG drawing");
        }
        return other("text", LEAVE_OUT);
    }
}
