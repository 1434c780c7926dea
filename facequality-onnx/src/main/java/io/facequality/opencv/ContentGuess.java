package io.facequality.opencv;

import java.util.Locale;

/**
 * What bytes that are no picture look like, in words for a person.
 *
 * @param content what they look like
 * @param remedy what to do about it
 */
record ContentGuess(String content, String remedy) {

    private static final int SAMPLE = 512;
    private static final String CONVERT = "Convert it to JPEG or PNG first.";
    private static final String LEAVE_OUT = "Leave it out, or put the picture itself in its place.";

    static ContentGuess of(PictureBytes bytes) {
        if (bytes.has(0, "GIF8")) {
            return new ContentGuess("a GIF picture", CONVERT);
        }
        if (bytes.has(4, "ftyp")) {
            return media(bytes);
        }
        if (bytes.has(0, 0xFF, 0x0A) || bytes.has(0, 0, 0, 0, 12, 'J', 'X', 'L', ' ')) {
            return new ContentGuess("a JPEG XL picture", CONVERT);
        }
        if (bytes.has(0, 0, 0, 0, 12, 'j', 'P') || bytes.has(0, 0xFF, 0x4F, 0xFF, 0x51)) {
            return new ContentGuess("a JPEG 2000 picture", CONVERT);
        }
        if (bytes.has(0, "8BPS")) {
            return new ContentGuess("a Photoshop document", CONVERT);
        }
        if (bytes.has(0, "IIRO") || bytes.has(0, "IIU") || bytes.has(0, "FUJIFILMCCD-RAW")) {
            return new ContentGuess("a camera's raw file", CONVERT);
        }
        if (bytes.has(0, 0, 0, 1, 0)) {
            return new ContentGuess("an icon", CONVERT);
        }
        if (bytes.has(0, "%PDF")) {
            return new ContentGuess("a PDF document", "Extract its pictures first.");
        }
        if (isArchive(bytes)) {
            return new ContentGuess("an archive", "Unpack it first.");
        }
        if (bytes.has(0, 0x1A, 0x45, 0xDF, 0xA3) || bytes.has(0, "RIFF") || bytes.has(0, "OggS")) {
            return new ContentGuess("a film or a sound", "Extract its frames first.");
        }
        if (bytes.has(0, 0x7F, 'E', 'L', 'F') || bytes.has(0, 'M', 'Z')) {
            return new ContentGuess("a program", LEAVE_OUT);
        }
        return plain(bytes);
    }

    /** Tells pictures from films by the brand of an ISO base media file (ISO/IEC 14496-12). */
    private static ContentGuess media(PictureBytes bytes) {
        if (bytes.has(8, "avi")) {
            return new ContentGuess("an AVIF picture", CONVERT);
        }
        if (bytes.has(8, "he") || bytes.has(8, "mif1") || bytes.has(8, "msf1")) {
            return new ContentGuess("a HEIC picture", CONVERT);
        }
        if (bytes.has(8, "crx ")) {
            return new ContentGuess("a camera's raw file", CONVERT);
        }
        return new ContentGuess("a film", "Extract its frames first.");
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
            return new ContentGuess("nothing but zero bytes", "Get the file anew; a copy or a download failed.");
        }
        if (!text) {
            return new ContentGuess("unknown binary data of " + bytes.length() + " bytes", LEAVE_OUT);
        }
        String start = sample.toString().toLowerCase(Locale.ROOT);
        if (start.contains("<!doctype html") || start.contains("<html")) {
            return new ContentGuess("an HTML page", "Download the picture itself; this is a page, maybe of an error.");
        }
        if (start.contains("<svg")) {
            return new ContentGuess("an SVG drawing", CONVERT);
        }
        return new ContentGuess("text", LEAVE_OUT);
    }
}
