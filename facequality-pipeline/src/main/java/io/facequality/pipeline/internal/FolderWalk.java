package io.facequality.pipeline.internal;

import io.facequality.FaceQualityException.StorageException;
import io.facequality.images.internal.ImageHeader;
import io.facequality.images.internal.UnreadFormat;
import io.facequality.internal.Interrupts;
import io.facequality.internal.WholeFile;
import io.facequality.plan.internal.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One search below a folder. First everything that lies there is looked at and no link is followed; then the links, in
 * the order of their paths. So what lies below the folder is found under its real path, no folder is entered twice,
 * whatever links lead to it, and the search ends.
 */
public final class FolderWalk {

    static final Set<String> ENDINGS =
            Set.of("jpg", "jpeg", "jpe", "jfif", "png", "webp", "bmp", "dib", "tif", "tiff");

    /** macOS puts a file of this name beside each picture on foreign disks. */
    private static final String RESOURCE_FORK_PREFIX = "._";

    private static final Pattern UNDO_FILE = Pattern.compile("undo(-\\d+)?\\.json");
    private static final String UNDO_FORMAT = "facequality-undo/";

    private final Path root;
    private final Path realRoot;
    private final Set<Path> closed = new HashSet<>();
    private final PathPatterns patterns;
    private final IgnoreFiles ignoreFiles = new IgnoreFiles();
    private final boolean everywhere;
    private final List<FoundFile> found = new ArrayList<>();
    private final Set<Path> pictures = new HashSet<>();
    private final Set<Path> entered = new HashSet<>();

    /** Tells a folder that is mounted at several places, which has a real path at each. */
    private final Set<Object> enteredKeys = new HashSet<>();

    private final PriorityQueue<Place> folders = new PriorityQueue<>(Comparator.comparing(Place::id));
    private final PriorityQueue<Place> links = new PriorityQueue<>(Comparator.comparing(Place::id));
    private final PassedOverNotes passedOver = new PassedOverNotes();
    private final Companions companions = new Companions();
    private final List<FoundFile> videos = new ArrayList<>();

    private FolderWalk(Path root, List<Path> closed, PathPatterns patterns, boolean everywhere) {
        this.root = root;
        this.realRoot = real(root);
        // The root is looked into even if it lies in a folder that is left out elsewhere.
        closed.stream().map(FolderWalk::real).filter(it -> !realRoot.startsWith(it)).forEach(this.closed::add);
        this.patterns = patterns;
        this.everywhere = everywhere;
    }

    /** Something below the root: its path from there in two forms, and its real path. */
    private record Place(Path path, String id, Path real) {}

    public static FolderWalk of(Path root, List<Path> closed, PathPatterns patterns, boolean everywhere) {
        FolderWalk walk = new FolderWalk(root, closed, patterns, everywhere);
        walk.walk();
        return walk;
    }

    /** The pictures in the order of their identifiers. */
    public List<FoundFile> found() {
        return found;
    }

    /** The videos in the order of their identifiers, where there is something that reads them. */
    public List<FoundFile> videos() {
        return videos;
    }

    public PassedOverNotes passedOver() {
        return passedOver;
    }

    private void walk() {
        folders.add(new Place(root, "", realRoot));
        lookIntoFolders();
        while (!links.isEmpty()) {
            follow(links.remove());
            lookIntoFolders();
        }
        found.sort(Comparator.comparing(FoundFile::id));
        videos.sort(Comparator.comparing(FoundFile::id));
    }

    private void lookIntoFolders() {
        while (!folders.isEmpty()) {
            lookInto(folders.remove());
        }
    }

    private void lookInto(Place folder) {
        Interrupts.check();
        entered.add(folder.real());
        if (!isNew(folder.real())) {
            passedOver.link();
            return;
        }
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder.path())) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            fail(folder, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            fail(folder, e);
        }
        if (!everywhere && !folder.real().equals(realRoot) && entries.stream().anyMatch(FolderWalk::isUndoFile)) {
            passedOver.quarantine(folder.id());
            closed.add(folder.real());
            return;
        }
        ignoreFiles.read(folder.path(), entries);
        for (Path entry : entries) {
            lookAt(new Place(entry, id(entry), folder.real().resolve(entry.getFileName())));
        }
    }

    private boolean isNew(Path folder) {
        try {
            Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
            return key == null || enteredKeys.add(key);
        } catch (IOException e) {
            // What keeps its attributes from being read keeps it from being listed too, and is told of there.
            return true;
        }
    }

    private static boolean isUndoFile(Path file) {
        try {
            return UNDO_FILE.matcher(file.getFileName().toString()).matches()
                    && Files.isRegularFile(file)
                    && JsonReader.format(file).startsWith(UNDO_FORMAT);
        } catch (StorageException e) {
            // One that cannot be read undoes nothing.
            return false;
        }
    }

    private void lookAt(Place place) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(place.path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink()) {
                links.add(place);
            } else if (attributes.isDirectory()) {
                enter(place);
            } else if (attributes.isRegularFile()) {
                take(place);
            }
        } catch (NoSuchFileException e) {
            // It went away since the folder was listed.
        } catch (IOException e) {
            fail(place, e);
        }
    }

    private void enter(Place folder) {
        if (isClosed(folder.real())) {
            return;
        }
        if (isLeftOut(folder)) {
            passedOver.exclude();
            closed.add(folder.real());
        } else if (!everywhere && (KnownFolders.isSetAside(folder.path()) || KnownFolders.isSetAside(folder.real()))) {
            passedOver.setAside(folder.id());
            closed.add(folder.real());
        } else {
            folders.add(folder);
        }
    }

    private boolean isLeftOut(Place place) {
        return patterns.fit(root.relativize(place.path())) || ignoreFiles.fit(place.path());
    }

    /** Whether it lies in a folder that is not looked into, by whatever path it was reached. */
    private boolean isClosed(Path real) {
        for (Path above = real; above != null; above = above.getParent()) {
            if (closed.contains(above)) {
                return true;
            }
        }
        return false;
    }

    private void take(Place file) {
        String name = file.path().getFileName().toString();
        if (name.startsWith(RESOURCE_FORK_PREFIX) || WholeFile.isTemporary(file.path())) {
            return;
        }
        String ending = ending(name);
        byte[] start = start(file.path());
        boolean isRead = ImageHeader.formatOf(start).isPresent();
        Optional<UnreadFormat> format = isRead ? Optional.empty() : UnreadFormat.of(ending, start);
        Optional<UnreadFormat> unread = format.filter(kind -> !kind.isRead());
        boolean isPicture = isRead || format.isPresent() || ENDINGS.contains(ending);
        boolean isVideo = !isPicture && isVideo(ending, start);
        if (!isPicture && !isVideo || companions.isCompanion(file.path())) {
            return;
        }
        if (isVideo) {
            takeVideo(file);
        } else if (isLeftOut(file)) {
            passedOver.exclude();
        } else if (!everywhere && KnownFolders.isTrashed(name)) {
            passedOver.setAside(file.id());
        } else if (pictures.add(file.real())) {
            found.add(
                    FileNames.isUndecodable(file.path())
                            ? FoundFile.unusable(file.id(), file.real(), FileNames.undecodable(file.path()))
                            : FoundFile.of(file.id(), file.path(), file.real(), unread));
        }
    }

    private static boolean isVideo(String ending, byte[] start) {
        return VideoSupport.installed().filter(support -> support.isVideo(ending, start)).isPresent();
    }

    private void takeVideo(Place file) {
        boolean isUsable = !FileNames.isUndecodable(file.path()) && !KnownFolders.isTrashed(file.path().getFileName().toString());
        if (isUsable && !isLeftOut(file) && pictures.add(file.real())) {
            videos.add(FoundFile.of(file.id(), file.path(), file.real(), Optional.empty()));
        }
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static byte[] start(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            return stream.readNBytes(ImageHeader.SIGNATURE_BYTES);
        } catch (IOException e) {
            // Who reads the pictures finds out; a file without a picture's name is nothing that anyone asked for.
            return new byte[0];
        }
    }

    private void follow(Place link) {
        Path real;
        try {
            real = link.path().toRealPath();
        } catch (IOException e) {
            failIfPicture(link, e);
            return;
        }
        if (entered.contains(real) || pictures.contains(real)) {
            passedOver.link();
        } else if (isClosed(real)) {
            // Where it leads is told of already.
            return;
        } else if (Files.isDirectory(real)) {
            enter(new Place(link.path(), link.id(), real));
        } else if (Files.isRegularFile(real)) {
            take(new Place(link.path(), link.id(), real));
        }
    }

    private void failIfPicture(Place link, IOException failure) {
        String ending = ending(link.path().getFileName().toString());
        if (ENDINGS.contains(ending) || UnreadFormat.of(ending, new byte[0]).isPresent()) {
            fail(
                    link,
                    failure instanceof NoSuchFileException
                            ? new UnusableFileException(
                                    "a link that leads nowhere", "Put back what it led to, or delete the link.")
                            : failure);
        }
    }

    private void fail(Place place, IOException reason) {
        found.add(FoundFile.unusable(place.id(), place.real(), reason));
    }

    private String id(Path path) {
        return root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            // Not there yet, so it cannot be met on the walk either.
            return path.toAbsolutePath().normalize();
        }
    }
}
