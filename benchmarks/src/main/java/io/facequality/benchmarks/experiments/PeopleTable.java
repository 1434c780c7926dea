package io.facequality.benchmarks.experiments;

import io.facequality.DuplicateGrouper;
import io.facequality.group.PersonCalibration;
import io.facequality.group.PersonGrouper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How well people are found, beside average linkage of cosines, as a Markdown table. Nothing is measured on people whom a
 * calibration was made on, but where the row says so.
 *
 * <p>The sets: people who are held out when the embedded model is trained; all people of the first folder; and people
 * of other sources (folders {@code facescrub-*}) with all faces of clips and photographs among them.
 *
 * <p>Arguments: a folder of aligned people; another one with people of other sources; a folder of clips; a folder of
 * photographs; if wanted an embedder that takes BGR.
 */
public final class PeopleTable {

    private static final int THREADS = 2;
    private static final int PARTS = 5;
    private static final double[] COSINES = {0.36, 0.38, 0.40, 0.42};

    private PeopleTable() {}

    public static void main(String[] arguments) {
        Optional<Path> model = arguments.length > 4 ? Optional.of(Path.of(arguments[4])) : Optional.empty();
        PeopleSet people = PeopleSet.crops(Path.of(arguments[0]), model);
        Set<String> heldOut = people.heldOut();
        PeopleSet held = people.of(heldOut::contains);
        PersonCalibration onHeldOut = PersonCalibration.ofPeople(held.people());
        PeopleSet rest = people.of(person -> !heldOut.contains(person));
        PersonCalibration onRest = PersonCalibration.ofPeople(rest.people());
        System.out.println("# on those held out: " + words(onHeldOut));
        System.out.println("# on the others: " + words(onRest));
        System.out.println("| set | method | BCubed F | precision | recall | pairwise F |");
        System.out.println("|---|---|---|---|---|---|");

        plain("held out", held);
        row("held out", "calibrated on the others", held, grouper(onRest));
        crossCalibrated(held, heldOut);
        row("held out", "calibrated on these very people", held, grouper(onHeldOut));

        plain("all", people);
        row("all", "calibrated on those held out", people, grouper(onHeldOut));
        row("all", "calibrated on the others", people, grouper(onRest));

        PeopleSet others = PeopleSet.crops(Path.of(arguments[1]), model)
                .of(person -> person.startsWith("facescrub-"))
                .with(PeopleSet.clips(Path.of(arguments[2]), model))
                .with(PeopleSet.strangers(Path.of(arguments[3]), model));
        plain("other sources", others);
        row("other sources", "calibrated on those held out", others, grouper(onHeldOut));
        row("other sources", "calibrated on the others", others, grouper(onRest));
    }

    private static String words(PersonCalibration calibration) {
        return calibration.recognition() + ", " + calibration.joining() + ", dimensions "
                + calibration.space().dimensions();
    }

    private static DuplicateGrouper grouper(PersonCalibration calibration) {
        return PersonGrouper.builder(calibration).threads(THREADS).build();
    }

    private static void plain(String name, PeopleSet set) {
        for (double cosine : COSINES) {
            row(name, "average linkage, cosine " + cosine, set, new AverageLink(cosine));
        }
    }

    private static void row(String name, String method, PeopleSet set, DuplicateGrouper grouper) {
        print(name, method, PeopleScore.of(set, grouper.group(set.faces()), person -> true));
    }

    /** Groups all, each time with a calibration on four parts of the people, and scores the fifth part's faces. */
    private static void crossCalibrated(PeopleSet set, Set<String> names) {
        List<String> ordered = names.stream().sorted().toList();
        List<PeopleScore> scores = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            int own = part;
            Predicate<String> isScored = person -> ordered.indexOf(person) % PARTS == own;
            PersonCalibration calibration =
                    PersonCalibration.ofPeople(set.of(isScored.negate()).people());
            scores.add(PeopleScore.of(set, grouper(calibration).group(set.faces()), isScored));
        }
        print("held out", "calibrated on four fifths, scored on the fifth", mean(scores));
    }

    private static PeopleScore mean(List<PeopleScore> scores) {
        return new PeopleScore(
                scores.stream().mapToDouble(PeopleScore::precision).average().orElseThrow(),
                scores.stream().mapToDouble(PeopleScore::recall).average().orElseThrow(),
                scores.stream().mapToDouble(PeopleScore::pairF).average().orElseThrow());
    }

    private static void print(String name, String method, PeopleScore score) {
        System.out.printf(Locale.ROOT, "| %s | %s | %s |%n", name, method, score);
    }
}
