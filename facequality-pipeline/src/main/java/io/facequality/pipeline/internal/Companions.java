package io.facequality.pipeline.internal;

import io.facequality.images.internal.UnreadFormat;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files that belong to a picture and go where it goes: the raw file that it was made of, the film of a live photo,
 * and what programs noted of it. They are told by their names: {@code a.mov}, {@code a.xmp}, {@code a.json}, {@code a.aae}
 * and {@code a.nef} belong to {@code a.jpg}, and so do {@code a.jpg.xmp} and {@code a.jpg.json}. A folder is listed once.
 * Not safe to share between threads.
 */
public final class Companions {

    private static final Set<String> WITH_STEM = Set.of("mov", "xmp", "json", "aae");
    private static final String METADATA = ".supplemental-metadata";
    private static final Set<String> BEHIND_NAME = Set.of("xmp", "json", METADATA.substring(1) + ".json");

    private final Map<Path, Map<String, List<String>>> namesByStem = new HashMap<>();

    /** The names in a picture's folder of the files that go with it. */
    public List<String> of(Path picture) {
        String name = picture.getFileName().toString();
        return Stream.of(stem(name), name, name + METADATA)
                .flatMap(stem -> withStem(picture, stem).stream())
                .filter(other -> goesWith(other, name))
                .toList();
    }

    /** The names of other pictures in its folder that differ in their ending alone, so that a file may belong to both. */
    public List<String> namesakes(Path picture) {
        String name = picture.getFileName().toString();
        return withStem(picture, stem(name)).stream()
                .filter(other -> !other.equals(name) && isPicture(other))
                .toList();
    }

    /** Whether a file belongs to a picture that lies beside it, and so is none itself. */
    boolean isCompanion(Path file) {
        String name = file.getFileName().toString();
        return withStem(file, stem(name)).stream().anyMatch(other -> isPicture(other) && goesWith(name, other));
    }

    /** Whether a file of one name goes with a picture of another one. */
    public static boolean goesWith(String file, String picture) {
        if (file.startsWith(picture + ".")) {
            return BEHIND_NAME.contains(file.substring(picture.length() + 1).toLowerCase(Locale.ROOT));
        }
        String ending = ending(file);
        return !file.equals(picture)
                && stem(file).equals(stem(picture))
                && (WITH_STEM.contains(ending)
                        || UnreadFormat.RAW.hasEnding(ending) && !UnreadFormat.RAW.hasEnding(ending(picture)));
    }

    /** Whether a name says so by its ending; a raw file is what a picture is made of. */
    private static boolean isPicture(String name) {
        String ending = ending(name);
        return FolderWalk.ENDINGS.contains(ending)
                || UnreadFormat.HEIC.hasEnding(ending)
                || UnreadFormat.AVIF.hasEnding(ending)
                || UnreadFormat.GIF.hasEnding(ending);
    }

    private List<String> withStem(Path file, String stem) {
        Path folder = file.toAbsolutePath().getParent();
        return namesByStem.computeIfAbsent(folder, Companions::listed).getOrDefault(stem, List.of());
    }

    private static Map<String, List<String>> listed(Path folder) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                    names.add(entry.getFileName().toString());
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Its pictures cannot be read either, which is told of where they are.
            return Map.of();
        }
        names.sort(null);
        return names.stream().collect(Collectors.groupingBy(Companions::stem));
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
