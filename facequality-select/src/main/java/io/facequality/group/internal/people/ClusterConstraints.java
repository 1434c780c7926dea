package io.facequality.group.internal.people;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which clusters must stay apart: those of two names, those with two faces of one picture, and those with two faces that
 * somebody said are two people. What must stay apart once must stay apart for ever. One thread at a time.
 */
final class ClusterConstraints {

    /** A cluster without a name. */
    static final int UNNAMED = -1;

    private static final int[] NONE = {};

    private final IntUnaryOperator root;
    private final int[] names;
    private final int[][] pictures;
    private final int[][] others;

    /**
     * Constraints of single faces.
     *
     * @param root finds a face's cluster
     * @param names each face's name as a number, or {@link #UNNAMED}; taken over
     * @param pictures each face's picture as a number
     */
    ClusterConstraints(IntUnaryOperator root, int[] names, int[] pictures) {
        this.root = root;
        this.names = names;
        this.pictures = new int[pictures.length][];
        this.others = new int[pictures.length][];
        int[] faces = new int[Arrays.stream(pictures).max().orElse(-1) + 1];
        Arrays.stream(pictures).forEach(picture -> faces[picture]++);
        for (int face = 0; face < pictures.length; face++) {
            this.pictures[face] = faces[pictures[face]] > 1 ? new int[] {pictures[face]} : NONE;
            this.others[face] = NONE;
        }
    }

    /** Keeps the clusters of two faces apart. */
    void separate(int face, int other) {
        int one = root.applyAsInt(face);
        int two = root.applyAsInt(other);
        others[one] = joined(others[one], new int[] {other});
        others[two] = joined(others[two], new int[] {face});
    }

    int name(int cluster) {
        return names[cluster];
    }

    boolean mayJoin(int one, int other) {
        return !haveTwoNames(one, other) && !areSeparate(one, other) && !sharePicture(one, other);
    }

    /** Whether several clusters may become one. */
    boolean mayAllJoin(int[] clusters) {
        Set<Integer> together = Arrays.stream(clusters).boxed().collect(Collectors.toSet());
        Set<Integer> shown = new HashSet<>();
        Set<Integer> called = new HashSet<>();
        for (int cluster : clusters) {
            if (names[cluster] != UNNAMED) {
                called.add(names[cluster]);
            }
            boolean fits = Arrays.stream(others[cluster]).map(root).noneMatch(together::contains)
                    && Arrays.stream(pictures[cluster]).allMatch(shown::add);
            if (!fits || called.size() > 1) {
                return false;
            }
        }
        return true;
    }

    boolean haveTwoNames(int one, int other) {
        return names[one] != UNNAMED && names[other] != UNNAMED && names[one] != names[other];
    }

    boolean areSeparate(int one, int other) {
        int fewer = others[one].length <= others[other].length ? one : other;
        int against = fewer == one ? other : one;
        for (int face : others[fewer]) {
            if (root.applyAsInt(face) == against) {
                return true;
            }
        }
        return false;
    }

    private boolean sharePicture(int one, int other) {
        int[] a = pictures[one];
        int[] b = pictures[other];
        for (int i = 0, j = 0; i < a.length && j < b.length; ) {
            if (a[i] == b[j]) {
                return true;
            }
            if (a[i] < b[j]) {
                i++;
            } else {
                j++;
            }
        }
        return false;
    }

    /** Two clusters become one, allowed or not. */
    void join(int into, int from) {
        names[into] = names[into] == UNNAMED ? names[from] : names[into];
        pictures[into] = joined(pictures[into], pictures[from]);
        others[into] = joined(others[into], others[from]);
    }

    private static int[] joined(int[] some, int[] more) {
        if (more.length == 0) {
            return some;
        }
        return IntStream.concat(Arrays.stream(some), Arrays.stream(more)).sorted().distinct().toArray();
    }
}
