package io.facequality.review.internal;

import io.facequality.internal.Sha256;
import io.facequality.internal.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Shows the folders below some roots, and knows them by identifiers that it made itself. No path ever comes in; links
 * are not followed. Safe to share between threads.
 */
final class Folders {

    private static final int MOST_ENTRIES = 2000;
    private static final int ID_CHARACTERS = 24;
    private static final String PLAN_START = "\"facequality-plan/";
    private static final int PLAN_START_BYTES = 64;

    private static final Set<String> PICTURE_ENDINGS =
            Set.of("jpg", "jpeg", "png", "webp", "bmp", "tif", "tiff");

    private final List<Path> roots;
    private final String salt;
    private final Map<String, Path> known = new ConcurrentHashMap<>();

    /**
     * Starts at some folders.
     *
     * @param roots existing folders
     * @param salt makes identifiers that nobody can guess
     */
    Folders(List<Path> roots, String salt) throws IOException {
        List<Path> real = new ArrayList<>();
        for (Path root : roots) {
            real.add(root.toRealPath());
        }
        this.roots = new CopyOnWriteArrayList<>(real);
        this.salt = salt;
    }

    /** A folder, or a plan in it. */
    record Entry(String id, String name) {}

    /**
     * What the page shows of a folder.
     *
     * @param id its identifier
     * @param path its path, to be read by people
     * @param above the folders above it, up to a root, the root first
     * @param folders the folders in it
     * @param plans the plans in it
     * @param pictures how many pictures are directly in it
     * @param more whether there are more entries than are shown
     */
    record Listing(
            String id, String path, List<Entry> above, List<Entry> folders, List<Entry> plans, int pictures, boolean more) {}

    List<Entry> roots() {
        return roots.stream().map(root -> new Entry(id(root), root.toString())).toList();
    }

    /** Lets one more folder, and what is below it, be shown. */
    void addRoot(Path real) {
        if (roots.stream().noneMatch(real::startsWith)) {
            roots.add(real);
        }
    }

    /** The identifier of something below a root. */
    String id(Path real) {
        String id = Sha256.of(salt + "\n" + real).substring(0, ID_CHARACTERS);
        known.put(id, real);
        return id;
    }

    /**
     * Finds what an identifier stands for.
     *
     * @throws Refusal if it stands for nothing, or is no longer what it was, or is not below a root
     */
    Path path(@Nullable String id) {
        Path path = Optional.ofNullable(id).map(known::get).orElseThrow(Folders::unknown);
        try {
            if (!path.toRealPath().equals(path) || roots.stream().noneMatch(path::startsWith)) {
                throw unknown();
            }
        } catch (IOException e) {
            throw unknown();
        }
        return path;
    }

    private static Refusal unknown() {
        return new Refusal(Refusal.NOT_FOUND, "This folder is not there, or not below the folders that may be shown.");
    }

    Path folder(@Nullable String id) {
        Path folder = path(id);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw unknown();
        }
        return folder;
    }

    Path file(@Nullable String id) {
        Path file = path(id);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw unknown();
        }
        return file;
    }

    Listing list(String id) {
        Path folder = folder(id);
        Map<Path, Entry> folders = new LinkedHashMap<>();
        List<Entry> plans = new ArrayList<>();
        int pictures = 0;
        int seen = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (isHidden(entry)) {
                    continue;
                }
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    if (++seen <= MOST_ENTRIES) {
                        folders.put(entry, new Entry(id(entry), name(entry)));
                    }
                } else if (isPlan(entry)) {
                    plans.add(new Entry(id(entry), name(entry)));
                } else if (isPicture(entry)) {
                    pictures++;
                }
            }
        } catch (IOException e) {
            throw unreadable(folder, e);
        } catch (DirectoryIteratorException e) {
            throw unreadable(folder, Objects.requireNonNull(e.getCause()));
        }
        return new Listing(
                id, folder.toString(), above(folder), sorted(folders.values().stream().toList()), sorted(plans), pictures,
                seen > MOST_ENTRIES);
    }

    private static Refusal unreadable(Path folder, IOException e) {
        return new Refusal(Refusal.UNUSABLE, "Cannot look into " + folder + ": " + WholeFile.reason(e) + ".");
    }

    private static boolean isHidden(Path entry) {
        return name(entry).startsWith(".");
    }

    private static String name(Path entry) {
        return entry.getFileName().toString();
    }

    private static boolean isPicture(Path entry) {
        String name = name(entry);
        return PICTURE_ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private static boolean isPlan(Path entry) throws IOException {
        if (!name(entry).endsWith(".json") || !Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (InputStream stream = Files.newInputStream(entry)) {
            return new String(stream.readNBytes(PLAN_START_BYTES), StandardCharsets.UTF_8)
                    .contains(PLAN_START);
        } catch (AccessDeniedException notForUs) {
            return false;
        }
    }

    private List<Entry> above(Path folder) {
        List<Entry> above = new ArrayList<>();
        Path root = roots.stream().filter(folder::startsWith).findFirst().orElseThrow();
        for (Path parent = folder; !parent.equals(root); ) {
            parent = Objects.requireNonNull(parent.getParent(), "the root is above");
            above.add(0, new Entry(id(parent), parent.equals(root) ? root.toString() : name(parent)));
        }
        return above;
    }

    private static List<Entry> sorted(List<Entry> entries) {
        return entries.stream()
                .sorted(Comparator.comparing(Entry::name, String.CASE_INSENSITIVE_ORDER))
                .toList();
    }
}
