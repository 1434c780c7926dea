package io.facequality.group.internal.people;

import io.facequality.FaceId;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceQualityException.Problem;
import io.facequality.FaceRecord;
import io.facequality.group.PersonGrouper.Constraints;
import io.facequality.group.PersonGrouper.Constraints.FacePair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Puts those faces together, and keeps those apart, of which it is known before any are compared. */
final class Seeds {

    private final List<FaceRecord> faces;
    private final Constraints known;
    private final Map<FaceId, Integer> ordinals = new HashMap<>();
    private final Clusters clusters;
    private final ClusterConstraints constraints;
    private final List<String> names;
    private final boolean[] isSaid;
    private final boolean[] isCopy;

    Seeds(List<FaceRecord> faces, Constraints known, Clusters clusters) {
        this.faces = faces;
        this.known = known;
        this.clusters = clusters;
        for (int ordinal = 0; ordinal < faces.size(); ordinal++) {
            ordinals.put(faces.get(ordinal).id(), ordinal);
        }
        names = known.names().values().stream().distinct().sorted().toList();
        constraints = new ClusterConstraints(clusters::root, namesOfFaces(), pictures());
        isSaid = new boolean[faces.size()];
        isCopy = new boolean[faces.size()];
    }

    private int[] namesOfFaces() {
        Map<String, Integer> numbers = new HashMap<>();
        names.forEach(name -> numbers.put(name, numbers.size()));
        int[] named = new int[faces.size()];
        Arrays.fill(named, ClusterConstraints.UNNAMED);
        known.names().forEach((face, name) ->
                ordinal(face).ifPresent(ordinal -> named[ordinal] = Objects.requireNonNull(numbers.get(name))));
        return named;
    }

    private int[] pictures() {
        Map<String, Integer> numbers = new HashMap<>();
        return faces.stream()
                .mapToInt(face -> numbers.computeIfAbsent(face.id().source(), source -> numbers.size()))
                .toArray();
    }

    private OptionalInt ordinal(FaceId face) {
        Integer ordinal = ordinals.get(face);
        return ordinal == null ? OptionalInt.empty() : OptionalInt.of(ordinal);
    }

    ClusterConstraints constraints() {
        return constraints;
    }

    /** Whether the caller said whose face it is. */
    boolean isSaid(int ordinal) {
        return isSaid[ordinal];
    }

    /** Whether a face was put to another because their files are equal. */
    boolean isCopy(int ordinal) {
        return isCopy[ordinal];
    }

    /** Does what the caller said. */
    void obey() {
        known.same().forEach(this::joinPair);
        joinNamed();
        known.different().forEach(this::separatePair);
    }

    private void joinPair(FacePair pair) {
        if (areHere(pair)) {
            int first = Objects.requireNonNull(ordinals.get(pair.first()));
            int second = Objects.requireNonNull(ordinals.get(pair.second()));
            say(first, second, pair + " is said to be one person");
            isSaid[first] = true;
            isSaid[second] = true;
        }
    }

    private void joinNamed() {
        Map<String, Integer> first = new TreeMap<>();
        known.names().forEach((face, name) -> ordinal(face).ifPresent(ordinal -> {
            isSaid[ordinal] = true;
            Integer other = first.putIfAbsent(name, ordinal);
            if (other != null) {
                say(other, ordinal, face + " is named " + name);
            }
        }));
    }

    private void say(int one, int other, String words) {
        int into = clusters.root(one);
        int from = clusters.root(other);
        if (into == from) {
            return;
        }
        if (constraints.haveTwoNames(into, from)) {
            throw contradiction(words, names.get(constraints.name(into)) + " and " + names.get(constraints.name(from)));
        }
        clusters.join(into, from);
        constraints.join(into, from);
    }

    private void separatePair(FacePair pair) {
        if (areHere(pair)) {
            int first = Objects.requireNonNull(ordinals.get(pair.first()));
            int second = Objects.requireNonNull(ordinals.get(pair.second()));
            if (clusters.root(first) == clusters.root(second)) {
                throw contradiction(pair + " is said to be two people", "pairs or names that make them one");
            }
            constraints.separate(first, second);
        }
    }

    private boolean areHere(FacePair pair) {
        return ordinals.containsKey(pair.first()) && ordinals.containsKey(pair.second());
    }

    private static InvalidInputException contradiction(String said, String found) {
        return new InvalidInputException(new Problem(
                "cannot do what is said of the people", said, "no two things that contradict each other", found,
                "Take one of them out of the corrections, or out of the folders of known people."));
    }

    /** Puts the faces of equal files together, where nothing said is against it; only the first of them counts. */
    void joinCopies() {
        Map<FaceId, Integer> originals = new HashMap<>();
        for (int ordinal = 0; ordinal < faces.size(); ordinal++) {
            FaceRecord face = faces.get(ordinal);
            if (!face.pictureSha256().isEmpty()) {
                Integer original = originals.putIfAbsent(new FaceId(face.pictureSha256(), face.id().face()), ordinal);
                if (original != null) {
                    joinCopy(clusters.root(original), ordinal);
                }
            }
        }
    }

    private void joinCopy(int original, int copy) {
        int from = clusters.root(copy);
        if (from == original || !constraints.mayJoin(original, from)) {
            return;
        }
        isCopy[copy] = !isSaid[copy];
        if (isSaid[copy]) {
            clusters.join(original, from);
        } else {
            clusters.absorb(original, from);
        }
        constraints.join(original, from);
    }

    /** Puts the good faces of each earlier person together, unless what is said now breaks that person up. */
    void joinEarlier(boolean[] isGood) {
        Map<String, List<Integer>> people = new LinkedHashMap<>();
        known.earlier().forEach((face, name) -> ordinal(face)
                .ifPresent(ordinal -> people.computeIfAbsent(name, key -> new ArrayList<>()).add(ordinal)));
        people.values().forEach(person -> {
            int[] roots = person.stream()
                    .mapToInt(Integer::intValue)
                    .filter(ordinal -> isGood[clusters.root(ordinal)])
                    .map(clusters::root)
                    .distinct()
                    .sorted()
                    .toArray();
            if (constraints.mayAllJoin(roots)) {
                IntStream.range(1, roots.length).forEach(i -> {
                    clusters.join(roots[0], roots[i]);
                    constraints.join(roots[0], roots[i]);
                });
            }
        });
    }

    /** What a face's person was called before. */
    Optional<String> earlierName(int ordinal) {
        return Optional.ofNullable(known.earlier().get(faces.get(ordinal).id()));
    }

    /** What the caller calls a cluster's person. */
    Optional<String> saidName(int root) {
        int name = constraints.name(root);
        return name == ClusterConstraints.UNNAMED ? Optional.empty() : Optional.of(names.get(name));
    }

    /** Names that mean somebody, whether a face of theirs is here or not. */
    List<String> takenNames() {
        return Stream.concat(names.stream(), known.earlier().values().stream()).distinct().toList();
    }
}
