package io.facequality.pipeline.internal;

import io.facequality.pipeline.PictureSearch.PassedOver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Notes what a search passes over. */
public final class PassedOverNotes {

    private final List<String> setAside = new ArrayList<>();
    private final List<String> quarantines = new ArrayList<>();
    private final SortedMap<String, Integer> unreadFormats = new TreeMap<>();
    private int excluded;
    private int links;

    void setAside(String id) {
        setAside.add(id);
    }

    void quarantine(String id) {
        quarantines.add(id);
    }

    void exclude() {
        excluded++;
    }

    void link() {
        links++;
    }

    /** Counts a picture that is among those found. */
    public void count(FoundFile picture) {
        picture.unread().ifPresent(format -> unreadFormats.merge(format.title(), 1, Integer::sum));
    }

    /** Adds what was passed over below a folder. */
    public void add(PassedOverNotes others, Path folder) {
        others.setAside.forEach(id -> setAside.add(folder.resolve(id).toString()));
        others.quarantines.forEach(id -> quarantines.add(folder.resolve(id).toString()));
        excluded += others.excluded;
        links += others.links;
    }

    public PassedOver noted() {
        return new PassedOver(setAside, quarantines, excluded, links, unreadFormats);
    }
}
