package io.facequality.cli.internal.pictures;

import io.facequality.cli.internal.console.Counts;
import io.facequality.pipeline.PictureSearch.PassedOver;
import java.util.List;
import java.util.Map;
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
        int count = formats.values().stream().mapToInt(Integer::intValue).sum();
        String each = formats.entrySet().stream()
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
