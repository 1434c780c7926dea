package io.facequality.pipeline.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Names by which systems and programs put pictures aside: what was deleted, made smaller, or kept as an earlier state.
 * Such a picture is a copy of one that matters, or one that somebody wanted gone. Folders that hold originals, such as
 * {@code .picasaoriginals}, are not among them.
 */
final class KnownFolders {

    /** Names in lower case; the file systems that these come from do not tell cases apart, or programs differ in them. */
    private static final Set<String> NAMES = Set.of(
            // Trash: Windows, Synology, QNAP, digiKam, Xiaomi, Nextcloud, and what checks of file systems leave.
            "$recycle.bin", "#recycle", "@recycle", ".dtrash", ".globaltrash", "files_trashbin", "lost+found",
            // Thumbnails: desktops and Android, Synology, QNAP, xv.
            ".thumbnails", ".thumbs", "@eadir", ".@__thumb", ".xvpics",
            // Snapshots and earlier versions: NetApp, btrfs, ZFS, Synology, QNAP, Syncthing, Nextcloud, macOS.
            ".snapshot", ".snapshots", ".zfs", "#snapshot", "@recently-snapshot", ".stversions", "files_versions",
            ".documentrevisions-v100");

    /** Linux: .Trash, .Trash-1000; macOS: .Trashes; Samsung: .Trash; Xiaomi: .trashBin; Samba: .recycle. */
    private static final List<String> BEGINNINGS = List.of(".trash", ".recycle");

    /** Folders that a plain name would not tell. */
    private static final List<String> PLACES = List.of(".local/share/Trash", ".cache/thumbnails");

    /** Android calls a picture so, in its own folder, until it is deleted for good. */
    private static final String TRASHED_FILE = ".trashed-";

    private KnownFolders() {}

    /** Whether a folder is known for such pictures. */
    static boolean isSetAside(Path folder) {
        Path name = folder.getFileName();
        if (name == null) {
            return false;
        }
        String lower = name.toString().toLowerCase(Locale.ROOT);
        return NAMES.contains(lower)
                || BEGINNINGS.stream().anyMatch(lower::startsWith)
                || PLACES.stream().anyMatch(folder::endsWith);
    }

    /** Whether a file's name says that it is in the trash. */
    static boolean isTrashed(String name) {
        return name.startsWith(TRASHED_FILE);
    }
}
