package io.facequality.benchmarks.experiments;

import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How well groups agree with people: BCubed, face by face, and by pairs. Only labeled faces are scored; others count as
 * strangers in the groups that they are in.
 *
 * @param precision BCubed: the mean share of a face's group that is of its person
 * @param recall BCubed: the mean share of a face's person that is in its group
 * @param pairF the harmonic mean of the precision and the recall of pairs of one group
 */
record PeopleScore(double precision, double recall, double pairF) {

    static PeopleScore of(PeopleSet set, List<FaceGroup> groups, Predicate<String> scored) {
        Map<String, Long> sizes = set.faces().stream()
                .filter(face -> set.persons().containsKey(face.id()))
                .collect(Collectors.groupingBy(face -> set.persons().get(face.id()), Collectors.counting()));
        double precision = 0;
        double recall = 0;
        double truePairs = 0;
        double groupPairs = 0;
        long faces = 0;
        for (FaceGroup group : groups) {
            Map<String, Integer> shared = shared(group, set.persons());
            for (Map.Entry<String, Integer> part : shared.entrySet()) {
                if (scored.test(part.getKey())) {
                    int count = part.getValue();
                    faces += count;
                    precision += (double) count * count / group.size();
                    recall += (double) count * count / sizes.get(part.getKey());
                    truePairs += (double) count * (count - 1);
                    groupPairs += (double) count * (group.size() - 1);
                }
            }
        }
        double personPairs = sizes.entrySet().stream()
                .filter(size -> scored.test(size.getKey()))
                .mapToDouble(size -> (double) size.getValue() * (size.getValue() - 1))
                .sum();
        return new PeopleScore(precision / faces, recall / faces, 2 * truePairs / (groupPairs + personPairs));
    }

    private static Map<String, Integer> shared(FaceGroup group, Map<FaceId, String> persons) {
        Map<String, Integer> shared = new HashMap<>();
        for (FaceRecord face : group.faces()) {
            String person = persons.get(face.id());
            if (person != null) {
                shared.merge(person, 1, Integer::sum);
            }
        }
        return shared;
    }

    /** BCubed: the harmonic mean of precision and recall. */
    double f() {
        return 2 * precision * recall / (precision + recall);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.4f | %.4f | %.4f | %.4f", f(), precision, recall, pairF);
    }
}
