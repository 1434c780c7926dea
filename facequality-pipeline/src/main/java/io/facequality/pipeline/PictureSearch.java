package io.facequality.pipeline;

import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.ImageSource;
import io.facequality.pipeline.PictureSearch.PassedOver;
import io.facequality.pipeline.internal.FileNames;
import io.facequality.pipeline.internal.FolderOrder;
import io.facequality.pipeline.internal.FolderWalk;
import io.facequality.pipeline.internal.FoundFile;
import io.facequality.pipeline.internal.PassedOverNotes;
import io.facequality.pipeline.internal.PathPatterns;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * How pictures are looked for in folders. A picture is a file that its name's ending or its first bytes make one; those
 * of formats that the built-in decoder does not read are found too, so that each becomes a rejection that says so.
 *
 * <p>Symbolic links are followed, and one file is one picture however many paths lead to it: it is taken under its real
 * path where that is below the folder and looked into, else under the first path, in the order of the paths, that leads
 * to it. No folder is entered twice. Hard links are files of their own.
 *
 * <p>Not looked into, unless {@link #everywhere} asks for it, are folders of trash, thumbnails and snapshots as systems
 * and programs name them, and folders that hold an undo file of this program. Its temporary files are never pictures.
 * A file {@code .facequalityignore} names patterns, one on each line, as {@link #excluding} takes them, for what lies
 * below its folder; lines that are empty or begin with {@code #} say nothing.
 *
 * <p>A folder that cannot be looked into, a picture whose name cannot be decoded, and one whose link leads nowhere do not
 * end the search: they become sources that cannot be opened, and so rejections that name them.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class PictureSearch {

    private static final PictureSearch USUAL =
            new PictureSearch(List.of(), List.of(), false, List.of(), List.of(), Videos.NONE);

    private final List<Path> closed;
    private final List<String> patterns;
    private final boolean everywhere;
    private final List<Path> references;
    private final List<Path> preferred;
    private final Videos videos;

    private PictureSearch(
            List<Path> closed,
            List<String> patterns,
            boolean everywhere,
            List<Path> references,
            List<Path> preferred,
            Videos videos) {
        this.closed = closed;
        this.patterns = patterns;
        this.everywhere = everywhere;
        this.references = references;
        this.preferred = preferred;
        this.videos = videos;
    }

    /**
     * Whether videos count, and how they are decoded.
     *
     * @param isolation how long a process of a video's own may be silent; empty to decode in this process
     */
    private record Videos(boolean wanted, Optional<Duration> isolation) {

        static final Videos NONE = new Videos(false, Optional.empty());
    }

    /**
     * What a search for pictures found.
     *
     * @param pictures the pictures, each once, in the order that the search promises
     * @param passedOver what was not looked at
     */
    public record Found(List<ImageSource> pictures, PassedOver passedOver) {

        /** Copies the list and checks that nothing is missing. */
        public Found {
            pictures = List.copyOf(pictures);
            Objects.requireNonNull(passedOver, "passedOver");
        }

        /**
         * Checks that something was found.
         *
         * @param what what cannot be done otherwise, such as "cannot select faces"
         * @param root the folder that was searched
         * @return this
         * @throws InvalidInputException if there is no picture
         */
        public Found requireAny(String what, Path root) {
            if (pictures.isEmpty()) {
                throw new InvalidInputException(new Problem(
                        what, root.toString(), "at least one picture in the folder or below it",
                        passedOver.equals(PassedOver.nothing()) ? "none" : "none but in what is passed over",
                        "Name a folder with one sub-folder of pictures (JPEG, PNG, WebP, BMP, TIFF) for each person."));
            }
            return this;
        }
    }

    /**
     * What a search for pictures did not look at, so that somebody can be told. Folders and files go by their identifiers,
     * in order.
     *
     * @param setAside folders of trash, thumbnails and snapshots, and files in a phone's trash
     * @param quarantines folders that hold an undo file of this program, and so pictures that it moved away
     * @param excluded how many folders and pictures one of the caller's patterns, or of an ignore file's, left out
     * @param links how many links and mounts lead to a folder or a picture that was found already
     * @param unreadFormats how many pictures are of each format that the built-in decoder does not read; these are among the
     *     pictures that were found, and become rejections
     */
    public record PassedOver(
            List<String> setAside,
            List<String> quarantines,
            int excluded,
            int links,
            SortedMap<String, Integer> unreadFormats) {

        /** Copies the collections. */
        public PassedOver {
            setAside = setAside.stream().sorted().toList();
            quarantines = quarantines.stream().sorted().toList();
            unreadFormats = Collections.unmodifiableSortedMap(new TreeMap<>(unreadFormats));
        }

        /**
         * Nothing passed over.
         *
         * @return an empty one
         */
        public static PassedOver nothing() {
            return new PassedOver(List.of(), List.of(), 0, 0, new TreeMap<>());
        }
    }

    /**
     * The usual search.
     *
     * @return a search that leaves out nothing but what every search leaves out
     */
    public static PictureSearch usual() {
        return USUAL;
    }

    /**
     * The same, without some folders, such as those that results are written to. They are not counted as passed over.
     *
     * @param folders the folders, which need not be there
     * @return another search
     */
    public PictureSearch notIn(List<Path> folders) {
        return new PictureSearch(joined(closed, folders), patterns, everywhere, references, preferred, videos);
    }

    /**
     * The same, without the folders and pictures that a pattern fits.
     *
     * @param pattern a glob as {@link java.nio.file.FileSystem#getPathMatcher} takes it. One without {@code /} is matched
     *     with the names of folders and files, at any depth; one with {@code /}, with the paths from the searched folder
     *     on. Where it fits a folder, nothing below that is looked at.
     * @return another search
     * @throws InvalidInputException if it is no glob
     */
    public PictureSearch excluding(String pattern) {
        try {
            FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException e) {
            throw new InvalidInputException(
                    new Problem(
                            "cannot use the pattern", pattern, "a glob such as backup or *.tmp.jpg or 2019/**",
                            e.getDescription(), "Write a backslash before a character that is meant as it is."),
                    e);
        }
        return new PictureSearch(
                closed, joined(patterns, List.of(pattern)), everywhere, references, preferred, videos);
    }

    /**
     * The same, but folders of trash, thumbnails and snapshots, and those with an undo file, are looked into like others.
     *
     * @return another search
     */
    public PictureSearch everywhere() {
        return new PictureSearch(closed, patterns, true, references, preferred, videos);
    }

    /**
     * The same, with a protected folder: a selection never drops its pictures, and compares others with them. Where it
     * is not below the folder that is read, its pictures are read too, but never copied or moved.
     *
     * @param folder the folder
     * @return another search
     */
    public PictureSearch withReference(Path folder) {
        return new PictureSearch(
                closed, patterns, everywhere, joined(references, List.of(folder)), preferred, videos);
    }

    /**
     * The same, with a folder whose copies of a shot go before copies that are as good. Of several such folders the one
     * that was named first is preferred most.
     *
     * @param folder the folder
     * @return another search
     */
    public PictureSearch preferring(Path folder) {
        return new PictureSearch(
                closed, patterns, everywhere, references, joined(preferred, List.of(folder)), videos);
    }

    /**
     * The same, with videos: where faces are read, each frame of a video that is looked at counts as a picture. Films of
     * live photos are not among them. It takes the module {@code facequality-video}.
     *
     * @return another search
     */
    public PictureSearch withVideos() {
        return new PictureSearch(closed, patterns, everywhere, references, preferred, new Videos(true, videos.isolation()));
    }

    /**
     * The same as {@link #withVideos}, but each video is decoded in a process of its own: where a hostile file crashes the
     * decoder, or hangs it, the video ends there, and what was seen before counts. It costs about a second for each video.
     *
     * @param longestSilence how long such a process may take for an answer, such as the next frame, before it is ended; at
     *     least 1 ms
     * @return another search
     * @throws InvalidInputException if it is shorter
     */
    public PictureSearch withIsolatedVideos(Duration longestSilence) {
        if (longestSilence.toMillis() < 1) {
            throw InvalidInputException.ofValue("PictureSearch", "a silence of at least 1 ms", longestSilence);
        }
        return new PictureSearch(
                closed, patterns, everywhere, references, preferred, new Videos(true, Optional.of(longestSilence)));
    }

    Optional<Duration> isolationOfVideos() {
        return videos.isolation();
    }

    List<FoundFile> videosBelow(Path root) {
        return videos.wanted() ? walk(root).videos() : List.of();
    }

    FolderOrder order(Path root) {
        return new FolderOrder(root, references, preferred);
    }

    private static <T> List<T> joined(List<T> some, List<T> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /**
     * Looks for the pictures below a folder, which are identified by their paths from there, with {@code /} between the
     * parts. The folder itself is looked into whatever it is called and holds.
     *
     * @param root the folder
     * @return the pictures, in the order of their identifiers
     * @throws InvalidInputException if the root is no folder
     */
    public Found below(Path root) {
        FolderWalk walk = walk(root);
        PassedOverNotes passedOver = walk.passedOver();
        walk.found().forEach(passedOver::count);
        return new Found(
                walk.found().stream().map(found -> found.source(found.id())).toList(), passedOver.noted());
    }

    private FolderWalk walk(Path root) {
        if (!Files.isDirectory(root)) {
            throw new InvalidInputException(new Problem(
                    "cannot look for pictures",
                    root.toString(),
                    "a folder",
                    Files.exists(root) ? "a file" : "nothing",
                    "Name a folder that holds pictures, or folders of pictures."));
        }
        return FolderWalk.of(root, closed, new PathPatterns(root.getFileSystem(), patterns), everywhere);
    }

    /**
     * Looks for the pictures at some paths, which are identified by those paths: a file as it is, whatever it holds, and
     * what is below a folder. Of several paths to one file the first counts.
     *
     * @param paths files and folders
     * @return the pictures, in the order of the paths; those of one folder in the order of their identifiers
     * @throws InvalidInputException if there is nothing at a path
     */
    public Found at(List<Path> paths) {
        List<ImageSource> pictures = new ArrayList<>();
        Set<Path> known = new HashSet<>();
        PassedOverNotes passedOver = new PassedOverNotes();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                FolderWalk walk = walk(path);
                for (FoundFile found : walk.found()) {
                    if (known.add(found.real())) {
                        pictures.add(found.source(path.resolve(found.id()).toString()));
                        passedOver.count(found);
                    }
                }
                passedOver.add(walk.passedOver(), path);
            } else {
                FoundFile file = named(path);
                if (known.add(file.real())) {
                    pictures.add(file.source(path.toString()));
                }
            }
        }
        return new Found(pictures, passedOver.noted());
    }

    private static FoundFile named(Path path) {
        if (FileNames.isUndecodable(path) || FileNames.wasUndecodable(path) && Files.notExists(path)) {
            return FoundFile.unusable(path.toString(), path, FileNames.undecodable(path));
        }
        try {
            return FoundFile.of(path.toString(), path, path.toRealPath(), Optional.empty());
        } catch (IOException e) {
            if (Files.exists(path)) {
                return FoundFile.unusable(path.toString(), path, e);
            }
            throw new InvalidInputException(
                    new Problem(
                            "cannot look for pictures", path.toString(), "a file or a folder", "nothing", "Check the path."),
                    e);
        }
    }
}
