package io.facequality.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** What belongs to a file beside its content: its times, its permissions, its owner and its group. */
public final class FileAttributes {

    private static final FileAttribute<?>[] NONE = {};

    private FileAttributes() {}

    /** Sets one attribute. */
    private interface Setting {
        void set() throws IOException;
    }

    /**
     * For a new file that nobody but its owner may read.
     *
     * @param file where it is to be
     * @return what to make it with; nothing where the file system knows no permissions
     */
    static FileAttribute<?>[] ownerOnly(Path file) {
        return permissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /**
     * Makes a folder, and those above it, that no more people may enter than may enter others.
     *
     * @param folder the folder; those that are there already stay as they are
     * @param model a folder whose permissions the new one takes, its parent's the new one's parent, and so on
     * @throws IOException if it cannot be made
     */
    public static void makeFolderLike(Path model, Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path modelParent = model.toAbsolutePath().getParent();
        if (modelParent == null || !Files.isDirectory(model)) {
            Files.createDirectories(folder);
            return;
        }
        makeFolderLike(modelParent, WholeFile.folderOf(folder));
        // One that somebody else makes in this moment is as good.
        Files.createDirectories(folder, folderPermissions(model, folder));
    }

    private static FileAttribute<?>[] folderPermissions(Path model, Path folder) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(model, PosixFileAttributeView.class);
        if (view == null) {
            return NONE;
        }
        Set<PosixFilePermission> permissions = EnumSet.copyOf(PosixFilePermissions.fromString("rwx------"));
        permissions.addAll(view.readAttributes().permissions());
        return permissions(folder, permissions);
    }

    private static FileAttribute<?>[] permissions(Path file, Set<PosixFilePermission> permissions) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : NONE;
    }

    /**
     * Gives a copy what its original has, as far as the file system and this process's rights go. It never makes the
     * copy readable for anyone who could not read the original.
     *
     * @param original the original
     * @param copy its copy, of the same kind
     * @param options {@link LinkOption#NOFOLLOW_LINKS} for links themselves
     * @throws IOException if the original's cannot be read
     */
    public static void copy(Path original, Path copy, LinkOption... options) throws IOException {
        PosixFileAttributeView from = Files.getFileAttributeView(original, PosixFileAttributeView.class, options);
        PosixFileAttributeView to = Files.getFileAttributeView(copy, PosixFileAttributeView.class, options);
        if (from != null && to != null) {
            copyRights(from.readAttributes(), to);
        }
        BasicFileAttributes times = Files.readAttributes(original, BasicFileAttributes.class, options);
        BasicFileAttributeView view = Files.getFileAttributeView(copy, BasicFileAttributeView.class, options);
        ifAllowed(() -> view.setTimes(times.lastModifiedTime(), times.lastAccessTime(), null));
    }

    private static void copyRights(PosixFileAttributes original, PosixFileAttributeView copy) throws IOException {
        ifAllowed(() -> copy.setOwner(original.owner()));
        ifAllowed(() -> copy.setGroup(original.group()));
        if (original.isSymbolicLink()) {
            return;
        }
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        permissions.addAll(original.permissions());
        if (!copy.readAttributes().group().equals(original.group())) {
            // Another group may do what everybody may.
            keepOnlyWith(permissions, PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_READ);
            keepOnlyWith(permissions, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);
            keepOnlyWith(permissions, PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.GROUP_EXECUTE);
        }
        ifAllowed(() -> copy.setPermissions(permissions));
    }

    private static void keepOnlyWith(
            Set<PosixFilePermission> permissions, PosixFilePermission others, PosixFilePermission group) {
        if (!permissions.contains(others)) {
            permissions.remove(group);
        }
    }

    private static void ifAllowed(Setting setting) {
        try {
            setting.set();
        } catch (IOException notAllowed) {
            // Not everybody may give files away, and not every file system knows times and permissions.
        }
    }
}
