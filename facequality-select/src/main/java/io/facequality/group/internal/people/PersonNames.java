package io.facequality.group.internal.people;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names people: as the caller said; else as most of their faces were called before; else by the next number. No number is
 * given twice, so that a name always means the same person.
 */
final class PersonNames {

    private static final Pattern NUMBERED = Pattern.compile("person-(\\d{1,9})");

    private final Map<Integer, String> byRoot = new HashMap<>();
    private final Set<String> given = new HashSet<>();
    private int last;

    /** How many faces of a person had a name before. */
    private record Claim(int root, String name, int faces) {

        /** Most faces first; of equals the smaller name, then the person that comes first. */
        static final Comparator<Claim> ORDER = Comparator.comparingInt(Claim::faces)
                .reversed()
                .thenComparing(Claim::name)
                .thenComparingInt(Claim::root);
    }

    /** Takes it that these names mean somebody already. */
    PersonNames(Iterable<String> taken) {
        taken.forEach(name -> {
            Matcher numbered = NUMBERED.matcher(name);
            if (numbered.matches()) {
                last = Math.max(last, Integer.parseInt(numbered.group(1)));
            }
        });
    }

    void give(int root, String name) {
        byRoot.put(root, name);
        given.add(name);
    }

    /** Gives earlier names to those who have none yet. */
    void giveEarlier(Map<Integer, Map<String, Integer>> facesByRootAndName) {
        List<Claim> claims = facesByRootAndName.entrySet().stream()
                .flatMap(person -> person.getValue().entrySet().stream()
                        .map(name -> new Claim(person.getKey(), name.getKey(), name.getValue())))
                .sorted(Claim.ORDER)
                .toList();
        for (Claim claim : claims) {
            if (!byRoot.containsKey(claim.root) && !given.contains(claim.name)) {
                give(claim.root, claim.name);
            }
        }
    }

    /** Gives the next number to somebody who has no name yet. */
    void giveNext(int root) {
        if (!byRoot.containsKey(root)) {
            last++;
            give(root, String.format(Locale.ROOT, "person-%04d", last));
        }
    }

    String of(int root) {
        return Objects.requireNonNull(byRoot.get(root));
    }
}
