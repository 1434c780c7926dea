package io.facequality.cli.internal.pictures;

import io.facequality.cli.internal.console.Counts;
import io.facequality.images.internal.UnreadFormat;
import io.facequality.pipeline.PictureSearch.PassedOver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a search passed over, in words: a line for each kind that there was. */
public final class PassedOverLines {

    private static final int NAMED = 3;

    private PassedOverLines() {}

    public static List<String> of(PassedOver passedOver) {
        return Stream.of(
                        unread(passedOver.unreadFormats()),
                        setAside(passedOver.setAside()),
                        quarantines(passedOver.quarantines()),
                        excluded(passedOver.excluded()),
                        links(passedOver.links()))
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> unread(Map<String, Integer> formats) {
        List<String> lines = new ArrayList<>();
        formats.forEach((title, count) -> {
            if (UnreadFormat.ofTitle(title).filter(UnreadFormat::mayBeRead).isPresent()) {
                lines.add(Counts.of(count, title + " picture") + (count == 1 ? " was" : " were")
                        + " not read: add facequality-video.");
            }
        });
        others(formats).forEach(lines::add);
        return lines;
    }

    private static List<String> others(Map<String, Integer> formats) {
        Map<String, Integer> others = new TreeMap<>(formats);
        others.keySet().removeIf(title ->
                UnreadFormat.ofTitle(title).filter(UnreadFormat::mayBeRead).isPresent());
        int count = others.values().stream().mapToInt(Integer::intValue).sum();
        String each = others.entrySet().stream()
                .map(format -> format.getKey() + " " + format.getValue())
                .collect(Collectors.joining(", "));
        return count == 0
                ? List.of()
                : List.of(Counts.of(count, "picture") + " of formats that are not read "
                        + (count == 1 ? "was" : "were") + " rejected: " + each + ".");
    }

    private static List<String> setAside(List<String> places) {
        return places.isEmpty()
                ? List.of()
                : List.of("Passed over as trash, thumbnails or snapshots: " + named(places)
                        + ". --all-folders looks there too.");
    }

    private static List<String> quarantines(List<String> folders) {
        return folders.isEmpty()
                ? List.of()
                : List.of("Passed over since 'apply' moved pictures there: " + named(folders)
                        + ". --all-folders looks there too.");
    }

    private static List<String> excluded(int count) {
        return count == 0
                ? List.of()
                : List.of(Counts.of(count, "folder or picture", "folders and pictures") + " left out by --exclude or an ignore file.");
    }

    private static List<String> links(int count) {
        return count == 0
                ? List.of()
                : List.of(Counts.of(count, "link") + " passed over: what a link leads to counts once.");
    }

    private static String named(List<String> places) {
        String first = String.join(", ", places.subList(0, Math.min(NAMED, places.size())));
        return places.size() > NAMED ? first + " and " + (places.size() - NAMED) + " more" : first;
    }
}
