package io.facequality.eval.folder;

import io.facequality.ImageSource;
import io.facequality.eval.ComparisonPairs;
import io.facequality.eval.EvaluatedFaces;
import io.facequality.pipeline.PictureSearch;
import io.facequality.pipeline.PictureSearch.PassedOver;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pictures of a folder, who is on them, and which pairs of them are compared. */
final class FolderPairs {

    private final Path root;
    private final ComparisonPairs.Sampling sampling;
    private final Optional<LabeledPairs> labeled;

    /**
     * Reads the pairs file.
     *
     * @param root the folder
     * @param pairsFile the pairs; null to draw them from the folders
     * @param sampling which pairs are drawn
     */
    FolderPairs(Path root, @Nullable Path pairsFile, ComparisonPairs.Sampling sampling) {
        this.root = root;
        this.sampling = sampling;
        this.labeled = Optional.ofNullable(pairsFile).map(file -> LabeledPairs.read(file, root));
    }

    /** The pictures to read: those of the pairs file, or all that the search finds below the folder. */
    PictureSearch.Found pictures(PictureSearch search) {
        return labeled.map(this::named).orElseGet(() -> search.below(root).requireAny("cannot evaluate", root));
    }

    /** The pictures that pairs name; a path that is written in two ways is one picture. */
    private PictureSearch.Found named(LabeledPairs pairs) {
        Map<String, ImageSource> byName = new LinkedHashMap<>();
        pairs.pictures().forEach(path -> byName.putIfAbsent(name(path), ImageSource.of(name(path), path)));
        return new PictureSearch.Found(List.copyOf(byName.values()), PassedOver.nothing());
    }

    /** The path of a picture relative to the folder. */
    private String name(Path picture) {
        return root.toAbsolutePath()
                .normalize()
                .relativize(picture.toAbsolutePath().normalize())
                .toString()
                .replace(picture.getFileSystem().getSeparator(), "/");
    }

    /** The person on a picture: the folder that contains it. */
    static String person(String name) {
        int end = name.lastIndexOf('/');
        return end < 0 ? "." : name.substring(0, end);
    }

    /** The pairs of some faces, whose names are those of their pictures. */
    ComparisonPairs among(EvaluatedFaces faces) {
        return labeled.isPresent()
                ? labeledAmong(faces, labeled.get())
                : ComparisonPairs.ofPeople(faces.personOf(), sampling);
    }

    private ComparisonPairs labeledAmong(EvaluatedFaces faces, LabeledPairs all) {
        Map<String, Integer> positions = new HashMap<>();
        for (int face = 0; face < faces.size(); face++) {
            positions.put(faces.name(face), face);
        }
        ComparisonPairs.Builder pairs = ComparisonPairs.builder();
        int leftOut = 0;
        for (LabeledPairs.Pair pair : all.pairs()) {
            Integer first = positions.get(name(pair.first()));
            Integer second = positions.get(name(pair.second()));
            if (first == null || second == null) {
                leftOut++;
            } else if (pair.isMatch()) {
                pairs.genuine(first, second, pair.fold());
            } else {
                pairs.impostor(first, second, pair.fold());
            }
        }
        return pairs.build(
                "a pairs file" + (leftOut == 0 ? "" : "; " + leftOut + " left out, since a picture cannot be used"));
    }
}
