package io.facequality.images.internal;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Formats of photographs that the built-in decoder does not read. HEIC, AVIF and GIF are read by an optional module; of a
 * camera's raw file, the largest JPEG that it holds is. Raw files that are TIFF inside (DNG, NEF, CR2, ARW) are
 * not among them by their content, only by a name's ending.
 */
public enum UnreadFormat {
    /** ISO base media file with HEVC (ISO/IEC 23008-12). */
    HEIC("HEIC", "a HEIC picture", Set.of("heic", "heif", "heics", "heifs", "hif"), start -> hasBrand(start, "heic", "heix", "heim",
            "heis", "hevc", "hevx", "mif1", "msf1")),
    /** ISO base media file with AV1. */
    AVIF("AVIF", "an AVIF picture", Set.of("avif", "avifs"), start -> hasBrand(start, "avif", "avis")),
    /** Graphics Interchange Format. */
    GIF("GIF", "a GIF picture", Set.of("gif"), start -> start.has(0, "GIF8")),
    /** JPEG 2000, as a file or a bare code stream. */
    JPEG_2000("JPEG 2000", "a JPEG 2000 picture", Set.of("jp2", "jpf", "jpx", "j2k", "j2c", "jpc"), start ->
            start.has(0, "\0\0\0\fjP  ") || start.has(0, "\u00ff\u004f\u00ff\u0051")),
    /** JPEG XL, as a file or a bare code stream. */
    JPEG_XL("JPEG XL", "a JPEG XL picture", Set.of("jxl"), start -> start.has(0, "\0\0\0\fJXL ") || start.has(0, "\u00ff\n")),
    /** JPEG XR, also called HD Photo. */
    JPEG_XR("JPEG XR", "a JPEG XR picture", Set.of("jxr", "wdp", "hdp"), start -> start.has(0, "II\u00bc\u0001")),
    /** Adobe Photoshop. */
    PHOTOSHOP("Photoshop", "a Photoshop document", Set.of("psd", "psb"), start -> start.has(0, "8BPS")),
    /** What a camera's sensor saw: Canon, Fujifilm, Olympus, Panasonic, Sigma, Minolta and others. */
    RAW(
            "camera raw",
            "a camera's raw file",
            Set.of(
                    "3fr", "ari", "arw", "cr2", "cr3", "crw", "dcr", "dng", "erf", "fff", "iiq", "k25", "kdc", "mef",
                    "mos", "mrw", "nef", "nrw", "orf", "pef", "raf", "rw2", "rwl", "sr2", "srf", "srw", "x3f"),
            start -> hasBrand(start, "crx ")
                    || start.has(0, "FUJIFILMCCD-RAW")
                    || start.has(0, "IIRO")
                    || start.has(0, "IIRS")
                    || start.has(0, "MMOR")
                    || start.has(0, "IIU\0")
                    || start.has(0, "FOVb")
                    || start.has(0, "\0MRM")
                    || start.has(6, "HEAPCCDR"));

    private final String title;
    private final String words;
    private final Set<String> endings;
    private final Predicate<PictureBytes> begins;

    UnreadFormat(String title, String words, Set<String> endings, Predicate<PictureBytes> begins) {
        this.title = title;
        this.words = words;
        this.endings = endings;
        this.begins = begins;
    }

    /** Whether there is a module that reads it. */
    public boolean mayBeRead() {
        return this == HEIC || this == AVIF || this == GIF;
    }

    /** Whether pictures of it are read by what is installed; a raw file without a JPEG in it is not. */
    public boolean isRead() {
        return this == RAW || MorePictures.readerOf(this).isPresent();
    }

    /** Whether a file's name, in lower case, ends as those of this format do. */
    public boolean hasEnding(String ending) {
        return endings.contains(ending);
    }

    /** The format of a title, for a message. */
    public static Optional<UnreadFormat> ofTitle(String title) {
        return first(format -> format.title.equals(title));
    }

    /** What people call it. */
    public String title() {
        return title;
    }

    /** What a file of it is, in a sentence. */
    String words() {
        return words;
    }

    /**
     * Tells the format of a file that is of none that is read: by its content, else by its name's ending.
     *
     * @param ending the ending, in lower case, without the dot
     * @param content the file's first 32 bytes, or all if it has fewer
     * @return the format; empty for what is no photograph
     */
    public static Optional<UnreadFormat> of(String ending, byte[] content) {
        return of(new PictureBytes(content)).or(() -> first(format -> format.endings.contains(ending)));
    }

    /** Tells the format by the content alone. */
    static Optional<UnreadFormat> of(PictureBytes content) {
        return first(format -> format.begins.test(content));
    }

    private static Optional<UnreadFormat> first(Predicate<UnreadFormat> is) {
        return Arrays.stream(values()).filter(is).findFirst();
    }

    /** Whether it is an ISO base media file (ISO/IEC 14496-12) of one of these major brands. */
    private static boolean hasBrand(PictureBytes bytes, String... brands) {
        return bytes.has(4, "ftyp") && Arrays.stream(brands).anyMatch(brand -> bytes.has(8, brand));
    }
}
