package io.facequality.pipeline.internal;

import io.facequality.FaceId;
import io.facequality.Selection.Optimality;
import io.facequality.Selection.Representative;
import io.facequality.internal.Sha256;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder of small pictures, and plans for it that need no model. */
public final class SmallLibrary {

    /** The bytes of a picture as far as a plan looks at them: a PNG's first ones, and its own. */
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final Path root;
    private final List<PlannedGroup> people = new ArrayList<>();

    public SmallLibrary(Path root) {
        this.root = root;
    }

    public static byte[] picture(String content) {
        byte[] text = content.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Arrays.copyOf(PNG, PNG.length + text.length);
        System.arraycopy(text, 0, bytes, PNG.length, text.length);
        return bytes;
    }

    /** Writes pictures of one person, each with its name as its content, and plans to keep the first. */
    public SmallLibrary person(String name, String... pictures) {
        List<PlannedFace> faces = new ArrayList<>();
        for (int i = 0; i < pictures.length; i++) {
            String path = name + "/" + pictures[i];
            TestPictures.write(root.resolve(path), picture(path));
            faces.add(face(path, i == 0, Sha256.of(picture(path))));
        }
        return planned(name, faces);
    }

    /** Plans without writing anything. */
    public SmallLibrary planned(String name, List<PlannedFace> faces) {
        people.add(new PlannedGroup(name, faces, choice(), Optional.empty()));
        return this;
    }

    public static PlannedFace face(String picture, boolean kept, String sha256) {
        return new PlannedFace(
                new FaceId(picture, 0), sha256, 0.5, Optional.empty(),
                new PlannedFace.Decision(kept, 0.1, 0.2, "because"));
    }

    /** How a choice was made of which nothing matters. */
    public static PlannedGroup.Choice choice() {
        return new PlannedGroup.Choice(
                Representative.copyOf(1, 2), "objective", OptionalDouble.of(1),
                new PlannedGroup.Search("search", new Optimality.Proven(), 1), Optional.empty());
    }

    /** What made a plan of which nothing matters. */
    public static SelectionPlan.Provenance provenance() {
        return new SelectionPlan.Provenance("1", Map.of(), Map.of());
    }

    public SelectionPlan plan() {
        return new SelectionPlan(provenance(), root, people, List.of(), List.of());
    }

    public Path path(String picture) {
        return root.resolve(picture);
    }

    /** What lies below a folder: what files hold, where links lead to, and folders. */
    public static Map<String, String> contents(Path folder) {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                contents.put(folder.relativize(path).toString(), content(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return contents;
    }

    private static String content(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "link to " + Files.readSymbolicLink(path);
        }
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? Sha256.of(path) : "folder";
    }
}
