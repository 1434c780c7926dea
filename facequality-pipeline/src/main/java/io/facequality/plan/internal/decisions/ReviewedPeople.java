package io.facequality.plan.internal.decisions;

import io.facequality.FaceId;
import io.facequality.FaceRecord;
import io.facequality.group.People;
import io.facequality.group.People.Alike;
import io.facequality.group.People.Member;
import io.facequality.group.People.Person;
import io.facequality.group.People.Reason;
import io.facequality.group.People.Unknown;
import io.facequality.plan.PlannedGroup;
import io.facequality.plan.PlannedGroup.PlannedFace;
import io.facequality.plan.SelectionPlan;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * People as a plan has them after a person's decisions: its groups, with its names. Groups of one name are one person. A
 * face that came to another person by a decision is there because somebody said so.
 */
public final class ReviewedPeople {

    private final Map<String, Person> persons = new HashMap<>();
    private final Map<FaceId, String> foundNames = new HashMap<>();
    private final SortedMap<FaceId, Member> members = new TreeMap<>();
    private final SortedMap<FaceId, Unknown> unknown = new TreeMap<>();
    private final Map<FaceId, String> names;
    private final Map<String, Long> sizes;
    private final Map<String, String> newNames = new HashMap<>();

    private ReviewedPeople(People found, SelectionPlan made, SelectionPlan reviewed) {
        for (Person person : found.persons()) {
            persons.put(person.name(), person);
            person.faces().forEach(member -> {
                foundNames.put(member.face().id(), person.name());
                members.put(member.face().id(), member);
            });
        }
        names = names(reviewed);
        sizes = names.values().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        Map<FaceId, String> madeNames = names(made);
        for (Unknown face : found.unknown()) {
            FaceId id = face.face().id();
            String name = Objects.requireNonNull(names.get(id));
            boolean isUntouched = name.equals(madeNames.get(id)) && Objects.requireNonNull(sizes.get(name)) == 1;
            if (isUntouched) {
                unknown.put(id, face);
            } else {
                members.put(id, said(face.face()));
            }
        }
        found.persons().forEach(person ->
                newNames.put(person.name(), names.get(person.faces().get(0).face().id())));
    }

    private static Map<FaceId, String> names(SelectionPlan plan) {
        Map<FaceId, String> names = new HashMap<>();
        for (PlannedGroup group : plan.groups()) {
            group.faces().stream().map(PlannedFace::id).forEach(face -> names.put(face, group.name()));
        }
        return names;
    }

    /**
     * Regroups people.
     *
     * @param found the people, as the program found them
     * @param made a plan with all of their faces
     * @param reviewed the same plan as decisions leave it
     */
    public static People of(People found, SelectionPlan made, SelectionPlan reviewed) {
        return new ReviewedPeople(found, made, reviewed).people();
    }

    private People people() {
        Map<String, List<Member>> groups = members.values().stream()
                .collect(Collectors.groupingBy(
                        member -> names.get(member.face().id()), LinkedHashMap::new, Collectors.toList()));
        return new People(
                groups.entrySet().stream().map(group -> person(group.getKey(), group.getValue())).toList(),
                unknown.values().stream()
                        .map(face -> new Unknown(face.face(), face.nearest().map(this::renamed)))
                        .toList());
    }

    private Person person(String name, List<Member> faces) {
        Optional<String> main = mainPerson(faces);
        List<Member> own = faces.stream()
                .map(member -> main.equals(foundName(member)) ? member : said(member.face()))
                .toList();
        return new Person(
                name,
                own,
                main.flatMap(person -> Objects.requireNonNull(persons.get(person)).nearest())
                        .map(this::renamed)
                        .filter(alike -> !alike.person().equals(name)));
    }

    private static Member said(FaceRecord face) {
        return new Member(face, 1, Reason.SAID);
    }

    private Optional<String> foundName(Member member) {
        return Optional.ofNullable(foundNames.get(member.face().id()));
    }

    /** Who most of some faces were found to be; of equals who comes first. */
    private Optional<String> mainPerson(List<Member> faces) {
        Map<String, Long> counts = faces.stream()
                .map(this::foundName)
                .flatMap(Optional::stream)
                .collect(Collectors.groupingBy(Function.identity(), LinkedHashMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .min(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(Map.Entry::getKey);
    }

    /** People are called now as the group with their first face is. */
    private Alike renamed(Alike nearest) {
        return new Alike(newNames.getOrDefault(nearest.person(), nearest.person()), nearest.probability());
    }
}
