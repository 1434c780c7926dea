package io.facequality.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facequality.FaceGroup;
import io.facequality.FaceId;
import io.facequality.FaceQualityException.InvalidInputException;
import io.facequality.FaceRecord;
import io.facequality.ModelId;
import io.facequality.group.People.Member;
import io.facequality.group.People.Person;
import io.facequality.group.People.Reason;
import io.facequality.group.PersonGrouper.Constraints;
import io.facequality.group.PersonGrouper.Constraints.FacePair;
import io.facequality.group.internal.people.BCubed;
import io.facequality.group.internal.people.PeopleFinder;
import io.facequality.internal.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonGrouperTest {

    private static final double GOOD = 0.5;
    private static final double BAD = 0;

    @Test
    void putsFacesOfOnePersonTogether() {
        SyntheticPeople people = SyntheticPeople.of(30, 6, GOOD, 1);
        assertThat(agreement(people, find(people.faces(), Constraints.none()))).isGreaterThan(0.97);
    }

    @Test
    void holdsEachFaceOnce() {
        SyntheticPeople people = SyntheticPeople.of(20, 5, BAD, 2);
        List<FaceId> found = new ArrayList<>(names(find(people.faces(), Constraints.none())).keySet());
        List<FaceId> grouped = grouper(Constraints.none()).group(people.faces()).stream()
                .flatMap(group -> group.faces().stream())
                .map(FaceRecord::id)
                .toList();
        assertThat(grouped)
                .containsExactlyInAnyOrderElementsOf(
                        people.faces().stream().map(FaceRecord::id).toList())
                .containsAll(found);
    }

    @Test
    void findsNobodyAmongNoFaces() {
        assertThat(find(List.of(), Constraints.none())).isEqualTo(new People(List.of(), List.of()));
    }

    /** What is said has nothing to do with how faces look, so that much of it is against all evidence. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void breaksNoConstraint(long seed) {
        Random random = new Random(seed);
        List<FaceRecord> faces = SyntheticPeople.of(12, 5, BAD, seed).faces();
        Map<FaceId, Integer> said = new HashMap<>();
        faces.forEach(face -> said.put(face.id(), random.nextInt(8)));
        Constraints constraints = randomConstraints(faces, said, random);

        People people = find(faces, constraints);

        Map<FaceId, String> names = names(people);
        constraints.names().forEach((face, name) -> assertThat(names).containsEntry(face, name));
        constraints.same().forEach(pair -> assertThat(names.get(pair.first())).isNotNull().isEqualTo(names.get(pair.second())));
        constraints.different().forEach(pair ->
                assertThat(names.get(pair.first()) == null || !names.get(pair.first()).equals(names.get(pair.second())))
                        .as("%s", pair)
                        .isTrue());
        assertThatPicturesShowDifferentPeople(people, constraints);
    }

    private static Constraints randomConstraints(
            List<FaceRecord> faces, Map<FaceId, Integer> said, Random random) {
        Map<FaceId, String> names = new TreeMap<>();
        List<FacePair> same = new ArrayList<>();
        List<FacePair> different = new ArrayList<>();
        for (int draw = 0; draw < 25; draw++) {
            FaceId first = faces.get(random.nextInt(faces.size())).id();
            FaceId second = faces.get(random.nextInt(faces.size())).id();
            if (!first.equals(second)) {
                (said.get(first).equals(said.get(second)) ? same : different).add(new FacePair(first, second));
            }
            FaceId named = faces.get(random.nextInt(faces.size())).id();
            if (said.get(named) < 3) {
                names.put(named, "name-" + said.get(named));
            }
        }
        return Constraints.none().withNames(names).withSame(same).withDifferent(different);
    }

    private static void assertThatPicturesShowDifferentPeople(
            People people, Constraints constraints) {
        Set<FaceId> spokenOf = new HashSet<>(constraints.names().keySet());
        constraints.same().forEach(pair -> spokenOf.addAll(List.of(pair.first(), pair.second())));
        for (Person person : people.persons()) {
            Map<String, List<FaceId>> byPicture = person.faces().stream()
                    .map(member -> member.face().id())
                    .collect(Collectors.groupingBy(FaceId::source));
            byPicture.values().stream().filter(faces -> faces.size() > 1).forEach(faces ->
                    assertThat(spokenOf).as("only what is said puts two of one picture together").containsAll(faces));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void givesSameForAnyOrderAndThreads(long seed) {
        List<FaceRecord> faces = SyntheticPeople.of(15, 5, BAD, seed).faces();
        People found = find(faces, Constraints.none());
        assertThat(find(Faces.shuffled(faces, seed), Constraints.none())).isEqualTo(found);
        PersonGrouper threads = PersonGrouper.builder(SyntheticPeople.CALIBRATION).threads(3).build();
        assertThat(threads.people(Faces.shuffled(faces, seed + 1))).isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34})
    void keepsPeopleWhenNothingIsNew(long seed) {
        List<FaceRecord> faces = SyntheticPeople.of(15, 5, BAD, seed).faces();
        Map<FaceId, String> before = names(find(faces, Constraints.none()));
        assertThat(names(find(faces, Constraints.none().withEarlier(before)))).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43, 44, 45, 46})
    void keepsNamesWhenFacesAreAdded(long seed) {
        List<FaceRecord> all = Faces.shuffled(SyntheticPeople.of(20, 6, GOOD, seed).faces(), seed);
        List<FaceRecord> first = all.subList(0, all.size() / 2);
        Map<FaceId, String> before = names(find(first, Constraints.none()));

        Map<FaceId, String> after = names(find(all, Constraints.none().withEarlier(before)));

        Map<String, Set<String>> renamed = new TreeMap<>();
        before.forEach((face, name) -> renamed.computeIfAbsent(name, key -> new HashSet<>()).add(after.get(face)));
        renamed.forEach((name, names) -> assertThat(names).as("nobody is split: %s", name).hasSize(1));
        renamed.forEach((name, names) -> {
            String now = names.iterator().next();
            assertThat(now.equals(name) || renamed.get(now).contains(now))
                    .as("%s keeps the name, or is one with %s, who does", name, now)
                    .isTrue();
        });
        assertThat(renamed.entrySet().stream()
                        .filter(name -> name.getValue().contains(name.getKey()))
                        .count())
                .as("joined people are few")
                .isGreaterThan(renamed.size() * 8L / 10);
    }

    @Test
    void givesNoNumberTwice() {
        List<FaceRecord> faces = SyntheticPeople.of(3, 3, GOOD, 50).faces();
        Map<FaceId, String> gone = Map.of(new FaceId("gone.jpg", 0), "person-0041");
        assertThat(find(faces, Constraints.none().withEarlier(gone)).persons().get(0).name())
                .isEqualTo("person-0042");
    }

    @Test
    void changesNobodyElseByCorrection() {
        List<FaceRecord> faces = SyntheticPeople.of(15, 6, GOOD, 51).faces();
        People people = find(faces, Constraints.none());
        Person wrong = people.persons().stream()
                .filter(person -> person.faces().size() > 3)
                .findFirst()
                .orElseThrow();
        FacePair apart = new FacePair(
                wrong.faces().get(0).face().id(), wrong.faces().get(1).face().id());
        Map<FaceId, String> before = names(people);

        People corrected = find(
                faces, Constraints.none().withDifferent(List.of(apart)).withEarlier(before));

        Map<FaceId, String> after = names(corrected);
        assertThat(after.get(apart.first())).isNotEqualTo(after.get(apart.second()));
        before.forEach((face, name) -> {
            if (!name.equals(wrong.name())) {
                assertThat(after).containsEntry(face, name);
            }
        });
        assertThat(after).containsValue(wrong.name());
    }

    @Test
    void refusesContradictions() {
        List<FaceId> ids = SyntheticPeople.of(2, 3, GOOD, 60).faces().stream().map(FaceRecord::id).toList();
        List<FaceRecord> faces = SyntheticPeople.of(2, 3, GOOD, 60).faces();
        FacePair pair = new FacePair(ids.get(0), ids.get(1));
        FacePair next = new FacePair(ids.get(1), ids.get(2));
        FacePair both = new FacePair(ids.get(0), ids.get(2));
        assertThatThrownBy(() -> find(
                        faces,
                        Constraints.none().withSame(List.of(pair, next)).withDifferent(List.of(both))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("two people");
        assertThatThrownBy(() -> find(
                        faces,
                        Constraints.none()
                                .withNames(Map.of(ids.get(0), "Ann", ids.get(1), "Bob"))
                                .withSame(List.of(pair))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Ann and Bob");
    }

    @Test
    void refusesFacesOfOtherModels() {
        FaceRecord face = SyntheticPeople.of(2, 1, GOOD, 61).faces().get(0);
        FaceRecord other = new FaceRecord(
                face.id(), face.pictureSha256(), face.detection(), face.quality(), face.embedding(),
                ModelId.ofCode("another", "1"));
        assertThatThrownBy(() -> find(List.of(other), Constraints.none()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("synthetic embedder")
                .hasMessageContaining("another");
    }

    @Test
    void attachesBadFaceOrLeavesItUnknown() {
        List<FaceRecord> faces = new ArrayList<>(SyntheticPeople.of(8, 8, GOOD, 70).faces());
        for (int i = 0; i < faces.size(); i += 5) {
            faces.set(i, SyntheticPeople.withQuality(faces.get(i), 0.2));
        }
        People people = find(faces, Constraints.none());
        Set<FaceId> unknown = people.unknown().stream().map(face -> face.face().id()).collect(Collectors.toSet());
        List<Member> members = people.persons().stream().flatMap(person -> person.faces().stream()).toList();
        for (int i = 0; i < faces.size(); i += 5) {
            FaceId bad = faces.get(i).id();
            assertThat(unknown.contains(bad)
                            || members.stream().anyMatch(member -> member.face().id().equals(bad)
                                    && member.reason() == Reason.ATTACHED
                                    && member.probability() >= 0.5))
                    .isTrue();
        }
        assertThat(members).anyMatch(member -> member.reason() == Reason.ATTACHED);
    }

    @Test
    void putsFacesOfEqualFilesToEqualPeople() {
        List<FaceRecord> faces = new ArrayList<>(SyntheticPeople.of(6, 4, BAD, 71).faces());
        List<FaceRecord> copies =
                faces.stream().map(face -> SyntheticPeople.copyOf(face, "copy/" + face.id().source())).toList();
        People alone = find(faces, Constraints.none());
        faces.addAll(copies);
        Map<FaceId, String> names = names(find(faces, Constraints.none()));
        for (FaceRecord copy : copies) {
            FaceId original = new FaceId(copy.id().source().substring("copy/".length()), copy.id().face());
            assertThat(names.get(copy.id())).isEqualTo(names.get(original));
        }
        assertThat(alone.persons()).isNotEmpty();
    }

    @Test
    void callsPersonWithLeastLikelyFaceTheMostUncertain() {
        People people = find(SyntheticPeople.of(20, 5, BAD, 72).faces(), Constraints.none());
        assertThat(people.persons()).allSatisfy(person -> {
            assertThat(person.certainty()).isBetween(0.0, 1.0);
            assertThat(person.faces())
                    .allSatisfy(member -> assertThat(member.probability()).isGreaterThanOrEqualTo(person.certainty()));
        });
    }

    @Test
    void givesNearlySameByNearestNeighborsAsByAllPairs() {
        SyntheticPeople people = SyntheticPeople.of(60, 5, GOOD, 73);
        People exact = find(people.faces(), Constraints.none());
        People sparse = new PeopleFinder(
                        SyntheticPeople.CALIBRATION, Constraints.none(), 0.5, new Workers(1), 0)
                .people(people.faces());
        assertThat(agreement(people, sparse)).isCloseTo(agreement(people, exact), within(0.01));
    }

    @Test
    void namesGroupsAfterPeople() {
        List<FaceGroup> groups =
                grouper(Constraints.none()).group(SyntheticPeople.of(4, 4, GOOD, 74).faces());
        assertThat(groups).extracting(FaceGroup::name).contains("person-0001", "person-0002");
        assertThat(groups).filteredOn(group -> group.size() > 1).allMatch(group -> group.widest().isPresent());
    }

    private static PersonGrouper grouper(Constraints constraints) {
        return PersonGrouper.builder(SyntheticPeople.CALIBRATION).constraints(constraints).build();
    }

    private static People find(List<FaceRecord> faces, Constraints constraints) {
        return grouper(constraints).people(faces);
    }

    private static Map<FaceId, String> names(People people) {
        Map<FaceId, String> names = new TreeMap<>();
        people.persons().forEach(person ->
                person.faces().forEach(member -> names.put(member.face().id(), person.name())));
        return names;
    }

    private static double agreement(SyntheticPeople truth, People people) {
        Map<FaceId, Integer> ordinals = new HashMap<>();
        List<FaceRecord> faces = truth.faces();
        IntStream.range(0, faces.size()).forEach(i -> ordinals.put(faces.get(i).id(), i));
        List<int[]> clusters = new ArrayList<>();
        people.persons().forEach(person -> clusters.add(
                person.faces().stream().mapToInt(member -> ordinals.get(member.face().id())).toArray()));
        people.unknown().forEach(face -> clusters.add(new int[] {ordinals.get(face.face().id())}));
        return BCubed.of(faces.stream().mapToInt(face -> truth.person(face.id())).toArray(), clusters).f();
    }
}
