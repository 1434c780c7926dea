package io.facequality.pipeline;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a search for pictures did not look at, so that somebody can be told. Folders and files go by their identifiers,
 * in order.
 *
 * @param setAside folders of trash, thumbnails and snapshots, and files in a phone's trash
 * @param quarantines folders that hold an undo file of this program, and so pictures that it moved away
 * @param excluded how many folders and pictures one of the caller's patterns left out
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
