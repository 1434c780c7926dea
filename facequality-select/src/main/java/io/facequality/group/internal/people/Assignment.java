package io.facequality.group.internal.people;

import io.facequality.FaceRecord;
import io.facequality.group.People;
import io.facequality.group.People.Alike;
import io.facequality.group.People.Member;
import io.facequality.group.People.Person;
import io.facequality.group.People.Reason;
import io.facequality.group.People.Unknown;
import io.facequality.group.internal.people.Likelihoods.Likely;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes people of clusters: names them, puts the bad faces to them, and says how likely each face belongs where it is.
 * For one run, on one thread.
 */
final class Assignment {

    private final List<FaceRecord> faces;
    private final Seeds seeds;
    private final Likelihoods likelihoods;
    private final PersonNames names;
    private final double least;

    /** The faces of each cluster, by its root. */
    private final SortedMap<Integer, List<Integer>> members = new TreeMap<>();

    /** The clusters that are people, in the order of their first faces. */
    private final List<Integer> people;

    private final Map<Integer, List<Member>> facesOfPeople = new HashMap<>();
    private final List<Unknown> unknown = new ArrayList<>();

    /**
     * Prepares it.
     *
     * @param isPerson whether a root is that of a person
     * @param least from which probability on a bad face is put to a person
     */
    Assignment(
            List<FaceRecord> faces,
            Seeds seeds,
            Clusters clusters,
            boolean[] isPerson,
            Likelihoods likelihoods,
            double least) {
        this.faces = faces;
        this.seeds = seeds;
        this.likelihoods = likelihoods;
        this.least = least;
        this.names = new PersonNames(seeds.takenNames());
        for (int ordinal = 0; ordinal < faces.size(); ordinal++) {
            members.computeIfAbsent(clusters.root(ordinal), root -> new ArrayList<>()).add(ordinal);
        }
        this.people = members.keySet().stream()
                .filter(root -> isPerson[root])
                .sorted(Comparator.comparing(root -> facesOf(root).get(0)))
                .toList();
    }

    People people() {
        namePeople();
        people.forEach(this::addMembers);
        attachOthers();
        return new People(
                people.stream()
                        .map(this::person)
                        .sorted(Comparator.comparing(person -> person.faces().get(0).face().id()))
                        .toList(),
                unknown.stream().sorted(Comparator.comparing(face -> face.face().id())).toList());
    }

    private void namePeople() {
        people.forEach(root -> seeds.saidName(root).ifPresent(name -> names.give(root, name)));
        Map<Integer, Map<String, Integer>> earlier = new HashMap<>();
        people.forEach(root -> earlier.put(root, earlierNames(facesOf(root))));
        names.giveEarlier(earlier);
        people.forEach(names::giveNext);
    }

    private Map<String, Integer> earlierNames(List<Integer> ordinals) {
        Map<String, Integer> counts = new HashMap<>();
        ordinals.forEach(ordinal ->
                seeds.earlierName(ordinal).ifPresent(name -> counts.merge(name, 1, Integer::sum)));
        return counts;
    }

    private void addMembers(int root) {
        List<Member> own = new ArrayList<>();
        Map<String, Double> originals = new HashMap<>();
        for (int ordinal : facesOf(root)) {
            FaceRecord face = faces.get(ordinal);
            if (seeds.isCopy(ordinal)) {
                own.add(new Member(face, originals.getOrDefault(face.pictureSha256(), 1.0), Reason.COPY));
            } else if (seeds.isSaid(ordinal)) {
                own.add(new Member(face, 1, Reason.SAID));
            } else {
                double probability = likelihoods.ofMember(root, ordinal);
                originals.put(face.pictureSha256(), probability);
                own.add(new Member(face, probability, Reason.ALIKE));
            }
        }
        facesOfPeople.put(root, own);
    }

    /** A bad face, with its copies, and whose it may be. */
    private record Other(int root, List<Likely> likely) {

        static final Comparator<Other> ORDER =
                Comparator.comparingDouble(Other::best).reversed().thenComparingInt(Other::root);

        double best() {
            return likely.isEmpty() ? 0 : likely.get(0).probability();
        }
    }

    /** The surest first, since a person can have only one face of a picture. */
    private void attachOthers() {
        members.keySet().stream()
                .filter(root -> !facesOfPeople.containsKey(root))
                .map(root -> new Other(root, likelihoods.people(root, facesOf(root))))
                .sorted(Other.ORDER)
                .toList()
                .forEach(this::attach);
    }

    private void attach(Other face) {
        Optional<Likely> found = personOf(face);
        if (found.isPresent()) {
            int root = found.get().root();
            seeds.constraints().join(root, face.root);
            facesOf(face.root).forEach(ordinal -> Objects.requireNonNull(facesOfPeople.get(root))
                    .add(new Member(
                            faces.get(ordinal),
                            found.get().probability(),
                            seeds.isCopy(ordinal) ? Reason.COPY : Reason.ATTACHED)));
        } else {
            Optional<Alike> nearest = face.likely.stream().findFirst().map(this::alike);
            facesOf(face.root).forEach(ordinal -> unknown.add(new Unknown(faces.get(ordinal), nearest)));
        }
    }

    /** The person that had the face before; else the likeliest that may have it, if that is likely enough. */
    private Optional<Likely> personOf(Other face) {
        Map<String, Integer> earlier = earlierNames(facesOf(face.root));
        List<Likely> allowed = face.likely.stream()
                .filter(person -> seeds.constraints().mayJoin(person.root(), face.root))
                .toList();
        return allowed.stream()
                .filter(person -> earlier.containsKey(names.of(person.root())))
                .findFirst()
                .or(() -> allowed.stream().findFirst().filter(person -> person.probability() >= least));
    }

    private Person person(int root) {
        List<Member> own = Objects.requireNonNull(facesOfPeople.get(root));
        own.sort(Comparator.comparing(member -> member.face().id()));
        return new Person(
                names.of(root), own, likelihoods.nearest(root, facesOf(root)).map(this::alike));
    }

    private Alike alike(Likely person) {
        return new Alike(names.of(person.root()), person.probability());
    }

    private List<Integer> facesOf(int root) {
        return Objects.requireNonNull(members.get(root));
    }
}
