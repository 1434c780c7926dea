package io.facequality.benchmarks.experiments;

import io.facequality.group.PersonCalibration;
import io.facequality.group.internal.people.DefaultPeople;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Calibrates the embedded model for people and prints {@code people.properties}: on the people who are held out when it is
 * trained, since a model knows those that it was trained on better than others.
 *
 * <p>Arguments: a folder of aligned people, the date.
 */
public final class PeopleCalibration {

    private PeopleCalibration() {}

    public static void main(String[] arguments) {
        PeopleSet people = PeopleSet.crops(Path.of(arguments[0]), Optional.empty());
        Set<String> heldOut = people.heldOut();
        PeopleSet held = people.of(heldOut::contains);
        PersonCalibration calibration = PersonCalibration.ofPeople(held.people());
        System.out.println("# What tells people apart by one embedding model. Made by 'benchmarks/run.sh people-calibration'.");
        System.out.print(DefaultPeople.text(calibration.withProvenance(
                "measured on " + arguments[1] + " on " + held.faces().size() + " aligned pictures of " + heldOut.size()
                        + " people of LFW whom the model never saw")));
    }
}
